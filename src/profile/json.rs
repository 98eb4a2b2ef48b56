//! A profile from JSON text, guided by the paths that are read.

use core::cell::Cell;
use core::fmt;

use alloc::format;

use bumpalo::collections::Vec;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::older::{self, MEMBERSHIP, OLDER};
use super::{NodeId, Profile, Reads};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use crate::value::{Arena, Object, Value};

/// Reads JSON into an arena: what no path needs is passed over.
pub struct Reader<'r, 'a> {
    arena: &'a Arena,
    reads: &'r Reads,
    // Whether memberships are read, so that their older places are read as well.
    older: bool,
    arrays: Cell<u32>,
}

impl<'r, 'a> Reader<'r, 'a> {
    /// A reader of profiles for a program that reads these paths.
    #[must_use]
    pub fn new(arena: &'a Arena, reads: &'r Reads) -> Reader<'r, 'a> {
        let membership = reads.find(NodeId::ROOT, MEMBERSHIP);
        let mut places = [Some(NodeId::ROOT), membership].into_iter().flatten();
        let older = places.any(|node| reads.is_whole(node));
        Reader { arena, reads, older, arrays: Cell::new(0) }
    }

    /// Where the values live.
    #[must_use]
    pub fn arena(&self) -> &'a Arena {
        self.arena
    }

    /// A number for an array that no other array of this profile has.
    pub fn next_array(&self) -> u32 {
        self.arrays.set(self.arrays.get() + 1);
        self.arrays.get()
    }

    /// The value in a JSON text, as the field `node` of the profile. Linear in the text.
    ///
    /// Without a node the text is only checked to be JSON.
    ///
    /// # Errors
    /// Text that is not UTF-8, not JSON, or nested deeper than 128 levels.
    pub fn read(&self, node: Option<NodeId>, json: &'a [u8]) -> Result<Value<'a>, Diagnostic> {
        let text = core::str::from_utf8(json).map_err(|error| {
            let at = error.valid_up_to() as u32;
            Diagnostic::new(Code::BadUtf8, Span::new(at, at + 1), "the JSON is not valid UTF-8")
        })?;
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let value = match node.map(|node| self.place(node)) {
            Some(place) => Seed { reader: self, place, array: 0 }.deserialize(&mut deserializer),
            None => IgnoredAny::deserialize(&mut deserializer).map(|_| Value::Null),
        };
        value
            .and_then(|value| deserializer.end().map(|()| value))
            .map_err(|error| json_error(text, &error))
    }

    /// The node of a field of the profile, if it is read.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<NodeId> {
        if self.reads.is_whole(NodeId::ROOT) {
            return Some(NodeId::ROOT);
        }
        self.reads.find(NodeId::ROOT, name)
    }

    /// Puts what the host gave beside the profile in its place: events instead of its own or
    /// joined to them, memberships instead of its own.
    ///
    /// # Errors
    /// A profile that is not an object, events that are not an array.
    pub fn profile(
        &self,
        root: Value<'a>,
        beside: Beside<'a>,
        now: i64,
    ) -> Result<Profile<'a>, Diagnostic> {
        let Value::Object(own) = root else {
            return Err(wrong_shape("a profile is a JSON object"));
        };
        let Beside { events, event, membership, parameters } = beside;
        let parameters = parameters.unwrap_or_default();
        if !matches!(parameters, Value::Object(_) | Value::Null) {
            return Err(wrong_shape("parameters are a JSON object"));
        }
        let mut history = events.unwrap_or_else(|| own.get("xEvent"));
        if !matches!(history, Value::List(_) | Value::Null) && events.is_some() {
            return Err(wrong_shape("events are a JSON array"));
        }
        if let Some(event) = event.filter(|event| !event.is_null()) {
            history = self.joined(history, event)?;
        }
        if !matches!(membership, None | Some(Value::Object(_) | Value::List(_) | Value::Null)) {
            return Err(wrong_shape("segment memberships are a JSON object"));
        }
        let stored = match membership {
            Some(given) => older::in_current_shape(given, self.arena),
            None if self.older => older::memberships(own, self.arena),
            None => own.get(MEMBERSHIP),
        };
        if events.is_none() && event.is_none() && membership.is_none() {
            return Ok(Profile { root, membership: stored, parameters, now, fresh: None });
        }
        let mut entries = Vec::from_iter_in(own.entries.iter().copied(), self.arena);
        entries.push(("xEvent", history));
        if let Some(membership) = membership {
            entries.push((MEMBERSHIP, membership));
        }
        let root = self.object(entries, own.array);
        Ok(Profile { root, membership: stored, parameters, now, fresh: None })
    }

    /// The history with one event more, which is an item of it like the others.
    fn joined(&self, history: Value<'a>, event: Value<'a>) -> Result<Value<'a>, Diagnostic> {
        let Value::Object(event) = event else {
            return Err(wrong_shape("an event is a JSON object"));
        };
        let array = history.items().iter().find_map(|item| match item {
            Value::Object(item) => Some(item.array),
            _ => None,
        });
        let array = array.unwrap_or_else(|| self.next_array());
        let mut events = Vec::from_iter_in(history.items().iter().copied(), self.arena);
        let entries = event.entries;
        events.push(Value::Object(self.arena.alloc(Object { array, entries })));
        Ok(Value::List(events.into_bump_slice()))
    }

    /// The paths that are read.
    #[must_use]
    pub fn reads(&self) -> &'r Reads {
        self.reads
    }

    /// The fields of the profile that are read although no path names them: the places where
    /// memberships stood before. All of their values is wanted.
    #[must_use]
    pub fn unnamed(&self, node: NodeId) -> &'static [&'static str] {
        if self.older && node == NodeId::ROOT { &OLDER } else { &[] }
    }

    /// How much of a node's value is wanted.
    #[must_use]
    pub fn place(&self, node: NodeId) -> Place {
        if self.reads.is_whole(node) { Place::Whole } else { Place::Node(node) }
    }

    /// An object from fields in any order; of a repeated key the last one counts.
    pub fn object(&self, entries: Vec<'a, (&'a str, Value<'a>)>, array: u32) -> Value<'a> {
        Value::Object(self.arena.alloc(Object::from_fields(entries, array)))
    }
}

