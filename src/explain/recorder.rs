//! Takes down values while a program runs, and of every loop the item that tells most.

use alloc::vec::Vec;
use core::cmp::Reverse;
use core::ops::Range;

use super::{Explanation, Items, Tree};
use crate::bytecode::{Mark, Program, Role};
use crate::sorted::sort_by_key;
use crate::span::Span;
use crate::value::Value;
use crate::vm::Trace;

/// What happened at every expression of a program, in one run.
pub struct Recorder<'a> {
    marks: Vec<Mark>,
    // One for each expression, outer before inner, in the order of the text.
    notes: Vec<Note<'a>>,
    // The loops that are open, the innermost last.
    loops: Vec<Loop<'a>>,
    // Counts values and items, so that what was seen has an order.
    clock: u64,
}

/// What is known of an expression.
#[derive(Clone, Copy)]
pub(super) struct Note<'a> {
    pub(super) span: Span,
    pub(super) role: Role,
    pub(super) evaluated: u32,
    pub(super) passed: u32,
    pub(super) seen: Seen<'a>,
}

/// The part of a note that belongs to one item of the loops around it.
#[derive(Clone, Copy, Default)]
pub(super) struct Seen<'a> {
    pub(super) value: Value<'a>,
    pub(super) items: Option<Items>,
    // When it was taken down; 0 is never.
    pub(super) at: u64,
}

/// A loop that is open.
struct Loop<'a> {
    note: usize,
    items: Items,
    // When it was opened, and when the item at hand was begun.
    opened: u64,
    begun: u64,
    // How many conditions were true for the item at hand.
    score: u32,
    // The item with the most true conditions; of a step all events that fit, up to `MOST`.
    kept: Vec<Kept<'a>>,
}

/// An item, and what was seen of it.
struct Kept<'a> {
    items: Items,
    score: u32,
    seen: Vec<Seen<'a>>,
}

/// How many events of a step are kept at most: any of them may be the one that is found.
const MOST: usize = 100;

/// The score of an event that fits its step: none is nearer.
const FITS: u32 = u32::MAX;

impl<'a> Recorder<'a> {
    /// A recorder for one run of a program.
    #[must_use]
    pub fn new(program: &Program) -> Recorder<'a> {
        let marks: Vec<Mark> = program.marks().collect();
        let note = |mark: &Mark| {
            let (span, role) = (mark.span, mark.role);
            Note { span, role, evaluated: 0, passed: 0, seen: Seen::default() }
        };
        let mut notes: Vec<Note<'a>> = marks.iter().map(note).collect();
        // What a loop is for says more than that it has a value.
        sort_by_key(&mut notes, |note| (order(note.span), !note.role.is_loop()));
        notes.dedup_by_key(|note| note.span);
        Recorder { marks, notes, loops: Vec::new(), clock: 0 }
    }

    /// What was taken down, once the run is over. Linear in the query and in the values.
    #[must_use]
    pub fn explanation(mut self, result: Value<'a>) -> Explanation {
        while !self.loops.is_empty() {
            self.leave();
        }
        Tree::new(&self.notes).explanation(result)
    }

    /// The notes of the marks of an instruction.
    fn notes_at(&self, at: usize) -> impl Iterator<Item = (Role, usize)> + use<'a, '_> {
        let first = self.marks.partition_point(|mark| mark.at.index() < at);
        let here = self.marks.get(first..).unwrap_or(&[]).iter();
        here.take_while(move |mark| mark.at.index() == at).filter_map(|mark| {
            let key = order(mark.span);
            let found = self.notes.binary_search_by_key(&key, |note| order(note.span));
            found.ok().map(|note| (mark.role, note))
        })
    }

    /// The loop of an instruction.
    fn loop_at(&self, at: usize) -> Option<usize> {
        self.notes_at(at).find(|(role, _)| role.is_loop()).map(|(_, note)| note)
    }

    fn take_down(&mut self, index: usize, value: Value<'a>) {
        // A loop that comes to its value early stopped at the item at hand.
        while self.loops.last().is_some_and(|open| open.note >= index) {
            self.stop();
        }
        self.clock += 1;
        let Some(note) = self.notes.get_mut(index) else {
            return;
        };
        let truth = value.truth();
        note.seen.value = value;
        note.seen.at = self.clock;
        note.evaluated = note.evaluated.saturating_add(1);
        note.passed = note.passed.saturating_add(u32::from(truth));
        if let (Some(open), Value::Boolean(true)) = (self.loops.last_mut(), value) {
            open.score = open.score.saturating_add(1);
        }
    }

    /// The notes inside of another.
    fn inside(&self, index: usize) -> Range<usize> {
        let end = self.notes.get(index).map_or(0, |note| note.span.end);
        let behind = self.notes.get(index + 1..).unwrap_or(&[]);
        let count = behind.iter().take_while(|note| note.span.end <= end).count();
        index + 1..index + 1 + count
    }

    /// Keeps the item at hand of the innermost loop if it tells more than the ones before.
    fn keep(&mut self) {
        let Some(open) = self.loops.last() else {
            return;
        };
        let (score, begun, opened, items) = (open.score, open.begun, open.opened, open.items);
        let better = open.kept.last().is_none_or(|kept| score > kept.score);
        let fits = score == FITS && open.kept.len() < MOST;
        if !better && !fits {
            return;
        }
        let inside = self.notes.get(self.inside(open.note)).unwrap_or(&[]);
        let seen = inside.iter().map(|note| {
            // What was neither looked at for this item nor before the loop is another item's.
            let own = note.seen.at > begun || note.seen.at < opened;
            if own { note.seen } else { Seen::default() }
        });
        let seen = seen.collect();
        if let Some(open) = self.loops.last_mut() {
            if better {
                open.kept.clear();
            }
            open.kept.push(Kept { items, score, seen });
        }
    }

    /// Leaves the innermost loop behind its last item: the nearest one is shown.
    fn leave(&mut self) {
        self.keep();
        self.close(None);
    }

    /// Leaves the innermost loop at the item at hand, which decided.
    fn stop(&mut self) {
        if let Some(open) = self.loops.last_mut() {
            open.kept.clear();
        }
        self.keep();
        let decided = self.loops.last().and_then(|open| open.items.shown);
        self.close(decided);
    }

    /// Closes the innermost loop and shows the item that decided, or the first that was kept.
    fn close(&mut self, decided: Option<usize>) {
        let Some(open) = self.loops.pop() else {
            return;
        };
        let Loop { note: index, opened, mut items, kept, .. } = open;
        items.decided = decided.is_some();
        let wanted = kept.iter().find(|kept| decided.is_some() && kept.items.shown == decided);
        if let Some(kept) = wanted.or(kept.first()) {
            (items.shown, items.time) = (kept.items.shown, kept.items.time);
            let inside = self.inside(index);
            let notes = self.notes.get_mut(inside).unwrap_or(&mut []);
            for (note, seen) in notes.iter_mut().zip(&kept.seen) {
                note.seen = *seen;
            }
        }
        self.clock += 1;
        let Some(note) = self.notes.get_mut(index) else {
            return;
        };
        note.seen.items = Some(items);
        if note.seen.at < opened {
            // The loop of a further variable has no value of its own.
            let holds = match note.role {
                Role::Some => items.decided,
                Role::Every | Role::None => !items.decided,
                _ => items.fit > 0,
            };
            (note.seen.value, note.seen.at) = (Value::Boolean(holds), self.clock);
        }
    }
}

