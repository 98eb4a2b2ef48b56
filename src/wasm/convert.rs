//! Small structures on their way between JavaScript and the core.

use js_sys::JSON;
use wasm_bindgen::prelude::JsValue;

use crate::diagnostic::{Code, Diagnostic};
use crate::reply::{self, ToJson, json_of};
use crate::span::Span;

/// What to throw for diagnostics of a text; the package makes a `PqlError` of it.
#[cold]
pub(super) fn failure(source: &str, all: &[Diagnostic]) -> JsValue {
    to_js(&reply::failure(source, all))
}

/// What to throw for a single problem without a text, such as a profile's.
#[cold]
pub(super) fn problem(diagnostic: Diagnostic) -> JsValue {
    failure("", &[diagnostic])
}

/// What to throw for a value that is not what the contract says.
#[cold]
pub(super) fn misuse(code: Code, message: &str) -> JsValue {
    problem(Diagnostic::new(code, Span::default(), message))
}

/// A plain object, by way of JSON text: one crossing however large it is, and integers beyond 2^53
/// become the nearest double, as in every JSON that JavaScript reads.
pub(super) fn to_js(value: &dyn ToJson) -> JsValue {
    JSON::parse(&json_of(value)).unwrap_or(JsValue::UNDEFINED)
}
