//! Marks in few bytes: they are as many as instructions and only explanations read them.

#[cfg(feature = "compile")]
use alloc::vec::Vec;

use super::operand::{Label, Reader};
use super::wire::signed;
#[cfg(feature = "compile")]
use super::wire::{unsigned, write_number};
use super::{Mark, Role};
use crate::span::Span;

/// Marks in the order of their instructions, each by how it differs from the one before: how many
/// instructions further with its role, how much further in the text, how long.
#[cfg(feature = "compile")]
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
}

impl<'p> Marks<'p> {
    pub(super) const fn new(bytes: &'p [u8]) -> Marks<'p> {
        let last = Mark { at: Label(0), span: Span::new(0, 0), role: Role::All };
        Marks { reader: Reader::new(bytes), last }
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
        Some(self.last)
    }
}
