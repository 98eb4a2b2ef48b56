//! Definitions in the forms in which they come.
#![cfg(feature = "compile")]
#![allow(clippy::unwrap_used, reason = "a mistake here fails a test, not a customer")]

use pql_edge::audience::{AudienceSet, Definition, Evaluation};

const A: &str = r#"{"id": "a", "expression": {"type": "PQL", "format": "pql/text", "value": "x"}}"#;
const TREE: &str = r#"{"nodeType": "fieldLookup", "fieldName": "x",
    "object": {"nodeType": "parameterReference", "position": 1}}"#;

/// The ids that can be used, then the reasons of the rest.
fn read(text: &str) -> (Vec<String>, Vec<String>) {
    let set = AudienceSet::compile(Definition::all_from_text(text), Evaluation::Any);
    let ids = set.audiences().iter().map(|audience| (*audience.id).into()).collect();
    let reasons = set.skipped().iter().map(|skipped| skipped.reason.clone()).collect();
    (ids, reasons)
}

fn ids(text: &str) -> Vec<String> {
    let (ids, reasons) = read(text);
    assert!(reasons.is_empty(), "{reasons:?}");
    ids
}

fn b() -> String {
    A.replace("\"a\"", "\"b\"")
}

#[test]
fn one_many_a_response_or_a_definition_on_every_line() {
    assert_eq!(ids(A), ["a"]);
    assert_eq!(ids(&format!("[{A}, {}]", b())), ["a", "b"]);
    let response = format!(r#"{{"segments": [{A}, {}], "page": {{}}, "link": {{}}}}"#, b());
    assert_eq!(ids(&response), ["a", "b"]);
    assert_eq!(ids(&format!("{A}\n\n{}\r\n", b())), ["a", "b"]);
    // Pages as they came, one response a line; and a mark of the byte order in front.
    let page = |all: &str| format!(r#"{{"segments": [{all}]}}"#);
    assert_eq!(ids(&format!("\u{feff}{}\n{}", page(A), page(&b()))), ["a", "b"]);
    assert!(ids("[]").is_empty());
}

#[test]
fn what_cannot_be_read_hides_no_other() {
    let (found, reasons) = read(&format!("{A}\n{{\"id\": \n{}\n7", b()));
    assert_eq!(found, ["a", "b"]);
    assert_eq!(reasons.len(), 2);
    assert!(reasons[0].starts_with("not a segment definition: line 2: "), "{}", reasons[0]);
    assert_eq!(reasons[1], "not a segment definition: neither an object nor an array");
    // It may be the first one.
    let (found, reasons) = read(&format!("{{\"id\": \n{A}\n{}", b()));
    assert_eq!((found.len(), reasons.len()), (2, 1));
    assert!(reasons[0].starts_with("not a segment definition: line 1: "), "{}", reasons[0]);
    // A text over several lines that is broken is one problem, not one a line.
    let (found, reasons) = read("{\n\"segments\": [\n{}\n");
    assert!(found.is_empty());
    assert_eq!(reasons.len(), 1);
    assert_eq!(read("").1.len(), 1);
    let (found, reasons) = read(r#"{"segments": 5}"#);
    assert_eq!((found.len(), reasons.len()), (0, 1));
}

#[test]
fn the_content_decides_what_a_label_says_wrongly() {
    for format in ["pql/text", "pql/json", "", "whatever"] {
        for value in ["x".to_string(), TREE.to_string()] {
            let text = serde_json::json!({
                "id": "a", "expression": { "type": "PQL", "format": format, "value": value } });
            assert_eq!(ids(&text.to_string()), ["a"], "{format} {value}");
        }
    }
    let tree: serde_json::Value = serde_json::from_str(TREE).unwrap();
    let text = serde_json::json!({ "id": "a", "expression": { "value": tree } });
    assert_eq!(ids(&text.to_string()), ["a"]);
}

#[test]
fn only_synchronous_ones_unless_told_otherwise() {
    let with = |id: &str, info: serde_json::Value| serde_json::json!({ "id": id, "expression": { "value": "x" }, "evaluationInfo": info });
    let on = serde_json::json!({ "enabled": true });
    let text = serde_json::json!([
        with("edge", serde_json::json!({ "synchronous": on })),
        with("streaming", serde_json::json!({ "continuous": on })),
        with("nothing", serde_json::json!({})),
    ]);
    let definitions = || Definition::all_from_text(&text.to_string());
    let set = AudienceSet::compile(definitions(), Evaluation::Synchronous);
    assert_eq!(set.audiences().len(), 1);
    for skipped in set.skipped() {
        assert_eq!(skipped.reason, "it is not enabled for synchronous evaluation");
        assert!(skipped.diagnostics.is_empty());
    }
    assert_eq!(set.skipped().len(), 2);
    assert_eq!(AudienceSet::compile(definitions(), Evaluation::Any).audiences().len(), 3);
}

#[test]
fn what_is_null_is_missing() {
    let text = serde_json::json!({
        "id": "a", "name": null, "description": null, "schema": { "name": null, "id": "x" },
        "mergePolicyId": null, "dataGovernancePolicy": null,
        "evaluationInfo": { "batch": null, "synchronous": { "enabled": null } },
        "expression": { "type": null, "format": null, "value": "x" } });
    assert_eq!(ids(&text.to_string()), ["a"]);
}

#[test]
fn a_wrong_member_is_told_by_its_name() {
    let good: serde_json::Value = serde_json::from_str(A).unwrap();
    let cases = [
        ("/id", serde_json::json!(5), "`id` is a number, not text"),
        ("/name", serde_json::json!([]), "`name` is an array, not text"),
        ("/expression", serde_json::json!("x"), "`expression` is text, not an object"),
        (
            "/expression",
            serde_json::json!(["PQL", "pql/text", "x"]),
            "`expression` is an array, not an object",
        ),
        ("/expression", serde_json::json!(null), "`expression` is missing"),
        ("/expression", serde_json::json!({}), "`expression.value` is missing"),
        ("/evaluationInfo", serde_json::json!([]), "`evaluationInfo` is an array, not an object"),
        (
            "/evaluationInfo",
            serde_json::json!({ "synchronous": { "enabled": "yes" } }),
            "`evaluationInfo.synchronous.enabled` is text, not a Boolean",
        ),
        (
            "/dataGovernancePolicy",
            serde_json::json!({ "excludeOptOut": {} }),
            "`dataGovernancePolicy.excludeOptOut` is an object, not a Boolean",
        ),
        ("", serde_json::json!(7), "a number, not an object"),
        ("", serde_json::json!(null), "null, not an object"),
    ];
    for (place, value, reason) in cases {
        let mut definition = good.clone();
        match place.strip_prefix('/') {
            Some(name) => definition[name] = value,
            None => definition = value,
        }
        let (found, reasons) = read(&serde_json::json!([definition, good]).to_string());
        assert_eq!(found, ["a"]);
        assert_eq!(reasons, [format!("not a segment definition: {reason}")]);
    }
}
