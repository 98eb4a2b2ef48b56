//! JSON that is wrong in every way: said so with its place, and never a panic.

use serde_json::{Value as Json, json};

use pql_edge::diagnostic::{Code, MAX_DIAGNOSTICS};
use pql_edge::limits::Limits;
use pql_edge::syntax::json::{from_json, parse as parse_json, text_of};

use super::make::*;

fn messages(json: &Json) -> Vec<String> {
    let found = from_json(json, &Limits::DEFAULT).diagnostics;
    assert!(found.iter().all(|it| it.is_error()), "{json}");
    found.into_iter().map(|it| format!("{} {}", it.code.number(), it.message)).collect()
}

/// Wrong nodes, and what is said of each.
fn nodes() -> Vec<(Json, &'static str)> {
    let a = || field("a");
    let of_type = |kind: &str| json!({ "nodeType": kind });
    let named = |name: Json| json!({ "nodeType": "fieldLookup", "fieldName": name });
    vec![
        (json!(1), "expected an object with `nodeType`, found a number, at the root"),
        (json!({}), "an object without `nodeType`, at the root"),
        (json!({ "nodeType": 1 }), "expected text, found a number, at `/nodeType`"),
        (of_type("queryInvoke"), "`queryInvoke` is no node of `pql/json`, at the root"),
        (of_type("varDecl"), "`varDecl` stands only in `variables`, at the root"),
        (of_type("fieldLookup"), "`fieldName` is missing, at the root"),
        (named(json!([])), "expected text, found an array, at `/fieldName`"),
        (named(json!("a`b")), "a name is text of one line without back-ticks, at `/fieldName`"),
        (of(json!("b"), "a"), "expected an object with `nodeType`, found text, at `/object`"),
        (
            json!({ "nodeType": "parameterReference", "position": -1 }),
            "expected a whole number, at `/position`",
        ),
        (
            json!({ "nodeType": "pathReference", "fieldName": "@{a}b}" }),
            "`@{a}b}` is no id of an object, at the root",
        ),
        (variable("X"), "there is no variable `X`, at the root"),
        (lambda(&[], a()), "expected an item or more, at `/varNames`"),
        (
            json!({ "nodeType": "lambda", "varNames": ["X", 1], "body": a() }),
            "expected text, found a number, at `/varNames/1`",
        ),
        (
            json!({ "nodeType": "let", "varName": "X", "value": a() }),
            "`body` is missing, at the root",
        ),
        (
            json!({ "nodeType": "select", "variables": [] }),
            "expected an item or more, at `/variables`",
        ),
        (quantified("one", a()), "expected a `varDecl`, at `/variables/0`"),
        (
            quantified("many", declared("X", a())),
            "`many` is none of `all`, `some`, `none`, `one`, at the root",
        ),
        (
            json!({ "nodeType": "object", "entries": [1] }),
            "expected an object, found a number, at `/entries/0`",
        ),
        (
            json!({ "nodeType": "object", "entries": [{ "key": 1, "value": a() }] }),
            "expected text, found a number, at `/entries/0/key`",
        ),
    ]
}

fn literals() -> Vec<(Json, &'static str)> {
    let past = json!({ "nodeType": "literal", "literalType": "TimeInterval", "relation": "past",
        "unit": "day" });
    vec![
        (
            literal("Integer", json!("6.5")),
            "`\"6.5\"` is no value of the type `Integer`, at `/value`",
        ),
        (
            literal("Integer", json!(u64::MAX)),
            "`18446744073709551615` is no value of the type `Integer`, at `/value`",
        ),
        (literal("Date", json!("x")), "`\"x\"` is no value of the type `Date`, at `/value`"),
        (
            literal("Double", json!("1e999")),
            "`\"1e999\"` is no value of the type `Double`, at `/value`",
        ),
        (literal("List", json!([1, [2]])), "expected a scalar, found an array, at `/value/1`"),
        (
            literal("XDMObject", json!("event")),
            "`\"event\"` is no value of the type `XDMObject`, at `/value`",
        ),
        (
            word("TimeUnit", "day"),
            "a literal of type `TimeUnit` stands only in a `duration`, at the root",
        ),
        (json!({ "nodeType": "literal" }), "`value` is missing, at the root"),
        (untyped(json!({})), "`{}` is no literal, at `/value`"),
        (
            json!({ "nodeType": "literal", "literalType": 1, "value": 1 }),
            "expected text, found a number, at `/literalType`",
        ),
        (past, "`past` is no `this`, `last` or `next`, at `/relation`"),
    ]
}

fn calls() -> Vec<(Json, &'static str)> {
    let a = || field("a");
    let made =
        |function: Json| json!({ "nodeType": "fnApply", "function": function, "params": [a()] });
    vec![
        (apply("=", json!([a()])), "`=` does not take 1 parameters, at the root"),
        (apply("and", json!([])), "`and` does not take 0 parameters, at the root"),
        (apply("NOT", json!([a(), a()])), "`NOT` does not take 2 parameters, at the root"),
        (apply("sum", json!([])), "`sum` does not take 0 parameters, at the root"),
        (apply("f", json!({})), "expected an array, found an object, at `/params`"),
        (
            apply("f", json!([a(), null])),
            "expected an object with `nodeType`, found null, at `/params/1`",
        ),
        (apply("", json!([])), "a name is text of one line without back-ticks, at `/fnName`"),
        (made(a()), "expected a `lambda` or `fnCreate`, at `/function`"),
        (
            made(lambda(&["X", "Y"], a())),
            "a function that is made here takes one parameter, at the root",
        ),
    ]
}

