//! Options and definitions on their way in.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};

use js_sys::JSON;
use serde_json::Value as Json;
use wasm_bindgen::JsValue;

use super::convert::misuse;
use super::given::Given;
use crate::diagnostic::Code;
use crate::limits::Limits;
use crate::syntax::json;

/// Settings from a plain object; their defaults for `undefined` and `null`. Only the members that
/// they name are looked at.
pub(super) fn settings<T: Given + Default>(value: &JsValue) -> Result<T, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    T::given(value).map_err(|why| wrong(&format!("Error: {why}")))
}

/// JSON of the caller's, from a plain object; null for `undefined`.
///
/// It crosses as JSON text: JavaScript refuses an object that contains itself, and the reader one
/// that is nested deeper than a stack can hold.
pub(super) fn document(value: &JsValue) -> Result<Json, JsValue> {
    read(value).map_err(|why| wrong(&why))
}

/// The same with the reason in a sentence.
pub(super) fn read(value: &JsValue) -> Result<Json, String> {
    if value.is_undefined() || value.is_null() {
        return Ok(Json::Null);
    }
    let text = JSON::stringify(value).map_err(|thrown| message(&thrown))?;
    let text = text.as_string().ok_or("it has no JSON form")?;
    json::parse(&well_formed(&text), &Limits::DEFAULT).map_err(|error| without_place(&error))
}

/// Half a surrogate pair is no character; it is replaced as in any text that becomes UTF-8. The host
/// writes it as an escape.
fn well_formed(json: &str) -> Cow<'_, str> {
    if !json.contains("\\ud") {
        return Cow::Borrowed(json);
    }
    let mut out = String::new();
    let mut rest = json;
    while let Some((before, escape)) = rest.find('\\').and_then(|at| rest.split_at_checked(at)) {
        out.push_str(before);
        let is_half = matches!(escape.as_bytes().get(1..4), Some([b'u', b'd', b'8'..=b'f']));
        let length = if is_half { 6 } else { 2 };
        let (escape, behind) = escape.split_at_checked(length).unwrap_or((escape, ""));
        out.push_str(if is_half { "\u{fffd}" } else { escape });
        rest = behind;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cold]
fn wrong(why: &str) -> JsValue {
    misuse(Code::BadDefinition, &format!("not an object of the expected form: {why}"))
}

/// What the host says; V8 draws a cycle on further lines.
fn message(thrown: &JsValue) -> String {
    let error = js_sys::Error::from(thrown.clone());
    let text = String::from(error.message());
    text.lines().next().unwrap_or_default().to_string()
}

/// Lines and columns are those of our own text, which the caller never saw.
fn without_place(message: &str) -> String {
    message.split(" at line ").next().unwrap_or_default().to_string()
}
