//! Explanations as text, an expression a line.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value as Json;

use super::{Explanation, Items, Part};
use crate::bytecode::Role;
use crate::value::{json_text, write_instant};

/// How many characters of an expression are shown.
const WIDTH: usize = 64;
/// How many characters of a value are shown.
const VALUE: usize = 40;

impl Explanation {
    /// The explanation as text, an expression a line: whether it holds, its text, its value, and
    /// whether it decided the result. `source` is the query's text.
    #[must_use]
    pub fn render(&self, source: &str) -> String {
        let mut lines = Vec::new();
        collect(&self.root, source, 0, &mut lines);
        let widest = lines.iter().map(|line| line.text.chars().count()).max().unwrap_or(0);
        let mut out = String::new();
        for line in lines {
            let pad = " ".repeat(widest - line.text.chars().count());
            let row = format!("{} {}{pad}  {}", line.sign, line.text, line.remark);
            out.push_str(row.trim_end());
            out.push('\n');
        }
        out
    }
}

struct Line {
    sign: char,
    text: String,
    remark: String,
}

fn collect(part: &Part, source: &str, depth: usize, lines: &mut Vec<Line>) {
    if part.role == Role::Literal && depth > 0 {
        return;
    }
    let text = source.get(part.span.range()).unwrap_or("");
    let indent = "  ".repeat(depth.min(16));
    let text = format!("{indent}{}", one_line(text, WIDTH.saturating_sub(indent.len())));
    let sign = match &part.value {
        _ if !part.shown => '·',
        Json::Bool(true) => '✓',
        Json::Bool(false) => '✗',
        _ => ' ',
    };
    lines.push(Line { sign, text, remark: remark(part, depth) });
    // What was not evaluated has nothing to show inside.
    if part.shown {
        part.children.iter().for_each(|child| collect(child, source, depth + 1, lines));
    }
}

fn remark(part: &Part, depth: usize) -> String {
    if !part.shown {
        return if part.evaluated > 0 { "not needed for this item" } else { "not needed" }.into();
    }
    let mut out = match &part.value {
        Json::Null => "missing".into(),
        value => one_line(&json_text(value), VALUE),
    };
    if let Some(items) = part.items_in_words() {
        out += &format!("  ({items})");
    } else if part.evaluated > 1 && part.value.is_boolean() {
        out += &format!("  (true for {} of {})", part.passed, part.evaluated);
    }
    if part.decided && depth > 0 && part.value.is_boolean() {
        out += "  ← decides";
    }
    out
}

impl Part {
    /// What there is to say of its items, if it is a loop, or of its events, if it is a step:
    /// `none of 3 items, nearest 1`.
    #[must_use]
    pub fn items_in_words(&self) -> Option<String> {
        self.items.map(|items| in_words(self.role, items))
    }
}

fn in_words(role: Role, items: Items) -> String {
    let Items { count, fit, shown, time, decided } = items;
    let thing = if role == Role::Step { "event" } else { "item" };
    let Some(shown) = shown else {
        return format!("no {thing}s");
    };
    let number = shown + 1;
    let at = time.map(|time| format!(", {}", write_instant(time))).unwrap_or_default();
    match (role, decided) {
        (Role::Step, true) => format!("{thing} {number}{at}"),
        (Role::Step, false) if fit > 0 => format!("{fit} of {count} {thing}s fit"),
        (Role::Some | Role::None, true) => format!("{thing} {number} does"),
        (Role::Every, true) => format!("{thing} {number} does not"),
        (Role::Every, false) => format!("all {count}"),
        (Role::Each, _) => format!("{fit} of {count} {thing}s, shown {number}"),
        (_, _) => format!("none of {count} {thing}s, nearest {number}{at}"),
    }
}

fn one_line(text: &str, width: usize) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words.chars().count() <= width {
        return words;
    }
    words.chars().take(width.saturating_sub(1)).chain(['…']).collect()
}
