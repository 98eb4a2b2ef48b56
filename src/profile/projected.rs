//! Values from the stream of tags that a host writes along the paths of a program.

use alloc::format;

use bumpalo::collections::Vec;

use super::{MAX_DEPTH, NodeId, Place, Reader};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use crate::value::Value;

/// The first byte of a value in a stream; lengths and numbers behind it are little-endian.
///
/// From [`SHORT`] on it is a text, of as many bytes of UTF-8 as it is greater.
mod tag {
    pub(super) const NULL: u8 = 0;
    pub(super) const FALSE: u8 = 1;
    pub(super) const TRUE: u8 = 2;
    /// Four bytes: a whole number.
    pub(super) const INTEGER: u8 = 3;
    /// Eight bytes: any number of JavaScript's.
    pub(super) const NUMBER: u8 = 4;
    /// Eight bytes: a whole number.
    pub(super) const LONG: u8 = 5;
    /// Four bytes: how many of UTF-8 follow.
    pub(super) const TEXT: u8 = 6;
    /// Four bytes: how many items follow.
    pub(super) const LIST: u8 = 7;
    /// The fields of the paths' node follow, in its order.
    pub(super) const FIELDS: u8 = 8;
    /// Four bytes: how many keys follow, each a text with its value behind it.
    pub(super) const OBJECT: u8 = 9;
    /// Here the profile was too deep for the host to go on.
    pub(super) const DEEP: u8 = 10;
    /// Here reading the profile failed.
    pub(super) const FAILED: u8 = 11;
    /// An empty text.
    pub(super) const SHORT: u8 = 0x80;
}

/// What a host has written, as far as it is not read yet.
pub struct Projected<'p, 'r, 'a> {
    reader: &'p Reader<'r, 'a>,
    rest: &'a [u8],
}

