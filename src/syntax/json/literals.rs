//! Reads literals, whose types were spelled in many ways.

use alloc::boxed::Box;
use alloc::format;

use serde_json::{Number, Value as Json};

use super::occurs::word;
use super::read::{Members, Reader, excerpt, found};
use super::walk::{bare, name};
use crate::syntax::ast::{Expression, Literal, Node};
use crate::value::{Relation, TimeWord, json_text, read_double};

/// Literals that are parts of other nodes, and where they stand.
const PARTS: &[(&str, &str)] = &[
    ("comparison", "a `timeQualification`"),
    ("timedirection", "`relation`"),
    ("timeunit", "a `duration`"),
    ("function", "`function`"),
];

impl<'j> Reader<'j> {
    pub(super) fn literal(&mut self, members: &'j Members) -> Node {
        let kind = match members.get("literalType") {
            None => "",
            Some(_) => match self.text(members, "literalType") {
                Some(kind) => kind,
                None => return Node::Error,
            },
        };
        let lower = kind.to_ascii_lowercase();
        if let Some((_, home)) = PARTS.iter().find(|(part, _)| *part == lower) {
            self.bad(&format!("a literal of type `{kind}` stands only in {home}"));
            return Node::Error;
        }
        if lower == "timeinterval" {
            return self.calendar(members);
        }
        let null = lower == "null" && !members.contains_key("value");
        let Some(value) = (if null { Some(&Json::Null) } else { self.member(members, "value") })
        else {
            return Node::Error;
        };
        self.at("value", |reader| reader.value(kind, &lower, value)).unwrap_or(Node::Error)
    }

    /// `last month`
    fn calendar(&mut self, members: &'j Members) -> Node {
        let relation = self.word(members, "relation").and_then(|text| {
            let relation = word(Relation::ALL, |it| it.text(), text);
            if relation.is_none() {
                self.at("relation", |reader| reader.no_word(text, "`this`, `last` or `next`"));
            }
            relation
        });
        match (relation, self.unit(members)) {
            (Some(relation), Some(unit)) => Node::Calendar { relation, unit },
            _ => Node::Error,
        }
    }

    /// A value of a type, given in lower case as well.
    fn value(&mut self, kind: &str, lower: &str, value: &'j Json) -> Option<Node> {
        let node = match (lower, value) {
            ("" | "list", Json::Array(items)) => return Some(self.scalars(items)),
            ("" | "null", Json::Null) => Some(Literal::Null),
            ("" | "boolean", Json::Bool(value)) => Some(Literal::Boolean(*value)),
            ("" | "string" | "querystring", Json::String(text)) => {
                Some(Literal::String(text.clone()))
            }
            ("boolean", Json::String(text)) => text.parse().ok().map(Literal::Boolean),
            ("" | "number", Json::Number(number)) => self.number(number),
            ("integer", Json::Number(number)) => integer(number),
            ("integer", Json::String(text)) => text.parse().ok().map(Literal::Integer),
            ("double", Json::Number(number)) => number.as_f64().map(Literal::Double),
            ("double", Json::String(text)) => double(text),
            ("number", Json::String(text)) => {
                text.parse().ok().map(Literal::Integer).or_else(|| double(text))
            }
            ("timestamp", Json::String(text)) => return Some(timestamp(text)),
            ("timestamp", Json::Number(number)) => integer(number),
            ("xdmobject", Json::String(text)) if text == "profile" => {
                return Some(Node::Parameter(1));
            }
            ("xdmfield" | "field", Json::String(text)) => return self.path(text),
            _ => None,
        };
        if node.is_none() {
            let value = excerpt(&json_text(value));
            let message = match kind {
                "" => format!("`{value}` is no literal"),
                _ => format!("`{value}` is no value of the type `{}`", excerpt(kind)),
            };
            self.bad(&message);
        }
        node.map(Node::Literal)
    }

    fn number(&mut self, number: &'j Number) -> Option<Literal> {
        match number.as_i64() {
            Some(value) => Some(Literal::Integer(value)),
            // Beyond 64 bits the text form asks for a Double that says so.
            None if number.is_u64() => None,
            None => number.as_f64().map(Literal::Double),
        }
    }

    /// The values of a `List`: scalars, or nodes.
    fn scalars(&mut self, items: &'j [Json]) -> Node {
        let item = |(index, item): (usize, &'j Json)| {
            self.on_item(index, |reader| match item {
                Json::Object(_) => reader.node(item),
                Json::Array(_) => {
                    let found = found(item);
                    reader.bad(&format!("expected a scalar, found {found}"));
                    bare(Node::Error)
                }
                _ => bare(reader.value("", "", item).unwrap_or(Node::Error)),
            })
        };
        Node::List(items.iter().enumerate().map(item).collect())
    }

    /// A path given as text: `xdm:person.xdm:name`.
    fn path(&mut self, text: &'j str) -> Option<Node> {
        let mut node = self.at_hand();
        for step in text.split('.') {
            let step = step.strip_prefix("xdm:").unwrap_or(step);
            if !self.writable(step) {
                return None;
            }
            let object: Box<Expression> = Box::new(bare(node));
            node = Node::Field { object, name: name(step) };
        }
        Some(node)
    }
}

fn integer(number: &Number) -> Option<Literal> {
    let whole = |value: f64| value % 1.0 == 0.0 && value.abs() < 9e15;
    let double = || number.as_f64().filter(|value| whole(*value)).map(|value| value as i64);
    number.as_i64().or_else(double).map(Literal::Integer)
}

fn double(text: &str) -> Option<Literal> {
    read_double(text).filter(|value| value.is_finite()).map(Literal::Double)
}

/// `now` and its kin, or a time as text.
fn timestamp(text: &str) -> Node {
    match word(TimeWord::ALL, |it| it.text(), text) {
        Some(word) => Node::Instant(word),
        None => Node::Literal(Literal::String(text.into())),
    }
}
