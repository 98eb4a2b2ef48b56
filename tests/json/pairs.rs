//! Pairs of text and JSON written by hand, and texts whose names get in each other's way.

use serde_json::{Value as Json, json};

use pql_edge::syntax::{json::to_json, print};

use super::make::*;
use super::{parsed, read};

/// Constructs and clashes that have to survive.
pub(crate) const TEXTS: &[&str] = &[
    // names of items
    "a[b[c = ^d and ^^e and $1.f and this.g]]",
    "a[this > 1]",
    "a[exists _1 from b where _1.x = this.y]",
    "exists _1 from a where b[_1.x = y]",
    "exists _1 from a where exists _2 from _1.b where c[_1.x = _2.y and z]",
    "(_1) => a[_1.x = y]",
    "(_1, _2) => a[_1.x = y and _2.z[w]]",
    "a.filter((_1) => _1.x = y)",
    "a.filter((_1) => b.exists(_1.x = y and ^z))",
    "a.filter((_7) => b.filter((_8) => _7 = _8.c).count() > 1)",
    "a.filter((_1) => b.exists((_1) => _1.x))",
    "a[b.exists((X) => X.c = this)]",
    "a.map((_1) => (X) => X.a)",
    "a.map((K, G) => mapEntry(K, G.count()))",
    "a.map((_1, _2) => b[_1.x = _2.y and z])",
    "a.topN((X) => X.price, 3)",
    "a.topN(price, n)[n = ^n]",
    "a.groupBy(k).map((K, G) => mapEntry(K, G.sum(v)))",
    "[1, 2].map(this * 2)",
    // variables that hide fields
    "exists x from a where x.x = $1.x and b[x.y = this.x and $1.x]",
    "let x = y in x + $1.x",
    "let x = (let x = 1 in x + 1) in x",
    "let in_ = (a in b) in in_ and not in_",
    "let and = 1 in `and` + 1",
    "(P, Q) => P.a > Q.b and a > $2.b and Q.c[d = P.e and ^f]",
    "(x) => x.x = $1.x and this.x",
    "select x from (select x from a where x.y) where x",
    "(`now`).x and now.x and (now).x and (today)[a] and (now).getMonth() = 1",
    "a[t occurs <= (this) days before now and n occurs > (1 + this) weeks after ^today]",
    // labels
    "chain(a, t, [C0: WHAT(x), C1: WHAT(C0 = 1) WHEN(<= 24 hours after C0)])",
    "chain(a, t, [C0: WHAT(x), C1: WHAT(y) WHEN(<= C0.n days after C0.t) WHERE(C0)])",
    "chain(a, t, [C0: WHAT(x), C1: WHAT(y) WHEN(after this.C0), C2: WHAT(z) \
     WHEN(between C0 and C1)])",
    "chain(a, t, [A: WHAT(x) WHEN(after b), B: NOT WHAT(x) COUNT(2), C: WHAT(c) COUNT(<= 2)])",
    "chain(a, t, [A: WHAT(x) COUNT(>= 2), B: WHAT(y) COUNT(between 1 and 3), \
     C: WHAT(c) COUNT(!= 2)])",
    "chain(a, t, [A: WHAT(x), B: WHAT(b[^t occurs after ^A]) WHEN(after c[A = d].head())])",
    "chain(a, t, [A: WHAT(chain(b, u, [A: WHAT(^x = y) WHEN(after ^t)]))])",
    "a[chain(b, t, [A: WHAT(^c = d and ^^e)])]",
    "exists t from a where chain(t.b, this.t, [t: WHAT(this.t = t.t)])",
    // literals and operators
    "{\"a\": 1, \"b c\": [x, {}], \"\": null}",
    "({\"nodeType\": 1})",
    "[{\"nodeType\": a}]",
    "[1, 2.5, -3, \"x\", true, null]",
    "[5.0]",
    "[]",
    "[[1], [2]]",
    "-5",
    "-(5)",
    "--a",
    "-5.getMonth()",
    "5.0 / 2.02E-12",
    "0.1 + 123456789.12345679 + 2.2250738585072014E-308 + 1.7976931348623157E308",
    "9223372036854775807 - -9223372036854775808",
    "\"quote \\\" back \\\\ tab \\t nul \\u0000 \u{85} 😀\"",
    "a = b and (c and d) or (e or f) and not (not g)",
    "(a = b) = (c = d)",
    "a - (b - c) - d * (e / f) % -g",
    "not a.b.isNull() and `from`.`where` and `a b`.x and `5`",
    "a.like(b) and like(c, d) and a matches b and in(a, [1]) and a.in([1, x])",
    "a notIn (\"x\")",
    "startsWith(a, \"b\", false) and count(a) > sum(b) + sum(c, d)",
    "if(a, b, c) or a.if(b, c)",
    "date(2020, 1, 31).getMonth() = currentMonth()",
    "inSegment(\"x\") and inSegment(\"x\", \"AAM\")",
    "modelInstances(\"uri\")[a] or modelInstances(\"uri\", \"?x\").count()",
    "@{_xdm.context.additionalParameters;version=1}.weather",
    "$2.rank.priority + $9",
    // time
    "t occurs today or t occurs on now or t occurs on a.b or t occurs last month",
    "t occurs before next century or t occurs from yesterday or t occurs after date(1, 2, 3)",
    "t occurs between this week and tomorrow",
    "t occurs != 1 millennium from x or t occurs > (a + b) centuries after y",
    "last month",
    // quantifiers and aggregates
    "select X from a",
    "select X from a where X.b, Y from X.c : X = Y",
    "some X from a where X.b",
    "all X from a where X.b : X.c",
    "forall X from a",
    "none X from a : X",
    "one X from a where X, Y from b where Y",
    "sum X.p over X from a where X.c, Y from X.d",
    "(average X from a) + (min (-X) over X from a) + (max (sum(X.b)) over X from a)",
    "exists `where` from a where `where`.b",
    "xEvent[xEvent]",
];

