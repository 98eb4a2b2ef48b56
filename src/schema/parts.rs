//! What has to be looked at together: places of the documents, all of several, one of several.

use alloc::rc::Rc;
use alloc::vec::Vec;

use serde_json::Value as Json;

use super::reference::Target;
use crate::keys::Map;
use crate::sorted::sort_by;

/// A part by its number; equal parts have the same number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PartId(usize);

/// What a node of the schema is made of.
#[derive(Clone, Debug)]
pub(super) enum Part<'j> {
    /// A schema in a document.
    Place(Target<'j>),
    /// All of these hold.
    All(Vec<PartId>),
    /// One of these holds.
    Either(Vec<PartId>),
    /// An object with one field, from a name that is a path.
    Object(Rc<str>, PartId),
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Place(*const Json),
    All(Vec<PartId>),
    Either(Vec<PartId>),
    Object(Rc<str>, PartId),
}

/// All parts, each once.
#[derive(Default)]
pub(super) struct Parts<'j> {
    known: Map<Key, PartId>,
    // Each with how deep it combines others.
    all: Vec<(Part<'j>, u8)>,
    // How many of them are combinations.
    combinations: usize,
}

/// Combinations deeper than this, which only schemas that refer to themselves in several ways have,
/// are not followed.
const MAX_LAYERS: u8 = 6;
/// The same for their number: a schema of people has a few for each type that it extends.
const MAX_COMBINATIONS: usize = 20_000;

impl<'j> Parts<'j> {
    /// The part that a place of a document is.
    pub(super) fn place(&mut self, target: Target<'j>) -> PartId {
        self.number(Key::Place(core::ptr::from_ref(target.json)), Part::Place(target), 0)
    }

    /// All of them together; none when that leads too far.
    pub(super) fn all(&mut self, parts: &[PartId]) -> Option<PartId> {
        let inner = |part: &Part<'j>| match part {
            Part::All(inner) => Some(inner.clone()),
            _ => None,
        };
        self.combined(parts, inner, |parts| (Key::All(parts.clone()), Part::All(parts)))
    }

    /// One of them; none when that leads too far.
    pub(super) fn either(&mut self, parts: &[PartId]) -> Option<PartId> {
        let inner = |part: &Part<'j>| match part {
            Part::Either(inner) => Some(inner.clone()),
            _ => None,
        };
        self.combined(parts, inner, |parts| (Key::Either(parts.clone()), Part::Either(parts)))
    }

    /// An object with one field.
    pub(super) fn object(&mut self, name: &str, field: PartId) -> PartId {
        let name: Rc<str> = name.into();
        let layers = self.layers(field);
        self.number(Key::Object(name.clone(), field), Part::Object(name, field), layers)
    }

    /// A part by its number.
    pub(super) fn get(&self, part: PartId) -> Option<&Part<'j>> {
        self.all.get(part.0).map(|(part, _)| part)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    fn combined(
        &mut self,
        parts: &[PartId],
        inner: impl Fn(&Part<'j>) -> Option<Vec<PartId>>,
        make: impl Fn(Vec<PartId>) -> (Key, Part<'j>),
    ) -> Option<PartId> {
        let open =
            |part: &PartId| self.get(*part).and_then(&inner).unwrap_or_else(|| Vec::from([*part]));
        let mut flat: Vec<PartId> = parts.iter().flat_map(open).collect();
        sort_by(&mut flat, Ord::cmp);
        flat.dedup();
        if let [only] = flat.as_slice() {
            return Some(*only);
        }
        let layers = flat.iter().map(|part| self.layers(*part)).max().unwrap_or(0) + 1;
        if layers > MAX_LAYERS || self.combinations > MAX_COMBINATIONS {
            return None;
        }
        let before = self.all.len();
        let (key, part) = make(flat);
        let part = self.number(key, part, layers);
        self.combinations += self.all.len() - before;
        Some(part)
    }

    fn layers(&self, part: PartId) -> u8 {
        self.all.get(part.0).map_or(0, |(_, layers)| *layers)
    }

    fn number(&mut self, key: Key, part: Part<'j>, layers: u8) -> PartId {
        let next = PartId(self.all.len());
        if let Some(known) = self.known.get(&key) {
            return *known;
        }
        self.known.insert(key, next);
        self.all.push((part, layers));
        next
    }
}
