//! What is read besides the canonical form, and as which text.

use serde_json::{Value as Json, json};

use pql_edge::diagnostic::Code;
use pql_edge::limits::Limits;
use pql_edge::syntax::json::{from_json, to_json};
use pql_edge::syntax::print;

use super::{parsed, read};

fn field(name: &str) -> Json {
    json!({ "nodeType": "fieldLookup", "fieldName": name })
}

fn of(object: Json, name: &str) -> Json {
    json!({ "nodeType": "fieldLookup", "fieldName": name, "object": object })
}

fn variable(name: &str) -> Json {
    json!({ "nodeType": "varRef", "varName": name })
}

fn apply(name: &str, params: Json) -> Json {
    json!({ "nodeType": "fnApply", "fnName": name, "params": params })
}

fn literal(kind: &str, value: Json) -> Json {
    json!({ "nodeType": "literal", "literalType": kind, "value": value })
}

fn lambda(name: &str, body: Json) -> Json {
    json!({ "nodeType": "lambda", "varNames": [name], "body": body })
}

fn created(name: &str, body: Json) -> Json {
    json!({ "nodeType": "fnCreate", "params": [{ "varName": name }], "body": body })
}

fn declared(name: &str, member: &str, from: Json) -> Json {
    json!({ "nodeType": "varDecl", "varName": name, member: from })
}

fn chain(timestamp: Json, element: Json) -> Json {
    json!({ "nodeType": "chain", "array": field("e"), "timestampField": timestamp,
        "elements": [element] })
}

fn occurs(relation: Json, interval: Json) -> Json {
    json!({ "nodeType": "occurs", "relation": relation, "timeinterval": interval })
}

/// Fields, literals and functions.
fn simple() -> Vec<(Json, &'static str)> {
    let a = || field("a");
    let profile = || literal("XDMObject", json!("profile"));
    vec![
        (a(), "a"),
        (of(profile(), "xdm:a"), "a"),
        (of(a(), "xdm:@id"), "a.`@id`"),
        (of(a(), "other:id"), "a.`other:id`"),
        (profile(), "$1"),
        (literal("XDMField", json!("xdm:person.xdm:name")), "person.name"),
        (literal("Field", json!("a")), "a"),
        (json!({ "nodeType": "literal", "value": "x" }), "\"x\""),
        (json!({ "nodeType": "literal", "value": 6 }), "6"),
        (json!({ "nodeType": "literal", "value": 6.5 }), "6.5"),
        (json!({ "nodeType": "literal", "value": null }), "null"),
        (json!({ "nodeType": "literal", "value": true }), "true"),
        (
            json!({ "nodeType": "literal", "value": ["a", 1, false, null] }),
            "[\"a\", 1, false, null]",
        ),
        (json!({ "nodeType": "literal", "literalType": "Null" }), "null"),
        (literal("string", json!("x")), "\"x\""),
        (literal("QueryString", json!("?x")), "\"?x\""),
        (literal("integer", json!("6")), "6"),
        (literal("Integer", json!(6.0)), "6"),
        (literal("Number", json!("6")), "6"),
        (literal("Number", json!("6.5")), "6.5"),
        (literal("Number", json!(6.0)), "6.0"),
        (literal("Double", json!(6)), "6.0"),
        (literal("double", json!("6")), "6.0"),
        (literal("Boolean", json!("true")), "true"),
        (literal("List", json!([])), "[]"),
        (literal("List", json!([literal("Double", json!(1)), a()])), "[1.0, a]"),
        (literal("Timestamp", json!("NOW")), "now"),
        (literal("Timestamp", json!("2026-11-20T12:00:00Z")), "\"2026-11-20T12:00:00Z\""),
        (literal("Timestamp", json!(1_795_176_000_000_i64)), "1795176000000"),
        (json!({ "nodeType": "pathReference", "fieldName": "x;version=1" }), "@{x;version=1}"),
        (json!({ "nodeType": "parameterReference", "position": "2" }), "$2"),
        (apply("NOT", json!([a()])), "not a"),
        (apply("!", json!([a()])), "not a"),
        (apply("and", json!([a()])), "a"),
        (apply("or", json!([apply("or", json!([a(), a()]))])), "a or a"),
        (apply("-", json!([a()])), "-a"),
        (apply("notEquals", json!([a(), a()])), "a.notEqualTo(a)"),
        (apply("greaterThan", json!([a(), a()])), "a > a"),
        (apply("lessThan", json!([a(), a()])), "a < a"),
        (apply("=", json!([a(), a(), literal("Boolean", json!(false))])), "a.equals(a, false)"),
        (apply("matches", json!([a(), a()])), "a matches a"),
        (apply("get", json!([a(), literal("String", json!("k"))])), "a.get(\"k\")"),
        (apply("modelInstances", json!([literal("String", json!("u"))])), "modelInstances(\"u\")"),
        (apply("odd name", json!([a()])), "a.`odd name`()"),
        (
            json!({ "nodeType": "fnApply", "params": [a(), a()],
                "function": { "nodeType": "literal", "literalType": "Function", "fnName": "!=" } }),
            "a != a",
        ),
    ]
}

