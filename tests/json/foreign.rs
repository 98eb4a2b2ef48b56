//! What is read besides the canonical form, and as which text.

use serde_json::{Value as Json, json};

use pql_edge::diagnostic::Code;
use pql_edge::limits::Limits;
use pql_edge::syntax::json::{from_json, to_json};
use pql_edge::syntax::print;

use super::make::*;
use super::{parsed, read};

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
        (untyped(json!("x")), "\"x\""),
        (untyped(json!(6)), "6"),
        (untyped(json!(6.5)), "6.5"),
        (untyped(Json::Null), "null"),
        (untyped(json!(true)), "true"),
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
    let x_b = |name: &str| lambda(&["X"], x(name));
    let over = |kind: &str, variable: Json| {
        let variables = [variable];
        json!({ "nodeType": kind, "variables": variables, "condition": x("b") })
    };
    let from = || declared("X", a());
    let range = || json!({ "nodeType": "varDecl", "varName": "X", "range": a() });
    let filtered = || json!({ "varName": "X", "from": a(), "where": x("b") });
    vec![
        (over("select", from()), "select X from a : X.b"),
        (over("set", range()), "select X from a : X.b"),
        (over("exist", from()), "exists X from a : X.b"),
        (over("exists", from()), "exists X from a : X.b"),
        (over("forall", from()), "forall X from a : X.b"),
        (quantified("some", filtered()), "exists X from a where X.b"),
        (quantified("exists", filtered()), "exists X from a where X.b"),
        (quantified("all", filtered()), "forall X from a where X.b"),
        (quantified("forall", filtered()), "forall X from a where X.b"),
        (apply("some", json!([a(), x_b("b")])), "a.exists((X) => X.b)"),
        (apply("all", json!([a(), created("X", x("b"))])), "forall X from a where X.b"),
        (applied(created("X", x("b")), a()), "a.filter((X) => X.b)"),
        (applied(lambda(&["_1"], of(variable("_1"), "b")), a()), "a[b]"),
        (
            applied(created("X", apply("+", json!([variable("X"), a()]))), untyped(json!(1))),
            "let X = 1 in X + a",
        ),
        // an expression where a lambda is expected is about the item
        (apply("exists", json!([a(), b()])), "a.exists(b)"),
        (
            apply("exists", json!([a(), apply("=", json!([b(), of(root(), "b")]))])),
            "a.exists(b = $1.b)",
        ),
        (apply("topN", json!([a(), b(), integer(3)])), "a.topN(b, 3)"),
    ]
}

/// Names that text cannot have, or not at this place.
fn names() -> Vec<(Json, &'static str)> {
    let a = || field("a");
    let equal = |left: &str, right: &str| apply("=", json!([variable(left), variable(right)]));
    let exists =
        |item: &str, lambda: Json| apply("exists", json!([of(variable(item), "b"), lambda]));
    vec![
        (lambda(&["my profile"], of(variable("my profile"), "v1")), "(v1) => v1.v1"),
        (
            let_in("1st", a(), apply("+", json!([variable("1st"), field("v1")]))),
            "let v1 = a in v1 + $1.v1",
        ),
        (
            select(declared("my item", a()), of(variable("my item"), "b")),
            "select `my item` from a : `my item`.b",
        ),
        // an outer item itself, which text reaches by a name only
        (
            apply(
                "filter",
                json!([a(), lambda(&["_1"], exists("_1", lambda(&["_2"], equal("_2", "_1"))))]),
            ),
            "a.filter((_1) => _1.b.exists(this = _1))",
        ),
        (
            apply(
                "filter",
                json!([a(), lambda(&["_1"], exists("_1", lambda(&["_1"], variable("_1"))))]),
            ),
            "a[b.exists(this)]",
        ),
        (
            chain(
                field("e"),
                json!("t"),
                json!([{ "what": lambda(&["E"], exists("E", lambda(&["_1"], equal("_1", "E")))) }]),
            ),
            "chain(e, t, [C0: WHAT(let E = this in E.b.exists(this = E))])",
        ),
    ]
}

/// Conditions on times.
fn time() -> Vec<(Json, &'static str)> {
    let t = || field("t");
    let now = || word("Timestamp", "now");
    let of_t = |json: Json| with(json, "timestamp", t());
    let far = |relation: &str, distance: Json| {
        of_t(with(occurs(json!(relation), now()), "qualification", distance))
    };
    vec![
        (of_t(occurs(json!("AFTER"), now())), "t occurs after now"),
        (
            far("before", distance(json!("<="), json!(3), json!("Days"))),
            "t occurs <= 3 days before now",
        ),
        (
            far("from", distance(word("Comparison", "="), json!("1"), word("TimeUnit", "century"))),
            "t occurs = 1 century from now",
        ),
        (
            of_t(occurs(json!("between"), json!({ "start": now(), "end": t() }))),
            "t occurs between now and t",
        ),
    ]
}

/// Sequences of one step.
fn steps() -> Vec<(Json, &'static str)> {
    let t = || field("t");
    let now = || word("Timestamp", "now");
    let x = || json!({ "what": field("x") });
    let sequence = |timestamp: Json, step: Json| chain(field("e"), timestamp, json!([step]));
    let step = |member: &str, value: Json| sequence(t(), with(x(), member, value));
    let counted = |comparison: &str, value: Json| {
        step("count", json!({ "comparison": comparison, "value": value }))
    };
    let event = |name: &str, field: &str| lambda(&[name], of(variable(name), field));
    let after_now = with(occurs(json!("after"), now()), "timestamp", t());
    vec![
        (sequence(json!("t"), x()), "chain(e, t, [C0: WHAT(x)])"),
        (sequence(t(), x()), "chain(e, t, [C0: WHAT(x)])"),
        (
            sequence(event("E", "t"), json!({ "what": event("F", "x") })),
            "chain(e, t, [C0: WHAT(x)])",
        ),
        (step("name", json!("A b")), "chain(e, t, [`A b`: WHAT(x)])"),
        (step("count", json!(3)), "chain(e, t, [C0: WHAT(x) COUNT(3)])"),
        (step("count", json!("3")), "chain(e, t, [C0: WHAT(x) COUNT(3)])"),
        (counted(">=", json!(3)), "chain(e, t, [C0: WHAT(x) COUNT(3)])"),
        (counted("<", json!("3")), "chain(e, t, [C0: WHAT(x) COUNT(< 3)])"),
        (step("negated", json!(true)), "chain(e, t, [C0: NOT WHAT(x)])"),
        (
            step("when", occurs(json!("on"), word("Timestamp", "today"))),
            "chain(e, t, [C0: WHAT(x) WHEN(today)])",
        ),
        (
            step("when", occurs(json!("after"), field("u"))),
            "chain(e, t, [C0: WHAT(x) WHEN(after u)])",
        ),
        (
            sequence(json!("t"), with(x(), "when", after_now)),
            "chain(e, t, [C0: WHAT(x) WHEN(after now)])",
        ),
    ]
}

/// A function that is made and applied on the spot.
fn applied(function: Json, param: Json) -> Json {
    json!({ "nodeType": "fnApply", "function": function, "params": [param] })
}

#[test]
fn other_forms() {
    let all = [simple(), binding(), names(), time(), steps()];
    for (json, text) in all.into_iter().flatten() {
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
