//! What the keywords of one JSON Schema object say.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value as Json};

use super::choices::Choices;
use super::facts::{Facts, Kind};
use super::names;
use super::parts::{PartId, Parts};
use super::reference::{References, Target};
use crate::types::Type;

/// A part that is no schema: where, and what it should be.
pub(super) type Fault<'j> = (&'j Json, &'static str);

/// `meta:xdmType`
const XDM_TYPES: &[(&str, Type)] = &[
    ("string", Type::String),
    ("int", Type::Integer),
    ("integer", Type::Integer),
    ("short", Type::Integer),
    ("byte", Type::Integer),
    ("long", Type::Integer),
    ("number", Type::Number),
    ("double", Type::Number),
    ("float", Type::Number),
    ("boolean", Type::Boolean),
    ("date", Type::Timestamp),
    ("date-time", Type::Timestamp),
    ("object", Type::Object),
    ("map", Type::Object),
    ("array", Type::Array),
];

/// `type`
const JSON_TYPES: &[(&str, Type)] = &[
    ("string", Type::String),
    ("integer", Type::Integer),
    ("number", Type::Number),
    ("boolean", Type::Boolean),
    ("object", Type::Object),
    ("array", Type::Array),
    ("null", Type::Null),
];

/// Reads the keywords that say something themselves; those that name other schemas are the
/// caller's.
pub(super) struct Keywords<'r, 'j> {
    pub(super) target: Target<'j>,
    pub(super) members: &'j Map<String, Json>,
    pub(super) references: &'r References<'j>,
    pub(super) parts: &'r mut Parts<'j>,
    pub(super) faults: &'r mut Vec<Fault<'j>>,
}

