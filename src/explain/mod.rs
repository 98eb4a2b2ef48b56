//! Why a query came to its result: the value of every sub-expression.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value as Json;

use crate::bytecode::{Mark, Program, Role};
use crate::span::Span;
use crate::value::{Value, to_json};
use crate::vm::Trace;

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
    /// Its value; inside a loop, the last one. Null when it was not evaluated.
    pub value: Json,
    /// Whether that value counts as true.
    pub truth: bool,
    /// How many times it was evaluated: 0 when it was not needed, more than 1 inside loops.
    pub evaluated: u32,
    /// How many times it was true.
    pub passed: u32,
    /// Whether it has a say in the result: with another value the result could be another.
    pub decided: bool,
    /// The expressions in it, in the order of the text.
    pub children: Vec<Part>,
}

/// Takes down values while a program runs.
pub struct Recorder<'a> {
    marks: &'a [Mark],
    // One for each expression, outer before inner, in the order of the text.
    notes: Vec<Note<'a>>,
}

struct Note<'a> {
    span: Span,
    role: Role,
    value: Value<'a>,
    evaluated: u32,
    passed: u32,
}

impl<'a> Recorder<'a> {
    /// A recorder for one run of a program.
    #[must_use]
    pub fn new(program: &'a Program) -> Recorder<'a> {
        let marks = program.parts().marks.as_slice();
        let note = |mark: &Mark| {
            let (span, role) = (mark.span, mark.role);
            Note { span, role, value: Value::Null, evaluated: 0, passed: 0 }
        };
        let mut notes: Vec<Note<'a>> = marks.iter().map(note).collect();
        notes.sort_by_key(|note| order(note.span));
        notes.dedup_by_key(|note| note.span);
        Recorder { marks, notes }
    }

    /// What was taken down, once the run is over. Linear in the query and in the values.
    #[must_use]
    pub fn explanation(self, result: Value<'a>) -> Explanation {
        let mut notes = self.notes.iter().peekable();
        let mut parts = Vec::new();
        while let Some(note) = notes.next() {
            parts.push(part(note, &mut notes, MAX_DEPTH));
        }
        // A program made by hand may have no marks, or none around the others.
        let mut root = match parts.len() {
            1 => parts.remove(0),
            _ => whole(result, parts),
        };
        decide(&mut root, true);
        Explanation { result: to_json(result), matches: result.truth(), root }
    }
}

impl<'a> Trace<'a> for Recorder<'a> {
    fn value(&mut self, at: usize, value: Value<'a>) {
        let first = self.marks.partition_point(|mark| mark.at.index() < at);
        let here = self.marks.get(first..).unwrap_or(&[]).iter();
        for mark in here.take_while(|mark| mark.at.index() == at) {
            let found = self.notes.binary_search_by_key(&order(mark.span), |it| order(it.span));
            if let Some(note) = found.ok().and_then(|index| self.notes.get_mut(index)) {
                note.value = value;
                note.evaluated = note.evaluated.saturating_add(1);
                note.passed = note.passed.saturating_add(u32::from(value.truth()));
            }
        }
    }
}

/// How deep expressions are shown in each other; queries are shallower.
const MAX_DEPTH: u32 = 400;

/// Outer expressions before the ones in them.
fn order(span: Span) -> (u32, core::cmp::Reverse<u32>) {
    (span.start, core::cmp::Reverse(span.end))
}

fn part<'n, 'a: 'n>(
    note: &Note<'a>,
    rest: &mut core::iter::Peekable<core::slice::Iter<'n, Note<'a>>>,
    depth: u32,
) -> Part {
    let mut children = Vec::new();
    while let Some(inner) = rest.next_if(|inner| depth > 0 && inner.span.end <= note.span.end) {
        children.push(part(inner, rest, depth - 1));
    }
    Part {
        span: note.span,
        role: note.role,
        value: to_json(note.value),
        truth: note.value.truth(),
        evaluated: note.evaluated,
        passed: note.passed,
        decided: false,
        children,
    }
}

fn whole(result: Value<'_>, children: Vec<Part>) -> Part {
    let end = children.iter().map(|part| part.span.end).max().unwrap_or(0);
    Part {
        span: Span::new(0, end),
        role: Role::Value,
        value: to_json(result),
        truth: result.truth(),
        evaluated: 1,
        passed: u32::from(result.truth()),
        decided: false,
        children,
    }
}

/// Marks what has a say: all operands of an `and` that holds, of one that fails the operand that
/// failed; `or` the other way round; of anything else, whatever was evaluated.
fn decide(part: &mut Part, decided: bool) {
    part.decided = decided && part.evaluated > 0;
    for child in &mut part.children {
        let has_say = match part.role {
            Role::All => part.truth || !child.truth,
            Role::Any => !part.truth || child.truth,
            Role::Literal | Role::Value => true,
        };
        decide(child, part.decided && has_say);
    }
}

/// How many characters of an expression are shown.
const WIDTH: usize = 64;
/// How many characters of a value are shown.
const VALUE: usize = 40;

impl Explanation {
    /// The explanation as text, an expression a line: whether it holds, its text, its value, and
    /// whether it decided the result. `source` is the query's text.
    #[must_use]
    pub fn render(&self, source: &str) -> String {
        let mut lines = Vec::new();
        collect(&self.root, source, 0, &mut lines);
        let widest = lines.iter().map(|line| line.text.chars().count()).max().unwrap_or(0);
        let mut out = String::new();
        for line in lines {
            let pad = " ".repeat(widest - line.text.chars().count());
            let row = format!("{} {}{pad}  {}", line.sign, line.text, line.remark);
            out.push_str(row.trim_end());
            out.push('\n');
        }
        out
    }
}

struct Line {
    sign: char,
    text: String,
    remark: String,
}

fn collect(part: &Part, source: &str, depth: usize, lines: &mut Vec<Line>) {
    if part.role == Role::Literal && depth > 0 {
        return;
    }
    let text = source.get(part.span.range()).unwrap_or("");
    let indent = "  ".repeat(depth.min(16));
    let text = format!("{indent}{}", one_line(text, WIDTH.saturating_sub(indent.len())));
    let sign = match &part.value {
        _ if part.evaluated == 0 => '·',
        Json::Bool(true) => '✓',
        Json::Bool(false) => '✗',
        _ => ' ',
    };
    lines.push(Line { sign, text, remark: remark(part, depth) });
    // What was not evaluated has nothing to show inside.
    if part.evaluated > 0 {
        part.children.iter().for_each(|child| collect(child, source, depth + 1, lines));
    }
}

fn remark(part: &Part, depth: usize) -> String {
    if part.evaluated == 0 {
        return "not needed".into();
    }
    let mut out = match &part.value {
        Json::Null => "missing".into(),
        value => one_line(&format!("{value}"), VALUE),
    };
    if part.evaluated > 1 {
        out += &format!("  (last of {}; true for {})", part.evaluated, part.passed);
    }
    if part.decided && depth > 0 && part.value.is_boolean() {
        out += "  ← decides";
    }
    out
}

fn one_line(text: &str, width: usize) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= width {
        return words;
    }
    words.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}
