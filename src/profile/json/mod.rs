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

use super::{MAX_DEPTH, NodeId, Place, Reader};
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

/// A value and where it ends.
type Read<'a> = Option<(Value<'a>, usize)>;

impl<'a> Json<'_, '_, 'a> {
    fn document(&mut self, place: Option<Place>) -> Option<Value<'a>> {
        let (first, at) = self.scan.next(0)?;
        let (value, end) = match place {
            Some(place) => self.value(first, at, place, 0, MAX_DEPTH)?,
            None => (Value::Null, self.scan.pass(first, at, MAX_DEPTH)?),
        };
        let end = self.scan.behind_spaces(end);
        match self.scan.byte(end) {
            None => Some(value),
            Some(_) => self.scan.fail(end, BEHIND),
        }
    }

    /// The value that starts with the byte `first` at `at`: an item of an array of this number,
    /// with so many levels left.
    fn value(&mut self, first: u8, at: usize, place: Place, array: u32, levels: usize) -> Read<'a> {
        match first {
            b'"' => {
                let text = self.scan.text(at + 1)?;
                Some((Value::String(self.said(text)), text.end))
            }
            b'{' | b'[' => {
                let Some(levels) = levels.checked_sub(1) else {
                    return self.scan.fail(at, DEEP);
                };
                match (first, place) {
                    (b'[', _) => self.list(at + 1, place, levels),
                    (_, Place::Node(node)) => self.fields(at + 1, node, array, levels),
                    (_, Place::Whole) => self.object(at + 1, array, levels),
                }
            }
            b'-' | b'0'..=b'9' => {
                let number = self.scan.number(first, at)?;
                Some((self.scan.number_value(&number)?, number.end))
            }
            b't' => Some((Value::Boolean(true), self.scan.literal(at + 1, b"rue")?)),
            b'f' => Some((Value::Boolean(false), self.scan.literal(at + 1, b"alse")?)),
            b'n' => Some((Value::Null, self.scan.literal(at + 1, b"ull")?)),
            _ => self.scan.fail(at, VALUE),
        }
    }

    fn list(&mut self, at: usize, place: Place, levels: usize) -> Read<'a> {
        let array = self.reader.next_array();
        let mut items = Vec::new_in(self.reader.arena());
        let (mut first, mut at) = self.scan.next(at)?;
        if first == b']' {
            return Some((Value::List(&[]), at + 1));
        }
        items.reserve(FEW);
        loop {
            let (item, end) = self.value(first, at, place, array, levels)?;
            items.push(item);
            (first, at) = self.scan.next(end)?;
            match first {
                b',' => (first, at) = self.scan.next(at + 1)?,
                b']' => return Some((Value::List(items.into_bump_slice()), at + 1)),
                _ => return self.scan.fail(at, LIST_END),
            }
        }
    }

    /// An object that is read whole.
    fn object(&mut self, at: usize, array: u32, levels: usize) -> Read<'a> {
        let mut entries = Vec::new_in(self.reader.arena());
        let mut next = self.first_key(at)?;
        while let Key::Text(key) = next {
            let (first, at) = self.scan.colon(key.end)?;
            let (value, end) = self.value(first, at, Place::Whole, 0, levels)?;
            if entries.is_empty() {
                entries.reserve(FEW);
            }
            entries.push((self.said(key), value));
            next = self.next_key(end)?;
        }
        Some((self.reader.object(entries, array), next.end()))
    }

    /// An object of which the fields below a node are read, each in its place.
    fn fields(&mut self, at: usize, node: NodeId, array: u32, levels: usize) -> Read<'a> {
        let reads = self.reader.reads();
        let fields = reads.fields(node);
        let entries = self.reader.places(fields);
        let mut next = self.first_key(at)?;
        while let Key::Text(key) = next {
            let (first, at) = self.scan.colon(key.end)?;
            let name = match key.escaped {
                false => key.raw,
                true => self.said(key).as_bytes(),
            };
            let mut end = None;
            if let Some((position, child)) = fields.find(name) {
                let (value, behind) = self.value(first, at, self.reader.place(child), 0, levels)?;
                if let Some(entry) = entries.get_mut(position) {
                    entry.1 = value;
                }
                end = Some(behind);
            }
            if let Some(unnamed) = self.reader.older_place(node, name) {
                let (value, behind) = self.value(first, at, Place::Whole, 0, levels)?;
                self.reader.keep(unnamed, value);
                end = Some(behind);
            }
            let end = match end {
                Some(end) => end,
                None => self.scan.pass(first, at, levels)?,
            };
            next = self.next_key(end)?;
        }
        Some((self.reader.positional(entries, array), next.end()))
    }

    /// The first key of an object, or its end.
    #[inline(always)]
    fn first_key(&mut self, at: usize) -> Option<Key<'a>> {
        match self.scan.next(at)? {
            (b'}', at) => Some(Key::End(at + 1)),
            (first, at) => self.key(first, at),
        }
    }

    /// The key behind a field, or the end of the object.
    #[inline(always)]
    fn next_key(&mut self, at: usize) -> Option<Key<'a>> {
        match self.scan.next(at)? {
            (b',', at) => {
                let (first, at) = self.scan.next(at + 1)?;
                self.key(first, at)
            }
            (b'}', at) => Some(Key::End(at + 1)),
            (_, at) => self.scan.fail(at, OBJECT_END),
        }
    }

    #[inline(always)]
    fn key(&mut self, first: u8, at: usize) -> Option<Key<'a>> {
        match first {
            b'"' => self.scan.text(at + 1).map(Key::Text),
            _ => self.scan.fail(at, KEY),
        }
    }

    /// What a text says.
    #[inline]
    fn said(&self, text: Text<'a>) -> &'a str {
        match text.escaped {
            // It was checked, so that there is a text.
            false => core::str::from_utf8(text.raw).unwrap_or_default(),
            true => escape::unescaped(text.raw, self.reader.arena()),
        }
    }
}

/// What comes next in an object.
enum Key<'a> {
    Text(Text<'a>),
    /// The object ends in front of this place.
    End(usize),
}

impl Key<'_> {
    const fn end(&self) -> usize {
        match self {
            Key::Text(text) => text.end,
            Key::End(end) => *end,
        }
    }
}

/// Room for so many items to begin with.
const FEW: usize = 4;
