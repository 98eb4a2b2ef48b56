//! The values that a field can have: `enum` closes the list, `meta:enum` alone only suggests.

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde_json::Value as Json;

use crate::value::{Comparison, Value, scalar_holds};

/// The values that are listed for a field.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    values: Vec<Choice>,
    closed: bool,
}

/// One of them.
#[derive(Clone, Debug, PartialEq)]
pub enum Choice {
    /// `true`
    Boolean(bool),
    /// `1`
    Integer(i64),
    /// `0.5`
    Double(f64),
    /// `"CA"`
    Text(Box<str>),
}

impl Choices {
    /// The choices of `enum`, null left out; none if it lists anything but scalars.
    pub(super) fn closed(list: &[Json]) -> Option<Choices> {
        let scalars = list.iter().filter(|value| !value.is_null());
        let values: Option<Vec<Choice>> = scalars.map(Choice::of).collect();
        values.filter(|values| !values.is_empty()).map(|values| Choices { values, closed: true })
    }

    /// The choices of `meta:enum`: other values are legal, as the platform takes them.
    pub(super) fn suggested<'k>(keys: impl Iterator<Item = &'k str>) -> Choices {
        Choices { values: keys.map(|key| Choice::Text(key.into())).collect(), closed: false }
    }

    /// What both allow.
    pub(super) fn both(&self, other: &Choices) -> Choices {
        match (self.closed, other.closed) {
            _ if self.is_long_with(other) => Choices::default(),
            (true, true) => {
                let common = self.values.iter().filter(|value| other.values.contains(value));
                Choices { values: common.cloned().collect(), closed: true }
            }
            (true, false) => self.clone(),
            (false, true) => other.clone(),
            (false, false) => self.either(other),
        }
    }

    /// What one of them allows.
    pub(super) fn either(&self, other: &Choices) -> Choices {
        if self.is_long_with(other) {
            return Choices::default();
        }
        let mut values = self.values.clone();
        values.extend(other.values.iter().filter(|value| !self.values.contains(value)).cloned());
        Choices { values, closed: self.closed && other.closed }
    }

    /// Lists so long that comparing them would take a while; no schema of people has them.
    fn is_long_with(&self, other: &Choices) -> bool {
        self.values.len().saturating_mul(other.values.len()) > 1 << 20
    }

    /// The values, in the order of the schema.
    #[must_use]
    pub fn values(&self) -> &[Choice] {
        &self.values
    }

    /// Whether there can be no other value.
    #[must_use]
    pub const fn are_closed(&self) -> bool {
        self.closed
    }

    /// Whether the list is there and does not have this value, as `=` compares.
    #[must_use]
    pub fn lack(&self, value: Value<'_>) -> bool {
        !self.values.is_empty()
            && !self.values.iter().any(|it| scalar_holds(Comparison::Equal, it.value(), value))
    }
}

impl Choice {
    fn of(json: &Json) -> Option<Choice> {
        match json {
            Json::Bool(value) => Some(Choice::Boolean(*value)),
            Json::Number(number) => {
                number.as_i64().map(Choice::Integer).or_else(|| number.as_f64().map(Choice::Double))
            }
            Json::String(text) => Some(Choice::Text(text.as_str().into())),
            Json::Null | Json::Array(_) | Json::Object(_) => None,
        }
    }

    /// It as a value.
    #[must_use]
    pub const fn value(&self) -> Value<'_> {
        match self {
            Choice::Boolean(value) => Value::Boolean(*value),
            Choice::Integer(value) => Value::Integer(*value),
            Choice::Double(value) => Value::Double(*value),
            Choice::Text(text) => Value::String(text),
        }
    }
}
