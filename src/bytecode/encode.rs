//! Programs as bytes: what `Query.toBytes` gives and `Query.fromBytes` takes.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::operand::{NameId, Operand, Reader};
use super::{Constant, Draft, Label, Mark, Op, Program, Role};
use crate::diagnostic::{Code, Diagnostic};
use crate::functions::{self, Function};
use crate::profile::{NodeId, ReadNode, Reads};
use crate::span::Span;
use crate::types::Type;

const MAGIC: &[u8; 4] = b"PQLB";
/// Raised when an older reader would misread what a newer writer writes.
const VERSION: u16 = 1;

pub(super) fn encode(draft: &Draft) -> Vec<u8> {
    let mut body = Vec::new();
    draft.write(&mut body);
    let mut out = Vec::with_capacity(body.len() + 10);
    out.extend_from_slice(MAGIC);
    VERSION.write(&mut out);
    checksum(&body).write(&mut out);
    out.extend_from_slice(&body);
    out
}

/// A program from its encoded form. Linear in the bytes.
///
/// # Errors
/// Bytes that are foreign, of another version, truncated, altered, or whose code the verifier
/// refuses.
pub fn decode(bytes: &[u8]) -> Result<Program, Diagnostic> {
    let body = open(bytes).map_err(refuse)?;
    let mut reader = Reader::new(body);
    let draft = Draft::read(&mut reader).filter(|_| reader.left() == 0);
    let draft = draft.ok_or_else(|| refuse("its tables cannot be read"))?;
    Program::verify(draft).map_err(|flaw| refuse(&alloc::format!("{flaw}")))
}

fn open(bytes: &[u8]) -> Result<&[u8], &'static str> {
    let mut reader = Reader::new(bytes);
    let magic = reader.take(MAGIC.len());
    if magic != Some(MAGIC) {
        return Err("it does not start with `PQLB`");
    }
    if u16::read(&mut reader) != Some(VERSION) {
        return Err("it is of another version");
    }
    let expected = u32::read(&mut reader).ok_or("it is truncated")?;
    let body = reader.take(reader.left()).unwrap_or(&[]);
    if checksum(body) == expected { Ok(body) } else { Err("it is truncated or altered") }
}

#[cold]
fn refuse(reason: impl AsRef<str>) -> Diagnostic {
    let message = alloc::format!("not a program of this version: {}", reason.as_ref());
    Diagnostic::new(Code::BadArtifact, Span::default(), message)
        .help("compile the definition again with this version")
}

/// FNV-1a: against accidents, not against attackers; those meet the verifier.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// What can be written and read back.
trait Wire: Sized {
    fn write(&self, out: &mut Vec<u8>);
    fn read(reader: &mut Reader<'_>) -> Option<Self>;
}

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u32).write(out);
        self.iter().for_each(|item| item.write(out));
    }

    fn read(reader: &mut Reader<'_>) -> Option<Vec<T>> {
        let length = u32::read(reader)? as usize;
        // Every item takes a byte at least, so a hostile length cannot ask for memory.
        if length > reader.left() {
            return None;
        }
        (0..length).map(|_| T::read(reader)).collect()
    }
}

impl Wire for Box<str> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u32).write(out);
        out.extend_from_slice(self.as_bytes());
    }

    fn read(reader: &mut Reader<'_>) -> Option<Box<str>> {
        let length = u32::read(reader)? as usize;
        core::str::from_utf8(reader.take(length)?).ok().map(Into::into)
    }
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
        Operand::write(*self, out);
    }

    fn read(reader: &mut Reader<'_>) -> Option<NameId> {
        Operand::read(reader)
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
