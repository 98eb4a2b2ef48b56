//! Texts of programs of one routine: what they have in common, and where their constants stand in it.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::marks::{self, Marks, Shift};
use super::program::Constants;
use super::tables::{Constant, Extent};
use super::{ConstantId, Mark, Op};
use crate::sorted::sort_by;
use crate::value::{double_text, write_natural};

/// The source of one program and its marks, and the holes in them: where a constant stands in the
/// source, just as it is written for the constant that it is. With other constants in the holes it is
/// the source of another program.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Pattern {
    pub(super) source: Extent,
    pub(super) marks: Extent,
    // Three words for each hole: begin and end in the source, number of the constant. In the order of
    // their places, none in another.
    pub(super) holes: Extent,
}

/// The tables that patterns stand in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Texts<'t> {
    pub(super) bytes: &'t [u8],
    pub(super) words: &'t [u32],
}

/// What a source may grow to from a pattern: the longest query of the default limits.
const LONGEST: usize = 1 << 20;

/// The words of the holes of a source: constants that its marks show, where they are written as
/// `literal` writes them. Linear in the marks, but for sorting them.
pub(super) fn holes(
    source: &str,
    marks: &[Mark],
    code: &[Op],
    constants: Constants<'_>,
) -> Vec<u32> {
    let mut holes: Vec<(u32, u32, ConstantId)> = Vec::new();
    let mut literal = String::new();
    for mark in marks {
        let Some(Op::Constant { constant }) = code.get(mark.at.index()) else { continue };
        let (start, end) = (mark.span.start, mark.span.end);
        let written = source.get(start as usize..end as usize);
        let Some(known) = constants.get(constant.index()) else { continue };
        literal.clear();
        write_literal(known, &mut literal);
        if written == Some(&literal) {
            holes.push((start, end, *constant));
        }
    }
    sort_by(&mut holes, |left, right| left.cmp(right));
    let mut words: Vec<u32> = Vec::with_capacity(holes.len() * 3);
    let mut from = 0;
    for (start, end, constant) in holes {
        if start >= from && end > start {
            words.extend([start, end, constant.0.into()]);
            from = end;
        }
    }
    words
}

/// A constant as queries mostly have it. Text that has to be escaped is not written like this.
fn write_literal(constant: &Constant, out: &mut String) {
    match constant {
        Constant::Null => out.push_str("null"),
        Constant::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
        Constant::Integer(value) => {
            out.push_str(if *value < 0 { "-" } else { "" });
            write_natural(out, value.unsigned_abs());
        }
        Constant::Double(value) => out.push_str(&double_text(*value)),
        Constant::String(text) => {
            out.push('"');
            out.push_str(text);
            out.push('"');
        }
    }
}

impl Pattern {
    /// The source with these constants. Of a pattern that no compiler wrote it may be anything.
    pub(super) fn source<'t>(&self, texts: Texts<'t>, constants: Constants<'_>) -> Cow<'t, str> {
        if self.holes.len() == 0 {
            return Cow::Borrowed(self.source.text(texts.bytes));
        }
        Cow::Owned(self.filled(texts, constants).0)
    }

    /// The marks in that source.
    pub(super) fn marks<'t>(&self, texts: Texts<'t>, constants: Constants<'_>) -> Marks<'t> {
        Marks::shifted(self.marks.of(texts.bytes), self.filled(texts, constants).1)
    }

    /// Whether it gives the very texts of a program.
    pub(super) fn fits(
        &self,
        texts: Texts<'_>,
        constants: Constants<'_>,
        source: &str,
        marks: &[Mark],
    ) -> bool {
        let (filled, shifts) = self.filled(texts, constants);
        let found = Marks::shifted(self.marks.of(texts.bytes), shifts);
        filled == source && found.eq(marks.iter().copied())
    }

    /// The source, and how much further what is behind each hole is in it.
    fn filled(&self, texts: Texts<'_>, constants: Constants<'_>) -> (String, Vec<Shift>) {
        let text = self.source.text(texts.bytes);
        let mut out = String::with_capacity(text.len());
        let mut shifts = Vec::new();
        let mut from = 0;
        for (start, end, constant) in self.holes(texts, constants) {
            out.push_str(text.get(from..start).unwrap_or(""));
            write_literal(constant, &mut out);
            shifts.push(Shift { from: end as u32, by: out.len() as i64 - end as i64 });
            from = end;
            if out.len() > LONGEST {
                break;
            }
        }
        out.push_str(text.get(from..).unwrap_or(""));
        (out, shifts)
    }

    fn holes<'c>(
        &self,
        texts: Texts<'_>,
        constants: Constants<'c>,
    ) -> impl Iterator<Item = (usize, usize, &'c Constant)> {
        let (holes, _) = self.holes.of(texts.words).as_chunks::<3>();
        holes.iter().filter_map(move |[start, end, constant]| {
            Some((*start as usize, *end as usize, constants.get(*constant as usize)?))
        })
    }
}

/// Appends the texts of a program as they are; where its marks end and its source ends.
pub(super) fn append(source: &str, marks: &[Mark], out: &mut Vec<u8>) -> (usize, usize) {
    marks::write(marks, out);
    let end = out.len();
    out.extend_from_slice(source.as_bytes());
    (end, out.len())
}
