//! Compiling and changing sets for JavaScript.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::artifact::{keep, with_set};
use super::compile::{JsLimits, chosen};
use super::convert::{misuse, to_js};
use super::given::given;
use super::membership::{JsConsent, JsMembership};
use super::options::document;
use super::schema::JsSchema;
use crate::abi::Loaded;
use crate::audience::{
    AudienceSet, Consent, Definition, Evaluation, Read, SetOptions, Settings, Skipped, Warning,
};
use crate::check::Options as CheckOptions;
use crate::diagnostic::Code;
use crate::reply::{self, Finding, diagnostics};
use crate::reply::{Members, Object};

/// How the queries of a set are read and checked, now and when it is changed.
#[wasm_bindgen(js_name = SetCompiler)]
pub struct JsSetCompiler {
    settings: Settings,
    consent: Consent,
    on_error: OnError,
    strict: Option<bool>,
    limits: Option<JsLimits>,
    schema: JsSchema,
}

given! {
    struct Options {
        evaluation "evaluation": Which,
        on_error "onError": OnError,
        strict "strict": Option<bool>,
        limits "limits": Option<JsLimits>,
        membership "membership": Option<JsMembership>,
        consent "consent": Option<JsConsent>,
    }
}

given! {
    enum Which { Synchronous "synchronous", Any "any" }
}

given! {
    enum OnError { Skip "skip", Throw "throw" }
}

struct JsSkipped {
    id: String,
    reason: String,
    diagnostics: Vec<Finding>,
}

impl Members for JsSkipped {
    fn put(&self, object: &mut Object<'_>) {
        object.member("id", &self.id);
        object.member("reason", &self.reason);
        object.member("diagnostics", &self.diagnostics);
    }
}

struct JsWarning<'s> {
    id: &'s str,
    diagnostics: Vec<Finding>,
}

impl Members for JsWarning<'_> {
    fn put(&self, object: &mut Object<'_>) {
        object.member("id", &self.id);
        object.member("diagnostics", &self.diagnostics);
    }
}

#[wasm_bindgen(js_class = SetCompiler)]
impl JsSetCompiler {
    /// With the options of `AudienceSet.compile`.
    #[wasm_bindgen(constructor)]
    pub fn new(settings: JsValue, schema: &JsSchema) -> Result<JsSetCompiler, JsValue> {
        let Options { evaluation, on_error, strict, limits, membership, consent } =
            super::options::settings(&settings)?;
        let evaluation = match evaluation {
            Which::Synchronous => Evaluation::Synchronous,
            Which::Any => Evaluation::Any,
        };
        let consent = consent.unwrap_or_default().consent()?;
        let settings = membership.unwrap_or_default().settings(evaluation)?;
        Ok(JsSetCompiler { settings, consent, on_error, strict, limits, schema: schema.share() })
    }

    /// The handle of a set of definitions as the Segmentation API returns them.
    pub fn compile(&self, definitions: JsValue) -> Result<u32, JsValue> {
        let definitions = read(&definitions)?;
        let (settings, consent) = (self.settings, self.consent.clone());
        let options = SetOptions { settings, consent, queries: self.queries() };
        let set = AudienceSet::compile_with(definitions, &options);
        if let (OnError::Throw, Some(bad)) = (&self.on_error, set.first_error()) {
            return Err(to_js(&reply::failure_of(&bad.id, &bad.source, &bad.diagnostics)));
        }
        keep(Loaded::Set(Box::new(set)))
    }

    /// Takes definitions out of a set and others in; compiles only what changed.
    pub fn update(&self, handle: u32, added: JsValue, removed: Vec<String>) -> Result<(), JsValue> {
        let added = read(&added)?;
        let removed: Vec<&str> = removed.iter().map(String::as_str).collect();
        with_set(handle, |set| set.update(added, &removed, &self.queries()))
    }

    fn queries(&self) -> CheckOptions<'_> {
        chosen(self.strict, self.limits, &self.schema)
    }
}

/// The definitions that a set left out, with the reason.
#[wasm_bindgen]
pub fn skipped(handle: u32) -> Result<JsValue, JsValue> {
    let convert = |skipped: &Skipped| JsSkipped {
        id: skipped.id.clone(),
        reason: skipped.reason.clone(),
        diagnostics: diagnostics(&skipped.source, &skipped.diagnostics),
    };
    with_set(handle, |set| to_js(&set.skipped().iter().map(convert).collect::<Vec<_>>()))
}

/// What there is to mind in the definitions that are in a set.
#[wasm_bindgen]
pub fn warnings(handle: u32) -> Result<JsValue, JsValue> {
    with_set(handle, |set| to_js(&set.warnings().into_iter().map(warning).collect::<Vec<_>>()))
}

fn warning(Warning { audience, diagnostics: all }: Warning<'_>) -> JsWarning<'_> {
    JsWarning { id: &audience.id, diagnostics: diagnostics(&audience.query.source(), &all) }
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
