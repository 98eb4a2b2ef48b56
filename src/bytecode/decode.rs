//! Programs from bytes: as many checks as it takes that nothing behind them can fail.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::encode::PROGRAM;
use super::envelope::Format;
use super::operand::{NameId, Reader};
use super::pattern::Pattern;
use super::program::Program;
use super::tables::{Bundle, Common, Constant, Extent, Frame, Place, Routine, Tables, Written};
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
    match (reader.left(), bundle.within(Arc::new(bytes.into())).share(|_| true).last()) {
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
    let mut next = Places { words: tables.words.len() };
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
    for Routine { pattern, .. } in &mut tables.routines {
        texts(reader, length, &mut pattern.marks, &mut pattern.source)?;
    }
    for place in &mut places {
        if let Written::Own { marks, source } = &mut place.texts {
            texts(reader, length, marks, source)?;
        }
    }
    Some(Bundle { tables, places })
}

/// Passes over marks and source, of which the lengths are known, and takes down where they are in an
/// artifact of so many bytes.
fn texts(
    reader: &mut Reader<'_>,
    length: usize,
    marks: &mut Extent,
    source: &mut Extent,
) -> Option<()> {
    let start = length.checked_sub(reader.left())?;
    reader.take(marks.len())?;
    let middle = length.checked_sub(reader.left())?;
    core::str::from_utf8(reader.take(source.len())?).ok()?;
    let end = length.checked_sub(reader.left())?;
    u32::try_from(end).ok()?;
    (*marks, *source) = (Extent::new(start, middle), Extent::new(middle, end));
    Some(())
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
    let mut next = || Some(Extent::new(0, reader.index()? as usize));
    let (source, marks) = (next()?, next()?);
    let (holes, start) = (reader.count()?, words.len());
    read_words(reader, words, start.checked_add(holes)?)?;
    let holes = Extent::new(start, words.len());
    let pattern = Pattern { source, marks, holes };
    Some(Routine { code, reads, constants, pattern, frame, stack: 0 })
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

/// How much of the table of words is taken.
struct Places {
    words: usize,
}

impl Places {
    #[inline(never)]
    fn read(&mut self, reader: &mut Reader<'_>, routines: &[Routine]) -> Option<Place> {
        let number = reader.index()?;
        let routine = routines.get(number as usize)?;
        Some(Place {
            routine: number,
            constants: self.next(routine.constants)?,
            segments: self.next(reader.index()?)?,
            texts: if bool::read(reader)? {
                let mut next = || Some(Extent::new(0, reader.index()? as usize));
                Written::Own { marks: next()?, source: next()? }
            } else {
                Written::Alike
            },
        })
    }

    fn next(&mut self, count: u32) -> Option<Extent> {
        let start = self.words;
        self.words = start.checked_add(count as usize)?;
        u32::try_from(self.words).ok()?;
        Some(Extent::new(start, self.words))
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
