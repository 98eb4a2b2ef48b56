//! Compiling, checking and formatting for JavaScript.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value as Json;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::artifact::keep;
use super::convert::{failure, problem, to_js};
use super::eligibility::{JsEligibility, about, generation, report};
use super::given::given;
use super::options::{document, settings};
use super::schema::JsSchema;
use crate::abi::Loaded;
use crate::audience::Expression;
use crate::check::eligibility::eligibility_within;
use crate::check::{Options, Reference};
use crate::diagnostic::Diagnostic;
use crate::keys::Set;
use crate::limits::Limits;
use crate::query::{Query, analyse, format};
use crate::reply::{Finding, diagnostics};
use crate::reply::{Members, Object};

/// The handle of a query from text, an expression object or a segment definition; throws its
/// diagnostics.
#[wasm_bindgen]
pub fn compile(source: &JsValue, options: JsValue, schema: &JsSchema) -> Result<u32, JsValue> {
    let CompileOptions { strict, limits } = settings(&options)?;
    let options = chosen(strict, limits, schema);
    let source = text(source, &options.limits)?;
    let query = Query::compile_with(&source, &options).map_err(|all| failure(&source, &all))?;
    keep(Loaded::Query(Box::new(query)))
}

/// What there is to say of a query; bad PQL is a report, not an exception.
#[wasm_bindgen]
pub fn check(source: &JsValue, options: JsValue, schema: &JsSchema) -> Result<JsValue, JsValue> {
    let (expression, about) = (expression(source)?, about(source));
    let CheckOptions { rules, strict, limits } = settings(&options)?;
    let rules = generation(rules.as_deref())?;
    let options = chosen(strict, limits, schema);
    let read = expression.text(&options.limits);
    let source = read.as_ref().map_or("", |read| &read.text);
    let (checked, mut all) = analyse(source, &options);
    match &read {
        Ok(read) => drop(all.splice(0..0, read.diagnostics.iter().cloned())),
        Err(unreadable) => all.clone_from(unreadable),
    }
    let advice = eligibility_within(&checked, &all, rules, &about.circumstances());
    Ok(to_js(&Report {
        ok: !all.iter().any(Diagnostic::is_error),
        result_type: checked.tree.kind.name(),
        diagnostics: diagnostics(source, &all),
        reads: checked.reads.paths(),
        segments: named(checked.segments),
        eligibility: report(source, &advice),
    }))
}

/// Canonical text; throws when the text cannot be parsed.
#[wasm_bindgen(js_name = format)]
pub fn format_source(source: &JsValue, options: JsValue) -> Result<String, JsValue> {
    let source = text(source, &Limits::DEFAULT)?;
    let FormatOptions { width } = settings(&options)?;
    format(&source, width.unwrap_or(DEFAULT_WIDTH)).map_err(|all| failure(&source, &all))
}

/// The same query in the other format; throws when it cannot be read.
#[wasm_bindgen]
pub fn convert(source: &JsValue) -> Result<JsValue, JsValue> {
    let given = expression(source)?;
    let converted = given.convert(&Limits::DEFAULT).map_err(|all| {
        let text = given.text(&Limits::DEFAULT);
        failure(text.as_ref().map_or("", |read| &read.text), &all)
    })?;
    let Expression { kind, format, value } = converted;
    Ok(to_js(&JsExpression { kind, format, value }))
}

/// Where `format` breaks lines unless it is told otherwise, in characters.
const DEFAULT_WIDTH: usize = 100;

/// The ids, each once: one may be named in several namespaces.
fn named(references: Vec<Reference>) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let mut known = Set::default();
    for Reference { id, .. } in references {
        if known.insert(id.clone()) {
            ids.push(id);
        }
    }
    ids
}

given! {
    struct CompileOptions {
        strict "strict": Option<bool>,
        limits "limits": Option<JsLimits>,
    }
}

given! {
    /// Limits that the caller changes.
    #[derive(Clone, Copy)]
    pub(super) struct JsLimits {
        source "source": Option<usize>,
        depth "depth": Option<u32>,
        fuel "fuel": Option<u64>,
        result "result": Option<usize>,
    }
}

given! {
    struct CheckOptions {
        rules "rules": Option<String>,
        strict "strict": Option<bool>,
        limits "limits": Option<JsLimits>,
    }
}

given! {
    struct FormatOptions {
        width "width": Option<usize>,
    }
}

struct JsExpression {
    kind: String,
    format: String,
    value: Json,
}

impl Members for JsExpression {
    fn put(&self, object: &mut Object<'_>) {
        object.member("type", &self.kind);
        object.member("format", &self.format);
        object.member("value", &self.value);
    }
}

struct Report {
    ok: bool,
    result_type: &'static str,
    diagnostics: Vec<Finding>,
    reads: Vec<String>,
    segments: Vec<String>,
    eligibility: JsEligibility,
}

impl Members for Report {
    fn put(&self, object: &mut Object<'_>) {
        object.member("ok", &self.ok);
        object.member("resultType", &self.result_type);
        object.member("diagnostics", &self.diagnostics);
        object.member("reads", &self.reads);
        object.member("segments", &self.segments);
        object.member("eligibility", &self.eligibility);
    }
}

/// What applies where the caller says nothing.
pub(super) fn chosen(
    strict: Option<bool>,
    limits: Option<JsLimits>,
    schema: &JsSchema,
) -> Options<'_> {
    let given = limits.unwrap_or_default();
    let known = Limits::DEFAULT;
    let limits = Limits {
        source: given.source.unwrap_or(known.source),
        depth: given.depth.unwrap_or(known.depth),
        fuel: given.fuel.unwrap_or(known.fuel),
        result: given.result.unwrap_or(known.result),
    };
    Options { strict: strict.unwrap_or_default(), limits, schema: schema.known() }
}

/// The text of a source; of a tree the canonical one.
fn text(source: &JsValue, limits: &Limits) -> Result<String, JsValue> {
    let expression = expression(source)?;
    let read = expression.text(limits).map_err(|all| failure("", &all))?;
    Ok(read.text.into_owned())
}

/// A source: text as it is, an expression object or a definition.
fn expression(source: &JsValue) -> Result<Expression, JsValue> {
    if let Some(text) = source.as_string() {
        let (kind, format) = (String::new(), String::new());
        return Ok(Expression { kind, format, value: Json::String(text) });
    }
    Expression::of_source(document(source)?).map_err(problem)
}
