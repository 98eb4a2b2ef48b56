//! Sets of audiences: what is left out, and who is evaluated first.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a mistake here fails a test, not a customer"
)]

use pql_edge::audience::{AudienceSet, Definition, Evaluation};
use pql_edge::query::{Evaluator, Input};
use serde_json::{Value as Json, json};

const NOW: i64 = 1_763_640_000_000;

fn set(queries: &[(&str, &str)]) -> AudienceSet {
    let definitions = queries.iter().map(|(id, value)| {
        let expression = json!({ "type": "PQL", "format": "pql/text", "value": value });
        Definition::from_json(json!({ "id": id, "expression": expression }))
    });
    AudienceSet::compile(definitions, Evaluation::Any)
}

fn evaluate(set: &AudienceSet, profile: &Json) -> Vec<String> {
    let profile = profile.to_string();
    let input = Input::new(profile.as_bytes(), NOW);
    let ids = set.evaluate(&mut Evaluator::new(), &input).unwrap();
    ids.into_iter().map(String::from).collect()
}

#[test]
fn referred_audiences_come_first_whatever_the_order() {
    let set = set(&[
        ("c", r#"inSegment("b") and not inSegment("d")"#),
        ("b", r#"inSegment("a")"#),
        ("a", "x = 1"),
        ("d", "x = 2"),
    ]);
    // What is stored says the opposite: this evaluation's answers count.
    let stored = json!({ "ups": { "a": { "status": "exited" }, "d": { "status": "realized" } } });
    let profile = json!({ "x": 1, "segmentMembership": stored });
    assert_eq!(evaluate(&set, &profile), ["c", "b", "a"]);
}

#[test]
fn ids_outside_of_the_set_are_looked_up() {
    let set = set(&[("a", r#"inSegment("batch")"#), ("b", r#"inSegment("x", "AAM")"#)]);
    let profile = json!({ "segmentMembership": {
        "UPS": { "batch": { "status": "existing" } }, "aam": { "x": {} } } });
    assert_eq!(evaluate(&set, &profile), ["a", "b"]);
    assert!(evaluate(&set, &json!({})).is_empty());
}

#[test]
fn circles_are_left_out_and_shown() {
    let set = set(&[
        ("a", r#"inSegment("b")"#),
        ("b", r#"inSegment("c")"#),
        ("c", r#"inSegment("a") or inSegment("f")"#),
        ("d", r#"inSegment("d")"#),
        ("e", r#"inSegment("a") or x = 1"#),
        ("f", "x = 1"),
    ]);
    let ids: Vec<&str> = set.audiences().iter().map(|audience| &*audience.id).collect();
    assert_eq!(ids, ["e", "f"]);
    let reasons: Vec<&str> = set.skipped().iter().map(|skipped| &*skipped.reason).collect();
    let circle = "audiences refer to each other in a circle: ";
    assert_eq!(reasons[0], format!("{circle}a → b → c → a"));
    assert_eq!(reasons[3], format!("{circle}d → d"));
    assert_eq!(evaluate(&set, &json!({ "x": 1 })), ["e", "f"]);
}

#[test]
fn one_bad_definition_hides_no_other() {
    let set = set(&[("a", "x = "), ("b", "x = 1"), ("b", "x = 2"), ("", "x = 3"), ("c", "x = 1")]);
    assert_eq!(evaluate(&set, &json!({ "x": 1 })), ["b", "c"]);
    let skipped: Vec<(&str, &str)> = set
        .skipped()
        .iter()
        .map(|skipped| (&*skipped.id, skipped.diagnostics[0].code.number()))
        .collect();
    assert_eq!(skipped, [("a", "P0108"), ("b", "P0701"), ("", "P0701")]);
}
