//! `AudienceSet` for JavaScript.

use alloc::string::String;
use alloc::vec::Vec;

use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::compile::{JsLimits, chosen};
use super::convert::{instant, misuse, problem, strings, to_js};
use super::membership::{JsConsent, JsMembership};
use super::options::document;
use super::profile::{with_events, with_profile};
use super::schema::JsSchema;
use crate::audience::{AudienceSet, Definition, Evaluation, Read, SetOptions, Skipped, Warning};
use crate::check::Options as CheckOptions;
use crate::diagnostic::Code;
use crate::query::Evaluator;
use crate::reply::{self, Finding, diagnostics};

/// A set of compiled definitions with the memory that its evaluations share.
#[wasm_bindgen(js_name = AudienceSet)]
pub struct JsAudienceSet {
    pub(super) set: AudienceSet,
    evaluator: Evaluator,
    queries: Queries,
}

/// How the queries of a set are read and checked, now and when it is changed.
struct Queries {
    strict: Option<bool>,
    limits: Option<JsLimits>,
    schema: JsSchema,
}

impl Queries {
    fn options(&self) -> CheckOptions<'_> {
        chosen(self.strict, self.limits, &self.schema)
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Options {
    evaluation: Which,
    on_error: OnError,
    strict: Option<bool>,
    limits: Option<JsLimits>,
    membership: Option<JsMembership>,
    consent: Option<JsConsent>,
}

#[derive(Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
enum Which {
    #[default]
    Synchronous,
    Any,
}

#[derive(Default, Deserialize, PartialEq)]
#[serde(rename_all = "camelCase")]
enum OnError {
    #[default]
    Skip,
    Throw,
}

#[derive(Serialize)]
struct JsSkipped {
    id: String,
    reason: String,
    diagnostics: Vec<Finding>,
}

#[derive(Serialize)]
struct JsWarning<'s> {
    id: &'s str,
    diagnostics: Vec<Finding>,
}

#[wasm_bindgen(js_class = AudienceSet)]
impl JsAudienceSet {
    /// Compiles definitions as the Segmentation API returns them.
    pub fn compile(
        definitions: JsValue,
        settings: JsValue,
        schema: &JsSchema,
    ) -> Result<JsAudienceSet, JsValue> {
        let definitions = read(&definitions)?;
        let settings: Options = super::options::settings(settings)?;
        let evaluation = match settings.evaluation {
            Which::Synchronous => Evaluation::Synchronous,
            Which::Any => Evaluation::Any,
        };
        let Options { on_error, strict, limits, membership, consent, .. } = settings;
        let queries = Queries { strict, limits, schema: schema.share() };
        let consent = consent.unwrap_or_default().consent()?;
        let settings = membership.unwrap_or_default().settings(evaluation)?;
        let options = SetOptions { settings, consent, queries: queries.options() };
        let set = AudienceSet::compile_with(definitions, &options);
        if let (OnError::Throw, Some(bad)) = (on_error, set.first_error()) {
            return Err(to_js(&reply::failure_of(&bad.id, &bad.source, &bad.diagnostics)));
        }
        Ok(JsAudienceSet { set, evaluator: Evaluator::new(), queries })
    }

    /// A set from what `toBytes` gave; throws when the bytes are anything else.
    #[wasm_bindgen(js_name = fromBytes)]
    pub fn from_bytes(bytes: &[u8]) -> Result<JsAudienceSet, JsValue> {
        let set = AudienceSet::from_bytes(bytes).map_err(problem)?;
        let queries = Queries { strict: None, limits: None, schema: JsSchema::none() };
        Ok(JsAudienceSet { set, evaluator: Evaluator::new(), queries })
    }

