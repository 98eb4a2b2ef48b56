//! Arithmetic, and the exact order of numbers (pql.md 5.2 and 10.5).

use std::cmp::Ordering;

use pql_edge::syntax::ast::Operator;

use super::value::Value;

/// `left operator right` of two numbers, or of two maps: key by key, over the keys that both have,
/// without what is null there.
pub fn arithmetic(operator: Operator, left: &Value, right: &Value) -> Value {
    let (Value::Object(left), Value::Object(right)) = (left, right) else {
        return of_numbers(operator, left, right);
    };
    let both = left.fields.iter().filter_map(|(key, value)| {
        let result = of_numbers(operator, value, right.fields.get(key)?);
        (!result.is_null()).then(|| (key.clone(), result))
    });
    Value::object(both.collect())
}

/// Null unless both are numbers and the result is a finite one.
fn of_numbers(operator: Operator, left: &Value, right: &Value) -> Value {
    if let (Value::Integer(left), Value::Integer(right)) = (left, right) {
        let (left, right) = (i128::from(*left), i128::from(*right));
        let exact = match operator {
            Operator::Add => Some(left + right),
            Operator::Subtract => Some(left - right),
            Operator::Multiply => Some(left * right),
            Operator::Remainder if right != 0 => Some(left % right),
            _ => None,
        };
        if let Some(exact) = exact.and_then(|exact| i64::try_from(exact).ok()) {
            return Value::Integer(exact);
        }
    }
    let (Some(left), Some(right)) = (double(left), double(right)) else {
        return Value::Null;
    };
    let divides = matches!(operator, Operator::Divide | Operator::Remainder);
    if divides && right == 0.0 {
        return Value::Null;
    }
    finite(match operator {
        Operator::Add => left + right,
        Operator::Subtract => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        Operator::Remainder => left % right,
        other => panic!("`{}` is not arithmetic", other.text()),
    })
}

pub fn negate(value: &Value) -> Value {
    match value {
        Value::Integer(i64::MIN) => Value::Double(9_223_372_036_854_775_808.0),
        Value::Integer(value) => Value::Integer(-value),
        Value::Double(value) => Value::Double(-value),
        _ => Value::Null,
    }
}

pub fn is_number(value: &Value) -> bool {
    matches!(value, Value::Integer(_) | Value::Double(_))
}

pub fn double(value: &Value) -> Option<f64> {
    match value {
        Value::Integer(value) => Some(*value as f64),
        Value::Double(value) => Some(*value),
        _ => None,
    }
}

fn finite(value: f64) -> Value {
    if value.is_finite() { Value::Double(value) } else { Value::Null }
}

/// The exact order of two numbers; none when one of them is no number.
pub fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Integer(left), Value::Integer(right)) => Some(left.cmp(right)),
        (Value::Double(left), Value::Double(right)) => left.partial_cmp(right),
        (Value::Integer(left), Value::Double(right)) => Some(order_mixed(*left, *right)),
        (Value::Double(left), Value::Integer(right)) => Some(order_mixed(*right, *left).reverse()),
        _ => None,
    }
}

/// Compares the whole parts as integers, which is exact, then looks at the fraction.
fn order_mixed(left: i64, right: f64) -> Ordering {
    if right.abs() >= 1e19 {
        return if right > 0.0 { Ordering::Less } else { Ordering::Greater };
    }
    let whole = right.floor();
    match i128::from(left).cmp(&(whole as i128)) {
        Ordering::Equal if right > whole => Ordering::Less,
        unequal_or_exact => unequal_or_exact,
    }
}

/// The number that a text is when it is written as PQL writes numbers.
pub fn parse(text: &str) -> Option<Value> {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let mantissa_fits = match fraction {
        Some(fraction) => (whole.is_empty() || digits(whole)) && digits(fraction),
        None => digits(whole),
    };
    let exponent_fits = exponent
        .is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)));
    if !mantissa_fits || !exponent_fits {
        return None;
    }
    if let Ok(integer) = text.parse() {
        return Some(Value::Integer(integer));
    }
    text.parse().ok().filter(|number: &f64| number.is_finite()).map(Value::Double)
}
