//! The table of node types, and the readers of the simplest ones.

use alloc::boxed::Box;
use alloc::format;

use serde_json::Value as Json;

use super::read::{Members, Reader, excerpt};
use super::walk::{bare, name};
use crate::syntax::ast::{Node, Quantifier};

/// A node type in all its spellings: its members besides `nodeType`, and what reads it.
pub(super) struct Row {
    pub(super) kinds: &'static [&'static str],
    pub(super) members: &'static [&'static str],
    pub(super) read: for<'j> fn(&mut Reader<'j>, &'j Members) -> Node,
}

macro_rules! rows {
    ($($($kind:literal)|+ [$($member:literal)*] $method:ident $($more:expr)?;)*) => {
        /// Every node type, old ones among them.
        pub(super) const ROWS: &[Row] = &[$(
            Row {
                kinds: &[$($kind),+],
                members: &[$($member),*],
                read: |reader, members| reader.$method(members $(, $more)?),
            }
        ),*];
    };
}

rows! {
    "fnApply" ["fnName" "function" "params"] apply;
    "fieldLookup" ["fieldName" "object"] field_lookup;
    "parameterReference" ["position"] parameter;
    "pathReference" ["fieldName"] context;
    "varRef" ["varName"] variable;
    "literal" ["literalType" "value" "relation" "unit" "fnName"] literal;
    "list" ["items"] list;
    "object" ["entries"] object;
    "lambda" ["varNames" "body"] lambda;
    "fnCreate" ["params" "body"] lambda;
    "let" ["varName" "value" "body"] let_in;
    "select" | "set" ["variables" "condition"] quantified Quantifier::Select;
    "exists" | "exist" ["variables" "condition"] quantified Quantifier::Exists;
    "forall" ["variables" "condition"] quantified Quantifier::Forall;
    "quantification" ["quantifier" "variables" "condition"] quantification;
    "sum" | "average" | "min" | "max" ["variables" "aggExpr"] aggregate;
    "occurs" ["timestamp" "timeinterval" "relation" "qualification"] occurs;
    "chain" ["array" "timestampField" "elements"] chain;
}

/// Node types that are parts of others, and where they stand.
pub(super) const MISPLACED: &[(&str, &str)] = &[
    ("varDecl", "`variables`"),
    ("range", "the `timeinterval` of `occurs`"),
    ("timeQualification", "the `qualification` of `occurs`"),
    ("duration", "a `timeQualification`"),
];

impl<'j> Reader<'j> {
    fn field_lookup(&mut self, members: &'j Members) -> Node {
        let object = self.optional(members, "object").map(Box::new);
        let Some(text) = self.text(members, "fieldName") else {
            return Node::Error;
        };
        let text = text.strip_prefix("xdm:").unwrap_or(text);
        if !self.at("fieldName", |reader| reader.writable(text)) {
            return Node::Error;
        }
        let object = object.unwrap_or_else(|| Box::new(bare(self.at_hand())));
        Node::Field { object, name: name(text) }
    }

    /// What a field belongs to that does not say it.
    pub(super) fn at_hand(&self) -> Node {
        if self.items > 0 { Node::Name("".into()) } else { Node::Parameter(1) }
    }

    fn parameter(&mut self, members: &'j Members) -> Node {
        let Some(json) = self.member(members, "position") else {
            return Node::Error;
        };
        self.at("position", |reader| reader.whole(json).map_or(Node::Error, Node::Parameter))
    }

    fn context(&mut self, members: &'j Members) -> Node {
        let Some(text) = self.text(members, "fieldName") else {
            return Node::Error;
        };
        let inside = text.strip_prefix("@{").and_then(|it| it.strip_suffix('}'));
        let id = inside.unwrap_or(text);
        if id.contains(['}', '\n']) || id.starts_with("@{") {
            self.bad(&format!("`{}` is no id of an object", excerpt(text)));
            return Node::Error;
        }
        Node::Context(id.into())
    }

    fn variable(&mut self, members: &'j Members) -> Node {
        let Some(text) = self.text(members, "varName") else {
            return Node::Error;
        };
        if self.variables.find(text).is_none() {
            self.bad(&format!("there is no variable `{}`", excerpt(text)));
            return Node::Error;
        }
        Node::Name(text.into())
    }

    fn list(&mut self, members: &'j Members) -> Node {
        Node::List(self.items(members, "items", |reader, _, json| reader.node(json)))
    }

    fn object(&mut self, members: &'j Members) -> Node {
        Node::Object(self.items(members, "entries", |reader, _, entry| {
            let Some(entry) = reader.object_of(entry) else {
                return (name(""), bare(Node::Error));
            };
            reader.known(entry, "entries", &["key", "value"]);
            let key = reader.text(entry, "key").unwrap_or_default();
            (name(key), *reader.child(entry, "value"))
        }))
    }

    /// A whole number that is not negative, as number or text.
    pub(super) fn whole(&mut self, json: &'j Json) -> Option<u32> {
        let number = match json {
            Json::String(text) => text.parse().ok(),
            Json::Number(number) => number.as_u64().and_then(|it| u32::try_from(it).ok()),
            _ => None,
        };
        if number.is_none() {
            self.bad("expected a whole number");
        }
        number
    }

    /// The members of an object without `nodeType`, or with any.
    pub(super) fn object_of(&mut self, json: &'j Json) -> Option<&'j Members> {
        let members = json.as_object();
        if members.is_none() {
            self.bad(&format!("expected an object, found {}", super::read::found(json)));
        }
        members
    }
}