impl<'j> Keywords<'_, 'j> {
    pub(super) fn read(&mut self) -> Facts {
        let mut facts = Facts::default();
        self.properties(&mut facts);
        self.rest(&mut facts);
        facts.items = self.items();
        facts.is_map = self.word("meta:xdmType") == Some("map");
        facts.choices = self.choices();
        facts.kind = self.kind(&facts);
        facts.deprecated = self.deprecated();
        facts.title = self.word("title").unwrap_or_default().into();
        facts
    }

    fn kind(&mut self, facts: &Facts) -> Kind {
        let declared = self.declared();
        let known = |table: &[(&str, Type)], word: Option<&str>| {
            table.iter().find(|(name, _)| Some(*name) == word).map(|(_, kind)| *kind)
        };
        if let Some(kind) = known(XDM_TYPES, self.word("meta:xdmType")) {
            return Kind::Is(kind);
        }
        match (declared.as_slice(), self.word("format")) {
            ([Type::String], Some("date" | "date-time")) => Kind::Is(Type::Timestamp),
            ([only], _) => Kind::Is(*only),
            ([], _) if facts.has_fields() || facts.rest.is_some() => Kind::Is(Type::Object),
            ([], _) if facts.items.is_some() => Kind::Is(Type::Array),
            ([], _) => Kind::Silent,
            _ => Kind::Unclear,
        }
    }

    /// The words of `type`, null left out unless it is alone.
    fn declared(&mut self) -> Vec<Type> {
        let Some(given) = self.members.get("type") else {
            return Vec::new();
        };
        let words: Vec<&'j Json> = match given {
            Json::Array(words) => words.iter().collect(),
            word => Vec::from([word]),
        };
        let mut kinds = Vec::new();
        for word in words {
            let kind = JSON_TYPES.iter().find(|(name, _)| word.as_str() == Some(name));
            match kind {
                Some((_, kind)) => kinds.push(*kind),
                None => self.fault(word, "is no type of JSON Schema"),
            }
        }
        if kinds.len() > 1 {
            kinds.retain(|kind| *kind != Type::Null);
        }
        kinds
    }

    fn properties(&mut self, facts: &mut Facts) {
        let Some(properties) = self.members.get("properties") else {
            return;
        };
        let Json::Object(properties) = properties else {
            return self.fault(properties, "has to be an object");
        };
        for (name, property) in properties {
            let Some(field) = self.schema(property) else {
                continue;
            };
            self.field(facts, name, field);
            let path = names::path(name);
            let Some((first, rest)) = path.split_first().filter(|_| path.as_slice() != [&**name])
            else {
                continue;
            };
            let field = rest.iter().rev().fold(field, |field, name| self.parts.object(name, field));
            self.field(facts, first, field);
        }
    }

    fn field(&mut self, facts: &mut Facts, name: &str, field: PartId) {
        let field = match facts.field(name) {
            Some(known) => self.parts.all(&[known, field]),
            None => Some(field),
        };
        match field {
            Some(field) => facts.set_field(name, field),
            None => facts.open = true,
        }
    }

    fn rest(&mut self, facts: &mut Facts) {
        facts.open |= self.members.contains_key("patternProperties");
        match self.members.get("additionalProperties") {
            None | Some(Json::Bool(false)) => {}
            Some(Json::Bool(true)) => facts.open = true,
            Some(Json::Object(members)) if members.is_empty() => facts.open = true,
            Some(schema) => facts.rest = self.schema(schema),
        }
    }

    fn items(&mut self) -> Option<PartId> {
        match self.members.get("items")? {
            // A tuple: what an item is depends on its place.
            Json::Array(_) => None,
            items => self.schema(items),
        }
    }

    fn choices(&mut self) -> Choices {
        let suggested = match self.members.get("meta:enum") {
            Some(Json::Object(labels)) => Choices::suggested(labels.keys().map(String::as_str)),
            Some(other) => {
                self.fault(other, "has to be an object");
                Choices::default()
            }
            None => Choices::default(),
        };
        let list = match (self.members.get("enum"), self.members.get("const")) {
            (Some(Json::Array(list)), _) => list.as_slice(),
            (Some(other), _) => {
                self.fault(other, "has to be an array");
                return suggested;
            }
            (None, Some(only)) => core::slice::from_ref(only),
            (None, None) => return suggested,
        };
        Choices::closed(list).unwrap_or(suggested)
    }

    fn deprecated(&self) -> Option<bool> {
        match (self.members.get("deprecated"), self.word("meta:status")) {
            (Some(Json::Bool(deprecated)), _) => Some(*deprecated),
            (_, Some(status)) => Some(status == "deprecated"),
            _ => None,
        }
    }

    fn word(&self, key: &str) -> Option<&'j str> {
        self.members.get(key).and_then(Json::as_str)
    }

    /// The schemas of a keyword that takes a list of them.
    pub(super) fn list(&mut self, key: &str) -> Vec<PartId> {
        match self.members.get(key) {
            Some(Json::Array(list)) => list.iter().filter_map(|it| self.schema(it)).collect(),
            Some(other) => {
                self.fault(other, "has to be an array");
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// What `$ref` names.
    pub(super) fn reference(&mut self) -> Reference {
        match self.members.get("$ref") {
            None => Reference::None,
            Some(Json::String(reference)) => {
                match self.references.resolve(self.target, reference) {
                    Some(target) => Reference::To(self.parts.place(target)),
                    None => Reference::Elsewhere,
                }
            }
            Some(other) => {
                self.fault(other, "has to be a text");
                Reference::Elsewhere
            }
        }
    }

    fn schema(&mut self, json: &'j Json) -> Option<PartId> {
        if !json.is_object() && !json.is_boolean() {
            self.fault(json, "is no schema: it has to be an object");
            return None;
        }
        Some(self.parts.place(self.references.inside(self.target, json)))
    }

    #[cold]
    fn fault(&mut self, json: &'j Json, what: &'static str) {
        self.faults.push((json, what));
    }
}

/// Where a `$ref` leads.
pub(super) enum Reference {
    /// There is none.
    None,
    /// To this part.
    To(PartId),
    /// Out of the documents.
    Elsewhere,
}
