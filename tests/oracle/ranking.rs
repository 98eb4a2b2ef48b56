//! The first items by a key: `topN` and `bottomN` (pql.md 10.3, A15).

use std::cmp::Ordering;

use pql_edge::syntax::ast::Expression;

use super::expression::Walker;
use super::number;
use super::scope::Scope;
use super::value::Value;

/// How two keys that are not null stand in line.
pub type Line = fn(&Value, &Value) -> Ordering;

pub const SMALLEST_FIRST: Line = |left, right| number::order(left, right).unwrap();
pub const LARGEST_FIRST: Line = |left, right| number::order(right, left).unwrap();

impl Walker<'_> {
    /// `array.topN(key, n)`: sorted, ties as they stand, items without a key last, the first n.
    pub fn ranked(&self, line: Line, operands: &[&Expression], scope: &Scope<'_>) -> Value {
        let number = self.value(operands[2], scope).as_whole();
        let Some(number) = number.and_then(|number| usize::try_from(number).ok()) else {
            return Value::Null;
        };
        let array = self.value(operands[0], scope);
        let mut items: Vec<(Value, &Value)> = array
            .items()
            .iter()
            .map(|item| (key(&self.for_item(operands[1], item, scope)), item))
            .collect();
        items.sort_by(|(left, _), (right, _)| match (left.is_null(), right.is_null()) {
            (false, false) => line(left, right),
            (left, right) => left.cmp(&right),
        });
        Value::list(items.into_iter().take(number).map(|(_, item)| item.clone()).collect())
    }
}

/// The number that an item is ranked by: its own, or the epoch ms of a time.
fn key(value: &Value) -> Value {
    if number::is_number(value) {
        return value.clone();
    }
    value.instant().map_or(Value::Null, Value::Integer)
}
