//! Programs as bytes: what `Query.toBytes` gives and `Query.fromBytes` takes.

use alloc::vec::Vec;

use super::envelope::Format;
use super::program::Program;
use super::tables::{Common, Constant, Frame, Place};
use super::wire::{unsigned, write_count, write_number};
use crate::types::Type;

/// One query as bytes.
pub(super) const PROGRAM: Format = Format { magic: *b"PQLB", version: 2, name: "program" };

pub(super) fn encode(program: &Program) -> Vec<u8> {
    let mut body = Vec::new();
    write(&[&program.alone()], &mut body);
    PROGRAM.seal(&body)
}

/// All programs of their tables, in the order in which they were joined.
pub(crate) fn write(programs: &[&Program], out: &mut Vec<u8>) {
    if let Some(first) = programs.first() {
        write_common(&first.tables().common, out);
    } else {
        write_common(&Common::default(), out);
    }
    write_count(programs.len(), out);
    programs.iter().for_each(|program| write_head(program.place(), out));
    for program in programs {
        let Place { constants, segments, reads, .. } = *program.place();
        for extent in [constants, segments, reads] {
            let words = extent.of(&program.tables().words);
            words.iter().for_each(|word| write_number(*word, out));
        }
    }
    programs.iter().flat_map(|program| program.parts().code).for_each(|op| op.write(out));
    for program in programs {
        out.extend_from_slice(program.place().marks.of(&program.tables().marks));
    }
    programs.iter().for_each(|program| out.extend_from_slice(program.source().as_bytes()));
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

fn write_head(place: &Place, out: &mut Vec<u8>) {
    let Place { code, constants, segments, reads, marks, source, frame, .. } = place;
    for extent in [code, constants, segments, reads, marks, source] {
        write_count(extent.len(), out);
    }
    let Frame { locals, iterators, accumulators, chains, result } = *frame;
    write_number(locals, out);
    let result = Type::ALL.iter().position(|kind| *kind == result).unwrap_or(0) as u8;
    out.extend_from_slice(&[iterators, accumulators, chains, result]);
}
