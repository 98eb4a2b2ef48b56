//! What is known of the fields of profiles and events: path to type, all that the checker may ask.

mod choices;
mod facts;
mod keywords;
mod names;
mod parts;
mod reference;
mod roots;
mod xdm;

use alloc::boxed::Box;
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use serde_json::Value as Json;

use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use crate::types::Type;
use crate::value::{LEVELS, read_json};

pub use choices::{Choice, Choices};

/// The fields of profiles and of their events.
///
/// What the documents do not say is unknown: a node of type `Any`, open for every field.
#[derive(Clone, Debug)]
pub struct Schema {
    nodes: Vec<Node>,
    profile: NodeId,
    // Stands for every id that is none of `nodes`.
    nothing: Node,
}

/// One place in a schema: the profile, a field, the items of an array, the values of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(u32);

impl NodeId {
    /// A place of which nothing is known.
    const UNKNOWN: NodeId = NodeId(u32::MAX);
}

/// What is known of one place.
#[derive(Clone, Debug, Default)]
pub struct Node {
    kind: Option<Type>,
    // Sorted by name.
    fields: Vec<(Box<str>, NodeId)>,
    rest: Option<NodeId>,
    items: Option<NodeId>,
    is_map: bool,
    is_closed: bool,
    choices: Choices,
    deprecated: bool,
    title: Box<str>,
}

/// What a schema says of a name behind a dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The field is listed, or the value of a key.
    Known(NodeId),
    /// The fields are listed, and it is none of them.
    Missing,
    /// There may be such a field.
    Open,
}

impl Schema {
    /// From one XDM JSON Schema, or an array of them that refer to each other.
    ///
    /// # Errors
    /// Every part that is not JSON Schema, with a JSON pointer to it.
    pub fn from_json(documents: &Json) -> Result<Schema, Vec<Diagnostic>> {
        xdm::load(documents)
    }

    /// The same from JSON text. Linear in the text, but for the sorting of names.
    ///
    /// # Errors
    /// Text that is not JSON; else as `from_json`.
    pub fn from_text(documents: &str) -> Result<Schema, Vec<Diagnostic>> {
        let json = read_json(documents, LEVELS).map_err(|error| {
            let message = format!("a schema that is not JSON: {error}");
            vec![Diagnostic::new(Code::BadSchema, Span::default(), message)]
        })?;
        Schema::from_json(&json)
    }

    /// The profile.
    #[must_use]
    pub const fn profile(&self) -> NodeId {
        self.profile
    }

    /// The place at the end of a path such as `xEvent[].value` or `identityMap.ECID`, with `[]` for
    /// the items of an array.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Node> {
        let mut node = self.profile;
        for step in path.split('.') {
            let name = step.trim_end_matches("[]");
            node = match self.field(node, name) {
                Field::Known(field) => field,
                Field::Missing | Field::Open => return None,
            };
            for _ in 0..(step.len() - name.len()) / 2 {
                node = self.node(node).items()?;
            }
        }
        Some(self.node(node))
    }

    /// What is known of a place.
    #[must_use]
    pub fn node(&self, node: NodeId) -> &Node {
        self.nodes.get(node.0 as usize).unwrap_or(&self.nothing)
    }

    /// What a name behind a dot means at a place.
    #[must_use]
    pub fn field(&self, node: NodeId, name: &str) -> Field {
        let node = self.node(node);
        let found = node.fields.binary_search_by(|(known, _)| (**known).cmp(name));
        let listed = found.ok().and_then(|at| node.fields.get(at)).map(|(_, field)| *field);
        match listed.or(node.rest) {
            Some(field) => Field::Known(field),
            None if node.is_closed => Field::Missing,
            None => Field::Open,
        }
    }
}

impl Node {
    /// The type of its value.
    #[must_use]
    pub fn kind(&self) -> Type {
        self.kind.unwrap_or(Type::Any)
    }

    /// The listed fields, in the order of the bytes of their names.
    pub fn fields(&self) -> impl Iterator<Item = (&str, NodeId)> {
        self.fields.iter().map(|(name, field)| (&**name, *field))
    }

    /// The items of an array, if it is one.
    #[must_use]
    pub const fn items(&self) -> Option<NodeId> {
        self.items
    }

    /// The values of a map, if it is one.
    #[must_use]
    pub fn values(&self) -> Option<NodeId> {
        self.rest.filter(|_| self.is_map)
    }

    /// Whether its keys are data, not fields.
    #[must_use]
    pub const fn is_map(&self) -> bool {
        self.is_map
    }

    /// Whether it has no field but those that are listed.
    #[must_use]
    pub const fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// The values that it can have.
    #[must_use]
    pub const fn choices(&self) -> &Choices {
        &self.choices
    }

    /// Whether it should no longer be used.
    #[must_use]
    pub const fn is_deprecated(&self) -> bool {
        self.deprecated
    }

    /// What people call it; empty when there is no title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }
}
