//! Reads `chain`: its array, its timestamp and its steps.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;

use serde_json::Value as Json;

use super::calls::is_lambda;
use super::occurs::word;
use super::read::{Members, Reader, found};
use super::walk::{bare, name, wrap};
use crate::span::{Span, Spanned};
use crate::syntax::ast::{Count, Expression, Node, Period, Step};
use crate::value::Comparison;

/// The members of a step.
const ELEMENT: &[&str] = &["name", "what", "when", "where", "count", "negated"];

impl<'j> Reader<'j> {
    pub(super) fn chain(&mut self, members: &'j Members) -> Node {
        let array = self.child(members, "array");
        let timestamp = Box::new(match self.member(members, "timestampField") {
            Some(json) => self.at("timestampField", |reader| reader.timestamp(json)),
            None => bare(Node::Error),
        });
        let mut steps = self.some_items(members, "elements", |reader, index, json| {
            let label = format!("C{index}");
            match reader.object_of(json) {
                Some(members) => reader.element(members, &label),
                None => Step::of(&label, bare(Node::Error)),
            }
        });
        if !steps.is_empty() {
            self.whens(members, &mut steps, &timestamp);
        }
        Node::Chain { array, timestamp, steps }
    }

    /// A lambda, an expression of the event, or the name of its field.
    fn timestamp(&mut self, json: &'j Json) -> Expression {
        match json {
            Json::String(text) if self.writable(text) => {
                let object = Box::new(bare(Node::Name(String::new())));
                let mut field = bare(Node::Field { object, name: name(text) });
                wrap(&mut field, "");
                field
            }
            Json::String(_) => bare(Node::Error),
            _ => self.per_item(json),
        }
    }

    fn element(&mut self, members: &'j Members, unnamed: &str) -> Step {
        self.known(members, "elements", ELEMENT);
        let label = match members.get("name") {
            Some(_) => self.name(members, "name").unwrap_or_default(),
            None => unnamed,
        };
        let what = match self.member(members, "what") {
            Some(json) => self.at("what", |reader| reader.per_item(json)),
            None => bare(Node::Error),
        };
        let condition =
            members.get("where").map(|json| self.at("where", |reader| reader.per_item(json)));
        let count =
            members.get("count").and_then(|json| self.at("count", |reader| reader.count(json)));
        let negated = match members.get("negated") {
            None => false,
            Some(Json::Bool(negated)) => *negated,
            Some(other) => {
                let found = found(other);
                self.at("negated", |it| it.bad(&format!("expected a Boolean, found {found}")));
                false
            }
        };
        Step { condition, count, negated, ..Step::of(label, what) }
    }

    /// The WHEN of every step, which sees the labels of those before it.
    fn whens(&mut self, members: &'j Members, steps: &mut [Step], timestamp: &Expression) {
        let mut steps = steps.iter_mut();
        self.inside(|reader| {
            reader.items(members, "elements", |reader, _, json| {
                let Some(step) = steps.next() else {
                    return;
                };
                if let Some(json) = json.get("when") {
                    step.when = reader.at("when", |reader| reader.when(json, timestamp));
                }
                reader.variables.open_same(&step.name);
            });
        });
    }

    /// `occurs` without its timestamp, in a lambda when it speaks of the event; each of its
    /// expressions becomes a lambda.
    fn when(&mut self, json: &'j Json, timestamp: &Expression) -> Option<Period> {
        if !is_lambda(json) {
            return self.occurs_of_event(json, timestamp, None);
        }
        let (_, members) = self.kind(json)?;
        self.known(members, "lambda", &["varNames", "body"]);
        let names = self.items(members, "varNames", |_, _, json| json.as_str());
        let [Some(event)] = names.as_slice() else {
            self.bad("expected a lambda with one parameter");
            return None;
        };
        let body = self.member(members, "body")?;
        self.at("body", |reader| reader.occurs_of_event(body, timestamp, Some(event)))
    }

    fn occurs_of_event(
        &mut self,
        json: &'j Json,
        timestamp: &Expression,
        event: Option<&'j str>,
    ) -> Option<Period> {
        let (kind, members) = self.kind(json)?;
        if kind != "occurs" {
            self.bad("expected `occurs`");
            return None;
        }
        self.known(members, kind, &["timestamp", "timeinterval", "relation", "qualification"]);
        if let Some(json) = members.get("timestamp") {
            let other = self.at("timestamp", |reader| reader.of_event(json, event));
            if other != *timestamp {
                self.bad("WHEN is about the `timestampField` of the chain, not another time");
            }
        }
        self.period(members, &|reader, json| reader.of_event(json, event))
    }

    /// An expression of the event, whose name a lambda around it gave.
    fn of_event(&mut self, json: &'j Json, event: Option<&'j str>) -> Expression {
        let Some(event) = event else {
            return self.of_item(json);
        };
        let mut tree = self.inside(|reader| {
            reader.variables.open_same(event);
            reader.node(json)
        });
        wrap(&mut tree, event);
        tree
    }

    /// `5`, or `{"comparison": ">=", "value": 5}`, or the range between two numbers.
    fn count(&mut self, json: &'j Json) -> Option<Count> {
        let number = |number| Spanned::new(number, Span::default());
        if !json.is_object() {
            return self.whole(json).map(|it| Count::AtLeast(number(it)));
        }
        let members = self.object_of(json)?;
        self.known(members, "count", &["comparison", "value", "start", "end"]);
        let text = self.word(members, "comparison")?;
        let mut member = |key| {
            let json = self.member(members, key)?;
            self.at(key, |reader| reader.whole(json)).map(number)
        };
        if text == "between" {
            let (least, most) = (member("start"), member("end"));
            return Some(Count::Between(least?, most?));
        }
        let value = member("value")?;
        match word(Comparison::ALL, |it| it.text(), text) {
            Some(Comparison::GreaterEqual) => Some(Count::AtLeast(value)),
            Some(comparison) => Some(Count::Compared(comparison, value)),
            None => {
                self.at("comparison", |reader| reader.no_word(text, "comparison"));
                None
            }
        }
    }
}

impl Step {
    fn of(label: &str, what: Expression) -> Step {
        Step {
            name: name(label),
            what,
            when: None,
            condition: None,
            count: None,
            negated: false,
            span: Span::default(),
        }
    }
}
