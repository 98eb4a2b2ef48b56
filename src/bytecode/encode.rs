//! Programs as bytes: what `Query.toBytes` gives and `Query.fromBytes` takes.

use alloc::vec::Vec;

use super::envelope::Format;
use super::pattern::Pattern;
use super::program::Program;
use super::tables::{Common, Constant, Frame, Place, Routine, Tables, Written};
use super::wire::{unsigned, write_count, write_number};
use crate::types::Type;

/// One query as bytes.
pub(super) const PROGRAM: Format = Format { magic: *b"PQLB", version: 3, name: "program" };

pub(super) fn encode(program: &Program) -> Vec<u8> {
    let mut body = Vec::new();
    write(&[&program.alone()], &mut body);
    PROGRAM.seal(&body)
}

/// All programs of their tables, in the order in which they were joined.
pub(crate) fn write(programs: &[&Program], out: &mut Vec<u8>) {
    let none = Tables::default();
    let tables = programs.first().map_or(&none, |program| program.tables());
    write_common(&tables.common, out);
    write_count(tables.routines.len(), out);
    for routine in &tables.routines {
        write_routine(routine, tables, out);
        let Pattern { source, marks, holes } = routine.pattern;
        for extent in [source, marks, holes] {
            write_count(extent.len(), out);
        }
        holes.of(&tables.words).iter().for_each(|word| write_number(*word, out));
    }
    write_count(programs.len(), out);
    let places = || programs.iter().map(|program| program.place());
    for Place { routine, segments, texts, .. } in places() {
        write_number(*routine, out);
        write_count(segments.len(), out);
        match texts {
            Written::Alike => out.push(0),
            Written::Own { marks, source } => {
                out.push(1);
                write_count(marks.len(), out);
                write_count(source.len(), out);
            }
        }
    }
    let words = places().flat_map(|place| [place.constants, place.segments]);
    let words = words.flat_map(|extent| extent.of(&tables.words));
    words.for_each(|word| write_number(*word, out));
    let patterns = tables.routines.iter().map(|routine| routine.pattern);
    let patterns = patterns.map(|pattern| (pattern.marks, pattern.source));
    let own = places().filter_map(|place| match place.texts {
        Written::Own { marks, source } => Some((marks, source)),
        Written::Alike => None,
    });
    for (marks, source) in patterns.chain(own) {
        out.extend_from_slice(marks.of(&tables.texts));
        out.extend_from_slice(source.of(&tables.texts));
    }
}

/// A routine without its texts: with its code and what it reads.
pub(super) fn write_routine(routine: &Routine, tables: &Tables, out: &mut Vec<u8>) {
    let Routine { code, reads, constants, frame, .. } = *routine;
    let Frame { locals, iterators, accumulators, chains, result } = frame;
    for count in [code.len(), reads.len(), constants as usize, usize::from(locals)] {
        write_count(count, out);
    }
    let result = Type::ALL.iter().position(|kind| *kind == result).unwrap_or(0) as u8;
    out.extend_from_slice(&[iterators, accumulators, chains, result]);
    reads.of(&tables.words).iter().for_each(|word| write_number(*word, out));
    code.of(&tables.code).iter().for_each(|op| op.write(out));
}

/// Lengths first, then the text of all of them.
fn write_common(common: &Common, out: &mut Vec<u8>) {
    let Common { names, paths, functions, pool } = common;
    let mut text = Vec::new();
    let mut add = |part: &str, out: &mut Vec<u8>| {
        write_count(part.len(), out);
        text.extend_from_slice(part.as_bytes());
    };
    write_count(names.len(), out);
    names.iter().for_each(|name| add(name, out));
    // Functions are stored by name, so that a program outlives the order of the table.
    write_count(functions.len(), out);
    functions.iter().for_each(|function| add(function.name, out));
    write_count(pool.len(), out);
    for constant in pool {
        match constant {
            Constant::Null => out.push(0),
            Constant::Boolean(value) => out.extend_from_slice(&[1, u8::from(*value)]),
            Constant::Integer(value) => {
                out.push(2);
                write_number(unsigned(*value), out);
            }
            Constant::Double(value) => {
                out.push(3);
                out.extend_from_slice(&value.to_bits().to_le_bytes());
            }
            Constant::String(value) => {
                out.push(4);
                add(value, out);
            }
        }
    }
    write_count(paths.len(), out);
    for path in paths {
        write_count(path.len(), out);
        path.iter().for_each(|name| write_number(name.0, out));
    }
    write_count(text.len(), out);
    out.extend_from_slice(&text);
}
