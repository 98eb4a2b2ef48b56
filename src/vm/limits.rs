//! What keeps an evaluation bounded: fuel.

use crate::functions::Cost;
use crate::value::{ITEM, Meter, Value};

/// The evaluation took more than its `fuel`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfFuel;

/// What is left.
#[derive(Clone, Copy)]
pub(super) struct Fuel<'a>(pub(super) &'a Meter);

impl Fuel<'_> {
    /// Takes so many steps.
    #[inline]
    pub(super) fn burn(self, steps: usize) -> Result<(), OutOfFuel> {
        if self.0.take(steps) { Ok(()) } else { Err(OutOfFuel) }
    }

    /// Whether what was just done took more than there was.
    #[inline]
    pub(super) fn check(self) -> Result<(), OutOfFuel> {
        if self.0.is_empty() { Err(OutOfFuel) } else { Ok(()) }
    }

    /// Takes the steps of looking at both values.
    #[inline]
    pub(super) fn burn_for(self, left: Value<'_>, right: Value<'_>) -> Result<(), OutOfFuel> {
        self.burn(weight(left) + weight(right))
    }

    /// Takes the steps of a call that costs so much with these arguments.
    pub(super) fn burn_for_call(
        self,
        cost: Cost,
        arguments: &[Value<'_>],
    ) -> Result<(), OutOfFuel> {
        let argument = |index: usize| arguments.get(index).copied().unwrap_or_default();
        let (first, second) = (argument(0), argument(1));
        self.burn(match cost {
            Cost::Constant => 1,
            Cost::Linear => arguments.iter().map(|argument| weight(*argument)).sum(),
            Cost::Items => items(first) * ITEM,
            Cost::Pairs => {
                let (left, right) = (items(first), items(second));
                // Whichever side holds the longer texts.
                let pairs = weight(first).saturating_mul(right);
                pairs.max(weight(second).saturating_mul(left)).saturating_add(left * ITEM)
            }
            Cost::Square => {
                items(first).saturating_mul(weight(first)).saturating_add(items(first) * ITEM)
            }
            Cost::Pattern => bytes(first).saturating_mul(bytes(second)) / 16,
        })
    }
}

/// Takes the steps of a call from a meter, where it is made without a machine.
///
/// # Errors
/// Fewer steps left than it takes.
pub fn pay_for_call(meter: &Meter, cost: Cost, arguments: &[Value<'_>]) -> Result<(), OutOfFuel> {
    Fuel(meter).burn_for_call(cost, arguments)
}

/// How many items an array has; 1 for anything else.
fn items(value: Value<'_>) -> usize {
    match value {
        Value::List(items) => items.len(),
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Double(_)
        | Value::String(_)
        | Value::Instant(_)
        | Value::Interval(..) => 1,
        Value::Object(object) => object.entries.len(),
    }
}

/// How many steps it takes to look at a value once.
fn weight(value: Value<'_>) -> usize {
    let of_one = |value: &Value<'_>| match value {
        Value::String(text) => 1 + text.len() / 16,
        Value::List(items) => items.len(),
        Value::Object(object) => object.entries.len(),
        Value::Null
        | Value::Boolean(_)
        | Value::Integer(_)
        | Value::Double(_)
        | Value::Instant(_)
        | Value::Interval(..) => 1,
    };
    if let Value::List(items) = value { items.iter().map(of_one).sum() } else { of_one(&value) }
}

/// How many bytes the texts of a value have.
fn bytes(value: Value<'_>) -> usize {
    let of_one = |value: &Value<'_>| if let Value::String(text) = value { text.len() } else { 0 };
    if let Value::List(items) = value { items.iter().map(of_one).sum() } else { of_one(&value) }
}
