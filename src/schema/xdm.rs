//! From XDM JSON Schema to the places that a path can lead to.

use alloc::format;
use alloc::rc::Rc;
use alloc::vec;
use alloc::vec::Vec;

use serde_json::Value as Json;

use super::facts::{Facts, Kind};
use super::keywords::{Fault, Keywords, Reference};
use super::parts::{Part, PartId, Parts};
use super::reference::{References, Target, pointer};
use super::roots::roots;
use super::{Node, NodeId, Schema};
use crate::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS};
use crate::keys::Map;
use crate::span::Span;
use crate::types::Type;
use crate::value::{LEVELS, read_json};

/// The most places of a schema; the platform's union of everything has a tenth of it.
const MAX_PLACES: usize = 200_000;
/// The most steps that combining may take: fields looked at.
const MAX_STEPS: usize = 4_000_000;
/// How long a row of references and `allOf` inside of each other is followed.
const MAX_DEPTH: u32 = 64;

/// What the platform adds to every profile and event, where the documents do not say it.
const PLATFORM: &str = include_str!("platform.json");

/// Builds a schema from one document or an array of them.
pub(super) fn load(given: &Json) -> Result<Schema, Vec<Diagnostic>> {
    let platform = read_json(PLATFORM, LEVELS).unwrap_or_default();
    let documents = match given {
        Json::Array(documents) => documents.as_slice(),
        document => core::slice::from_ref(document),
    };
    if documents.is_empty() {
        return Err(vec![bad("a schema is one document or several, not an empty array")]);
    }
    let mut loader = Loader::default();
    let documents: Vec<Target<'_>> =
        documents.iter().map(|document| loader.document(document)).collect();
    let platform = loader.references.add(&platform);
    let schema = loader.schema(&documents, platform);
    loader.finish(given, schema)
}

#[derive(Default)]
struct Loader<'j> {
    references: References<'j>,
    parts: Parts<'j>,
    facts: Map<PartId, Option<Rc<Facts>>>,
    faults: Vec<Fault<'j>>,
    steps: usize,
    nodes: Vec<Node>,
    // The node of each part, and those whose node is not filled yet.
    places: Map<PartId, NodeId>,
    open: Vec<(PartId, NodeId)>,
}

