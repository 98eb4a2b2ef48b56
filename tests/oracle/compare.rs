//! `=`, `<` and their kin (pql.md 5.2, 5.4 and A17).

use std::cmp::Ordering;

use pql_edge::syntax::ast::Operator;

use super::number;
use super::value::{Object, Value};

/// Whether `left operator right` holds; never when one of them is null.
pub fn holds(operator: Operator, left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Null, _) | (_, Value::Null) => false,
        (Value::List(first), Value::List(second)) => match operator {
            Operator::Equal => same_items(first, second),
            Operator::NotEqual => !same_items(first, second),
            _ => false,
        },
        (Value::List(items), _) => items.iter().any(|item| holds(operator, item, right)),
        (_, Value::List(items)) => items.iter().any(|item| holds(operator, left, item)),
        _ => holds_for_one(operator, left, right),
    }
}

fn holds_for_one(operator: Operator, left: &Value, right: &Value) -> bool {
    match operator {
        Operator::Equal => equal(left, right) == Some(true),
        Operator::NotEqual => equal(left, right) == Some(false),
        Operator::Less => order(left, right) == Some(Ordering::Less),
        Operator::LessEqual => {
            matches!(order(left, right), Some(Ordering::Less | Ordering::Equal))
        }
        Operator::Greater => order(left, right) == Some(Ordering::Greater),
        Operator::GreaterEqual => {
            matches!(order(left, right), Some(Ordering::Greater | Ordering::Equal))
        }
        other => panic!("`{}` is not a comparison", other.text()),
    }
}

/// Whether two values that are not null are equal, the right one converted to the type of the
/// left one; none when it cannot be.
pub fn equal(left: &Value, right: &Value) -> Option<bool> {
    if left.is_time() || right.is_time() {
        return Some(left.instant()? == right.instant()?);
    }
    match (left, right) {
        (Value::String(left), _) => Some(**left == *written(right)?),
        (Value::Boolean(left), Value::Boolean(right)) => Some(left == right),
        (Value::Boolean(left), Value::String(right)) => match &**right {
            "true" => Some(*left),
            "false" => Some(!*left),
            _ => None,
        },
        (Value::Integer(_) | Value::Double(_), Value::String(right)) => {
            number::order(left, &number::parse(right)?).map(Ordering::is_eq)
        }
        (Value::Integer(_) | Value::Double(_), _) => {
            number::order(left, right).map(Ordering::is_eq)
        }
        (Value::Object(left), Value::Object(right)) => Some(same_object(left, right)),
        (Value::List(left), Value::List(right)) => Some(same_items(left, right)),
        _ => None,
    }
}

/// The text of a scalar.
pub fn written(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.to_string()),
        Value::Boolean(value) => Some(value.to_string()),
        Value::Integer(value) => Some(value.to_string()),
        Value::Double(value) => Some(value.to_string()),
        _ => None,
    }
}

/// Item by item in order; here alone null equals null.
fn same_items(left: &[Value], right: &[Value]) -> bool {
    left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
}

fn same(left: &Value, right: &Value) -> bool {
    (left.is_null() && right.is_null()) || equal(left, right) == Some(true)
}

/// Items of one array of the profile are told apart by position, other objects by content.
fn same_object(left: &Object, right: &Object) -> bool {
    if let (Some((left_array, left_at)), Some((right_array, right_at))) = (left.place, right.place)
        && left_array == right_array
    {
        return left_at == right_at;
    }
    left.fields.len() == right.fields.len()
        && left
            .fields
            .iter()
            .all(|(key, value)| right.fields.get(key).is_some_and(|other| same(value, other)))
}

fn order(left: &Value, right: &Value) -> Option<Ordering> {
    if left.is_time() || right.is_time() {
        return Some(left.instant()?.cmp(&right.instant()?));
    }
    match (left, right) {
        (Value::String(_), Value::String(_)) => Some(left.instant()?.cmp(&right.instant()?)),
        (Value::Integer(_) | Value::Double(_), Value::String(right)) => {
            number::order(left, &number::parse(right)?)
        }
        _ => number::order(left, right),
    }
}
