//! Why a query came to its result: the value of every sub-expression.

mod recorder;
mod render;

use alloc::vec::Vec;
use core::iter::Peekable;
use core::slice::Iter;

use serde_json::Value as Json;

use crate::bytecode::Role;
use crate::limits::Limits;
use crate::span::Span;
use crate::value::{Value, size_within, to_json};

pub use recorder::Recorder;

use recorder::Note;

/// A result and how it came about.
#[derive(Clone, Debug, PartialEq)]
pub struct Explanation {
    /// The raw result.
    pub result: Json,
    /// The result as a segment takes it.
    pub matches: bool,
    /// The whole query.
    pub root: Part,
}

/// One expression of the query.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its place in the query's text, in bytes.
    pub span: Span,
    /// How its parts bear on it.
    pub role: Role,
    /// Its value; inside a loop, for the item that is shown. Null when it was not evaluated for it.
    pub value: Json,
    /// Whether that value counts as true.
    pub truth: bool,
    /// How many times it was evaluated: 0 when it was not needed, more than 1 inside loops.
    pub evaluated: u32,
    /// How many times it was true.
    pub passed: u32,
    /// Whether it was evaluated for the item that is shown.
    pub shown: bool,
    /// Whether it has a say in the result: with another value the result could be another.
    pub decided: bool,
    /// Of a loop or a step of a sequence: what is known of the items, the last time that it ran.
    pub items: Option<Items>,
    /// The expressions in it, in the order of the text.
    pub children: Vec<Part>,
}

/// The items that a loop went through, or the events that a step looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Items {
    /// How many were looked at.
    pub count: usize,
    /// How many of them were collected, or fit the step.
    pub fit: usize,
    /// The place in its array, from 0, of the item whose values are shown inside: the one that
    /// decided; where none did, the nearest, which satisfied the most conditions.
    pub shown: Option<usize>,
    /// The time of that event, in epoch ms; none of an item of a loop.
    pub time: Option<i64>,
    /// Whether that item decided: it was found, or it failed where all have to pass.
    pub decided: bool,
}

/// Turns notes into parts.
struct Tree<'n, 'a> {
    notes: Peekable<Iter<'n, Note<'a>>>,
    // How many values may still be shown.
    values: usize,
}

/// How deep expressions are shown in each other; queries are shallower.
const MAX_DEPTH: u32 = 400;

/// Of how many values a value may be made to be shown.
const LARGE: usize = 10_000;

impl<'n, 'a> Tree<'n, 'a> {
    /// A tree of notes, outer before inner, in the order of the text.
    fn new(notes: &'n [Note<'a>]) -> Tree<'n, 'a> {
        Tree { notes: notes.iter().peekable(), values: Limits::DEFAULT.result }
    }

    fn explanation(mut self, result: Value<'a>) -> Explanation {
        let mut parts = Vec::new();
        while let Some(note) = self.notes.next() {
            parts.push(self.part(note, MAX_DEPTH));
        }
        let value = self.json(result);
        // A program made by hand may have no marks, or none around the others.
        let mut root = match parts.len() {
            1 => parts.remove(0),
            _ => whole(result, value.clone(), parts),
        };
        decide(&mut root, true);
        Explanation { result: value, matches: result.truth(), root }
    }

    fn part(&mut self, note: &Note<'a>, depth: u32) -> Part {
        let mut children = Vec::new();
        let inside = |inner: &&Note<'_>| depth > 0 && inner.span.end <= note.span.end;
        while let Some(inner) = self.notes.next_if(inside) {
            children.push(self.part(inner, depth - 1));
        }
        Part {
            span: note.span,
            role: note.role,
            value: self.json(note.seen.value),
            truth: note.seen.value.truth(),
            evaluated: note.evaluated,
            passed: note.passed,
            shown: note.seen.at > 0,
            decided: false,
            items: note.seen.items,
            children,
        }
    }

    /// A value to be shown; text in its place when it is too large.
    fn json(&mut self, value: Value<'a>) -> Json {
        match size_within(value, self.values.min(LARGE)) {
            Some(size) => {
                self.values -= size;
                to_json(value)
            }
            None => Json::String("(too large to show)".into()),
        }
    }
}

fn whole(result: Value<'_>, value: Json, children: Vec<Part>) -> Part {
    let end = children.iter().map(|part| part.span.end).max().unwrap_or(0);
    Part {
        span: Span::new(0, end),
        role: Role::Value,
        value,
        truth: result.truth(),
        evaluated: 1,
        passed: u32::from(result.truth()),
        shown: true,
        decided: false,
        items: None,
        children,
    }
}

/// Marks what has a say: all operands of an `and` that holds, of one that fails the operand that
/// failed; `or` the other way round; of anything else, whatever was evaluated.
fn decide(part: &mut Part, decided: bool) {
    part.decided = decided && part.shown;
    for child in &mut part.children {
        let has_say = match part.role {
            Role::All => part.truth || !child.truth,
            Role::Any => !part.truth || child.truth,
            Role::Literal
            | Role::Value
            | Role::Some
            | Role::Every
            | Role::None
            | Role::Each
            | Role::Step => true,
        };
        decide(child, part.decided && has_say);
    }
}
