//! What makes lists and maps out of items: `map`, `mapEntry` and `groupBy` (pql.md 7).

use std::collections::BTreeMap;

use pql_edge::syntax::ast::{Expression, Node};

use super::expression::Walker;
use super::scope::Scope;
use super::value::Value;
use super::{calendar, compare};

impl Walker<'_> {
    /// `source.map(body)`: a list of what the body gives, or the map of its entries.
    pub fn map(&self, source: &Expression, body: &Expression, scope: &Scope<'_>) -> Value {
        let entries = entries(&self.value(source, scope), wants_keys(body));
        if !makes_entries(body) {
            let results = entries.iter().map(|(key, item)| {
                self.for_entry(body, key, item, scope, |body, scope| self.value(body, scope))
            });
            return Value::list(results.collect());
        }
        let mut map = BTreeMap::new();
        for (key, item) in &entries {
            let (key, value) = self.for_entry(body, key, item, scope, |body, scope| {
                let [key, value] = operands(body)[..] else {
                    panic!("`mapEntry` takes a key and a value");
                };
                (self.value(key, scope), self.value(value, scope))
            });
            if let Some(watch) = self.watch {
                watch("mapEntry", &[Some(key.clone()), Some(value.clone())]);
            }
            if let Some(key) = key_text(&key) {
                map.insert(key, value);
            }
        }
        Value::object(map)
    }

    /// `array.groupBy(key)`: the items by the text of their key, in their order.
    pub fn group_by(&self, array: &Expression, key: &Expression, scope: &Scope<'_>) -> Value {
        let mut groups: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for item in self.value(array, scope).items() {
            if let Some(key) = key_text(&self.for_item(key, item, scope)) {
                groups.entry(key).or_default().push(item.clone());
            }
        }
        Value::object(groups.into_iter().map(|(key, items)| (key, Value::list(items))).collect())
    }
}

/// The keys and values of a map in the order of the keys; items of an array have no key.
fn entries(source: &Value, keys_wanted: bool) -> Vec<(Value, Value)> {
    match source {
        Value::Object(object) => {
            let fields = object.fields.iter();
            fields.map(|(key, value)| (Value::string(key), value.clone())).collect()
        }
        Value::List(items) if !keys_wanted => {
            items.iter().map(|item| (Value::Null, item.clone())).collect()
        }
        _ => Vec::new(),
    }
}

fn wants_keys(body: &Expression) -> bool {
    matches!(&body.node, Node::Lambda { parameters, .. } if parameters.len() == 2)
}

/// Whether the body, or that of the lambda, is directly a `mapEntry`.
fn makes_entries(body: &Expression) -> bool {
    match &body.node {
        Node::Lambda { body, .. } => makes_entries(body),
        Node::Call { name, .. } => name.node == "mapEntry",
        _ => false,
    }
}

fn operands(call: &Expression) -> Vec<&Expression> {
    match &call.node {
        Node::Call { receiver, arguments, .. } => {
            receiver.as_deref().into_iter().chain(arguments).collect()
        }
        _ => Vec::new(),
    }
}

/// What a value is as the key of a map, if it can be one.
fn key_text(key: &Value) -> Option<String> {
    match key {
        Value::Instant(time) | Value::Interval(time, _) => Some(calendar::write(*time)),
        Value::List(items) => match items.as_slice() {
            [only] => key_text(only),
            _ => None,
        },
        scalar => compare::written(scalar),
    }
}
