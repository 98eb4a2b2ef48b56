//! `AudienceSet` for JavaScript.

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::compile::{JsLimits, chosen};
use super::convert::{JsDiagnostic, diagnostics, failure, plain, strings, to_js};
use super::membership::{JsConsent, JsMembership};
use super::options::document;
use super::profile::with_profile;
use super::report;
use super::schema::JsSchema;
use crate::audience::{AudienceSet, Definition, Evaluation, Qualification, SetOptions, Skipped};
use crate::query::Evaluator;

/// A set of compiled definitions with the memory that its evaluations share.
#[wasm_bindgen(js_name = AudienceSet)]
pub struct JsAudienceSet {
    set: AudienceSet,
    evaluator: Evaluator,
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
    diagnostics: Vec<JsDiagnostic>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsQualification {
    segment_membership: Map<String, Json>,
    realized: Vec<String>,
    existing: Vec<String>,
    exited: Vec<String>,
    newer: Vec<String>,
    members: Vec<String>,
}

#[wasm_bindgen(js_class = AudienceSet)]
impl JsAudienceSet {
    /// Compiles definitions as the Segmentation API returns them.
    pub fn compile(
        definitions: JsValue,
        settings: JsValue,
        schema: &JsSchema,
    ) -> Result<JsAudienceSet, JsValue> {
        let all: Vec<Json> = document(&definitions)?;
        let settings: Options = super::options::settings(settings)?;
        let evaluation = match settings.evaluation {
            Which::Synchronous => Evaluation::Synchronous,
            Which::Any => Evaluation::Any,
        };
        let parsed = all.into_iter().map(Definition::from_json);
        let queries = chosen(settings.strict, settings.limits, schema);
        let on_error = settings.on_error;
        let consent = settings.consent.unwrap_or_default().consent()?;
        let settings = settings.membership.unwrap_or_default().settings(evaluation)?;
        let set = AudienceSet::compile_with(parsed, &SetOptions { settings, consent, queries });
        if let (OnError::Throw, Some(bad)) = (on_error, set.first_error()) {
            return Err(failure(&bad.source, &bad.diagnostics));
        }
        Ok(JsAudienceSet { set, evaluator: Evaluator::new() })
    }

    /// The ids of the audiences that the profile is in.
    pub fn evaluate(
        &mut self,
        profile: &JsValue,
        now: f64,
        context: &JsValue,
    ) -> Result<Vec<String>, JsValue> {
        let JsAudienceSet { set, evaluator } = self;
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
        let JsAudienceSet { set, evaluator } = self;
        with_profile(evaluator, set.reads_stored(), profile, now, context, |profile, scratch| {
            set.qualify_on(profile, scratch).map(qualification)
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
        let JsAudienceSet { set, evaluator } = self;
        with_profile(evaluator, set.reads(), profile, now, context, |profile, scratch| {
            set.explain_on(id, profile, scratch).map(report::explained)
        })
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
        plain(&self.set.skipped().iter().map(convert).collect::<Vec<_>>())
    }
}

fn qualification(qualification: Qualification) -> JsValue {
    let Qualification { segment_membership, realized, existing, exited, newer, members } =
        qualification;
    to_js(&JsQualification { segment_membership, realized, existing, exited, newer, members })
}
