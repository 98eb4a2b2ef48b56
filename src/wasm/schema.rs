//! `Schema` for JavaScript.

use alloc::rc::Rc;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::convert::{failure, misuse};
use super::options::read;
use crate::diagnostic::Code;
use crate::schema::Schema;

/// What is known of the fields of profiles and events.
#[wasm_bindgen(js_name = Schema)]
pub struct JsSchema {
    schema: Option<Rc<Schema>>,
}

impl JsSchema {
    pub(super) fn known(&self) -> Option<&Schema> {
        self.schema.as_deref()
    }

    /// The same once more, for a set that will compile again when this one is gone.
    pub(super) fn share(&self) -> JsSchema {
        JsSchema { schema: self.schema.clone() }
    }
}

#[wasm_bindgen(js_class = Schema)]
impl JsSchema {
    /// From an XDM JSON Schema, or an array of them; throws what is wrong with them.
    pub fn load(documents: &JsValue) -> Result<JsSchema, JsValue> {
        let documents = read(documents).map_err(|why| misuse(Code::BadSchema, &why))?;
        let schema = Schema::from_json(&documents).map_err(|all| failure("", &all))?;
        Ok(JsSchema { schema: Some(Rc::new(schema)) })
    }

    /// For those who have none: nothing is known, and nothing is minded.
    pub fn none() -> JsSchema {
        JsSchema { schema: None }
    }
}
