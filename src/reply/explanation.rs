//! What `explain` gives, as hosts see it.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value as Json;

use super::json::{Members, Object};
use crate::diagnostic::Lines;
use crate::explain::{Explanation, Items, Part};
use crate::value::write_instant;

/// A result and how it came about, with the tree as a terminal shows it.
pub(crate) struct ExplanationReply {
    result: Json,
    matches: bool,
    root: PartReply,
    pub(super) rendered: String,
}

impl Members for ExplanationReply {
    fn put(&self, object: &mut Object<'_>) {
        object.member("result", &self.result);
        object.member("matches", &self.matches);
        object.member("root", &self.root);
        object.member("rendered", &self.rendered);
    }
}

struct PartReply {
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
    items: Option<ItemsReply>,
    children: Vec<PartReply>,
}

impl Members for PartReply {
    fn put(&self, object: &mut Object<'_>) {
        object.member("start", &self.start);
        object.member("end", &self.end);
        object.member("line", &self.line);
        object.member("column", &self.column);
        object.member("value", &self.value);
        object.member("truth", &self.truth);
        object.member("evaluated", &self.evaluated);
        object.member("passed", &self.passed);
        object.member("shown", &self.shown);
        object.member("decided", &self.decided);
        object.member("items", &self.items);
        object.member("children", &self.children);
    }
}

struct ItemsReply {
    count: usize,
    fit: usize,
    shown: Option<usize>,
    time: Option<String>,
    decided: bool,
    text: String,
}

impl Members for ItemsReply {
    fn put(&self, object: &mut Object<'_>) {
        object.member("count", &self.count);
        object.member("fit", &self.fit);
        object.member("shown", &self.shown);
        object.member("time", &self.time);
        object.member("decided", &self.decided);
        object.member("text", &self.text);
    }
}

/// An explanation of a query with this text.
pub(crate) fn explanation(source: &str, explanation: Explanation) -> ExplanationReply {
    let rendered = explanation.render(source);
    let root = part(&Lines::new(source), explanation.root);
    ExplanationReply { result: explanation.result, matches: explanation.matches, root, rendered }
}

fn part(lines: &Lines<'_>, from: Part) -> PartReply {
    let start = lines.position(from.span.start);
    let items = from.items.zip(from.items_in_words()).map(|(it, text)| items(it, text));
    PartReply {
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

fn items(Items { count, fit, shown, time, decided }: Items, text: String) -> ItemsReply {
    ItemsReply { count, fit, shown, time: time.map(write_instant), decided, text }
}