/// What binds names.
fn binding() -> Vec<(Json, &'static str)> {
    let (a, b) = (|| field("a"), || field("b"));
    let x = |name: &str| of(variable("X"), name);
    let applied = |function: Json, params: Json| json!({ "nodeType": "fnApply", "function": function, "params": params });
    let select = |kind: &str, from: &str| json!({ "nodeType": kind, "variables": [declared("X", from, a())], "condition": x("b") });
    let over = |quantifier: &str| {
        json!({ "nodeType": "quantification", "quantifier": quantifier,
            "variables": [{ "varName": "X", "from": a(), "where": x("b") }] })
    };
    vec![
        (select("select", "from"), "select X from a : X.b"),
        (select("set", "range"), "select X from a : X.b"),
        (select("exist", "from"), "exists X from a : X.b"),
        (select("exists", "from"), "exists X from a : X.b"),
        (select("forall", "from"), "forall X from a : X.b"),
        (over("some"), "exists X from a where X.b"),
        (over("exists"), "exists X from a where X.b"),
        (over("all"), "forall X from a where X.b"),
        (over("forall"), "forall X from a where X.b"),
        (apply("some", json!([a(), lambda("X", x("b"))])), "a.exists((X) => X.b)"),
        (apply("all", json!([a(), created("X", x("b"))])), "forall X from a where X.b"),
        (applied(created("X", x("b")), json!([a()])), "a.filter((X) => X.b)"),
        (applied(lambda("_1", of(variable("_1"), "b")), json!([a()])), "a[b]"),
        (
            applied(
                created("X", apply("+", json!([variable("X"), a()]))),
                json!([literal("", json!(1))]),
            ),
            "let X = 1 in X + a",
        ),
        // an expression where a lambda is expected is about the item
        (apply("exists", json!([a(), b()])), "a.exists(b)"),
        (
            apply(
                "exists",
                json!([
                    a(),
                    apply(
                        "=",
                        json!([
                            b(),
                            of(json!({ "nodeType": "parameterReference", "position": 1 }), "b")
                        ])
                    )
                ]),
            ),
            "a.exists(b = $1.b)",
        ),
        (apply("topN", json!([a(), b(), literal("integer", json!(3))])), "a.topN(b, 3)"),
        // names that text cannot have, or not there
        (lambda("my profile", of(variable("my profile"), "v1")), "(v1) => v1.v1"),
        (
            json!({ "nodeType": "let", "varName": "1st", "value": a(), "body": apply("+", json!([variable("1st"), field("v1")])) }),
            "let v1 = a in v1 + $1.v1",
        ),
        (
            json!({ "nodeType": "select", "variables": [declared("my item", "from", a())], "condition": of(variable("my item"), "b") }),
            "select `my item` from a : `my item`.b",
        ),
        // an outer item itself, which text reaches by a name only
        (
            apply(
                "filter",
                json!([
                    a(),
                    lambda(
                        "_1",
                        apply(
                            "exists",
                            json!([
                                of(variable("_1"), "b"),
                                lambda("_2", apply("=", json!([variable("_2"), variable("_1")])))
                            ])
                        )
                    )
                ]),
            ),
            "a.filter((_1) => _1.b.exists(this = _1))",
        ),
        (
            apply(
                "filter",
                json!([
                    a(),
                    lambda(
                        "_1",
                        apply(
                            "exists",
                            json!([of(variable("_1"), "b"), lambda("_1", variable("_1"))])
                        )
                    )
                ]),
            ),
            "a[b.exists(this)]",
        ),
    ]
}

