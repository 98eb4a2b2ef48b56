//! Small structures on their way between JavaScript and the core.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use js_sys::JSON;
use serde::Serialize;
use wasm_bindgen::prelude::JsValue;

use crate::diagnostic::{Code, Diagnostic};
use crate::reply;
use crate::span::Span;
use crate::value::{Value, to_json};

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
pub(super) fn to_js(value: &impl Serialize) -> JsValue {
    let text = serde_json::to_string(value).unwrap_or_default();
    JSON::parse(&text).unwrap_or(JsValue::UNDEFINED)
}

/// The result of an evaluation; those that are no structures cross without text.
pub(super) fn result(value: Value<'_>) -> JsValue {
    match value {
        Value::Null => JsValue::NULL,
        Value::Boolean(value) => JsValue::from_bool(value),
        Value::Integer(value) => JsValue::from_f64(value as f64),
        Value::Double(value) => JsValue::from_f64(value),
        Value::String(text) => JsValue::from_str(text),
        Value::Instant(_) | Value::Interval(..) | Value::List(_) | Value::Object(_) => {
            to_js(&to_json(value))
        }
    }
}

/// Epoch ms as the core counts them.
pub(super) fn instant(now: f64) -> Result<i64, JsValue> {
    // What a JavaScript `Date` can hold.
    const LIMIT: f64 = 8.64e15;
    if now.is_nan() || now.abs() > LIMIT {
        return Err(misuse(Code::BadTime, "`now` is not a time"));
    }
    Ok(now as i64)
}

/// Strings as an array.
pub(super) fn strings(all: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    all.into_iter().map(|text| text.as_ref().to_string()).collect()
}