fn a() -> Json {
    of(root(), "a")
}

/// A field of an item without a name.
fn item(name: &str) -> Json {
    of(variable("_1"), name)
}

/// Operators, functions and literals.
fn simple() -> Vec<(&'static str, Json)> {
    let equal = |left: Json, right: Json| apply("=", json!([left, right]));
    vec![
        (
            r#"workAddress.country = "US""#,
            equal(of(of(root(), "workAddress"), "country"), text("US")),
        ),
        ("$1", root()),
        ("xEvent", of(root(), "xEvent")),
        (
            "a[b = $1.c]",
            apply("filter", json!([a(), lambda(&["_1"], equal(item("b"), of(root(), "c")))])),
        ),
        ("a.exists(this)", apply("exists", json!([a(), lambda(&["_1"], variable("_1"))]))),
        ("a.topN(b, 3)", apply("topN", json!([a(), lambda(&["_1"], item("b")), integer(3)]))),
        ("1.5", literal("Double", json!(1.5))),
        ("true", literal("Boolean", json!(true))),
        ("null", literal("Null", Json::Null)),
        (r#"["a", "b"]"#, literal("List", json!(["a", "b"]))),
        ("[a, 1]", json!({ "nodeType": "list", "items": [a(), integer(1)] })),
        (r#"{"k": a}"#, json!({ "nodeType": "object", "entries": [{ "key": "k", "value": a() }] })),
        ("-a", apply("neg", json!([a()]))),
        ("not a", apply("not", json!([a()]))),
        ("a and a and a", apply("and", json!([a(), a(), a()]))),
        ("a like a", apply("like", json!([a(), a()]))),
        ("a % a", apply("%", json!([a(), a()]))),
        ("if(a, a, a)", apply("if", json!([a(), a(), a()]))),
        ("currentMonth()", apply("currentMonth", json!([]))),
        ("a.distinct()", apply("distinct", json!([a()]))),
        (
            r#"a.equals("US", false)"#,
            apply("equals", json!([a(), text("US"), literal("Boolean", json!(false))])),
        ),
        ("a.`1697323153`", of(a(), "1697323153")),
        (
            "@{x;version=1}.a",
            of(json!({ "nodeType": "pathReference", "fieldName": "@{x;version=1}" }), "a"),
        ),
    ]
}

/// What binds names.
fn binding() -> Vec<(&'static str, Json)> {
    let x = || declared("X", a());
    let entry = apply("mapEntry", json!([variable("K"), variable("G")]));
    let asked = |quantifier: &str| with(quantified(quantifier, x()), "condition", variable("X"));
    let aggregate = |name: &str| json!({ "nodeType": name, "variables": [x()] });
    vec![
        ("a.map((K, G) => mapEntry(K, G))", apply("map", json!([a(), lambda(&["K", "G"], entry)]))),
        ("(P, Q) => Q.a", lambda(&["P", "Q"], of(variable("Q"), "a"))),
        ("select X from a", json!({ "nodeType": "select", "variables": [x()] })),
        ("exists X from a : X", asked("some")),
        ("forall X from a : X", asked("all")),
        ("none X from a", quantified("none", x())),
        ("one X from a", quantified("one", x())),
        ("sum X.b over X from a", with(aggregate("sum"), "aggExpr", of(variable("X"), "b"))),
        ("max X from a", aggregate("max")),
        ("let v = a in v", let_in("v", a(), variable("v"))),
    ]
}

/// Time and sequences.
fn time() -> Vec<(&'static str, Json)> {
    let now = || word("Timestamp", "now");
    let today = || word("Timestamp", "today");
    let of_a = |json: Json| with(json, "timestamp", a());
    let range = json!({ "nodeType": "range", "start": a(), "end": now() });
    let event = |name: &str| lambda(&["_1"], item(name));
    let before_now = |count: i64, unit: &str| {
        with(relative("before", now()), "qualification", within(count, unit))
    };
    vec![
        ("now", now()),
        (
            "last month",
            json!({ "nodeType": "literal", "literalType": "TimeInterval", "relation": "last",
                "unit": "month" }),
        ),
        ("a occurs <= 3 days before now", of_a(before_now(3, "day"))),
        ("a occurs today", of_a(relative("on", today()))),
        ("a occurs between a and now", of_a(relative("between", range))),
        (
            "chain(xEvent, timestamp, [C0: WHAT(b) WHEN(<= 24 hours before now)])",
            chain(
                of(root(), "xEvent"),
                event("timestamp"),
                json!([{ "name": "C0", "what": event("b"), "when": before_now(24, "hour") }]),
            ),
        ),
        (
            "chain(a, t, [A: WHAT(b) WHEN(after c) WHERE(d) COUNT(2), \
             B: NOT WHAT(e) COUNT(between 1 and 3)])",
            chain(
                a(),
                event("t"),
                json!([
                    { "name": "A", "what": event("b"), "where": event("d"),
                        "when": lambda(&["_1"], relative("after", item("c"))),
                        "count": { "comparison": ">=", "value": 2 } },
                    { "name": "B", "what": event("e"), "negated": true,
                        "count": { "comparison": "between", "start": 1, "end": 3 } },
                ]),
            ),
        ),
    ]
}

#[test]
fn canonical_pairs() {
    for (text, json) in simple().into_iter().chain(binding()).chain(time()) {
        assert_eq!(to_json(&parsed(text)).expect("has JSON"), json, "{text}");
        assert_eq!(print(&read(&json)), text);
    }
}
