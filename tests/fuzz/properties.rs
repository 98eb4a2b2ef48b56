//! What holds for all input: the bodies of the fuzz targets, which a normal test runs as well.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each target uses its own part")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "../generate/checksum.rs"]
mod checksum;

use pql_edge::audience::{AudienceSet, Definition, Evaluation, Qualification};
use pql_edge::check::Options;
use pql_edge::diagnostic::{Diagnostic, render};
use pql_edge::limits::Limits;
use pql_edge::query::{Evaluator, Input, Query, format};
use pql_edge::syntax::json::{from_json, to_json};
use pql_edge::syntax::{parse as parsed, print};
use serde_json::{Value as Json, json};

use super::reading::reads_alike;

/// What a target demands of any bytes.
pub type Property = fn(&[u8]);

/// Every target by its name.
pub const ALL: &[(&str, Property)] = &[
    ("parse", parse),
    ("json", json),
    ("decode", decode),
    ("compile_and_run", compile_and_run),
    ("set", set),
    ("definitions", definitions),
    ("reader", reader),
];

/// Between the query, the profile and the parameters of one input.
pub const SEPARATOR: u8 = 0;

/// No input runs for longer than a moment.
const LIMITS: Limits = Limits { fuel: 200_000, ..Limits::DEFAULT };

const NOW: i64 = 1_795_176_000_000;

/// For queries that come without a profile.
const PROFILE: &[u8] = br#"{"a":[{"b":1,"t":5},{"b":"x"},null],"t":"2026-11-20","m":{"k":[1,2.5]},
    "xEvent":[{"timestamp":1,"a":true},{"timestamp":"2026-11-19T12:00:00Z"}]}"#;

/// Reading any text ends; its complaints lie in it. What was read is printed as what is read again
/// as the same.
pub fn parse(data: &[u8]) {
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    let found = parsed(text);
    for diagnostic in &found.diagnostics {
        let (start, end) = (diagnostic.span.start as usize, diagnostic.span.end as usize);
        assert!(start <= end && text.get(start..end).is_some(), "{diagnostic:?} of {text:?}");
    }
    assert_eq!(render(text, &found.diagnostics).is_empty(), found.diagnostics.is_empty());
    if !found.diagnostics.is_empty() {
        return;
    }
    let printed = print(&found.tree);
    let again = parsed(&printed);
    assert!(again.diagnostics.is_empty(), "{printed:?}: {:?}", again.diagnostics);
    assert_eq!(print(&again.tree), printed);
    for width in [20, 80] {
        let formatted = format(text, width).expect("it can be read");
        assert_eq!(format(&formatted, width).as_deref(), Ok(&*formatted), "{text:?}");
    }
}

/// Any JSON is a tree or refused. A tree has one canonical form, in JSON and by way of its text,
/// and is a query or refused.
pub fn json(data: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Json>(data) else {
        return;
    };
    let read = from_json(&value, &LIMITS);
    if !read.diagnostics.iter().any(Diagnostic::is_error)
        && let Ok(canonical) = to_json(&read.tree)
    {
        let again = from_json(&canonical, &LIMITS);
        assert_eq!(to_json(&again.tree).as_ref(), Ok(&canonical), "{value}");
        let text = print(&read.tree);
        let written = parsed(&text);
        assert!(written.diagnostics.is_empty(), "{text:?}: {:?}", written.diagnostics);
        assert_eq!(to_json(&written.tree).as_ref(), Ok(&canonical), "{text:?} of {value}");
    }
    let expression = json!({ "type": "PQL", "format": "pql/json", "value": value });
    let definition = Definition::from_json(json!({ "id": "a", "expression": expression }));
    let set = AudienceSet::compile([definition], Evaluation::Any);
    for audience in set.audiences() {
        run(&audience.query.clone().with_limits(LIMITS), PROFILE, None);
    }
    assert_eq!(set.audiences().len() + set.skipped().len(), 1);
}

/// Any bytes with a right checksum are refused or a program that writes itself as it was read.
pub fn decode(data: &[u8]) {
    assert!(Query::from_bytes(data).is_err() || data.len() >= checksum::HEADER);
    let Ok(query) = Query::from_bytes(&checked(data)) else {
        return;
    };
    assert!(!query.program().to_string().is_empty());
    run(&query.with_limits(LIMITS), PROFILE, None);
}

