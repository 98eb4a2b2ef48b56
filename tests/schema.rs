//! Schemas: what is read of XDM documents, what a check does with it, and what it never does.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "suite/cases.rs"]
mod cases;

use pql_edge::check::Options;
use pql_edge::diagnostic::{Code, Diagnostic};
use pql_edge::query::analyse;
use pql_edge::schema::{Choice, Node, Schema};
use pql_edge::types::Type;
use serde_json::{Value as Json, json};

fn acme() -> Schema {
    load(cases::schema("acme"))
}

fn load(document: Json) -> Schema {
    Schema::from_json(&document).unwrap_or_else(|all| panic!("{all:?}"))
}

fn kind(schema: &Schema, path: &str) -> Option<Type> {
    schema.at(path).map(Node::kind)
}

#[test]
fn paths_have_types() {
    let schema = acme();
    let expected = [
        ("person", Type::Object),
        ("person.name.firstName", Type::String),
        ("person.birthDate", Type::Timestamp),
        ("person.birthYear", Type::Integer),
        ("testProfile", Type::Boolean),
        ("homeAddress.city", Type::String),
        ("workAddress.city", Type::String),
        ("homeAddress._schema.latitude", Type::Number),
        ("homeAddress._schema.longitude", Type::Number),
        ("_acme.points", Type::Integer),
        ("_acme.score", Type::Number),
        ("_acme.memberSince", Type::Timestamp),
        ("_acme.colours", Type::Array),
        ("_acme.colours[]", Type::String),
        ("_acme.orders[].items[].quantity", Type::Integer),
        ("_acme.traits", Type::Object),
        ("_acme.traits.anything", Type::String),
        ("_acme.stores.berlin.city", Type::String),
        ("_acme.manager.manager.manager.name", Type::String),
        ("_acme.contact", Type::Any),
        ("_acme.elsewhere", Type::Any),
        ("_acme.notes", Type::Object),
        ("xEvent", Type::Array),
        ("xEvent[].value", Type::Number),
        ("xEvent[].timestamp", Type::Timestamp),
        ("xEvent[].productListItems[].SKU", Type::String),
        ("identityMap.ECID[].primary", Type::Boolean),
        ("segmentMembership.ups.abc.status", Type::String),
    ];
    for (path, expected) in expected {
        assert_eq!(kind(&schema, path), Some(expected), "{path}");
    }
    for path in ["person.nam", "_acme.contact.phone", "_acme.notes.x", "_acme.colours.x", "x"] {
        assert_eq!(kind(&schema, path), None, "{path}");
    }
    assert!(schema.at("_acme.traits").unwrap().is_map());
    assert!(schema.at("_acme.stores").unwrap().is_map());
    assert!(!schema.at("homeAddress").unwrap().is_map());
    assert!(schema.at("person.taxId").unwrap().is_deprecated());
    assert!(schema.at("_acme.fax").unwrap().is_deprecated());
    assert_eq!(schema.at("person.taxId").unwrap().title(), "Tax ID");
    assert_eq!(schema.at("homeAddress").unwrap().title(), "Home address");
    assert!(schema.at("homeAddress").unwrap().is_closed());
    assert!(!schema.at("_acme.notes").unwrap().is_closed());
}

#[test]
fn lists_of_values() {
    let schema = acme();
    let choices = |path: &str| {
        let choices = schema.at(path).unwrap().choices();
        (choices.values().to_vec(), choices.are_closed())
    };
    let text = |text: &str| Choice::Text(text.into());
    assert_eq!(
        choices("homeAddress.countryCode"),
        (vec![text("CA"), text("US"), text("DE")], true)
    );
    assert_eq!(choices("_acme.level").0, [1, 2, 3].map(Choice::Integer));
    assert!(!choices("_acme.tier").1);
    assert_eq!(choices("_acme.tier").0.len(), 3);
    assert_eq!(choices("person.name.firstName"), (vec![], false));
}

/// The type of the field `a` of a schema with this definition of it.
fn of(a: Json) -> Type {
    let document = json!({ "properties": { "a": a }, "definitions": {
        "text": { "type": "string" },
        "all": { "allOf": [{ "$ref": "#/definitions/all" }, { "type": "string" }] },
        "self": { "$ref": "#/definitions/self" },
    }, "$defs": { "a/b": { "type": "boolean" }, "anchored": { "$anchor": "here", "type": "array" } } });
    kind(&load(document), "a").unwrap()
}

