//! Reads what binds variables: lambdas, `let`, quantifiers and prefix aggregates.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use serde_json::Value as Json;

use super::read::{Members, Reader, excerpt, found, names};
use super::walk::{bare, name};
use crate::syntax::ast::{Aggregate, Declaration, Expression, Node, Quantifier};

/// What quantifications are called.
const QUANTIFIERS: &[(&str, Quantifier)] = &[
    ("all", Quantifier::Forall),
    ("forall", Quantifier::Forall),
    ("some", Quantifier::Exists),
    ("exists", Quantifier::Exists),
    ("none", Quantifier::None),
    ("one", Quantifier::One),
];

impl<'j> Reader<'j> {
    /// `lambda` with `varNames`, or the older `fnCreate` with `params`.
    pub(super) fn lambda(&mut self, members: &'j Members) -> Node {
        let all: Vec<Option<&'j str>> = if members.contains_key("params") {
            self.some_items(members, "params", |reader, _, json| {
                let param = reader.object_of(json)?;
                reader.known(param, "params", &["varName"]);
                reader.name(param, "varName")
            })
        } else {
            self.some_items(members, "varNames", |reader, _, json| {
                let Some(text) = json.as_str() else {
                    reader.bad(&format!("expected text, found {}", found(json)));
                    return None;
                };
                reader.writable(text).then_some(text)
            })
        };
        let all: Vec<&str> = all.into_iter().flatten().collect();
        let body = self.inside(|reader| {
            all.iter().for_each(|variable| reader.variables.open_same(variable));
            reader.child(members, "body")
        });
        Node::Lambda { parameters: names(&all), body }
    }

    pub(super) fn let_in(&mut self, members: &'j Members) -> Node {
        let variable = self.name(members, "varName").unwrap_or_default();
        let value = self.child(members, "value");
        let body = self.inside(|reader| {
            reader.variables.open_same(variable);
            reader.child(members, "body")
        });
        Node::Let { name: name(variable), value, body }
    }

    pub(super) fn quantification(&mut self, members: &'j Members) -> Node {
        let word = self.text(members, "quantifier").unwrap_or_default();
        let quantifier = QUANTIFIERS.iter().find(|(name, _)| *name == word);
        if quantifier.is_none() && !word.is_empty() {
            self.bad(&format!("`{}` is none of `all`, `some`, `none`, `one`", excerpt(word)));
        }
        self.quantified(members, quantifier.map_or(Quantifier::Exists, |(_, it)| *it))
    }

    pub(super) fn quantified(&mut self, members: &'j Members, quantifier: Quantifier) -> Node {
        self.inside(|reader| {
            let declarations = reader.declarations(members);
            let condition = reader.optional(members, "condition").map(Box::new);
            Node::Quantified { quantifier, declarations, condition }
        })
    }

    pub(super) fn aggregate(&mut self, members: &'j Members) -> Node {
        let kind = members.get("nodeType").and_then(Json::as_str);
        let aggregate = Aggregate::ALL.iter().find(|it| Some(it.text()) == kind);
        self.inside(|reader| {
            let declarations = reader.declarations(members);
            let value = reader.optional(members, "aggExpr").map(Box::new);
            match aggregate {
                Some(aggregate) => Node::Aggregate { aggregate: *aggregate, value, declarations },
                None => Node::Error,
            }
        })
    }

    /// Opens one variable after another, each visible to what comes after it.
    fn declarations(&mut self, members: &'j Members) -> Vec<Declaration> {
        self.some_items(members, "variables", |reader, _, json| reader.declaration(json))
    }

    fn declaration(&mut self, json: &'j Json) -> Declaration {
        let none = Declaration { name: name(""), source: bare(Node::Error), condition: None };
        let Some(members) = self.object_of(json) else {
            return none;
        };
        if members.get("nodeType").is_some_and(|kind| kind != "varDecl") {
            self.bad("expected a `varDecl`");
            return none;
        }
        self.known(members, "varDecl", &["varName", "from", "range", "where"]);
        let variable = self.name(members, "varName").unwrap_or_default();
        let old = members.contains_key("range") && !members.contains_key("from");
        let source: Expression = *self.child(members, if old { "range" } else { "from" });
        self.variables.open_same(variable);
        let condition = self.optional(members, "where");
        Declaration { name: name(variable), source, condition }
    }
}
