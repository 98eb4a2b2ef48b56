//! Equality, order and membership (pql.md 5.2, 5.4; decisions A5, A17).

use core::cmp::Ordering;
use core::fmt::{self, Write};

use super::calendar::Comparison;
use super::decimal::{read_double, write_double};
use super::{MAX_NESTING, Meter, Object, Value};

/// Whether a comparison holds: never when an operand is null or cannot be converted.
///
/// An array met by a scalar holds if any item does; two arrays are equal item by item in order.
#[must_use]
pub fn holds(comparison: Comparison, left: Value<'_>, right: Value<'_>, meter: &Meter) -> bool {
    Budget { depth: MAX_NESTING, meter }.holds(comparison, left, right)
}

/// Whether a value is in a list, as `=` compares it with each item.
#[must_use]
pub fn contains<'a>(items: &[Value<'a>], value: Value<'a>, meter: &Meter) -> bool {
    let budget = Budget { depth: MAX_NESTING, meter };
    items.iter().any(|item| budget.same_present(value, *item))
}

/// Whether two values are the same through and through; null is the same as null only here.
#[must_use]
pub fn same(left: Value<'_>, right: Value<'_>, meter: &Meter) -> bool {
    Budget { depth: MAX_NESTING, meter }.same(left, right)
}

/// How deep a comparison may still look, and how long.
#[derive(Clone, Copy)]
struct Budget<'m> {
    depth: u32,
    meter: &'m Meter,
}

impl Budget<'_> {
    /// What is left for the parts of a value; none when they are not to be looked at.
    fn inner(self) -> Option<Self> {
        let depth = self.depth.checked_sub(1)?;
        self.meter.take(1).then_some(Budget { depth, ..self })
    }

    fn holds(self, comparison: Comparison, left: Value<'_>, right: Value<'_>) -> bool {
        match (left, right) {
            (Value::Null, _) | (_, Value::Null) => false,
            (Value::List(_), Value::List(_)) => match comparison {
                Comparison::Equal => self.same(left, right),
                Comparison::NotEqual => !self.same(left, right),
                _ => false,
            },
            (Value::List(items), _) => items.iter().any(|item| {
                self.inner().is_some_and(|inner| inner.holds(comparison, *item, right))
            }),
            (_, Value::List(items)) => items
                .iter()
                .any(|item| self.inner().is_some_and(|inner| inner.holds(comparison, left, *item))),
            (Value::Object(left), Value::Object(right)) => match comparison {
                Comparison::Equal => self.same_object(left, right),
                Comparison::NotEqual => !self.same_object(left, right),
                _ => false,
            },
            _ => scalar_holds(comparison, left, right),
        }
    }

    fn same(self, left: Value<'_>, right: Value<'_>) -> bool {
        match (left, right) {
            (Value::Null, Value::Null) => true,
            _ => self.same_present(left, right),
        }
    }

    fn same_present(self, left: Value<'_>, right: Value<'_>) -> bool {
        match (left, right) {
            (Value::Object(left), Value::Object(right)) => self.same_object(left, right),
            (Value::List(left), Value::List(right)) => {
                left.len() == right.len()
                    && left.iter().zip(right).all(|(left, right)| self.same_part(*left, *right))
            }
            _ => equal(left, right) == Some(true),
        }
    }

    fn same_object(self, left: &Object<'_>, right: &Object<'_>) -> bool {
        if core::ptr::eq(left, right) {
            return true;
        }
        let siblings = left.array != 0 && left.array == right.array;
        let fields = || left.entries.iter().zip(right.entries);
        !siblings
            && left.entries.len() == right.entries.len()
            && fields().all(|(left, right)| left.0 == right.0 && self.same_part(left.1, right.1))
    }

    fn same_part(self, left: Value<'_>, right: Value<'_>) -> bool {
        self.inner().is_some_and(|inner| inner.same(left, right))
    }
}

/// The same for two scalars, which takes no longer than they are.
#[must_use]
pub fn scalar_holds(comparison: Comparison, left: Value<'_>, right: Value<'_>) -> bool {
    match comparison {
        Comparison::Equal => equal(left, right) == Some(true),
        Comparison::NotEqual => equal(left, right) == Some(false),
        Comparison::Less => order(left, right).is_some_and(Ordering::is_lt),
        Comparison::LessEqual => order(left, right).is_some_and(Ordering::is_le),
        Comparison::Greater => order(left, right).is_some_and(Ordering::is_gt),
        Comparison::GreaterEqual => order(left, right).is_some_and(Ordering::is_ge),
    }
}