impl<'j> Loader<'j> {
    fn document(&mut self, document: &'j Json) -> Target<'j> {
        match document {
            Json::Object(members) if members.is_empty() => {}
            Json::Object(members) if members.keys().any(|key| is_keyword(key)) => {}
            Json::Object(_) => {
                self.faults.push((document, "is no schema: it has no keyword of one"))
            }
            _ => self.faults.push((document, "is no schema: it has to be an object")),
        }
        self.references.add(document)
    }

    fn schema(&mut self, documents: &[Target<'j>], platform: Target<'j>) -> Schema {
        let roots = roots(documents, &self.references);
        // A type that nothing uses may be wrong as well.
        for document in documents {
            let part = self.parts.place(*document);
            self.look(part, 0);
        }
        let event = self.root(&roots.event, platform, "event");
        let profile = self.root(&roots.profile, platform, "profile");
        while let Some((part, node)) = self.open.pop() {
            let facts = self.look(part, 0);
            let filled = self.node(&facts);
            if let Some(place) = self.nodes.get_mut(node.0 as usize) {
                *place = filled;
            }
            if self.is_too_large() {
                break;
            }
        }
        self.events(profile, event, !roots.event.is_empty());
        Schema { nodes: core::mem::take(&mut self.nodes), profile, nothing: Node::default() }
    }

    /// The node of a root: all its documents together with what the platform adds.
    fn root(&mut self, documents: &[Target<'j>], platform: Target<'j>, name: &str) -> NodeId {
        let mut facts = Facts::default();
        for document in documents {
            let part = self.parts.place(*document);
            let more = self.look(part, 0);
            facts = self.both(facts, &more);
        }
        facts.open = !facts.is_closed();
        facts.kind = Kind::Is(Type::Object);
        facts.deprecated = None;
        if let Some(own) = platform.json.get(name) {
            let part = self.parts.place(self.references.inside(platform, own));
            let own = self.look(part, 0);
            for (name, field) in own.fields() {
                if facts.field(name).is_none() {
                    facts.set_field(name, field);
                }
            }
        }
        let node = self.node(&facts);
        self.push(node)
    }

    /// The events are a field of the profile.
    fn events(&mut self, profile: NodeId, event: NodeId, known: bool) {
        let events = Node { kind: Some(Type::Array), items: Some(event), ..Node::default() };
        let events = self.push(events);
        let Some(profile) = self.nodes.get_mut(profile.0 as usize) else {
            return;
        };
        match profile.fields.binary_search_by(|(name, _)| (**name).cmp("xEvent")) {
            // The documents of the profile may describe them themselves.
            Ok(_) if !known => {}
            Ok(at) => {
                if let Some((_, field)) = profile.fields.get_mut(at) {
                    *field = events;
                }
            }
            Err(at) => profile.fields.insert(at, ("xEvent".into(), events)),
        }
    }

    fn node(&mut self, facts: &Facts) -> Node {
        let kind = match facts.kind {
            Kind::Is(Type::Null) | Kind::Silent | Kind::Unclear => None,
            Kind::Is(kind) => Some(kind),
        };
        if kind.is_none() {
            let deprecated = facts.deprecated == Some(true);
            return Node { deprecated, title: (*facts.title).into(), ..Node::default() };
        }
        let is_map = facts.is_map || !facts.has_fields() && facts.rest.is_some();
        let fields = facts.fields();
        Node {
            kind,
            fields: fields.map(|(name, field)| ((**name).into(), self.place(field))).collect(),
            rest: match (facts.rest, is_map) {
                (Some(rest), _) => Some(self.place(rest)),
                (None, true) => Some(NodeId::UNKNOWN),
                (None, false) => None,
            },
            items: facts.items.map(|items| self.place(items)),
            is_map,
            is_closed: facts.is_closed(),
            choices: facts.choices.clone(),
            deprecated: facts.deprecated == Some(true),
            title: (*facts.title).into(),
        }
    }

    /// The node of a part, to be filled later: a type can have fields of its own type.
    fn place(&mut self, part: PartId) -> NodeId {
        if let Some(node) = self.places.get(&part) {
            return *node;
        }
        let node = self.push(Node::default());
        self.places.insert(part, node);
        self.open.push((part, node));
        node
    }

    fn push(&mut self, node: Node) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(node);
        id
    }

    /// What a part says. Each part is looked at once.
    fn look(&mut self, part: PartId, depth: u32) -> Rc<Facts> {
        match self.facts.get(&part) {
            Some(Some(facts)) => return facts.clone(),
            // A part that needs itself: nothing more follows from the circle.
            Some(None) => return Rc::new(Facts { open: true, ..Facts::default() }),
            None if depth > MAX_DEPTH || self.is_too_large() => {
                return Rc::new(Facts::unknown());
            }
            None => {}
        }
        self.facts.insert(part, None);
        let facts = match self.parts.get(part).cloned() {
            Some(Part::Place(target)) => self.read(target, depth),
            Some(Part::All(parts)) => self.all(&parts, depth),
            Some(Part::Either(parts)) => self.either(&parts, depth),
            Some(Part::Object(name, field)) => {
                let mut facts = Facts { kind: Kind::Is(Type::Object), ..Facts::default() };
                facts.set_field(&name, field);
                facts
            }
            None => Facts::unknown(),
        };
        let facts = Rc::new(facts);
        self.facts.insert(part, Some(facts.clone()));
        facts
    }

    /// What a schema of the documents says.
    fn read(&mut self, target: Target<'j>, depth: u32) -> Facts {
        let Json::Object(members) = target.json else {
            return Facts::default();
        };
        let Loader { references, parts, faults, .. } = self;
        let mut keywords = Keywords { target, members, references, parts, faults };
        let mut facts = keywords.read();
        let reference = keywords.reference();
        let [all, any, one] = ["allOf", "anyOf", "oneOf"].map(|key| keywords.list(key));
        match reference {
            Reference::None => {}
            Reference::To(part) => {
                let named = self.look(part, depth + 1);
                if facts.title.is_empty() {
                    facts.title = named.title.clone();
                }
                facts.deprecated = facts.deprecated.or(named.deprecated);
                facts = self.both(facts, &named);
            }
            Reference::Elsewhere => facts.open = true,
        }
        let all = self.all(&all, depth);
        facts = self.both(facts, &all);
        for alternatives in [any, one] {
            let alternatives = self.either(&alternatives, depth);
            facts = self.both(facts, &alternatives);
        }
        facts
    }

    fn all(&mut self, parts: &[PartId], depth: u32) -> Facts {
        let mut facts = Facts::default();
        for (at, part) in parts.iter().enumerate() {
            let more = self.look(*part, depth + 1);
            if at == 0 {
                facts.deprecated = more.deprecated;
                facts.title = more.title.clone();
            }
            facts = self.both(facts, &more);
        }
        facts
    }

    fn either(&mut self, parts: &[PartId], depth: u32) -> Facts {
        let mut facts: Option<Facts> = None;
        for part in parts {
            let more = self.look(*part, depth + 1);
            // Null says nothing of the values that are there.
            if more.kind == Kind::Is(Type::Null) {
                continue;
            }
            self.steps += more.len() + 1;
            facts = Some(match facts {
                None => (*more).clone(),
                Some(facts) => facts.either(&more, &mut self.parts),
            });
        }
        facts.unwrap_or_default()
    }

    fn both(&mut self, facts: Facts, more: &Facts) -> Facts {
        self.steps += more.len() + 1;
        facts.both(more, &mut self.parts)
    }

    fn is_too_large(&self) -> bool {
        self.steps > MAX_STEPS || self.parts.len() > MAX_PLACES
    }

    fn finish(self, given: &Json, schema: Schema) -> Result<Schema, Vec<Diagnostic>> {
        if self.is_too_large() {
            let message = format!("a schema with more than {MAX_PLACES} places");
            let diagnostic = Diagnostic::new(Code::SchemaTooLarge, Span::default(), message);
            return Err(vec![diagnostic.help("leave out the types that no path leads to")]);
        }
        if self.faults.is_empty() {
            return Ok(schema);
        }
        let faults = self.faults.iter().take(MAX_DIAGNOSTICS);
        Err(faults
            .map(|(part, what)| match pointer(given, part).as_str() {
                "" => bad(&format!("the document {what}")),
                pointer => bad(&format!("`{pointer}` {what}")),
            })
            .collect())
    }
}

#[cold]
fn bad(message: &str) -> Diagnostic {
    Diagnostic::new(Code::BadSchema, Span::default(), message)
}

/// Words that only a schema has at its top.
fn is_keyword(key: &str) -> bool {
    const KEYWORDS: &[&str] = &[
        "type",
        "properties",
        "allOf",
        "anyOf",
        "oneOf",
        "items",
        "enum",
        "const",
        "definitions",
        "additionalProperties",
        "title",
        "description",
        "id",
        "required",
        "format",
        "not",
    ];
    key.starts_with('$') || key.starts_with("meta:") || KEYWORDS.contains(&key)
}
