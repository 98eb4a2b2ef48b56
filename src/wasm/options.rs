//! Options and definitions on their way in.

use alloc::format;
use alloc::string::{String, ToString};

use js_sys::JSON;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::convert::misuse;
use crate::diagnostic::Code;
use crate::limits::Limits;
use crate::syntax::json;

/// Settings from a plain object; their defaults for `undefined` and `null`. Only the members that
/// they name are looked at.
pub(super) fn settings<T: DeserializeOwned + Default>(value: JsValue) -> Result<T, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    serde_wasm_bindgen::from_value(value).map_err(|error| wrong(&error.to_string()))
}

/// A structure that holds JSON of the caller's, from a plain object; its default for `undefined`
/// and `null`.
///
/// It crosses as JSON text: JavaScript refuses an object that contains itself, and the reader one
/// that is nested deeper than a stack can hold.
pub(super) fn document<T: DeserializeOwned + Default>(value: &JsValue) -> Result<T, JsValue> {
    read(value).map_err(|why| wrong(&why))
}

/// The same with the reason in a sentence.
pub(super) fn read<T: DeserializeOwned + Default>(value: &JsValue) -> Result<T, String> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    let text = JSON::stringify(value).map_err(|thrown| message(&thrown))?;
    let text = text.as_string().ok_or("it has no JSON form")?;
    json::parse(&text, &Limits::DEFAULT).map_err(|error| without_place(&error))
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
