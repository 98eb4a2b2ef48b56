//! Values of the oracle, with their truth and the steps of a path (pql.md 5.3 and 6.1).

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::Value as Json;

use super::calendar;

#[derive(Clone, Debug)]
pub enum Value {
    /// Missing or `null`.
    Null,
    Boolean(bool),
    Integer(i64),
    Double(f64),
    String(Rc<str>),
    /// Epoch ms.
    Instant(i64),
    /// From the first ms up to, not including, the second.
    Interval(i64, i64),
    List(Rc<Vec<Value>>),
    Object(Rc<Object>),
}

#[derive(Debug)]
pub struct Object {
    /// The array of the profile that it is an item of, and its position there.
    pub place: Option<(usize, usize)>,
    pub fields: BTreeMap<String, Value>,
}

impl Value {
    pub fn string(text: &str) -> Value {
        Value::String(text.into())
    }

    pub fn list(items: Vec<Value>) -> Value {
        Value::List(Rc::new(items))
    }

    /// An object that is made by the query: it has no place in the profile.
    pub fn object(fields: BTreeMap<String, Value>) -> Value {
        Value::Object(Rc::new(Object { place: None, fields }))
    }

    /// A list, or null where nothing is left.
    pub fn list_or_null(items: Vec<Value>) -> Value {
        if items.is_empty() { Value::Null } else { Value::list(items) }
    }

    pub fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }

    /// What it counts as where a Boolean is needed.
    pub fn truth(&self) -> bool {
        match self {
            Value::Null => false,
            Value::Boolean(value) => *value,
            Value::List(items) => !items.is_empty(),
            _ => true,
        }
    }

    /// The items of an array; anything else has none.
    pub fn items(&self) -> &[Value] {
        match self {
            Value::List(items) => items,
            _ => &[],
        }
    }

    pub fn as_list(&self) -> Option<&[Value]> {
        match self {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A number without a fraction, whichever way it is written.
    pub fn as_whole(&self) -> Option<i64> {
        match self {
            Value::Integer(value) => Some(*value),
            // 2^63 itself is as good as the largest integer.
            Value::Double(value) if *value as i64 as f64 == *value => Some(*value as i64),
            _ => None,
        }
    }

    /// A point or span of time as such, not something that can be read as one.
    pub fn is_time(&self) -> bool {
        matches!(self, Value::Instant(_) | Value::Interval(..))
    }

    /// The time that it is or names; an interval counts as its start.
    pub fn instant(&self) -> Option<i64> {
        match self {
            Value::Instant(time) | Value::Interval(time, _) | Value::Integer(time) => Some(*time),
            Value::Double(time) => Some(time.trunc() as i64),
            Value::String(text) => calendar::parse(text),
            Value::Null | Value::Boolean(_) | Value::List(_) | Value::Object(_) => None,
        }
    }

    /// The field of an object.
    pub fn field(&self, name: &str) -> Value {
        self.step(|value| match value {
            Value::Object(object) => object.fields.get(name).cloned().unwrap_or(Value::Null),
            _ => Value::Null,
        })
    }

    /// A step of a path: on an array it is taken on every item, and the results are one list,
    /// opened by one level, without nulls.
    pub fn step(&self, take: impl Fn(&Value) -> Value + Copy) -> Value {
        let Value::List(items) = self else {
            return take(self);
        };
        let mut results = Vec::new();
        for item in items.iter() {
            match item.step(take) {
                Value::List(inner) => results.extend(inner.iter().cloned()),
                one => results.push(one),
            }
        }
        results.retain(|result| !result.is_null());
        Value::list_or_null(results)
    }
}

/// The value of a JSON document; `arrays` counts the arrays of all documents of an evaluation.
pub fn read(json: &Json, arrays: &mut usize) -> Value {
    read_part(json, None, arrays)
}

/// The value of an item of an array that is read piece by piece: its place is the number of the
/// array and its own position.
pub fn read_item(json: &Json, place: (usize, usize), arrays: &mut usize) -> Value {
    read_part(json, Some(place), arrays)
}

fn read_part(json: &Json, place: Option<(usize, usize)>, arrays: &mut usize) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Boolean(*value),
        Json::Number(number) => match number.as_i64() {
            Some(value) => Value::Integer(value),
            None => Value::Double(number.as_f64().unwrap()),
        },
        Json::String(text) => Value::string(text),
        Json::Array(items) => {
            *arrays += 1;
            let array = *arrays;
            let items = items.iter().enumerate();
            Value::list(items.map(|(at, it)| read_part(it, Some((array, at)), arrays)).collect())
        }
        Json::Object(fields) => {
            let fields = fields.iter();
            let fields =
                fields.map(|(key, it)| (key.clone(), read_part(it, None, arrays))).collect();
            Value::Object(Rc::new(Object { place, fields }))
        }
    }
}

/// The JSON document of a value; a time is written as text in UTC.
pub fn write(value: &Value) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Boolean(value) => Json::from(*value),
        Value::Integer(value) => Json::from(*value),
        Value::Double(value) => Json::from(*value),
        Value::String(text) => Json::from(&**text),
        Value::Instant(time) | Value::Interval(time, _) => Json::from(calendar::write(*time)),
        Value::List(items) => Json::Array(items.iter().map(write).collect()),
        Value::Object(object) => Json::Object(
            object.fields.iter().map(|(key, value)| (key.clone(), write(value))).collect(),
        ),
    }
}