#[cold]
fn wrong_shape(message: &str) -> Diagnostic {
    Diagnostic::new(Code::BadProfile, Span::default(), message)
}

/// What a JSON error says, at its place in the text.
#[cold]
#[must_use]
pub fn json_error(text: &str, error: &serde_json::Error) -> Diagnostic {
    let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
    let before: usize = lines.map(str::len).sum();
    let at = (before + error.column().saturating_sub(1)).min(text.len()) as u32;
    let full = format!("{error}");
    let message = full.split(" at line ").next().unwrap_or(&full);
    if message.starts_with("recursion limit") {
        let message = format!("the JSON is nested deeper than {} levels", super::MAX_DEPTH);
        return Diagnostic::new(Code::TooDeep, Span::new(at, at), message);
    }
    Diagnostic::new(Code::BadProfile, Span::new(at, at), format!("not valid JSON: {message}"))
}

/// What the host gives beside the profile.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// Events instead of its own.
    pub events: Option<Value<'a>>,
    /// An event that joins them.
    pub event: Option<Value<'a>>,
    /// Memberships instead of its own.
    pub membership: Option<Value<'a>>,
    /// Other parameters of the query.
    pub parameters: Option<Value<'a>>,
}

/// How much of a value is wanted.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// The fields below a node of the paths.
    Node(NodeId),
    /// Everything.
    Whole,
}

struct Seed<'s, 'r, 'a> {
    reader: &'s Reader<'r, 'a>,
    place: Place,
    // The array that the value is an item of.
    array: u32,
}

impl<'a> DeserializeSeed<'a> for Seed<'_, '_, 'a> {
    type Value = Value<'a>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Value<'a>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'a> Visitor<'a> for Seed<'_, '_, 'a> {
    type Value = Value<'a>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value<'a>, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value<'a>, E> {
        Ok(Value::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value<'a>, E> {
        Ok(Value::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value<'a>, E> {
        Ok(i64::try_from(value).map_or(Value::Double(value as f64), Value::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value<'a>, E> {
        Ok(Value::Double(value))
    }

    fn visit_borrowed_str<E: Error>(self, value: &'a str) -> Result<Value<'a>, E> {
        Ok(Value::String(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value<'a>, E> {
        Ok(Value::String(self.reader.arena.alloc_str(value)))
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut items: A) -> Result<Value<'a>, A::Error> {
        let array = self.reader.next_array();
        let mut out = Vec::new_in(self.reader.arena);
        let seed = || Seed { reader: self.reader, place: self.place, array };
        while let Some(item) = items.next_element_seed(seed())? {
            out.push(item);
        }
        Ok(Value::List(out.into_bump_slice()))
    }

    fn visit_map<A: MapAccess<'a>>(self, mut fields: A) -> Result<Value<'a>, A::Error> {
        let reader = self.reader;
        let mut entries = Vec::new_in(reader.arena);
        while let Some(field) = fields.next_key_seed(Key { reader, place: self.place })? {
            let Some((name, place)) = field else {
                fields.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = fields.next_value_seed(Seed { reader, place, array: 0 })?;
            entries.push((name, value));
        }
        Ok(reader.object(entries, self.array))
    }
}

/// Decides from a key whether its value is wanted.
struct Key<'s, 'r, 'a> {
    reader: &'s Reader<'r, 'a>,
    place: Place,
}

impl<'a> Key<'_, '_, 'a> {
    fn place(&self, key: &str) -> Option<Place> {
        match self.place {
            Place::Whole => Some(Place::Whole),
            Place::Node(node) if self.reader.unnamed(node).contains(&key) => Some(Place::Whole),
            Place::Node(node) => {
                let child = self.reader.reads.find(node, key)?;
                Some(self.reader.place(child))
            }
        }
    }
}

impl<'a> DeserializeSeed<'a> for Key<'_, '_, 'a> {
    type Value = Option<(&'a str, Place)>;

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'a> Visitor<'a> for Key<'_, '_, 'a> {
    type Value = Option<(&'a str, Place)>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, key: &'a str) -> Result<Self::Value, E> {
        Ok(self.place(key).map(|place| (key, place)))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        let place = self.place(key);
        Ok(place.map(|place| (&*self.reader.arena.alloc_str(key), place)))
    }
}
