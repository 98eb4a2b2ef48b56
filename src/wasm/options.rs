//! Options and definitions on their way in.

use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

use super::convert::misuse;
use crate::diagnostic::Code;

/// A structure from a plain object; its default for `undefined` and `null`.
pub(super) fn options<T: DeserializeOwned + Default>(value: JsValue) -> Result<T, JsValue> {
    if value.is_undefined() || value.is_null() {
        return Ok(T::default());
    }
    serde_wasm_bindgen::from_value(value)
        .map_err(|error| misuse(Code::BadDefinition, &alloc::format!("wrong options: {error}")))
}