    /// The set as bytes, to be loaded elsewhere.
    #[wasm_bindgen(js_name = toBytes)]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.set.to_bytes()
    }

    /// Takes definitions out and others in; compiles only what changed.
    pub fn update(&mut self, added: JsValue, removed: Vec<String>) -> Result<(), JsValue> {
        let added = read(&added)?;
        let removed: Vec<&str> = removed.iter().map(String::as_str).collect();
        self.set.update(added, &removed, &self.queries.options());
        Ok(())
    }

    /// The ids of the audiences that the profile is in.
    pub fn evaluate(
        &mut self,
        profile: &JsValue,
        now: f64,
        context: &JsValue,
    ) -> Result<Vec<String>, JsValue> {
        let JsAudienceSet { set, evaluator, .. } = self;
        with_profile(evaluator, set.reads(), profile, now, context, |profile, scratch| {
            set.evaluate_on(profile, scratch).map(strings)
        })
    }

    /// The memberships of the profile compared with the stored ones.
    pub fn qualify(
        &mut self,
        profile: &JsValue,
        now: f64,
        context: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let JsAudienceSet { set, evaluator, .. } = self;
        with_profile(evaluator, set.reads_stored(), profile, now, context, |profile, scratch| {
            set.qualify_on(profile, scratch).map(|found| to_js(&reply::qualification(found)))
        })
    }

    /// Why the profile is in an audience or not.
    pub fn explain(
        &mut self,
        id: &str,
        profile: &JsValue,
        now: f64,
        context: &JsValue,
    ) -> Result<JsValue, JsValue> {
        let JsAudienceSet { set, evaluator, .. } = self;
        with_profile(evaluator, set.reads(), profile, now, context, |profile, scratch| {
            set.explain_on(id, profile, scratch).map(|found| to_js(&reply::explained(found)))
        })
    }

    /// The events that the set can still need.
    pub fn retain(&mut self, events: &JsValue, now: f64) -> Result<JsValue, JsValue> {
        let JsAudienceSet { set, evaluator, .. } = self;
        let now = instant(now)?;
        with_events(evaluator, &set.reads_history(), events, |events| {
            set.retain_on(events, now).map(|kept| to_js(&kept))
        })
    }

    /// How far back, and at which paths, the set looks at events.
    #[wasm_bindgen(getter)]
    pub fn lookback(&self) -> JsValue {
        to_js(&reply::lookback(self.set.lookback(), self.set.reads()))
    }

    /// How many audiences the set holds.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> u32 {
        self.set.audiences().len() as u32
    }

    /// Their ids, in the order of the definitions.
    #[wasm_bindgen(getter)]
    pub fn ids(&self) -> Vec<String> {
        strings(self.set.audiences().iter().map(|audience| &audience.id))
    }

    /// Every path that the set can read.
    #[wasm_bindgen(getter)]
    pub fn reads(&self) -> Vec<String> {
        self.set.reads().paths()
    }

    /// The definitions that were left out, with the reason.
    #[wasm_bindgen(getter)]
    pub fn skipped(&self) -> JsValue {
        let convert = |skipped: &Skipped| JsSkipped {
            id: skipped.id.clone(),
            reason: skipped.reason.clone(),
            diagnostics: diagnostics(&skipped.source, &skipped.diagnostics),
        };
        to_js(&self.set.skipped().iter().map(convert).collect::<Vec<_>>())
    }

    /// What there is to mind in the definitions that are in the set.
    #[wasm_bindgen(getter)]
    pub fn warnings(&self) -> JsValue {
        let all = self.set.warnings().into_iter().map(|Warning { audience, diagnostics: all }| {
            let diagnostics = diagnostics(audience.query.source(), &all);
            JsWarning { id: &audience.id, diagnostics }
        });
        to_js(&all.collect::<Vec<_>>())
    }
}

/// Definitions as they come: text or bytes of JSON or of a definition a line, or plain objects.
fn read(given: &JsValue) -> Result<Vec<Read>, JsValue> {
    if let Some(text) = given.as_string() {
        return Ok(Definition::all_from_text(&text));
    }
    let Some(bytes) = given.dyn_ref::<Uint8Array>() else {
        return document(given).map(Definition::all_from_json);
    };
    let text = String::from_utf8(bytes.to_vec());
    let text = text.map_err(|_| misuse(Code::BadUtf8, "the definitions are not valid UTF-8"))?;
    Ok(Definition::all_from_text(&text))
}