/// Equality of two scalars, the right one converted to the type of the left; none when it cannot
/// be. A time on either side makes it a comparison of times.
fn equal(left: Value<'_>, right: Value<'_>) -> Option<bool> {
    if left.is_time() || right.is_time() {
        return Some(left.instant()? == right.instant()?);
    }
    match left {
        Value::String(text) => match right {
            Value::String(other) => Some(text == other),
            Value::Boolean(other) => Some(text == if other { "true" } else { "false" }),
            Value::Integer(other) => Some(is_written(text, |out| write!(out, "{other}"))),
            Value::Double(other) => Some(is_written(text, |out| write_double(out, other))),
            _ => None,
        },
        Value::Boolean(value) => match right {
            Value::Boolean(other) => Some(value == other),
            Value::String("true") => Some(value),
            Value::String("false") => Some(!value),
            _ => None,
        },
        Value::Integer(_) | Value::Double(_) => {
            numeric_order(left, number(right)?).map(Ordering::is_eq)
        }
        _ => None,
    }
}

/// Order of two numbers or two times; none for anything else (decision A42).
fn order(left: Value<'_>, right: Value<'_>) -> Option<Ordering> {
    match left {
        Value::Integer(_) | Value::Double(_) if !right.is_time() => {
            numeric_order(left, number(right)?)
        }
        Value::String(_) if !matches!(right, Value::String(_)) && !right.is_time() => None,
        _ => Some(left.instant()?.cmp(&right.instant()?)),
    }
}

/// What an item counts as where items are put in order: a number, or the epoch ms of a time; none
/// for anything else.
#[must_use]
pub fn rank(value: Value<'_>) -> Option<Value<'_>> {
    match value {
        Value::Integer(_) | Value::Double(_) => Some(value),
        _ => value.instant().map(Value::Integer),
    }
}

/// The order of two ranks, exact for Integers and Doubles alike.
#[must_use]
pub fn rank_order(left: Value<'_>, right: Value<'_>) -> Ordering {
    numeric_order(left, right).unwrap_or(Ordering::Equal)
}

/// The number that a scalar is or, as text, writes; none for anything else.
#[must_use]
pub fn number(value: Value<'_>) -> Option<Value<'_>> {
    match value {
        Value::Integer(_) | Value::Double(_) => Some(value),
        Value::String(text) => written_number(text),
        _ => None,
    }
}

/// A number as PQL writes it; Rust would also read `inf`, `nan` and a leading `+`.
#[inline(never)]
fn written_number(text: &str) -> Option<Value<'_>> {
    if !matches!(text.as_bytes().first(), Some(b'0'..=b'9' | b'-' | b'.')) {
        return None;
    }
    if let Ok(value) = text.parse() {
        return (!text.starts_with('+')).then_some(Value::Integer(value));
    }
    let plain =
        text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'));
    // Behind a dot PQL wants a digit.
    let plain = plain && !text.ends_with('.') && !text.contains(".e") && !text.contains(".E");
    let value = read_double(text).filter(|value| value.is_finite())?;
    (plain && !text.starts_with('+')).then_some(Value::Double(value))
}

fn numeric_order(left: Value<'_>, right: Value<'_>) -> Option<Ordering> {
    match (left, right) {
        (Value::Integer(left), Value::Integer(right)) => Some(left.cmp(&right)),
        (Value::Double(left), Value::Double(right)) => left.partial_cmp(&right),
        (Value::Integer(left), Value::Double(right)) => Some(mixed_order(left, right)),
        (Value::Double(left), Value::Integer(right)) => Some(mixed_order(right, left).reverse()),
        _ => None,
    }
}

/// Exact, although not every integer is a double.
fn mixed_order(left: i64, right: f64) -> Ordering {
    // 2^63: doubles from here on are larger than every integer, those below -2^63 smaller.
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if right >= LIMIT {
        return Ordering::Less;
    }
    if right < -LIMIT {
        return Ordering::Greater;
    }
    let whole = right as i64;
    let fraction = right - whole as f64;
    let by_fraction = 0.0_f64.partial_cmp(&fraction).unwrap_or(Ordering::Equal);
    left.cmp(&whole).then(by_fraction)
}

/// Whether `text` is exactly what is written, without writing it anywhere.
fn is_written(text: &str, write: impl Fn(&mut dyn Write) -> fmt::Result) -> bool {
    struct Expected<'s>(&'s str);
    impl Write for Expected<'_> {
        fn write_str(&mut self, part: &str) -> fmt::Result {
            self.0 = self.0.strip_prefix(part).ok_or(fmt::Error)?;
            Ok(())
        }
    }
    let mut expected = Expected(text);
    write(&mut expected).is_ok() && expected.0.is_empty()
}
