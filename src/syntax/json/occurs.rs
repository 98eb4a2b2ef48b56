//! Reads time conditions: `occurs` and its parts.

use alloc::boxed::Box;
use alloc::format;

use serde_json::Value as Json;

use super::read::{Members, Reader, excerpt, found};
use super::walk::bare;
use crate::span::Span;
use crate::syntax::ast::{Expression, Literal, Node, Period, PeriodForm};
use crate::syntax::period::unit_named;
use crate::value::{Comparison, Direction, Unit};

/// What reads the expressions of a condition.
type Part<'p, 'j> = &'p dyn Fn(&mut Reader<'j>, &'j Json) -> Expression;

/// A comparison with a distance in time.
type Distance = (Comparison, Expression, Unit);

impl<'j> Reader<'j> {
    pub(super) fn occurs(&mut self, members: &'j Members) -> Node {
        let timestamp = self.child(members, "timestamp");
        match self.period(members, &Reader::node) {
            Some(period) => Node::Occurs { timestamp, period: Box::new(period) },
            None => Node::Error,
        }
    }

    /// What `occurs` says of its timestamp.
    pub(super) fn period(&mut self, members: &'j Members, part: Part<'_, 'j>) -> Option<Period> {
        let relation = self.word(members, "relation");
        let distance = members.get("qualification");
        let distance =
            distance.map(|json| self.at("qualification", |it| it.qualification(json, part)));
        let form = match relation? {
            "between" => self.between(members, part)?,
            text => {
                let interval = self.member(members, "timeinterval")?;
                let reference = self.at("timeinterval", |reader| part(reader, interval));
                self.form(text, distance.is_some(), distance.flatten(), reference)?
            }
        };
        let qualified = matches!(form, PeriodForm::Distance { .. });
        if !qualified && members.contains_key("qualification") {
            self.bad("a `qualification` needs `before`, `after` or `from`");
        }
        Some(Period { form, span: Span::default() })
    }

    fn form(
        &mut self,
        relation: &str,
        qualified: bool,
        distance: Option<Distance>,
        reference: Expression,
    ) -> Option<PeriodForm> {
        if relation.eq_ignore_ascii_case("on") {
            return Some(PeriodForm::On(reference));
        }
        let Some(direction) = word(Direction::ALL, |it| it.text(), relation) else {
            self.at("relation", |reader| reader.no_word(relation, "relation in time"));
            return None;
        };
        if !qualified {
            return Some(PeriodForm::Toward(direction, reference));
        }
        let (comparison, count, unit) = distance?;
        Some(PeriodForm::Distance { comparison, count, unit, direction, reference })
    }

    /// A `range` in `timeinterval`.
    fn between(&mut self, members: &'j Members, part: Part<'_, 'j>) -> Option<PeriodForm> {
        let json = self.member(members, "timeinterval")?;
        self.at("timeinterval", |reader| {
            let range = reader.part_of(json, "range", &["start", "end"])?;
            let first = reader.member(range, "start");
            let last = reader.member(range, "end");
            let first = reader.at("start", |reader| Some(part(reader, first?)));
            let last = reader.at("end", |reader| Some(part(reader, last?)));
            Some(PeriodForm::Between(first?, last?))
        })
    }

    fn qualification(&mut self, json: &'j Json, part: Part<'_, 'j>) -> Option<Distance> {
        let members = self.part_of(json, "timeQualification", &["comparison", "duration"])?;
        let comparison = self.word(members, "comparison").and_then(|text| {
            let found = word(Comparison::ALL, |it| it.text(), text);
            if found.is_none() {
                self.at("comparison", |reader| reader.no_word(text, "comparison"));
            }
            found
        });
        let duration = self.member(members, "duration")?;
        let duration = self.at("duration", |reader| reader.duration(duration, part));
        let (count, unit) = duration?;
        Some((comparison?, count, unit))
    }

    fn duration(&mut self, json: &'j Json, part: Part<'_, 'j>) -> Option<(Expression, Unit)> {
        let members = self.part_of(json, "duration", &["count", "unit"])?;
        let count = self.member(members, "count").map(|json| {
            self.at("count", |reader| match json {
                Json::Number(_) | Json::String(_) => {
                    let number = reader.whole(json).map(i64::from).map(Literal::Integer);
                    bare(number.map_or(Node::Error, Node::Literal))
                }
                _ => part(reader, json),
            })
        });
        let unit = self.unit(members);
        Some((count?, unit?))
    }

    /// A unit of time, in the singular or not.
    pub(super) fn unit(&mut self, members: &'j Members) -> Option<Unit> {
        let text = self.word(members, "unit")?;
        let unit = unit_named(text);
        if unit.is_none() {
            self.at("unit", |reader| reader.no_word(text, "unit of time"));
        }
        unit
    }

    /// The members of a node that is part of another; the node type may be left out.
    fn part_of(
        &mut self,
        json: &'j Json,
        kind: &'static str,
        known: &[&str],
    ) -> Option<&'j Members> {
        let members = self.object_of(json)?;
        if members.get("nodeType").is_some_and(|found| found != kind) {
            self.bad(&format!("expected a `{kind}`"));
            return None;
        }
        self.known(members, kind, known);
        Some(members)
    }

    /// A word, as text or as a literal.
    pub(super) fn word(&mut self, members: &'j Members, key: &'static str) -> Option<&'j str> {
        let json = self.member(members, key)?;
        let literal = json.get("nodeType").is_some_and(|kind| kind == "literal");
        let value = if literal { json.get("value") } else { Some(json) };
        if let (true, Some(members)) = (literal, json.as_object()) {
            self.at(key, |reader| reader.known(members, "literal", &["literalType", "value"]));
        }
        let text = value.and_then(Json::as_str);
        if text.is_none() {
            let found = found(value.unwrap_or(&Json::Null));
            self.at(key, |reader| reader.bad(&format!("expected a word, found {found}")));
        }
        text
    }

    #[cold]
    pub(super) fn no_word(&mut self, text: &str, what: &str) {
        self.bad(&format!("`{}` is no {what}", excerpt(text)));
    }
}

/// Which of a closed set of words a text is, in any case.
pub(super) fn word<T: Copy>(all: &[T], text: fn(T) -> &'static str, given: &str) -> Option<T> {
    all.iter().copied().find(|it| text(*it).eq_ignore_ascii_case(given))
}
