//! Arithmetic (pql.md 10.5): null instead of failure.

use bumpalo::collections::Vec;

use super::{Arena, Object, Value};
use crate::words::words;

words! {
    /// The arithmetic operators.
    Arithmetic { Add "+", Subtract "-", Multiply "*", Divide "/", Remainder "%" }
}

/// The result of an arithmetic operator; null unless both operands are numbers, for a division by
/// zero, and for a result that no double can hold.
///
/// Integers stay integers while they fit, but `/` always gives a Double (decision A28).
#[must_use]
pub fn arithmetic<'a>(operator: Arithmetic, left: Value<'a>, right: Value<'a>) -> Value<'a> {
    if let (Value::Integer(left), Value::Integer(right)) = (left, right) {
        let exact = match operator {
            Arithmetic::Add => left.checked_add(right),
            Arithmetic::Subtract => left.checked_sub(right),
            Arithmetic::Multiply => left.checked_mul(right),
            Arithmetic::Remainder if right == 0 => return Value::Null,
            Arithmetic::Remainder => Some(left.wrapping_rem(right)),
            Arithmetic::Divide => None,
        };
        if let Some(exact) = exact {
            return Value::Integer(exact);
        }
    }
    match (double(left), double(right)) {
        (Some(left), Some(right)) => finite(in_doubles(operator, left, right)),
        _ => Value::Null,
    }
}

/// The same for two maps, key by key over the keys that both have; results that are null are left
/// out (pql.md 11).
#[must_use]
pub fn arithmetic_of_maps<'a>(
    operator: Arithmetic,
    left: &Object<'a>,
    right: &Object<'a>,
    arena: &'a Arena,
) -> Value<'a> {
    let mut entries = Vec::new_in(arena);
    for (key, value) in left.entries {
        match arithmetic(operator, *value, right.get(key)) {
            Value::Null => {}
            result => entries.push((*key, result)),
        }
    }
    Value::Object(arena.alloc(Object::from_fields(entries, 0)))
}

/// `-x`; null unless it is a number.
#[must_use]
pub fn negate(value: Value<'_>) -> Value<'_> {
    match value {
        Value::Integer(value) => {
            value.checked_neg().map_or(Value::Double(-(value as f64)), Value::Integer)
        }
        Value::Double(value) => Value::Double(-value),
        _ => Value::Null,
    }
}

fn in_doubles(operator: Arithmetic, left: f64, right: f64) -> f64 {
    match operator {
        Arithmetic::Add => left + right,
        Arithmetic::Subtract => left - right,
        Arithmetic::Multiply => left * right,
        // Division and remainder by zero give no finite number, which `finite` makes null.
        Arithmetic::Divide => left / right,
        Arithmetic::Remainder => left % right,
    }
}

fn double(value: Value<'_>) -> Option<f64> {
    match value {
        Value::Integer(value) => Some(value as f64),
        Value::Double(value) => Some(value),
        _ => None,
    }
}

fn finite<'a>(value: f64) -> Value<'a> {
    if value.is_finite() { Value::Double(value) } else { Value::Null }
}
