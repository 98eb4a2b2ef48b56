//! `Query` for JavaScript.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::convert::{self, problem, strings, to_js};
use super::profile::with_profile;
use crate::profile::Reads;
use crate::query::{Evaluator, Query};
use crate::reply;

/// A compiled query with the memory that its evaluations share.
#[wasm_bindgen(js_name = Query)]
pub struct JsQuery {
    query: Query,
    evaluator: Evaluator,
}

impl JsQuery {
    pub(super) fn new(query: Query) -> JsQuery {
        JsQuery { query, evaluator: Evaluator::new() }
    }
}

#[wasm_bindgen(js_class = Query)]
impl JsQuery {
    /// A query from what `toBytes` gave; throws when the bytes are anything else.
    #[wasm_bindgen(js_name = fromBytes)]
    pub fn from_bytes(bytes: &[u8]) -> Result<JsQuery, JsValue> {
        Query::from_bytes(bytes).map(JsQuery::new).map_err(problem)
    }

    /// The query as bytes, to be loaded elsewhere.
    #[wasm_bindgen(js_name = toBytes)]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.query.to_bytes()
    }

    /// The raw result; null for missing.
    pub fn evaluate(
        &mut self,
        profile: &JsValue,
        now: f64,
        context: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let JsQuery { query, evaluator } = self;
        with_profile(evaluator, reads(query), profile, now, context, |profile, scratch| {
            let value = query.run(profile, scratch, &mut ())?;
            query.result(value).map(convert::result)
        })
    }

    /// The result as a segment takes it.
    pub fn matches(
        &mut self,
        profile: &JsValue,
        now: f64,
        context: &JsValue,
    ) -> Result<bool, JsValue> {
        let JsQuery { query, evaluator } = self;
        with_profile(evaluator, reads(query), profile, now, context, |profile, scratch| {
            query.run(profile, scratch, &mut ()).map(|value| value.truth())
        })
    }

    /// The result with the value of every sub-expression.
    pub fn explain(
        &mut self,
        profile: &JsValue,
        now: f64,
        context: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let JsQuery { query, evaluator } = self;
        with_profile(evaluator, reads(query), profile, now, context, |profile, scratch| {
            let explanation = query.explain_on(profile, scratch)?;
            Ok(to_js(&reply::explanation(query.source(), explanation)))
        })
    }

    /// Every path that the query can read.
    #[wasm_bindgen(getter)]
    pub fn reads(&self) -> Vec<String> {
        self.query.program().parts().reads.paths()
    }

    /// The static type of the result.
    #[wasm_bindgen(getter, js_name = resultType)]
    pub fn result_type(&self) -> String {
        self.query.program().parts().result.name().into()
    }

    /// The ids that `inSegment` names.
    #[wasm_bindgen(getter)]
    pub fn segments(&self) -> Vec<String> {
        strings(self.query.program().parts().segments.texts())
    }
}

fn reads(query: &Query) -> &Reads {
    query.program().parts().reads
}