/// Time and sequences.
fn time() -> Vec<(Json, &'static str)> {
    let now = || literal("Timestamp", json!("now"));
    let with = |mut json: Json, member: &str, value: Json| {
        json[member] = value;
        json
    };
    let within = |comparison: Json, count: Json, unit: Json| json!({ "comparison": comparison, "duration": { "count": count, "unit": unit } });
    let t = || field("t");
    let event = |what: Json| json!({ "what": what });
    let step = |member: &str, value: Json| with(event(field("x")), member, value);
    vec![
        (with(occurs(json!("AFTER"), now()), "timestamp", t()), "t occurs after now"),
        (
            with(
                with(occurs(json!("before"), now()), "timestamp", t()),
                "qualification",
                within(json!("<="), json!(3), json!("Days")),
            ),
            "t occurs <= 3 days before now",
        ),
        (
            with(
                with(occurs(json!("from"), now()), "timestamp", t()),
                "qualification",
                within(
                    literal("Comparison", json!("=")),
                    json!("1"),
                    literal("TimeUnit", json!("century")),
                ),
            ),
            "t occurs = 1 century from now",
        ),
        (
            with(occurs(json!("between"), json!({ "start": now(), "end": t() })), "timestamp", t()),
            "t occurs between now and t",
        ),
        (chain(json!("t"), event(field("x"))), "chain(e, t, [C0: WHAT(x)])"),
        (chain(t(), event(field("x"))), "chain(e, t, [C0: WHAT(x)])"),
        (
            chain(lambda("E", of(variable("E"), "t")), event(lambda("F", of(variable("F"), "x")))),
            "chain(e, t, [C0: WHAT(x)])",
        ),
        (chain(t(), step("name", json!("A b"))), "chain(e, t, [`A b`: WHAT(x)])"),
        (chain(t(), step("count", json!(3))), "chain(e, t, [C0: WHAT(x) COUNT(3)])"),
        (chain(t(), step("count", json!("3"))), "chain(e, t, [C0: WHAT(x) COUNT(3)])"),
        (
            chain(t(), step("count", json!({ "comparison": ">=", "value": 3 }))),
            "chain(e, t, [C0: WHAT(x) COUNT(3)])",
        ),
        (
            chain(t(), step("count", json!({ "comparison": "<", "value": "3" }))),
            "chain(e, t, [C0: WHAT(x) COUNT(< 3)])",
        ),
        (chain(t(), step("negated", json!(true))), "chain(e, t, [C0: NOT WHAT(x)])"),
        (
            chain(t(), step("when", occurs(json!("on"), literal("Timestamp", json!("today"))))),
            "chain(e, t, [C0: WHAT(x) WHEN(today)])",
        ),
        (
            chain(t(), step("when", occurs(json!("after"), field("u")))),
            "chain(e, t, [C0: WHAT(x) WHEN(after u)])",
        ),
        (
            chain(json!("t"), step("when", with(occurs(json!("after"), now()), "timestamp", t()))),
            "chain(e, t, [C0: WHAT(x) WHEN(after now)])",
        ),
        // the event itself from inside: `let` names it
        (
            chain(
                json!("t"),
                event(lambda(
                    "E",
                    apply(
                        "exists",
                        json!([
                            of(variable("E"), "b"),
                            lambda("_1", apply("=", json!([variable("_1"), variable("E")])))
                        ]),
                    ),
                )),
            ),
            "chain(e, t, [C0: WHAT(let E = this in E.b.exists(this = E))])",
        ),
    ]
}

#[test]
fn other_forms() {
    for (json, text) in simple().into_iter().chain(binding()).chain(time()) {
        let tree = read(&json);
        assert_eq!(print(&tree), text, "{json}");
        // What was read is written in the one way.
        let canonical = to_json(&tree).unwrap();
        assert_eq!(print(&read(&canonical)), text);
        assert_eq!(to_json(&parsed(text)).unwrap(), canonical, "{text}");
    }
}

#[test]
fn members_that_nobody_knows() {
    let json = json!({ "nodeType": "fnApply", "fnName": "not", "note": 1, "params": [
        { "nodeType": "fieldLookup", "fieldName": "a", "a/b~": { "deep": [] } }] });
    let read = from_json(&json, &Limits::DEFAULT);
    assert_eq!(print(&read.tree), "not a");
    assert!(read.diagnostics.iter().all(|it| it.code == Code::UnknownMember && !it.is_error()));
    let messages: Vec<&str> = read.diagnostics.iter().map(|it| it.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "`fnApply` has no member `note`, at the root",
            "`fieldLookup` has no member `a/b~`, at `/params/0`",
        ]
    );
}