impl<'a> Trace<'a> for Recorder<'a> {
    fn value(&mut self, at: usize, value: Value<'a>) {
        let here: Vec<(Role, usize)> = self.notes_at(at).collect();
        for (_, note) in here.into_iter().filter(|(role, _)| !role.is_loop()) {
            self.take_down(note, value);
        }
    }

    fn item(&mut self, at: usize, item: usize, time: Option<i64>) {
        let Some(note) = self.loop_at(at) else {
            return;
        };
        // The loops in it came to an end without a value of their own.
        while self.loops.last().is_some_and(|open| open.note > note) {
            self.leave();
        }
        self.clock += 1;
        if self.loops.last().is_some_and(|open| open.note == note) {
            self.keep();
        } else {
            let (opened, items) = (self.clock, Items::default());
            self.loops.push(Loop { note, items, opened, begun: 0, score: 0, kept: Vec::new() });
        }
        let clock = self.clock;
        if let Some(open) = self.loops.last_mut() {
            open.items.count += 1;
            (open.items.shown, open.items.time) = (Some(item), time);
            (open.begun, open.score) = (clock, 0);
        }
    }

    fn fits(&mut self) {
        if let Some(open) = self.loops.last_mut() {
            open.items.fit += 1;
            open.score = FITS;
        }
    }

    fn end(&mut self, at: usize) {
        let Some(note) = self.loop_at(at) else {
            return;
        };
        let known = self.loops.iter().any(|open| open.note == note);
        while self.loops.last().is_some_and(|open| open.note >= note) {
            self.leave();
        }
        if let Some(note) = self.notes.get_mut(note).filter(|_| !known) {
            note.seen.items = Some(Items::default());
        }
    }

    fn step(&mut self, at: usize, found: bool, event: Option<usize>) {
        let Some(note) = self.loop_at(at) else {
            return;
        };
        while self.loops.last().is_some_and(|open| open.note > note) {
            self.leave();
        }
        if self.loops.last().is_some_and(|open| open.note == note) {
            self.keep();
            self.close(event);
        }
        self.take_down(note, Value::Boolean(found));
    }
}

/// Outer expressions before the ones in them.
fn order(span: Span) -> (u32, Reverse<u32>) {
    (span.start, Reverse(span.end))
}
