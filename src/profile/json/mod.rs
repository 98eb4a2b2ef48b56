//! Values from JSON text, guided by the paths that are read.
//!
//! What no path needs is checked and passed over without keeping anything. The texts that are read
//! are those that `serde_json` reads as a value, whatever the paths are.

mod escape;
mod fault;
mod number;
mod pass;
mod scan;

use bumpalo::collections::Vec;

use super::{MAX_DEPTH, Place, Reader};
use crate::diagnostic::Diagnostic;
use crate::value::Value;
use fault::{BEHIND, DEEP, KEY, LIST_END, OBJECT_END, VALUE};
use scan::{Scan, Text};

/// The value in a JSON text, as much of it as `place` says. Linear in the text.
pub(super) fn read<'a>(
    reader: &Reader<'_, 'a>,
    place: Option<Place>,
    text: &'a [u8],
) -> Result<Value<'a>, Diagnostic> {
    let mut json = Json { reader, scan: Scan::new(text) };
    json.document(place).ok_or_else(|| json.scan.fault().diagnostic(text))
}

/// One text that is being read.
struct Json<'p, 'r, 'a> {
    reader: &'p Reader<'r, 'a>,
    scan: Scan<'a>,
}

impl<'a> Json<'_, '_, 'a> {
    fn document(&mut self, place: Option<Place>) -> Option<Value<'a>> {
        let first = self.scan.next()?;
        let value = match place {
            Some(place) => self.value(first, place, 0, MAX_DEPTH)?,
            None => self.scan.pass(first, MAX_DEPTH).map(|()| Value::Null)?,
        };
        match self.scan.is_at_end() {
            true => Some(value),
            false => self.scan.fail(BEHIND),
        }
    }

    /// The value whose first byte, `first`, is taken; an item of an array of this number, with so
    /// many levels left.
    fn value(&mut self, first: u8, place: Place, array: u32, levels: usize) -> Option<Value<'a>> {
        match first {
            b'"' => self.scan.text().map(|text| Value::String(self.said(text))),
            b'{' | b'[' => {
                let Some(levels) = levels.checked_sub(1) else {
                    return self.scan.refuse(DEEP);
                };
                match first {
                    b'{' => self.object(place, array, levels),
                    _ => self.list(place, levels),
                }
            }
            b'-' | b'0'..=b'9' => {
                let number = self.scan.number(first)?;
                self.scan.number_value(&number)
            }
            b't' => self.scan.literal(b"rue").map(|()| Value::Boolean(true)),
            b'f' => self.scan.literal(b"alse").map(|()| Value::Boolean(false)),
            b'n' => self.scan.literal(b"ull").map(|()| Value::Null),
            _ => self.scan.refuse(VALUE),
        }
    }

    fn list(&mut self, place: Place, levels: usize) -> Option<Value<'a>> {
        let array = self.reader.next_array();
        let mut items = Vec::new_in(self.reader.arena());
        let mut first = self.scan.next()?;
        if first != b']' {
            loop {
                items.push(self.value(first, place, array, levels)?);
                match self.scan.next()? {
                    b',' => first = self.scan.next()?,
                    b']' => break,
                    _ => return self.scan.refuse(LIST_END),
                }
            }
        }
        Some(Value::List(items.into_bump_slice()))
    }

    fn object(&mut self, place: Place, array: u32, levels: usize) -> Option<Value<'a>> {
        let mut entries = Vec::new_in(self.reader.arena());
        let mut first = self.scan.next()?;
        if first != b'}' {
            loop {
                self.field(first, place, levels, &mut entries)?;
                match self.scan.next()? {
                    b',' => first = self.scan.next()?,
                    b'}' => break,
                    _ => return self.scan.refuse(OBJECT_END),
                }
            }
        }
        Some(self.reader.object(entries, array))
    }

    /// A key and its value, kept if it is wanted.
    fn field(
        &mut self,
        first: u8,
        place: Place,
        levels: usize,
        entries: &mut Vec<'a, (&'a str, Value<'a>)>,
    ) -> Option<()> {
        let key = self.key(first)?;
        let first = self.scan.colon()?;
        let name = self.said(key);
        match self.wanted(name, place) {
            Some(place) => entries.push((name, self.value(first, place, 0, levels)?)),
            None => self.scan.pass(first, levels)?,
        }
        Some(())
    }

    fn wanted(&self, key: &str, place: Place) -> Option<Place> {
        match place {
            Place::Whole => Some(Place::Whole),
            Place::Node(node) if self.reader.unnamed(node).contains(&key) => Some(Place::Whole),
            Place::Node(node) => {
                let child = self.reader.reads().find(node, key)?;
                Some(self.reader.place(child))
            }
        }
    }

    fn key(&mut self, first: u8) -> Option<Text<'a>> {
        if first == b'"' { self.scan.text() } else { self.scan.refuse(KEY) }
    }

    /// What a text says.
    fn said(&self, text: Text<'a>) -> &'a str {
        match text.plain() {
            Some(text) => text,
            None => escape::unescaped(text.raw, self.reader.arena()),
        }
    }
}
