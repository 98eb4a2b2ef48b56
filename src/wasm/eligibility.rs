//! Eligibility for JavaScript: of one query, and of the definitions of a set.

use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::artifact::with_set;
use super::convert::{misuse, to_js};
use super::given::{Needed, given};
use super::options::{document, settings};
use crate::audience::{About, Classified, Environment, MergePolicy};
use crate::check::eligibility::{Eligibility, Reason, Rules};
use crate::diagnostic::{Code, Lines};
use crate::reply::{Members, Object};

/// What the platform would allow every definition that a set was given, in their order.
#[wasm_bindgen]
pub fn eligibility(handle: u32, options: JsValue) -> Result<JsValue, JsValue> {
    let EligibilityOptions { rules, merge_policies, batch_fields } = settings(&options)?;
    let rules = generation(rules.as_deref())?;
    let merge_policies = merge_policies.unwrap_or_default();
    let environment = Environment {
        merge_policies: merge_policies.into_iter().map(MergePolicy::from).collect(),
        batch_fields: batch_fields.unwrap_or_default(),
    };
    with_set(handle, |set| {
        let all = set.eligibility(rules, &environment);
        to_js(&all.iter().map(classified).collect::<Vec<_>>())
    })
}

/// The generation of the rules that an option names; the newest for none.
pub(super) fn generation(name: Option<&str>) -> Result<Rules, JsValue> {
    Rules::named(name.unwrap_or_default()).ok_or_else(|| {
        misuse(Code::BadDefinition, "`rules` is one of E1, E2, E3, E4, 2025 and newest")
    })
}

/// What a source says of itself, when it is a definition.
pub(super) fn about(source: &JsValue) -> About {
    match source.as_string() {
        Some(_) => About::default(),
        None => document(source).map(About::of_source).unwrap_or_default(),
    }
}

/// What is said of a query with this text.
pub(super) fn report(source: &str, found: &Eligibility) -> JsEligibility {
    let lines = Lines::new(source);
    JsEligibility {
        id: None,
        edge: found.edge,
        streaming: found.streaming,
        batch: true,
        kind: found.kind.text(),
        reasons: found.reasons.iter().map(|it| reason(&lines, it)).collect(),
    }
}

fn classified(it: &Classified<'_>) -> JsEligibility {
    JsEligibility { id: Some(it.about.id.clone()), ..report(&it.source, &it.eligibility) }
}

fn reason(lines: &Lines<'_>, reason: &Reason) -> JsReason {
    let keeps = [(reason.keeps.edge, "edge"), (reason.keeps.streaming, "streaming")];
    JsReason {
        code: reason.code,
        message: reason.message,
        keeps_from: keeps.iter().filter(|(keeps, _)| *keeps).map(|(_, way)| *way).collect(),
        start: lines.position(reason.span.start).utf16,
        end: lines.position(reason.span.end).utf16,
    }
}

given! {
    struct EligibilityOptions {
        rules "rules": Option<String>,
        merge_policies "mergePolicies": Option<Vec<JsMergePolicy>>,
        batch_fields "batchFields": Option<Vec<String>>,
    }
}

given! {
    /// A merge policy as the API returns it; what it does not say stands against nobody.
    struct JsMergePolicy {
        id "id": Needed<String>,
        is_active_on_edge "isActiveOnEdge": Option<bool>,
        default "default": Option<bool>,
    }
}

impl From<JsMergePolicy> for MergePolicy {
    fn from(policy: JsMergePolicy) -> MergePolicy {
        MergePolicy {
            id: policy.id.0,
            active_on_edge: policy.is_active_on_edge.unwrap_or(true),
            default: policy.default.unwrap_or_default(),
        }
    }
}

pub(super) struct JsEligibility {
    id: Option<String>,
    edge: bool,
    streaming: bool,
    batch: bool,
    kind: &'static str,
    reasons: Vec<JsReason>,
}

impl Members for JsEligibility {
    fn put(&self, object: &mut Object<'_>) {
        if let Some(id) = &self.id {
            object.member("id", id);
        }
        object.member("edge", &self.edge);
        object.member("streaming", &self.streaming);
        object.member("batch", &self.batch);
        object.member("kind", &self.kind);
        object.member("reasons", &self.reasons);
    }
}

struct JsReason {
    code: &'static str,
    message: &'static str,
    keeps_from: Vec<&'static str>,
    start: u32,
    end: u32,
}

impl Members for JsReason {
    fn put(&self, object: &mut Object<'_>) {
        object.member("code", &self.code);
        object.member("message", &self.message);
        object.member("keepsFrom", &self.keeps_from);
        object.member("start", &self.start);
        object.member("end", &self.end);
    }
}
