//! A profile from what the host gave, guided by the paths that are read.

use core::cell::Cell;

use bumpalo::collections::Vec;

use super::older::{self, MEMBERSHIP, OLDER};
use super::reads::Fields;
use super::{NodeId, Profile, Reads, json};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use crate::value::{Arena, Object, Value};

/// Reads values into an arena: what no path needs is passed over.
///
/// An object at a node of the paths has exactly one entry for each field of the node, in their
/// order, null where the profile has none; so a path is a row of positions. Objects in what is read
/// whole have the entries that they have.
pub struct Reader<'r: 'a, 'a> {
    arena: &'a Arena,
    reads: &'r Reads,
    // Whether memberships are read, so that their older places are read as well.
    older: bool,
    // What stands in the older places; they are no fields of the root, which has its positions.
    stored: [Cell<Value<'a>>; OLDER.len()],
    arrays: Cell<u32>,
}

impl<'r: 'a, 'a> Reader<'r, 'a> {
    /// A reader of profiles for a program that reads these paths.
    #[must_use]
    pub fn new(arena: &'a Arena, reads: &'r Reads) -> Reader<'r, 'a> {
        let membership = reads.find(NodeId::ROOT, MEMBERSHIP);
        let mut places = [Some(NodeId::ROOT), membership].into_iter().flatten();
        let older = places.any(|node| reads.is_whole(node));
        Reader { arena, reads, older, stored: Default::default(), arrays: Cell::new(0) }
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
    /// Text that is not UTF-8, not JSON, or nested deeper than [`MAX_DEPTH`](super::MAX_DEPTH);
    /// wherever in the text, so that no paths make a difference.
    pub fn read(&self, node: Option<NodeId>, json: &'a [u8]) -> Result<Value<'a>, Diagnostic> {
        json::read(self, node.map(|node| self.place(node)), json)
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
            None if self.older => {
                let stored = self.stored.each_ref().map(Cell::get);
                older::memberships(own, &stored, self.arena)
            }
            None => own.get(MEMBERSHIP),
        };
        if events.is_none() && event.is_none() && membership.is_none() {
            return Ok(Profile { root, membership: stored, parameters, now, fresh: None });
        }
        let mut entries = Vec::from_iter_in(own.entries.iter().copied(), self.arena);
        self.replace(&mut entries, "xEvent", history);
        if let Some(membership) = membership {
            self.replace(&mut entries, MEMBERSHIP, membership);
        }
        let root = Object { entries: entries.into_bump_slice(), ..*own };
        let root = Value::Object(self.arena.alloc(root));
        Ok(Profile { root, membership: stored, parameters, now, fresh: None })
    }

    /// Gives a field of the profile another value, if it is read.
    fn replace(
        &self,
        entries: &mut Vec<'a, (&'a str, Value<'a>)>,
        name: &'a str,
        value: Value<'a>,
    ) {
        match entries.binary_search_by(|entry| entry.0.cmp(name)) {
            Ok(at) => entries.iter_mut().skip(at).take(1).for_each(|entry| entry.1 = value),
            Err(at) if self.field(name).is_some() => entries.insert(at, (name, value)),
            Err(_) => {}
        }
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
        let mut events = Vec::with_capacity_in(history.items().len() + 1, self.arena);
        events.extend_from_slice_copy(history.items());
        events.push(Value::Object(self.arena.alloc(Object { array, ..*event })));
        Ok(Value::List(events.into_bump_slice()))
    }

    /// The paths that are read.
    #[must_use]
    pub fn reads(&self) -> &'r Reads {
        self.reads
    }

    /// The fields of the profile that are read although no path names them: the places where
    /// memberships stood before. All of their values is wanted; it is to be handed to `keep` by its
    /// index.
    #[must_use]
    pub fn unnamed(&self, node: NodeId) -> &'static [&'static str] {
        if self.older && node == NodeId::ROOT { &OLDER } else { &[] }
    }

    /// Keeps what stands in one of the older places.
    pub fn keep(&self, older: usize, value: Value<'a>) {
        if let Some(stored) = self.stored.get(older) {
            stored.set(value);
        }
    }

    /// Which of the older places a field below a node is, if they are read.
    #[inline(always)]
    pub(super) fn older_place(&self, node: NodeId, name: &[u8]) -> Option<usize> {
        if !self.older || node != NodeId::ROOT {
            return None;
        }
        OLDER.iter().position(|older| older.as_bytes() == name)
    }

    /// The entries of an object at a node, all of them null.
    #[inline]
    pub fn places(&self, fields: Fields<'r>) -> &'a mut [(&'a str, Value<'a>)] {
        self.arena.alloc_slice_fill_iter(fields.names().map(|name| (name, Value::Null)))
    }

    /// An object at a node, from an entry for each of its fields.
    #[inline]
    pub fn positional(&self, entries: &'a [(&'a str, Value<'a>)], array: u32) -> Value<'a> {
        Value::Object(self.arena.alloc(Object { array, partial: true, entries }))
    }

    /// How much of a node's value is wanted.
    #[inline]
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