#[test]
fn keywords() {
    let cases = [
        (json!({ "type": "string" }), Type::String),
        (json!({ "type": ["string", "null"] }), Type::String),
        (json!({ "type": ["string", "integer"] }), Type::Any),
        (json!({ "type": "null" }), Type::Any),
        (json!({ "type": "string", "format": "date-time" }), Type::Timestamp),
        (json!({ "type": "string", "format": "date" }), Type::Timestamp),
        (json!({ "type": "string", "format": "uri" }), Type::String),
        (json!({ "type": "integer", "meta:xdmType": "byte" }), Type::Integer),
        (json!({ "type": "string", "meta:xdmType": "long" }), Type::Integer),
        (json!({ "type": "string", "meta:xdmType": "tomorrow" }), Type::String),
        (json!({ "items": { "type": "string" } }), Type::Array),
        (json!({ "properties": {} }), Type::Any),
        (json!({ "properties": { "b": {} } }), Type::Object),
        (json!({ "additionalProperties": { "type": "string" } }), Type::Object),
        (json!({}), Type::Any),
        (json!(true), Type::Any),
        (json!({ "enum": ["a"] }), Type::Any),
        (json!({ "$ref": "#/definitions/text" }), Type::String),
        (json!({ "$ref": "#/$defs/a~1b" }), Type::Boolean),
        (json!({ "$ref": "#/%24defs/a~1b" }), Type::Boolean),
        (json!({ "$ref": "#here" }), Type::Array),
        (json!({ "$ref": "#/definitions/none" }), Type::Any),
        (json!({ "$ref": "#/definitions/all" }), Type::String),
        (json!({ "$ref": "#/definitions/self" }), Type::Any),
        (json!({ "$ref": "#" }), Type::Object),
        (json!({ "allOf": [{ "type": "string" }, { "format": "date" }] }), Type::String),
        (json!({ "allOf": [{ "type": "string" }, { "type": "integer" }] }), Type::Any),
        (json!({ "allOf": [{ "type": "number" }, { "type": "integer" }] }), Type::Integer),
        (json!({ "oneOf": [{ "type": "string" }, { "type": "string" }] }), Type::String),
        (json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }), Type::Any),
        (json!({ "anyOf": [{ "type": "number" }, { "type": "integer" }] }), Type::Number),
        (json!({ "anyOf": [{ "type": "string" }, { "type": "null" }] }), Type::String),
        (json!({ "type": "object", "anyOf": [{ "required": ["b"] }] }), Type::Object),
    ];
    for (schema, expected) in cases {
        assert_eq!(of(schema.clone()), expected, "{schema}");
    }
}

#[test]
fn unions_know_the_fields_of_all() {
    let schema =
        load(json!({ "type": "object", "properties": { "a": { "type": "string" } }, "oneOf": [
        { "properties": { "b": { "type": "string" }, "c": { "type": "integer" } } },
        { "properties": { "c": { "type": "string" }, "d": { "type": "integer" } } },
    ] }));
    let kinds = ["a", "b", "c", "d", "e"].map(|path| kind(&schema, path));
    let expected =
        [Some(Type::String), Some(Type::String), Some(Type::Any), Some(Type::Integer), None];
    assert_eq!(kinds, expected);
}

#[test]
fn documents_refer_to_each_other_by_id() {
    let base = "https://acme.example/schemas/";
    let schema = load(json!([
        { "$id": format!("{base}customer"), "properties": {
            "near": { "$ref": "types/address" },
            "far": { "$ref": "https://acme.example/schemas/types/address#/properties/city" },
            "again": { "$ref": "types/address#/definitions/place" },
        } },
        { "$id": format!("{base}types/address"),
          "properties": { "city": { "$ref": "#/definitions/text" } },
          "definitions": { "text": { "type": "string" },
            "place": { "$id": "place", "properties": { "x": { "$ref": "#/definitions/y" } },
                       "definitions": { "y": { "type": "integer" } } } } },
    ]));
    assert_eq!(kind(&schema, "near.city"), Some(Type::String));
    assert_eq!(kind(&schema, "far"), Some(Type::String));
    assert_eq!(kind(&schema, "again.x"), Some(Type::Integer));
    // A type that another document uses describes no profile.
    assert_eq!(kind(&schema, "city"), None);
}

#[test]
fn events_come_from_documents_of_their_class() {
    let event = "https://ns.adobe.com/xdm/context/experienceevent";
    let base = "https://acme.example/event";
    let documents = [
        json!({ "$id": event, "properties": { "own": { "type": "string" } } }),
        json!({ "meta:class": event, "properties": { "own": { "type": "string" } } }),
        json!({ "meta:extends": [event], "properties": { "own": { "type": "string" } } }),
        json!({ "allOf": [{ "$ref": event }], "properties": { "own": { "type": "string" } } }),
        json!({ "meta:class": format!("{event}__union"), "properties": { "own": { "type": "string" } } }),
        json!([{ "allOf": [{ "$ref": base }] },
               { "$id": base, "allOf": [{ "$ref": event }], "properties": { "own": { "type": "string" } } }]),
    ];
    for document in documents {
        let schema = load(document.clone());
        assert_eq!(kind(&schema, "xEvent[].own"), Some(Type::String), "{document}");
        assert_eq!(kind(&schema, "own"), None, "{document}");
        assert_eq!(kind(&schema, "xEvent[].timestamp"), Some(Type::Timestamp), "{document}");
    }
    let without = load(json!({ "properties": { "a": { "type": "string" } } }));
    assert_eq!(kind(&without, "xEvent"), Some(Type::Array));
    assert_eq!(kind(&without, "xEvent[].anything"), None);
}

