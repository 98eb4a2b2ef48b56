//! Makes nodes of `pql/json` for the tables of the tests.

#![allow(unreachable_pub, reason = "a module of a test")]

use serde_json::{Value as Json, json};

pub fn root() -> Json {
    json!({ "nodeType": "parameterReference", "position": 1 })
}

/// A field that does not say of what.
pub fn field(name: &str) -> Json {
    json!({ "nodeType": "fieldLookup", "fieldName": name })
}

pub fn of(object: Json, name: &str) -> Json {
    json!({ "nodeType": "fieldLookup", "fieldName": name, "object": object })
}

pub fn variable(name: &str) -> Json {
    json!({ "nodeType": "varRef", "varName": name })
}

pub fn apply(name: &str, params: Json) -> Json {
    json!({ "nodeType": "fnApply", "fnName": name, "params": params })
}

pub fn literal(kind: &str, value: Json) -> Json {
    json!({ "nodeType": "literal", "literalType": kind, "value": value })
}

/// A literal without a type.
pub fn untyped(value: Json) -> Json {
    json!({ "nodeType": "literal", "value": value })
}

pub fn integer(value: i64) -> Json {
    literal("Integer", json!(value))
}

pub fn text(value: &str) -> Json {
    literal("String", json!(value))
}

pub fn word(kind: &str, word: &str) -> Json {
    literal(kind, json!(word))
}

pub fn lambda(names: &[&str], body: Json) -> Json {
    json!({ "nodeType": "lambda", "varNames": names, "body": body })
}

/// A lambda of old.
pub fn created(name: &str, body: Json) -> Json {
    json!({ "nodeType": "fnCreate", "params": [{ "varName": name }], "body": body })
}

pub fn declared(name: &str, from: Json) -> Json {
    json!({ "nodeType": "varDecl", "varName": name, "from": from })
}

pub fn let_in(name: &str, value: Json, body: Json) -> Json {
    json!({ "nodeType": "let", "varName": name, "value": value, "body": body })
}

pub fn select(variable: Json, condition: Json) -> Json {
    json!({ "nodeType": "select", "variables": [variable], "condition": condition })
}

pub fn quantified(quantifier: &str, variable: Json) -> Json {
    json!({ "nodeType": "quantification", "quantifier": quantifier, "variables": [variable] })
}

/// `occurs` of no timestamp, with the relation as a literal.
pub fn relative(relation: &str, interval: Json) -> Json {
    occurs(word("TimeDirection", relation), interval)
}

/// `occurs` of no timestamp.
pub fn occurs(relation: Json, interval: Json) -> Json {
    json!({ "nodeType": "occurs", "relation": relation, "timeinterval": interval })
}

/// A distance in canonical form.
pub fn within(count: i64, unit: &str) -> Json {
    let unit = word("TimeUnit", unit);
    let duration = json!({ "nodeType": "duration", "count": integer(count), "unit": unit });
    let comparison = word("Comparison", "<=");
    json!({ "nodeType": "timeQualification", "comparison": comparison, "duration": duration })
}

/// A distance in words.
pub fn distance(comparison: Json, count: Json, unit: Json) -> Json {
    json!({ "comparison": comparison, "duration": { "count": count, "unit": unit } })
}

/// An object with one more member.
pub fn with(mut json: Json, member: &str, value: Json) -> Json {
    json[member] = value;
    json
}

pub fn chain(array: Json, timestamp: Json, elements: Json) -> Json {
    json!({ "nodeType": "chain", "array": array, "timestampField": timestamp,
        "elements": elements })
}
