//! The bindings on their own target: what JavaScript hands over and gets back.
//!
//! Runs in Node and in a browser; `npm test` does both.
#![cfg(all(target_arch = "wasm32", feature = "wasm", feature = "compile"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use pql_edge::wasm::audience::JsAudienceSet;
use pql_edge::wasm::compile::{check, format_source};
use pql_edge::wasm::query::JsQuery;
use pql_edge::wasm::schema::JsSchema;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const NOW: f64 = 1_763_640_000_000.0;
const NONE: JsValue = JsValue::UNDEFINED;

fn json(text: &str) -> JsValue {
    JSON::parse(text).expect("JSON")
}

fn get(object: &JsValue, path: &str) -> JsValue {
    path.split('.')
        .fold(object.clone(), |at, name| Reflect::get(&at, &name.into()).expect("a member"))
}

fn compile(source: &str) -> JsQuery {
    JsQuery::compile(&source.into(), NONE, &JsSchema::none()).expect("compiles")
}

#[wasm_bindgen_test]
fn objects_text_and_bytes_are_the_same_profile() {
    let mut query = compile(r#"person.name.firstName = "Zoë" and xEvent.count() = 2"#);
    let text = r#"{ "person": { "name": { "firstName": "Zoë" } }, "xEvent": [{}, {}] }"#;
    let bytes = Uint8Array::from(text.as_bytes());
    for profile in [json(text), text.into(), bytes.into()] {
        assert!(query.matches(&profile, NOW, &NONE).expect("evaluates"));
    }
}

#[wasm_bindgen_test]
fn values_are_what_json_would_make_of_them() {
    let mut query = compile("[a, b, c, d, e.f, g.isNull(), h.count()]");
    let profile = js_sys::eval(
        "({ a: 1, b: 1.5, c: new Date(0), d: 9007199254740993n, e: { toJSON: () => ({ f: 'x' }) },
            g: () => 1, h: [undefined, NaN, 3] })",
    );
    let result = query.evaluate(&profile.expect("an object"), NOW, &NONE).expect("evaluates");
    let text = JSON::stringify(&result).expect("JSON");
    let expected = r#"[1,1.5,"1970-01-01T00:00:00.000Z",9007199254740992,"x",true,1]"#;
    assert_eq!(String::from(text).replace("9007199254740993", "9007199254740992"), expected);
}

#[wasm_bindgen_test]
fn inherited_members_are_not_the_profiles() {
    let mut query = compile("`__proto__`.isNull() and constructor.isNull()");
    assert!(query.matches(&json("{}"), NOW, &NONE).expect("evaluates"));
}

#[wasm_bindgen_test]
fn endless_objects_and_throwing_members_are_errors() {
    let mut query = compile("$1 = $1");
    let endless = Object::new();
    Reflect::set(&endless, &"self".into(), &endless).expect("sets");
    let error = query.matches(&endless, NOW, &NONE).expect_err("is too deep");
    assert_eq!(get(&error, "diagnostics.0.code"), "P0303");

    let thrower = js_sys::eval("({ get a() { throw new Error('no') } })").expect("an object");
    let error = query.matches(&thrower, NOW, &NONE).expect_err("throws");
    assert_eq!(get(&error, "diagnostics.0.code"), "P0501");
    assert!(query.matches(&json("{}"), NOW, &NONE).expect("goes on"));
}

#[wasm_bindgen_test]
fn context_stands_beside_the_profile() {
    let mut query = compile(r#"xEvent.count() = 2 and inSegment("a")"#);
    let context = json(
        r#"{ "events": [{}], "event": {},
             "segmentMembership": { "UPS": { "a": { "status": "existing" } } } }"#,
    );
    assert!(
        query.matches(&json(r#"{ "xEvent": [{}, {}, {}] }"#), NOW, &context).expect("evaluates")
    );
}

#[wasm_bindgen_test]
fn offsets_are_utf16() {
    let error = JsQuery::compile(&r#""😀é" = a and startWith(b)"#.into(), NONE, &JsSchema::none())
        .err()
        .expect("fails");
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
    let set = JsAudienceSet::compile(definitions, NONE, &JsSchema::none()).expect("compiles");
    assert_eq!(get(&set.skipped(), "0.id"), "a");
    assert_eq!(get(&set.skipped(), "0.diagnostics.0.code"), "P0701");
    assert_eq!(get(&set.skipped(), "length"), 3);
}

#[wasm_bindgen_test]
fn programs_travel_as_bytes() {
    let bytes = compile("person.age > 17").to_bytes();
    let mut query = JsQuery::from_bytes(&bytes).expect("loads");
    assert!(query.matches(&json(r#"{ "person": { "age": 18 } }"#), NOW, &NONE).expect("runs"));
    assert_eq!(query.reads(), ["person.age"]);
    let error = JsQuery::from_bytes(&bytes[..bytes.len() - 1]).err().expect("is truncated");
    assert_eq!(get(&error, "diagnostics.0.code"), "P0601");
}

#[wasm_bindgen_test]
fn sets_qualify() {
    let definitions = json(
        r#"[{ "id": "a", "expression": { "type": "PQL", "format": "pql/text", "value": "x = 1" },
              "evaluationInfo": { "synchronous": { "enabled": true } } },
            { "id": "b", "expression": { "type": "PQL", "format": "pql/text", "value": "x = 2" } }]"#,
    );
    let mut set = JsAudienceSet::compile(definitions, NONE, &JsSchema::none()).expect("compiles");
    assert_eq!((set.size(), set.ids()), (1, vec!["a".to_string()]));
    assert_eq!(set.skipped().dyn_into::<Array>().expect("an array").length(), 1);
    let found = set.qualify(&json(r#"{ "x": 1 }"#), NOW, &NONE).expect("qualifies");
    assert_eq!(get(&found, "realized.0"), "a");
    assert_eq!(get(&found, "segmentMembership.ups.a.status"), "realized");
}
