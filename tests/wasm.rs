//! The bindings on their own target: what JavaScript hands over to be compiled, and gets back.
//!
//! Runs in Node and in a browser; `npm test` does both. Evaluation is the integer functions', which
//! take no objects: the tests of the package have those.
#![cfg(all(target_arch = "wasm32", feature = "wasm"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use pql_edge::wasm::artifact::to_bytes;
use pql_edge::wasm::audience::{JsSetCompiler, skipped, warnings};
use pql_edge::wasm::compile::{check, compile, format_source};
use pql_edge::wasm::eligibility::eligibility;
use pql_edge::wasm::schema::JsSchema;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const NONE: JsValue = JsValue::UNDEFINED;

fn json(text: &str) -> JsValue {
    JSON::parse(text).expect("JSON")
}

fn get(object: &JsValue, path: &str) -> JsValue {
    path.split('.')
        .fold(object.clone(), |at, name| Reflect::get(&at, &name.into()).expect("a member"))
}

fn set_compiler(settings: &str) -> JsSetCompiler {
    JsSetCompiler::new(json(settings), &JsSchema::none()).expect("settings")
}

#[wasm_bindgen_test]
fn a_query_becomes_a_handle_and_bytes() {
    let handle = compile(&"person.age > 17".into(), NONE, &JsSchema::none()).expect("compiles");
    let again = compile(&"person.age > 17".into(), NONE, &JsSchema::none()).expect("compiles");
    assert!(again > handle && handle > 0);
    let bytes = to_bytes(handle).expect("bytes");
    assert!(bytes.starts_with(b"PQLB"));
    assert_eq!(to_bytes(again).expect("bytes"), bytes);
    let error = to_bytes(u32::MAX).expect_err("is unknown");
    assert_eq!(get(&error, "diagnostics.0.code"), "P0601");
    for of_sets in [skipped, warnings, |handle| eligibility(handle, NONE)] {
        assert!(of_sets(handle).is_err());
    }
}

#[wasm_bindgen_test]
fn offsets_are_utf16() {
    let error = compile(&r#""😀é" = a and startWith(b)"#.into(), NONE, &JsSchema::none())
        .expect_err("fails");
    assert_eq!(get(&error, "diagnostics.0.code"), "P0201");
    assert_eq!(get(&error, "diagnostics.0.start"), 14);
    assert_eq!(get(&error, "diagnostics.0.end"), 23);
    assert_eq!(get(&error, "diagnostics.0.column"), 14);
    assert_eq!(get(&error, "diagnostics.0.help"), "did you mean `startsWith`?");
}

#[wasm_bindgen_test]
fn reports_and_formats() {
    let report =
        check(&"chain(xEvent,timestamp,[A:WHAT(a=1) WHEN(today)])".into(), NONE, &JsSchema::none());
    let report = report.expect("reports");
    assert_eq!(get(&report, "ok"), true);
    assert_eq!(get(&report, "eligibility.edge"), true);
    assert_eq!(get(&report, "eligibility.kind"), "single event");
    assert_eq!(get(&report, "reads.0"), "xEvent[].a");
    assert_eq!(format_source(&"a=1  and not(b)".into(), NONE).expect("formats"), "a = 1 and not b");
}

#[wasm_bindgen_test]
fn what_does_not_compile_is_a_report() {
    let tree =
        json(r#"{ "type": "PQL", "format": "pql/json", "value": { "nodeType": "literal" } }"#);
    for (source, code) in [("a = ".into(), "P0108"), (tree, "P0210")] {
        let report = check(&source, NONE, &JsSchema::none()).expect("reports");
        assert_eq!(get(&report, "ok"), false);
        assert_eq!(get(&report, "diagnostics.0.code"), code);
        assert_eq!(get(&report, "eligibility.edge"), false);
        assert_eq!(get(&report, "eligibility.reasons.0.code"), "invalid");
    }
}

#[wasm_bindgen_test]
fn a_bad_definition_keeps_its_id() {
    let definitions = json(r#"[{ "id": "a" }, { "expression": 1 }, 2]"#);
    let set = set_compiler("{}").compile(definitions.clone()).expect("compiles");
    let skipped = skipped(set).expect("a list");
    assert_eq!(get(&skipped, "0.id"), "a");
    assert_eq!(get(&skipped, "0.diagnostics.0.code"), "P0701");
    assert_eq!(get(&skipped, "length"), 3);
    let thrown = set_compiler(r#"{ "onError": "throw" }"#).compile(definitions);
    assert_eq!(get(&thrown.expect_err("throws"), "diagnostics.0.code"), "P0701");
}

#[wasm_bindgen_test]
fn definitions_are_objects_text_or_bytes_and_can_change() {
    let text = r#"[{ "id": "a", "expression": { "type": "PQL", "format": "pql/text", "value": "x = 1" },
                     "evaluationInfo": { "synchronous": { "enabled": true } } },
                   { "id": "b", "expression": { "value": "inSegment(\"c\")" } }]"#;
    let compiler = set_compiler(r#"{ "evaluation": "any" }"#);
    let forms: [JsValue; 3] = [json(text), text.into(), Uint8Array::from(text.as_bytes()).into()];
    let sets = forms.map(|form| compiler.compile(form).expect("compiles"));
    let bytes = sets.map(|set| to_bytes(set).expect("bytes"));
    assert!(bytes[0].starts_with(b"PQLS") && bytes.iter().all(|it| *it == bytes[0]));
    let [set, ..] = sets;
    assert_eq!(get(&warnings(set).expect("a list"), "0.id"), "b");
    compiler.update(set, json("[]"), vec!["b".to_string()]).expect("changes");
    assert_eq!(get(&warnings(set).expect("a list"), "length"), 0);
    let of_one = eligibility(set, NONE).expect("a list").dyn_into::<Array>().expect("an array");
    assert_eq!((of_one.length(), get(&of_one, "0.edge")), (1, true.into()));
}

#[wasm_bindgen_test]
fn what_contains_itself_is_no_definition() {
    let endless = Object::new();
    Reflect::set(&endless, &"self".into(), &endless).expect("sets");
    let error = set_compiler("{}").compile(endless.into()).expect_err("is endless");
    assert_eq!(get(&error, "diagnostics.0.code"), "P0701");
}
