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

#[test]
fn circles_are_found_whole_and_in_one_pass() {
    let set = set(&[
        ("a", r#"inSegment("b") or inSegment("c")"#),
        ("b", r#"inSegment("a")"#),
        ("c", r#"inSegment("b")"#),
        ("d", r#"inSegment("c") or x"#),
        ("e", r#"inSegment("d")"#),
        // The same id in another namespace is another audience.
        ("f", r#"inSegment("f", "AAM") or x"#),
    ]);
    let circle = "audiences refer to each other in a circle: a → b → a";
    let skipped: Vec<_> = set.skipped().iter().map(|it| (&*it.id, &*it.reason)).collect();
    assert_eq!(skipped, [("a", circle), ("b", circle), ("c", circle)]);
    assert_eq!(evaluate(&set, &json!({ "x": true })), ["d", "e", "f"]);
}

#[test]
fn a_long_line_of_references_takes_no_stack() {
    let all: Vec<(String, String)> = (0..20_000)
        .map(|at| (format!("s{at}"), format!("inSegment(\"s{}\")", at + 1)))
        .chain([("s20000".into(), "x".into())])
        .collect();
    let all: Vec<(&str, &str)> = all.iter().map(|(id, value)| (&**id, &**value)).collect();
    let line = set(&all);
    assert_eq!(evaluate(&line, &json!({ "x": true })).len(), 20_001);
    assert!(evaluate(&line, &json!({})).is_empty());
    let mut circle = all;
    circle[20_000].1 = r#"inSegment("s0")"#;
    let set = set(&circle);
    assert_eq!((set.audiences().len(), set.skipped().len()), (0, 20_001));
    let reason = &set.skipped()[7].reason;
    assert!(reason.contains("s0 → s1 → ") && reason.ends_with("… 19990 more … → s0"), "{reason}");
}

#[test]
fn a_long_id_on_a_circle_is_told_by_its_beginning() {
    // Every audience of the circle carries the text: 3,000 times 300 KB otherwise.
    let long = "é".repeat(150_000);
    let mut all: Vec<(String, String)> = (0..3_000)
        .map(|at| (format!("s{at}"), format!("inSegment(\"s{}\")", (at + 1) % 3_000)))
        .collect();
    all[0].1 = format!("inSegment(\"s1\") or inSegment(\"{long}\")");
    all.push((long, "inSegment(\"s0\")".into()));
    let all: Vec<(&str, &str)> = all.iter().map(|(id, value)| (&**id, &**value)).collect();
    let set = set(&all);
    assert_eq!(set.skipped().len(), 3_001);
    let circle = format!("in a circle: s0 → {}… → s0", "é".repeat(100));
    assert!(set.skipped().iter().all(|skipped| skipped.reason.ends_with(&circle)));
}
