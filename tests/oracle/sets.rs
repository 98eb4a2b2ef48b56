//! Arrays as sets (pql.md 10.3): items compare as `=` compares them, null with nothing.

use super::compare;
use super::value::Value;

fn matches(left: &Value, right: &Value) -> bool {
    !left.is_null() && !right.is_null() && compare::equal(left, right) == Some(true)
}

/// Whether an item of `items` equals `value`, whose type decides.
fn holds(items: &[Value], value: &Value) -> bool {
    items.iter().any(|item| matches(value, item))
}

/// `value in list`; with an array on the left, whether any of its items is.
pub fn is_in(value: &Value, list: &Value) -> bool {
    let Some(items) = list.as_list() else {
        return false;
    };
    match value {
        Value::List(values) => values.iter().any(|value| holds(items, value)),
        one => holds(items, one),
    }
}

/// `value notIn list`; with an array on the left, whether any of its items is not.
pub fn is_not_in(value: &Value, list: &Value) -> bool {
    let Some(items) = list.as_list() else {
        return false;
    };
    let outside = |value: &Value| !value.is_null() && !holds(items, value);
    match value {
        Value::List(values) => values.iter().any(outside),
        one => outside(one),
    }
}

pub fn intersects(left: &Value, right: &Value) -> bool {
    both(left, right).is_some_and(|(left, right)| left.iter().any(|it| holds(right, it)))
}

/// What both have, in the order of the left one, each once; null when that is nothing.
pub fn intersection(left: &Value, right: &Value) -> Value {
    let Some((left, right)) = both(left, right) else {
        return Value::Null;
    };
    let common = left.iter().filter(|item| holds(right, item)).cloned().collect();
    Value::list_or_null(without_repeats(common))
}

pub fn is_subset(left: &Value, right: &Value) -> bool {
    both(left, right).is_some_and(|(left, right)| left.iter().all(|it| holds(right, it)))
}

/// Whether every item of the right one equals an item of the left one, whose type decides.
pub fn is_superset(left: &Value, right: &Value) -> bool {
    both(left, right).is_some_and(|(left, right)| {
        right.iter().all(|item| left.iter().any(|own| matches(own, item)))
    })
}

pub fn distinct(list: &Value) -> Value {
    match list {
        Value::List(items) => Value::list(without_repeats(items.to_vec())),
        _ => Value::Null,
    }
}

/// How many different items an array has; all nulls are one.
pub fn number_of_different(list: &Value) -> i64 {
    let (nulls, others): (Vec<Value>, Vec<Value>) =
        list.items().iter().cloned().partition(Value::is_null);
    without_repeats(others).len() as i64 + i64::from(!nulls.is_empty())
}

fn without_repeats(items: Vec<Value>) -> Vec<Value> {
    let mut kept: Vec<Value> = Vec::new();
    for item in items {
        if !kept.iter().any(|earlier| matches(earlier, &item)) {
            kept.push(item);
        }
    }
    kept
}

fn both<'a>(left: &'a Value, right: &'a Value) -> Option<(&'a [Value], &'a [Value])> {
    Some((left.as_list()?, right.as_list()?))
}