impl<'p, 'r, 'a> Projected<'p, 'r, 'a> {
    /// The values in `stream`, written along the paths of `reader`.
    #[must_use]
    pub const fn new(reader: &'p Reader<'r, 'a>, stream: &'a [u8]) -> Projected<'p, 'r, 'a> {
        Projected { reader, rest: stream }
    }

    /// The next value, as the field `node` of the profile. Linear in its bytes.
    ///
    /// # Errors
    /// Bytes that are no value for this node, one nested deeper than [`MAX_DEPTH`], and what the
    /// host could not read.
    pub fn read(&mut self, node: Option<NodeId>) -> Result<Value<'a>, Diagnostic> {
        let place = node.map_or(Place::Whole, |node| self.reader.place(node));
        self.value(place, 0, MAX_DEPTH).map_err(Diagnostic::from)
    }

    fn value(&mut self, place: Place, array: u32, depth: usize) -> Result<Value<'a>, Fault> {
        let tag = self.byte()?;
        Ok(match tag {
            tag::SHORT.. => Value::String(self.text(usize::from(tag - tag::SHORT))?),
            tag::NULL => Value::Null,
            tag::FALSE => Value::Boolean(false),
            tag::TRUE => Value::Boolean(true),
            tag::INTEGER => Value::Integer(i32::from_le_bytes(self.bytes()?).into()),
            tag::NUMBER => number(f64::from_le_bytes(self.bytes()?)),
            tag::LONG => Value::Integer(i64::from_le_bytes(self.bytes()?)),
            tag::TEXT => {
                let length = self.length()?;
                Value::String(self.text(length)?)
            }
            tag::LIST => self.list(place, below(depth)?)?,
            tag::FIELDS => self.fields(place, array, below(depth)?)?,
            tag::OBJECT => self.object(place, array, below(depth)?)?,
            tag::DEEP => return Err(Fault::TooDeep),
            tag::FAILED => return Err(Fault::Failed),
            _ => return Err(Fault::Malformed),
        })
    }

    fn list(&mut self, place: Place, depth: usize) -> Result<Value<'a>, Fault> {
        let array = self.reader.next_array();
        let (count, mut items) = self.room(1)?;
        for _ in 0..count {
            items.push(self.value(place, array, depth)?);
        }
        Ok(Value::List(items.into_bump_slice()))
    }

    fn fields(&mut self, place: Place, array: u32, depth: usize) -> Result<Value<'a>, Fault> {
        let Place::Node(node) = place else {
            return Err(Fault::Malformed);
        };
        let reader = self.reader;
        let reads = reader.reads();
        let children = reads.children(node);
        // As many values as there are fields have at least as many bytes.
        if children.len() > self.rest.len() {
            return Err(Fault::Malformed);
        }
        let entries = children.iter().map(|child| {
            let (name, whole) = reads.name_and_whole(*child);
            let place = if whole { Place::Whole } else { Place::Node(*child) };
            Ok((name, self.value(place, 0, depth)?))
        });
        let entries = reader.arena().alloc_slice_try_fill_iter(entries)?;
        for older in 0..reader.unnamed(node).len() {
            let value = self.value(Place::Whole, 0, depth)?;
            reader.keep(older, value);
        }
        Ok(reader.positional(entries, array))
    }

    fn object(&mut self, place: Place, array: u32, depth: usize) -> Result<Value<'a>, Fault> {
        let Place::Whole = place else {
            return Err(Fault::Malformed);
        };
        let (count, mut entries) = self.room(2)?;
        for _ in 0..count {
            let Value::String(key) = self.value(place, 0, 0)? else {
                return Err(Fault::Malformed);
            };
            entries.push((key, self.value(place, 0, depth)?));
        }
        Ok(self.reader.object(entries, array))
    }

    /// How many the stream says there are, and room for them; each of them so many bytes at least.
    fn room<T>(&mut self, least: usize) -> Result<(usize, Vec<'a, T>), Fault> {
        let count = self.length()?;
        match count <= self.rest.len() / least {
            true => Ok((count, Vec::with_capacity_in(count, self.reader.arena()))),
            false => Err(Fault::Malformed),
        }
    }

    #[inline(always)]
    fn text(&mut self, length: usize) -> Result<&'a str, Fault> {
        let (text, rest) = self.rest.split_at_checked(length).ok_or(Fault::Malformed)?;
        self.rest = rest;
        str::from_utf8(text).map_err(|_| Fault::Malformed)
    }

    fn length(&mut self) -> Result<usize, Fault> {
        Ok(u32::from_le_bytes(self.bytes()?) as usize)
    }

    #[inline(always)]
    fn byte(&mut self) -> Result<u8, Fault> {
        let [byte] = self.bytes()?;
        Ok(byte)
    }

    #[inline(always)]
    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Fault> {
        let (bytes, rest) = self.rest.split_first_chunk().ok_or(Fault::Malformed)?;
        self.rest = rest;
        Ok(*bytes)
    }
}

/// Whole numbers become integers, as they are in JSON text.
fn number<'a>(number: f64) -> Value<'a> {
    // 2^53: beyond it a double does not say which integer was meant.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let whole = number as i64;
    if !number.is_finite() {
        Value::Null
    } else if number.abs() <= EXACT && whole as f64 == number {
        Value::Integer(whole)
    } else {
        Value::Double(number)
    }
}

fn below(depth: usize) -> Result<usize, Fault> {
    depth.checked_sub(1).ok_or(Fault::TooDeep)
}

/// What can be wrong; small, because every value may have it.
#[derive(Clone, Copy)]
enum Fault {
    Malformed,
    Failed,
    TooDeep,
}

impl From<Fault> for Diagnostic {
    #[cold]
    fn from(fault: Fault) -> Diagnostic {
        let wrong = |message| Diagnostic::new(Code::BadProfile, Span::default(), message);
        match fault {
            Fault::Malformed => {
                wrong("the stream is cut off, or not along the paths that are read")
            }
            Fault::Failed => wrong("a member of the profile threw an exception when it was read"),
            Fault::TooDeep => {
                let message = format!("the profile is nested deeper than {MAX_DEPTH} levels");
                Diagnostic::new(Code::TooDeep, Span::default(), message)
                    .help("a profile is a tree; look for an object that contains itself")
            }
        }
    }
}