/// The bytes with a right checksum, if they are long enough to have one.
fn checked(data: &[u8]) -> Vec<u8> {
    let mut bytes = data.to_vec();
    checksum::put_right(&mut bytes);
    bytes
}

/// Any text is a query or refused with an error; a query answers or says why not.
pub fn compile_and_run(data: &[u8]) {
    let mut parts = data.split(|byte| *byte == SEPARATOR);
    let Ok(source) = core::str::from_utf8(parts.next().unwrap_or_default()) else {
        return;
    };
    let profile = parts.next().unwrap_or(PROFILE);
    let parameters = parts.next();
    let options = Options { limits: LIMITS, ..Options::default() };
    match Query::compile_with(source, &options) {
        Ok(query) => run(&query, profile, parameters),
        Err(found) => assert!(found.iter().any(|it| it.is_error()), "{source:?}"),
    }
}

/// Any bytes are a profile to us where they are JSON to `serde_json`, and the same one.
pub fn reader(data: &[u8]) {
    reads_alike(data);
}

/// Any bytes with a right checksum are refused or a set that writes itself as it was read.
pub fn set(data: &[u8]) {
    assert!(AudienceSet::from_bytes(data).is_err() || data.len() >= checksum::HEADER);
    if let Ok(set) = AudienceSet::from_bytes(&checked(data)) {
        let _ = answer(set, PROFILE);
    }
}

/// Any text is a list of definitions, some or all of them skipped with a reason; the others make a
/// set that answers.
pub fn definitions(data: &[u8]) {
    let mut parts = data.split(|byte| *byte == SEPARATOR);
    let Ok(text) = core::str::from_utf8(parts.next().unwrap_or_default()) else {
        return;
    };
    let all = Definition::all_from_text(text);
    let count = all.len();
    let set = AudienceSet::compile(all, Evaluation::Any);
    assert_eq!(set.audiences().len() + set.skipped().len(), count);
    assert!(set.skipped().iter().all(|skipped| !skipped.reason.is_empty()));
    let _ = set.warnings();
    // Rules that read the stored memberships may answer otherwise once they are others.
    let reads = set.reads().paths();
    let stored = reads.iter().any(|path| path == "this" || path.starts_with("segment"));
    let profile = parts.next().unwrap_or(PROFILE);
    let (set, Ok(first)) = answer(set, profile) else {
        return;
    };
    let again = Json::Object(first.segment_membership.clone()).to_string();
    let input = Input { membership: Some(again.as_bytes()), ..Input::new(profile, NOW) };
    if !stored {
        assert_eq!(set.qualify(&mut Evaluator::new(), &input).as_ref(), Ok(&first));
    }
}

/// A set is what its bytes are, and answers for any profile or says why not.
fn answer(set: AudienceSet, profile: &[u8]) -> (AudienceSet, Result<Qualification, Diagnostic>) {
    let bytes = set.to_bytes();
    let again = AudienceSet::from_bytes(&bytes).expect("what was written can be read");
    assert_eq!(again.to_bytes(), bytes);
    let set = set.with_limits(LIMITS);
    let input = Input::new(profile, NOW);
    let mut evaluator = Evaluator::new();
    for audience in set.audiences() {
        let _ = set.explain(&audience.id, &mut evaluator, &input).map(|it| it.render());
    }
    let found = set.qualify(&mut evaluator, &input);
    (set, found)
}

/// The same answer from the program and from what is read of its bytes, explained or not.
fn run(query: &Query, profile: &[u8], parameters: Option<&[u8]>) {
    let again = Query::from_bytes(&query.to_bytes()).expect("what was written can be read");
    assert_eq!(again.program(), query.program());
    let again = again.with_limits(LIMITS);
    let mut input = Input::new(profile, NOW);
    input.parameters = parameters;
    let mut evaluator = Evaluator::new();
    let answer = query.evaluate(&mut evaluator, &input);
    assert_eq!(answer, again.evaluate(&mut evaluator, &input));
    if let Ok(value) = &answer {
        let explained = query.explain(&mut evaluator, &input).expect("it was evaluated");
        assert_eq!(explained.result, *value);
        assert!(query.matches(&mut evaluator, &input).is_ok());
    }
}
