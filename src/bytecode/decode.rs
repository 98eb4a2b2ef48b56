//! Programs from bytes: as many checks as it takes that nothing behind them can fail.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::encode::PROGRAM;
use super::envelope::Format;
use super::operand::{NameId, Reader};
use super::program::Program;
use super::tables::{Bundle, Common, Constant, Extent, Frame, Place, Routine, Tables};
use super::verify::{Verifier, verify};
use super::wire::{Wire, signed};
use super::{Flaw, Op};
use crate::diagnostic::Diagnostic;
use crate::functions::{self, Body, Function};
use crate::types::Type;

/// A program from its encoded form. Linear in the bytes, but for the sorting of paths.
///
/// # Errors
/// Bytes that are foreign, of another version, truncated, altered, or whose code the verifier
/// refuses.
pub fn decode(bytes: &[u8]) -> Result<Program, Diagnostic> {
    let mut reader = Reader::new(PROGRAM.open(bytes)?);
    let bundle = read(&mut reader, bytes.len(), PROGRAM)?;
    match (reader.left(), bundle.within(Arc::new(bytes.into())).share(|_| true).pop()) {
        (0, Some(program)) => Ok(program),
        _ => Err(PROGRAM.refuse("its tables cannot be read")),
    }
}

/// Programs in an artifact of this format, of so many bytes, at whose end the reader ends. Their
/// texts are not there before `Bundle::within` is told where they are.
pub(crate) fn read(
    reader: &mut Reader<'_>,
    length: usize,
    format: Format,
) -> Result<Bundle, Diagnostic> {
    let bundle =
        tables(reader, length).ok_or_else(|| format.refuse("its tables cannot be read"))?;
    verified(bundle).map_err(|flaw| format.refuse(alloc::format!("{flaw}")))
}

fn verified(mut bundle: Bundle) -> Result<Bundle, Flaw> {
    verify(&bundle.tables)?;
    let mut verifier = Verifier::default();
    let mut routines = core::mem::take(&mut bundle.tables.routines);
    for routine in &mut routines {
        routine.stack = verifier.routine(&bundle.tables, routine)?;
    }
    bundle.tables.routines = routines;
    for place in &bundle.places {
        verifier.place(&bundle.tables, place)?;
    }
    Ok(bundle)
}

fn tables(reader: &mut Reader<'_>, length: usize) -> Option<Bundle> {
    let mut tables = Tables { common: common(reader)?, ..Tables::default() };
    let count = reader.count()?;
    for _ in 0..count {
        let routine = routine(reader, &mut tables)?;
        tables.routines.push(routine);
    }
    let mut next = Places { words: tables.words.len(), ..Places::default() };
    let mut places = reader.list(|reader| next.read(reader, &tables.routines))?;
    // Each takes a byte at least.
    let words = next.words.saturating_sub(tables.words.len());
    if words > reader.left() {
        return None;
    }
    tables.words.reserve_exact(words);
    for place in &places {
        read_words(reader, &mut tables.words, place.segments.end as usize)?;
    }
    let marks = length.checked_sub(reader.left())?;
    reader.take(next.marks)?;
    let sources = length.checked_sub(reader.left())?;
    for place in &mut places {
        let source = reader.take(place.source.len())?;
        core::str::from_utf8(source).ok()?;
        place.marks = place.marks.moved(marks)?;
        place.source = place.source.moved(sources)?;
    }
    Some(Bundle { tables, places })
}

#[inline(never)]
fn routine(reader: &mut Reader<'_>, tables: &mut Tables) -> Option<Routine> {
    let (codes, reads, constants) = (reader.count()?, reader.count()?, reader.index()?);
    let frame = frame(reader)?;
    let Tables { code, words, .. } = tables;
    let starts = (code.len(), words.len());
    read_words(reader, words, starts.1.checked_add(reads)?)?;
    read_code(reader, code, starts.0.checked_add(codes)?)?;
    let (code, reads) = (Extent::new(starts.0, code.len()), Extent::new(starts.1, words.len()));
    Some(Routine { code, reads, constants, frame, stack: 0 })
}

