//! Marks in few bytes: they are as many as instructions and only explanations read them.

use alloc::vec::Vec;

use super::operand::{Label, Reader};
use super::wire::{signed, unsigned, write_number};
use super::{Mark, Role};
use crate::span::Span;

/// Marks in the order of their instructions, each by how it differs from the one before: how many
/// instructions further with its role, how much further in the text, how long.
pub(super) fn write(marks: &[Mark], out: &mut Vec<u8>) {
    let mut last = Mark { at: Label(0), span: Span::default(), role: Role::All };
    for mark in marks {
        let role = Role::ALL.iter().position(|role| *role == mark.role).unwrap_or(0) as u64;
        let further = u64::from(mark.at.0.saturating_sub(last.at.0));
        write_number(further * ROLES + role, out);
        write_number(unsigned(i64::from(mark.span.start) - i64::from(last.span.start)), out);
        write_number(mark.span.end.saturating_sub(mark.span.start), out);
        last = *mark;
    }
}

const ROLES: u64 = Role::ALL.len() as u64;

/// The marks of a program. Bytes that no compiler wrote may give any marks, or end early: they say
/// only what is shown.
#[derive(Debug)]
pub struct Marks<'p> {
    reader: Reader<'p>,
    last: Mark,
    shifts: Vec<Shift>,
}

/// How much further a place is that is not before another one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shift {
    pub(super) from: u32,
    pub(super) by: i64,
}

impl<'p> Marks<'p> {
    pub(super) const fn new(bytes: &'p [u8]) -> Marks<'p> {
        Marks::shifted(bytes, Vec::new())
    }

    /// Marks of a text in which something else stands at some places, in their order.
    pub(super) const fn shifted(bytes: &'p [u8], shifts: Vec<Shift>) -> Marks<'p> {
        let last = Mark { at: Label(0), span: Span::new(0, 0), role: Role::All };
        Marks { reader: Reader::new(bytes), last, shifts }
    }

    fn moved(&self, place: u32) -> u32 {
        let behind = self.shifts.partition_point(|shift| shift.from <= place);
        let shift = behind.checked_sub(1).and_then(|last| self.shifts.get(last));
        let by = shift.map_or(0, |shift| shift.by);
        u32::try_from(i64::from(place).saturating_add(by)).unwrap_or(place)
    }
}

impl Iterator for Marks<'_> {
    type Item = Mark;

    fn next(&mut self) -> Option<Mark> {
        let first = self.reader.number()?;
        let role = *Role::ALL.get((first % ROLES) as usize)?;
        let at = self.last.at.0.checked_add((first / ROLES).try_into().ok()?)?;
        let start = i64::from(self.last.span.start).checked_add(signed(self.reader.number()?))?;
        let start = u32::try_from(start).ok()?;
        let end = start.checked_add(self.reader.index()?)?;
        self.last = Mark { at: Label(at), span: Span::new(start, end), role };
        // Of shifts that no compiler wrote the end may come before the start.
        let start = self.moved(start);
        let span = Span::new(start, self.moved(end).max(start));
        Some(Mark { span, ..self.last })
    }
}
