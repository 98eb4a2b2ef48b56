//! Where queries come in: text or a tree, told apart by what they are (pql.md 1).

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value as Json;

use super::from_json;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits::Limits;
use crate::span::Span;
use crate::syntax::{parse_within, print};
use crate::value::read_json;

/// A query as text, however it came: all further places point into it.
#[derive(Clone, Debug)]
pub struct Text<'s> {
    /// The text: as it was written, or canonical when the query came as JSON.
    pub text: Cow<'s, str>,
    /// What was minded while reading JSON, none of it an error; without places in the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// JSON may be so many times as long as the text that it stands for.
const WORDINESS: usize = 16;

/// A level of a tree may be so many levels of JSON.
const LEVELS: u32 = 8;

/// Levels of a list of definitions around a tree.
const ENVELOPE: u32 = 8;

/// The text of a query that is text or a tree written as JSON text.
///
/// # Errors
/// What is wrong with the JSON; text is not judged.
pub fn text_of<'s>(source: &'s str, limits: &Limits) -> Result<Text<'s>, Vec<Diagnostic>> {
    match tree_of(source, limits)? {
        Some(json) => of_tree(&json, limits),
        None => Ok(Text { text: Cow::Borrowed(source), diagnostics: Vec::new() }),
    }
}

/// The same of a query that may also be a tree as it is.
///
/// # Errors
/// What is wrong with the JSON; text is not judged.
pub fn text_of_json<'s>(source: &'s Json, limits: &Limits) -> Result<Text<'s>, Vec<Diagnostic>> {
    match source {
        Json::String(text) => text_of(text, limits),
        json => of_tree(json, limits),
    }
}

/// The tree that a text is, if it is one.
///
/// # Errors
/// A text that is neither a tree nor PQL, but looks like a tree.
fn tree_of(source: &str, limits: &Limits) -> Result<Option<Json>, Vec<Diagnostic>> {
    if !source.trim_start().starts_with('{') || !source.contains("\"nodeType\"") {
        return Ok(None);
    }
    fits(source, limits).map_err(|diagnostic| Vec::from([diagnostic]))?;
    match parse(source, limits) {
        Ok(json) => Ok(json.get("nodeType").is_some().then_some(json)),
        // An object constructor with such a key.
        Err(_) if is_pql(source, limits) => Ok(None),
        Err(reason) => Err(Vec::from([not_json(&reason)])),
    }
}

fn is_pql(source: &str, limits: &Limits) -> bool {
    !parse_within(source, limits).diagnostics.iter().any(Diagnostic::is_error)
}

/// Whether a text is a tree: a JSON object with a `nodeType`.
#[must_use]
pub fn is_tree(source: &str, limits: &Limits) -> bool {
    matches!(tree_of(source, limits), Ok(Some(_)))
}

/// JSON from text, nested as deep as a tree within the limits can be.
///
/// # Errors
/// Text that is too deep, or not JSON, with the reason.
pub fn parse(text: &str, limits: &Limits) -> Result<Json, String> {
    let deepest = limits.depth.min(Limits::DEEPEST) * LEVELS + ENVELOPE;
    if nesting(text) > deepest {
        return Err(format!("nested deeper than {deepest} levels"));
    }
    read_json(text, deepest)
}

/// Whether JSON text is not too long.
pub(super) fn fits(text: &str, limits: &Limits) -> Result<(), Diagnostic> {
    let most = limits.source.saturating_mul(WORDINESS);
    if text.len() <= most {
        return Ok(());
    }
    let message = format!("the JSON is {} bytes long; it may be {most}", text.len());
    Err(Diagnostic::new(Code::SourceTooLong, Span::default(), message)
        .help("that is 16 times the limit `source`"))
}

/// How deep the brackets of a JSON text are nested.
fn nesting(text: &str) -> u32 {
    let (mut open, mut most, mut quoted, mut escaped) = (0_u32, 0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'{' | b'[' if !quoted => {
                open += 1;
                most = most.max(open);
            }
            b'}' | b']' if !quoted => open = open.saturating_sub(1),
            _ => {}
        }
    }
    most
}

fn of_tree<'s>(json: &Json, limits: &Limits) -> Result<Text<'s>, Vec<Diagnostic>> {
    let read = from_json(json, limits);
    if read.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(read.diagnostics);
    }
    let text = unmistakable(print(&read.tree));
    Ok(Text { text: Cow::Owned(text), diagnostics: read.diagnostics })
}

/// Text that is not taken for a tree, as the object `{"nodeType": 1}` would be.
#[must_use]
pub fn unmistakable(text: String) -> String {
    if is_tree(&text, &Limits::DEFAULT) { format!("({text})") } else { text }
}

#[cold]
fn not_json(reason: &str) -> Diagnostic {
    let message = format!("this looks like `pql/json`, but it is no JSON: {reason}");
    Diagnostic::new(Code::BadJson, Span::default(), message)
}