/// Reads on until there are so many. A call for each program: hosts compile what is hot again, but
/// use it only from the next call on.
#[inline(never)]
fn read_words(reader: &mut Reader<'_>, words: &mut Vec<u32>, end: usize) -> Option<()> {
    while words.len() < end {
        words.push(reader.index()?);
    }
    Some(())
}

/// The same for instructions.
#[inline(never)]
fn read_code(reader: &mut Reader<'_>, code: &mut Vec<Op>, end: usize) -> Option<()> {
    while code.len() < end {
        code.push(Op::read(reader)?);
    }
    Some(())
}

/// How much of each table is taken.
#[derive(Default)]
struct Places {
    words: usize,
    marks: usize,
    sources: usize,
}

impl Places {
    #[inline(never)]
    fn read(&mut self, reader: &mut Reader<'_>, routines: &[Routine]) -> Option<Place> {
        let number = reader.index()?;
        let routine = routines.get(number as usize)?;
        let next = |taken: &mut usize, count: u32| -> Option<Extent> {
            let start = *taken;
            *taken = start.checked_add(count as usize)?;
            u32::try_from(*taken).ok()?;
            Some(Extent::new(start, *taken))
        };
        Some(Place {
            routine: number,
            constants: next(&mut self.words, routine.constants)?,
            segments: next(&mut self.words, reader.index()?)?,
            marks: next(&mut self.marks, reader.index()?)?,
            source: next(&mut self.sources, reader.index()?)?,
        })
    }
}

fn frame(reader: &mut Reader<'_>) -> Option<Frame> {
    Some(Frame {
        locals: reader.index()?.try_into().ok()?,
        iterators: u8::read(reader)?,
        accumulators: u8::read(reader)?,
        chains: u8::read(reader)?,
        result: *Type::ALL.get(usize::from(u8::read(reader)?))?,
    })
}

/// A constant whose text is not known yet.
enum Unread {
    Known(Constant),
    Text(usize),
}

fn common(reader: &mut Reader<'_>) -> Option<Common> {
    let length = |reader: &mut Reader<'_>| reader.index().map(|length| length as usize);
    let names = reader.list(length)?;
    let functions = reader.list(length)?;
    let pool = reader.list(unread)?;
    let paths = reader.list(|reader| reader.list(|reader| reader.index().map(NameId)))?;
    let mut text = reader.text()?;
    let mut next = |length: usize| {
        let (part, rest) = text.split_at_checked(length)?;
        text = rest;
        Some(part)
    };
    let names = names.into_iter().map(|length| next(length).map(Into::into));
    let names = names.collect::<Option<Vec<Box<str>>>>()?;
    let functions = functions.into_iter().map(|length| function(next(length)?));
    let functions = functions.collect::<Option<Vec<&'static Function>>>()?;
    let pool = pool.into_iter().map(|constant| match constant {
        Unread::Known(constant) => Some(constant),
        Unread::Text(length) => next(length).map(|text| Constant::String(text.into())),
    });
    let pool = pool.collect::<Option<Vec<Constant>>>()?;
    text.is_empty().then_some(Common { names, paths, functions, pool })
}

fn unread(reader: &mut Reader<'_>) -> Option<Unread> {
    Some(Unread::Known(match u8::read(reader)? {
        0 => Constant::Null,
        1 => Constant::Boolean(bool::read(reader)?),
        2 => Constant::Integer(signed(reader.number()?)),
        3 => Constant::Double(f64::from_bits(u64::read(reader)?)),
        4 => return reader.index().map(|length| Unread::Text(length as usize)),
        _ => return None,
    }))
}

fn function(name: &str) -> Option<&'static Function> {
    functions::lookup(name).filter(|function| matches!(function.body, Body::Native(_)))
}