#[test]
fn what_is_no_schema_is_an_error_with_its_place() {
    let cases = [
        (json!(null), "the document is no schema: it has to be an object"),
        (json!("text"), "the document is no schema: it has to be an object"),
        (json!([]), "a schema is one document or several, not an empty array"),
        (json!([{}, 5]), "`/1` is no schema: it has to be an object"),
        (
            json!({ "person": { "name": "Joe" } }),
            "the document is no schema: it has no keyword of one",
        ),
        (json!({ "properties": [] }), "`/properties` has to be an object"),
        (
            json!({ "properties": { "a/b": 5 } }),
            "`/properties/a~1b` is no schema: it has to be an object",
        ),
        (json!({ "type": "text" }), "`/type` is no type of JSON Schema"),
        (json!({ "type": ["string", 5] }), "`/type/1` is no type of JSON Schema"),
        (json!({ "allOf": {} }), "`/allOf` has to be an array"),
        (json!({ "allOf": [1] }), "`/allOf/0` is no schema: it has to be an object"),
        (json!({ "$ref": 1 }), "`/$ref` has to be a text"),
        (json!({ "enum": "a" }), "`/enum` has to be an array"),
        (json!({ "meta:enum": ["a"] }), "`/meta:enum` has to be an object"),
        (json!({ "items": "a" }), "`/items` is no schema: it has to be an object"),
        (
            json!({ "additionalProperties": "a" }),
            "`/additionalProperties` is no schema: it has to be an object",
        ),
        (
            json!([{ "properties": { "a": { "properties": { "b": { "type": 1 } } } } }]),
            "`/0/properties/a/properties/b/type` is no type of JSON Schema",
        ),
    ];
    for (document, expected) in cases {
        let found = Schema::from_json(&document).expect_err(&document.to_string());
        assert_eq!(messages(&found), [expected], "{document}");
    }
    let found = Schema::from_text("{").unwrap_err();
    assert!(messages(&found)[0].starts_with("a schema that is not JSON: "), "{found:?}");
}

fn messages(all: &[Diagnostic]) -> Vec<&str> {
    all.iter().map(|diagnostic| diagnostic.message.as_str()).collect()
}

/// Codes of what a schema rules out or finds unusual, and of conditions that are always the same.
fn is_ours(diagnostic: &Diagnostic) -> bool {
    ("P0220".."P0300").contains(&diagnostic.code.number())
        || ("P0420".."P0500").contains(&diagnostic.code.number())
}

#[test]
fn what_a_schema_allows_is_not_minded() {
    let schema = acme();
    let options = Options { schema: Some(&schema), ..Options::default() };
    let mut silent = 0;
    for case in cases::load() {
        let fine = matches!(case.expected, cases::Expected::Result(_)) && case.warnings.is_empty();
        if case.schema.is_some() && fine {
            silent += 1;
            let (_, found) = analyse(&case.query, &options);
            assert!(!found.iter().any(is_ours), "{}: {found:?}", case.title);
        }
    }
    assert!(silent > 10, "only {silent} cases");
}

#[test]
fn without_a_schema_nothing_is_known_of_fields() {
    const OF_CONDITIONS: &[Code] = &[Code::AlwaysTrue, Code::AlwaysFalse, Code::ConflictingUse];
    for case in cases::load().iter().filter(|case| case.schema.is_none()) {
        let (_, found) = analyse(&case.query, &Options::default());
        let mut ours = found.iter().filter(|it| is_ours(it));
        assert!(ours.all(|it| OF_CONDITIONS.contains(&it.code)), "{}: {found:?}", case.title);
    }
}

/// Published expressions, where they are at hand: nothing is said of any of them.
#[test]
fn published_expressions_are_not_minded() {
    let path = format!("{}/../shared/corpus/pql-corpus.jsonl", env!("CARGO_MANIFEST_DIR"));
    let own = "{\"expr\": \"homeAddress.countryISO = \\\"CA\\\" and person.birthYear = 1985\"}";
    let lines = std::fs::read_to_string(path).unwrap_or_else(|_| own.into());
    for line in lines.lines() {
        let entry: Json = serde_json::from_str(line).unwrap();
        let text = entry["expr"].as_str().unwrap();
        let (_, found) = analyse(text, &Options::default());
        assert!(!found.iter().any(is_ours), "{text}: {found:?}");
    }
}
