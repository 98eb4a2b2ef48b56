//! Programs from bytes: as many checks as it takes that nothing behind them can fail.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::encode::PROGRAM;
use super::envelope::Format;
use super::operand::{NameId, Reader};
use super::program::Program;
use super::tables::{Bundle, Common, Constant, Extent, Frame, Place, Tables};
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
    let bundle = read(&mut reader, PROGRAM)?;
    match (bundle.share(|_| true).pop(), reader.left()) {
        (Some(program), 0) => Ok(program),
        _ => Err(PROGRAM.refuse("its tables cannot be read")),
    }
}

/// Programs in an artifact of this format.
pub(crate) fn read(reader: &mut Reader<'_>, format: Format) -> Result<Bundle, Diagnostic> {
    let bundle = tables(reader).ok_or_else(|| format.refuse("its tables cannot be read"))?;
    verified(bundle).map_err(|flaw| format.refuse(alloc::format!("{flaw}")))
}

fn verified(mut bundle: Bundle) -> Result<Bundle, Flaw> {
    verify(&bundle.tables)?;
    let mut verifier = Verifier::default();
    for place in &mut bundle.places {
        place.stack = verifier.stack(&bundle.tables, place)?;
    }
    Ok(bundle)
}

fn tables(reader: &mut Reader<'_>) -> Option<Bundle> {
    let common = common(reader)?;
    let mut places = Places::default();
    let all = reader.list(|reader| places.read(reader))?;
    let Places { code: codes, words: numbers, marks, .. } = places;
    // Each takes a byte at least.
    if codes.checked_add(numbers)? > reader.left() {
        return None;
    }
    let mut words = Vec::with_capacity(numbers);
    for place in &all {
        let end = place.reads.end as usize;
        read_words(reader, &mut words, end)?;
    }
    let mut code = Vec::with_capacity(codes);
    for place in &all {
        read_code(reader, &mut code, place.code.end as usize)?;
    }
    let marks = reader.take(marks)?.into();
    let mut sources = String::with_capacity(places.sources.min(reader.left()));
    for place in &all {
        sources.push_str(core::str::from_utf8(reader.take(place.source.len())?).ok()?);
    }
    let sources = sources.into();
    let tables = Tables { common, words, code, marks, sources, ..Tables::default() };
    Some(Bundle { tables, places: all })
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
        // Half of the code.
        code.push(match reader.constant() {
            Some(constant) => Op::Constant { constant },
            None => Op::read(reader)?,
        });
    }
    Some(())
}

/// How much of each table the programs before take.
#[derive(Default)]
struct Places {
    code: usize,
    words: usize,
    marks: usize,
    sources: usize,
}

impl Places {
    #[inline(never)]
    fn read(&mut self, reader: &mut Reader<'_>) -> Option<Place> {
        let mut next = |taken: &mut usize| -> Option<Extent> {
            let start = *taken;
            *taken = start.checked_add(reader.index()? as usize)?;
            u32::try_from(*taken).ok()?;
            Some(Extent::new(start, *taken))
        };
        Some(Place {
            code: next(&mut self.code)?,
            constants: next(&mut self.words)?,
            segments: next(&mut self.words)?,
            reads: next(&mut self.words)?,
            marks: next(&mut self.marks)?,
            source: next(&mut self.sources)?,
            stack: 0,
            frame: frame(reader)?,
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