fn times() -> Vec<(Json, &'static str)> {
    let a = || field("a");
    let of_a = |json: Json| with(json, "timestamp", a());
    let within = |relation: &str, comparison: &str, count: i64, unit: &str| {
        let distance = distance(json!(comparison), json!(count), json!(unit));
        of_a(with(occurs(json!(relation), a()), "qualification", distance))
    };
    vec![
        (
            json!({ "nodeType": "occurs", "timestamp": a(), "timeinterval": a() }),
            "`relation` is missing, at the root",
        ),
        (of_a(occurs(json!("near"), a())), "`near` is no relation in time, at `/relation`"),
        (of_a(occurs(untyped(json!(1)), a())), "expected a word, found a number, at `/relation`"),
        (of_a(occurs(json!("between"), a())), "expected a `range`, at `/timeinterval`"),
        (
            within("on", "=", 1, "day"),
            "a `qualification` needs `before`, `after` or `from`, at the root",
        ),
        (within("after", "~", 1, "day"), "`~` is no comparison, at `/qualification/comparison`"),
        (
            within("after", "=", 1, "fortnight"),
            "`fortnight` is no unit of time, at `/qualification/duration/unit`",
        ),
        (
            within("after", "=", -1, "day"),
            "expected a whole number, at `/qualification/duration/count`",
        ),
    ]
}

fn steps() -> Vec<(Json, &'static str)> {
    let a = || field("a");
    let sequence = |step: Json| chain(a(), json!("t"), json!([step]));
    let step = |member: &str, value: Json| sequence(with(json!({ "what": a() }), member, value));
    vec![
        (chain(a(), json!("t"), json!([])), "expected an item or more, at `/elements`"),
        (sequence(json!(1)), "expected an object, found a number, at `/elements/0`"),
        (sequence(json!({})), "`what` is missing, at `/elements/0`"),
        (step("negated", json!(1)), "expected a Boolean, found a number, at `/elements/0/negated`"),
        (step("count", json!(true)), "expected a whole number, at `/elements/0/count`"),
        (
            step("count", json!({ "comparison": "~", "value": 1 })),
            "`~` is no comparison, at `/elements/0/count/comparison`",
        ),
        (step("when", a()), "expected `occurs`, at `/elements/0/when`"),
        (
            step("when", with(occurs(json!("on"), a()), "timestamp", a())),
            "WHEN is about the `timestampField` of the chain, not another time, \
             at `/elements/0/when`",
        ),
    ]
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let all = [nodes(), literals(), calls(), times(), steps()];
    for (json, message) in all.into_iter().flatten() {
        assert_eq!(messages(&json), [format!("P0210 {message}")], "{json}");
    }
}

#[test]
fn every_mistake_is_found_at_once() {
    let json = json!({ "nodeType": "fnApply", "fnName": "or", "params": [
        { "nodeType": "nonsense" }, { "nodeType": "fieldLookup" }, 7] });
    assert_eq!(messages(&json).len(), 3);
    let many = json!({ "nodeType": "list", "items": vec![json!(1); 100_000] });
    assert_eq!(messages(&many).len(), MAX_DIAGNOSTICS);
    // Warnings hide no error behind them.
    let odd = json!({ "nodeType": "varRef", "varName": "X", "odd": 1 });
    let mut items = vec![json!({ "nodeType": "literal", "value": 1, "odd": 1 }); 1_000];
    items.push(odd);
    let found = from_json(&json!({ "nodeType": "list", "items": items }), &Limits::DEFAULT);
    assert!(found.diagnostics.iter().any(|it| it.is_error()));
    assert!(found.diagnostics.len() <= MAX_DIAGNOSTICS + 1);
}

#[test]
fn limits_hold() {
    let nested = |depth: usize, wrap: fn(Json) -> Json| {
        let mut json = untyped(json!(1));
        (0..depth).for_each(|_| json = wrap(json.take()));
        json
    };
    let wraps: [fn(Json) -> Json; 3] = [
        |it| of(it, "a"),
        |it| lambda(&["X"], it),
        |it| apply("filter", json!([it, lambda(&["_1"], variable("_1"))])),
    ];
    for wrap in wraps {
        let found = from_json(&nested(1_000, wrap), &Limits::DEFAULT).diagnostics;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, Code::TooDeep);
        assert!(from_json(&nested(90, wrap), &Limits::DEFAULT).diagnostics.is_empty());
    }
    let few = Limits { source: 10, ..Limits::DEFAULT };
    let list = json!({ "nodeType": "list", "items": vec![untyped(json!(1)); 10] });
    let found = from_json(&list, &few).diagnostics;
    assert_eq!(found.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::SourceTooLong]);
    assert!(text_of(&list.to_string(), &few).is_err());
    let deep = "[".repeat(1_000_000);
    assert!(parse_json(&deep, &Limits::DEFAULT).unwrap_err().starts_with("nested deeper"));
    assert!(text_of(&format!("{{\"nodeType\":{deep}"), &Limits::DEFAULT).is_err());
}
