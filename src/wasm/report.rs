//! What `explain` gives, as JavaScript sees it.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use serde_json::Value as Json;
use wasm_bindgen::JsValue;

use super::convert::to_js;
use crate::audience::{Audience, Explained, KeptOut, Verdict};
use crate::diagnostic::Lines;
use crate::explain::{Explanation, Items, Part};
use crate::value::write_instant;

#[derive(Serialize)]
struct JsExplanation {
    result: Json,
    matches: bool,
    root: JsPart,
    rendered: String,
}

#[derive(Serialize)]
struct JsPart {
    start: u32,
    end: u32,
    line: u32,
    column: u32,
    value: Json,
    truth: bool,
    evaluated: u32,
    passed: u32,
    shown: bool,
    decided: bool,
    items: Option<JsItems>,
    children: Vec<JsPart>,
}

#[derive(Serialize)]
struct JsItems {
    count: usize,
    fit: usize,
    shown: Option<usize>,
    time: Option<String>,
    decided: bool,
    text: String,
}

/// An audience's answer: an explanation and what else there is to say.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsVerdict {
    id: String,
    name: String,
    source: String,
    member: bool,
    #[serde(flatten)]
    explanation: JsExplanation,
    kept_out: Option<JsKeptOut>,
}

#[derive(Serialize)]
struct JsKeptOut {
    reason: &'static str,
    source: String,
    #[serde(flatten)]
    explanation: JsExplanation,
}

#[derive(Serialize)]
struct JsExplained {
    #[serde(flatten)]
    audience: JsVerdict,
    audiences: Vec<JsVerdict>,
}

/// An explanation of a query with this text.
pub(super) fn explanation(source: &str, explanation: Explanation) -> JsValue {
    to_js(&of_query(source, explanation))
}

/// Why a profile is in an audience or not.
pub(super) fn explained(explained: Explained<'_>) -> JsValue {
    let rendered = explained.render();
    let mut audience = verdict(explained.audience);
    audience.explanation.rendered = rendered;
    let audiences = explained.asked.into_iter().map(verdict).collect();
    to_js(&JsExplained { audience, audiences })
}

fn verdict(verdict: Verdict<'_>) -> JsVerdict {
    let Audience { id, name, query, .. } = verdict.audience;
    let kept_out = verdict.kept_out.map(|KeptOut { reason, query, explanation }| JsKeptOut {
        reason,
        source: query.source().into(),
        explanation: of_query(query.source(), explanation),
    });
    JsVerdict {
        id: (**id).into(),
        name: (**name).into(),
        source: query.source().into(),
        member: verdict.member,
        explanation: of_query(query.source(), verdict.explanation),
        kept_out,
    }
}

fn of_query(source: &str, explanation: Explanation) -> JsExplanation {
    let rendered = explanation.render(source);
    let root = part(&Lines::new(source), explanation.root);
    JsExplanation { result: explanation.result, matches: explanation.matches, root, rendered }
}

fn part(lines: &Lines<'_>, from: Part) -> JsPart {
    let start = lines.position(from.span.start);
    let items = from.items.zip(from.items_in_words()).map(|(it, text)| items(it, text));
    JsPart {
        start: start.utf16,
        end: lines.position(from.span.end).utf16,
        line: start.line,
        column: start.column,
        value: from.value,
        truth: from.truth,
        evaluated: from.evaluated,
        passed: from.passed,
        shown: from.shown,
        decided: from.decided,
        items,
        children: from.children.into_iter().map(|child| part(lines, child)).collect(),
    }
}

fn items(Items { count, fit, shown, time, decided }: Items, text: String) -> JsItems {
    JsItems { count, fit, shown, time: time.map(write_instant), decided, text }
}
