//! What literals are worth: comparisons that need no profile.

use alloc::boxed::Box;

use crate::bytecode::Constant;
use crate::lowercase::lowercase;
use crate::value::{Comparison, Value, scalar_holds};

/// A literal as a value.
pub(super) fn value(constant: &Constant) -> Value<'_> {
    match constant {
        Constant::Null => Value::Null,
        Constant::Boolean(value) => Value::Boolean(*value),
        Constant::Integer(value) => Value::Integer(*value),
        Constant::Double(value) => Value::Double(*value),
        Constant::String(text) => Value::String(text),
    }
}

/// Whether a comparison of two literals holds.
pub(super) fn holds(comparison: Comparison, left: &Constant, right: &Constant) -> bool {
    scalar_holds(comparison, value(left), value(right))
}

/// Whether a text can be converted to the type of a value.
pub(super) fn converts(text: &str, to: Value<'_>) -> bool {
    let either = [Comparison::Equal, Comparison::NotEqual];
    either.into_iter().any(|comparison| scalar_holds(comparison, to, Value::String(text)))
}

/// Text in lower case, for tests that ignore case.
pub(super) fn folded(text: &str) -> Box<str> {
    lowercase(text).into()
}
