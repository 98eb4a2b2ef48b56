//! Programs as bytes: what `Query.toBytes` gives and `Query.fromBytes` takes.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::envelope::Format;
use super::operand::{self, NameId, Reader};
use super::wire::Wire;
use super::{Constant, Draft, Label, Mark, Op, Program, Role};
use crate::diagnostic::Diagnostic;
use crate::functions::{self, Function};
use crate::profile::{NodeId, ReadNode, Reads};
use crate::span::Span;
use crate::types::Type;

/// One query as bytes.
const PROGRAM: Format = Format { magic: *b"PQLB", version: 1, name: "program" };

pub(super) fn encode(draft: &Draft) -> Vec<u8> {
    let mut body = Vec::new();
    draft.write(&mut body);
    PROGRAM.seal(&body)
}

/// A program from its encoded form. Linear in the bytes.
///
/// # Errors
/// Bytes that are foreign, of another version, truncated, altered, or whose code the verifier
/// refuses.
pub fn decode(bytes: &[u8]) -> Result<Program, Diagnostic> {
    let mut reader = Reader::new(PROGRAM.open(bytes)?);
    let draft = Draft::read(&mut reader).filter(|_| reader.left() == 0);
    let draft = draft.ok_or_else(|| PROGRAM.refuse("its tables cannot be read"))?;
    Program::verify(draft).map_err(|flaw| PROGRAM.refuse(alloc::format!("{flaw}")))
}

impl Wire for Op {
    fn write(&self, out: &mut Vec<u8>) {
        Op::write(*self, out);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Op> {
        Op::read(reader)
    }
}

impl Wire for NameId {
    fn write(&self, out: &mut Vec<u8>) {
        operand::Operand::write(*self, out);
    }

    fn read(reader: &mut Reader<'_>) -> Option<NameId> {
        operand::Operand::read(reader)
    }
}

impl Wire for NodeId {
    fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }

    fn read(reader: &mut Reader<'_>) -> Option<NodeId> {
        u32::read(reader).map(NodeId)
    }
}

/// Functions are stored by name, so that a program outlives the order of the table.
impl Wire for &'static Function {
    fn write(&self, out: &mut Vec<u8>) {
        Wire::write(&Box::<str>::from(self.name), out);
    }

    fn read(reader: &mut Reader<'_>) -> Option<&'static Function> {
        let function = functions::lookup(&Box::<str>::read(reader)?)?;
        matches!(function.body, functions::Body::Native(_)).then_some(function)
    }
}

impl Wire for Constant {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Constant::Null => out.push(0),
            Constant::Boolean(value) => out.extend_from_slice(&[1, u8::from(*value)]),
            Constant::Integer(value) => {
                out.push(2);
                (*value as u64).write(out);
            }
            Constant::Double(value) => {
                out.push(3);
                value.to_bits().write(out);
            }
            Constant::String(text) => {
                out.push(4);
                Wire::write(text, out);
            }
        }
    }

    fn read(reader: &mut Reader<'_>) -> Option<Constant> {
        Some(match u8::read(reader)? {
            0 => Constant::Null,
            1 => Constant::Boolean(u8::read(reader)? != 0),
            2 => Constant::Integer(u64::read(reader)? as i64),
            3 => Constant::Double(f64::from_bits(u64::read(reader)?)),
            4 => Constant::String(Box::read(reader)?),
            _ => return None,
        })
    }
}

impl Wire for Mark {
    fn write(&self, out: &mut Vec<u8>) {
        self.at.0.write(out);
        self.span.start.write(out);
        self.span.end.write(out);
        out.push(Role::ALL.iter().position(|role| *role == self.role).unwrap_or(0) as u8);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Mark> {
        let at = Label(u32::read(reader)?);
        let span = Span::new(u32::read(reader)?, u32::read(reader)?);
        let role = *Role::ALL.get(usize::from(u8::read(reader)?))?;
        Some(Mark { at, span, role })
    }
}

impl Wire for ReadNode {
    fn write(&self, out: &mut Vec<u8>) {
        Wire::write(&self.name, out);
        Wire::write(&self.children, out);
        out.push(u8::from(self.whole) | u8::from(self.items) << 1);
    }

    fn read(reader: &mut Reader<'_>) -> Option<ReadNode> {
        let (name, children) = (Box::read(reader)?, Vec::read(reader)?);
        let flags = u8::read(reader)?;
        Some(ReadNode { name, children, whole: flags & 1 != 0, items: flags & 2 != 0 })
    }
}

impl Wire for Draft {
    fn write(&self, out: &mut Vec<u8>) {
        Wire::write(&self.code, out);
        Wire::write(&self.constants, out);
        Wire::write(&self.names, out);
        Wire::write(&self.paths, out);
        Wire::write(&self.functions, out);
        Wire::write(&self.marks, out);
        Wire::write(&self.reads.nodes().to_vec(), out);
        Wire::write(&self.segments, out);
        Wire::write(&self.source, out);
        self.locals.write(out);
        out.extend_from_slice(&[self.iterators, self.accumulators, self.chains]);
        out.push(Type::ALL.iter().position(|kind| *kind == self.result).unwrap_or(0) as u8);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Draft> {
        Some(Draft {
            code: Vec::read(reader)?,
            constants: Vec::read(reader)?,
            names: Vec::read(reader)?,
            paths: Vec::read(reader)?,
            functions: Vec::read(reader)?,
            marks: Vec::read(reader)?,
            reads: Reads::from_nodes(Vec::read(reader)?)?,
            segments: Vec::read(reader)?,
            source: Box::read(reader)?,
            locals: u16::read(reader)?,
            iterators: u8::read(reader)?,
            accumulators: u8::read(reader)?,
            chains: u8::read(reader)?,
            result: *Type::ALL.get(usize::from(u8::read(reader)?))?,
        })
    }
}
