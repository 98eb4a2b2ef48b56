//! JSON that is wrong in every way: said so with its place, and never a panic.

use serde_json::{Map, Value as Json, json};

use pql_edge::diagnostic::{Code, MAX_DIAGNOSTICS};
use pql_edge::limits::Limits;
use pql_edge::syntax::json::{Read, from_json, parse as parse_json, text_of, to_json};
use pql_edge::syntax::print;

use super::generate::random::Random;
use super::{bare, generate, is_readable, parsed};

const MUTATIONS: usize = 15_000;

fn messages(json: &Json) -> Vec<String> {
    let found = from_json(json, &Limits::DEFAULT).diagnostics;
    assert!(found.iter().all(|it| it.is_error()), "{json}");
    found.into_iter().map(|it| format!("{} {}", it.code.number(), it.message)).collect()
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let a = || json!({ "nodeType": "fieldLookup", "fieldName": "a" });
    let apply = |name: Json, params: Json| json!({ "nodeType": "fnApply", "fnName": name, "params": params });
    let literal = |kind: &str, value: Json| json!({ "nodeType": "literal", "literalType": kind, "value": value });
    let chain = |element: Json| json!({ "nodeType": "chain", "array": a(), "timestampField": "t", "elements": [element] });
    let occurs = |members: Json| {
        let mut all = json!({ "nodeType": "occurs", "timestamp": a() });
        all.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        all
    };
    let table = [
        (json!(1), "expected an object with `nodeType`, found a number, at the root"),
        (json!({}), "an object without `nodeType`, at the root"),
        (json!({ "nodeType": 1 }), "expected text, found a number, at `/nodeType`"),
        (
            json!({ "nodeType": "queryInvoke" }),
            "`queryInvoke` is no node of `pql/json`, at the root",
        ),
        (
            json!({ "nodeType": "range" }),
            "`range` stands only in the `timeinterval` of `occurs`, at the root",
        ),
        (json!({ "nodeType": "fieldLookup" }), "`fieldName` is missing, at the root"),
        (
            json!({ "nodeType": "fieldLookup", "fieldName": [] }),
            "expected text, found an array, at `/fieldName`",
        ),
        (
            json!({ "nodeType": "fieldLookup", "fieldName": "a`b" }),
            "a name is text of one line without back-ticks, at `/fieldName`",
        ),
        (
            json!({ "nodeType": "fieldLookup", "fieldName": "a", "object": "b" }),
            "expected an object with `nodeType`, found text, at `/object`",
        ),
        (
            json!({ "nodeType": "parameterReference", "position": -1 }),
            "expected a whole number, at `/position`",
        ),
        (
            json!({ "nodeType": "pathReference", "fieldName": "@{a}b}" }),
            "`@{a}b}` is no id of an object, at the root",
        ),
        (json!({ "nodeType": "varRef", "varName": "X" }), "there is no variable `X`, at the root"),
        (
            literal("Integer", json!("6.5")),
            "`\"6.5\"` is no value of the type `Integer`, at `/value`",
        ),
        (
            literal("Integer", json!(18_446_744_073_709_551_615_u64)),
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
            literal("TimeUnit", json!("day")),
            "a literal of type `TimeUnit` stands only in a `duration`, at the root",
        ),
        (json!({ "nodeType": "literal" }), "`value` is missing, at the root"),
        (json!({ "nodeType": "literal", "value": {} }), "`{}` is no literal, at `/value`"),
        (
            json!({ "nodeType": "literal", "literalType": 1, "value": 1 }),
            "expected text, found a number, at `/literalType`",
        ),
        (
            json!({ "nodeType": "literal", "literalType": "TimeInterval", "relation": "past", "unit": "day" }),
            "`past` is no `this`, `last` or `next`, at `/relation`",
        ),
        (apply(json!("="), json!([a()])), "`=` does not take 1 parameters, at the root"),
        (apply(json!("and"), json!([])), "`and` does not take 0 parameters, at the root"),
        (apply(json!("NOT"), json!([a(), a()])), "`NOT` does not take 2 parameters, at the root"),
        (apply(json!("sum"), json!([])), "`sum` does not take 0 parameters, at the root"),
        (apply(json!("f"), json!({})), "expected an array, found an object, at `/params`"),
        (
            apply(json!("f"), json!([a(), null])),
            "expected an object with `nodeType`, found null, at `/params/1`",
        ),
        (
            apply(json!(""), json!([])),
            "a name is text of one line without back-ticks, at `/fnName`",
        ),
        (
            json!({ "nodeType": "fnApply", "function": a(), "params": [a()] }),
            "expected a `lambda` or `fnCreate`, at `/function`",
        ),
        (
            json!({ "nodeType": "fnApply", "function": { "nodeType": "lambda", "varNames": ["X", "Y"], "body": a() }, "params": [a()] }),
            "a function that is made here takes one parameter, at the root",
        ),
        (
            json!({ "nodeType": "lambda", "varNames": [], "body": a() }),
            "expected an item or more, at `/varNames`",
        ),
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
        (
            json!({ "nodeType": "select", "variables": [a()] }),
            "expected a `varDecl`, at `/variables/0`",
        ),
        (
            json!({ "nodeType": "quantification", "quantifier": "many", "variables": [{ "varName": "X", "from": a() }] }),
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
        (occurs(json!({ "timeinterval": a() })), "`relation` is missing, at the root"),
        (
            occurs(json!({ "relation": "near", "timeinterval": a() })),
            "`near` is no relation in time, at `/relation`",
        ),
        (
            occurs(
                json!({ "relation": { "nodeType": "literal", "value": 1 }, "timeinterval": a() }),
            ),
            "expected a word, found a number, at `/relation`",
        ),
        (
            occurs(json!({ "relation": "between", "timeinterval": a() })),
            "expected a `range`, at `/timeinterval`",
        ),
        (
            occurs(
                json!({ "relation": "on", "timeinterval": a(), "qualification": { "comparison": "=", "duration": { "count": 1, "unit": "day" } } }),
            ),
            "a `qualification` needs `before`, `after` or `from`, at the root",
        ),
        (
            occurs(
                json!({ "relation": "after", "timeinterval": a(), "qualification": { "comparison": "~", "duration": { "count": 1, "unit": "day" } } }),
            ),
            "`~` is no comparison, at `/qualification/comparison`",
        ),
        (
            occurs(
                json!({ "relation": "after", "timeinterval": a(), "qualification": { "comparison": "=", "duration": { "count": 1, "unit": "fortnight" } } }),
            ),
            "`fortnight` is no unit of time, at `/qualification/duration/unit`",
        ),
        (
            occurs(
                json!({ "relation": "after", "timeinterval": a(), "qualification": { "comparison": "=", "duration": { "count": -1, "unit": "day" } } }),
            ),
            "expected a whole number, at `/qualification/duration/count`",
        ),
        (chain(json!(1)), "expected an object, found a number, at `/elements/0`"),
        (chain(json!({})), "`what` is missing, at `/elements/0`"),
        (
            chain(json!({ "what": a(), "negated": 1 })),
            "expected a Boolean, found a number, at `/elements/0/negated`",
        ),
        (
            chain(json!({ "what": a(), "count": true })),
            "expected a whole number, at `/elements/0/count`",
        ),
        (
            chain(json!({ "what": a(), "count": { "comparison": "~", "value": 1 } })),
            "`~` is no comparison, at `/elements/0/count/comparison`",
        ),
        (chain(json!({ "what": a(), "when": a() })), "expected `occurs`, at `/elements/0/when`"),
        (
            chain(
                json!({ "what": a(), "when": { "nodeType": "occurs", "relation": "on", "timeinterval": a(), "timestamp": a() } }),
            ),
            "WHEN is about the `timestampField` of the chain, not another time, at `/elements/0/when`",
        ),
    ];
    for (json, message) in table {
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
        let mut json = json!({ "nodeType": "literal", "value": 1 });
        (0..depth).for_each(|_| json = wrap(json.take()));
        json
    };
    let wraps: [fn(Json) -> Json; 3] = [
        |it| json!({ "nodeType": "fieldLookup", "fieldName": "a", "object": it }),
        |it| json!({ "nodeType": "lambda", "varNames": ["X"], "body": it }),
        |it| json!({ "nodeType": "fnApply", "fnName": "filter", "params": [it, { "nodeType": "lambda", "varNames": ["_1"], "body": { "nodeType": "varRef", "varName": "_1" } }] }),
    ];
    for wrap in wraps {
        let found = from_json(&nested(1_000, wrap), &Limits::DEFAULT).diagnostics;
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].code, Code::TooDeep);
        assert!(from_json(&nested(90, wrap), &Limits::DEFAULT).diagnostics.is_empty());
    }
    let few = Limits { source: 10, ..Limits::DEFAULT };
    let list = json!({ "nodeType": "list", "items": vec![json!({ "nodeType": "literal", "value": 1 }); 10] });
    let found = from_json(&list, &few).diagnostics;
    assert_eq!(found.iter().map(|it| it.code).collect::<Vec<_>>(), [Code::SourceTooLong]);
    assert!(text_of(&list.to_string(), &few).is_err());
    let deep = "[".repeat(1_000_000);
    assert!(parse_json::<Json>(&deep, &Limits::DEFAULT).unwrap_err().starts_with("nested deeper"));
    assert!(text_of(&format!("{{\"nodeType\":{deep}"), &Limits::DEFAULT).is_err());
}

/// Everything that a place in the JSON could hold instead.
fn others(random: &mut Random, tree: &Json) -> Json {
    let scalar = [
        json!(null),
        json!(true),
        json!(-1),
        json!(3),
        json!(1.5),
        json!(u64::MAX),
        json!(""),
        json!("_1"),
        json!("X"),
        json!("exists"),
        json!("now"),
        json!("between"),
        json!("this"),
        json!("a`\n"),
        json!([]),
        json!({}),
        json!({ "nodeType": "varRef", "varName": "_1" }),
        json!({ "nodeType": "parameterReference", "position": 1 }),
        json!({ "nodeType": "literal", "literalType": "Timestamp", "value": "now" }),
    ];
    match random.below(3) {
        // another part of the same tree, mostly a node
        0 => {
            let mut all = Vec::new();
            pointers(tree, String::new(), &mut all);
            if random.percent(80) && tree.get("nodeType").is_some() {
                all.retain(|at| tree.pointer(at).unwrap().get("nodeType").is_some());
            }
            tree.pointer(&all[random.below(all.len())]).unwrap().clone()
        }
        _ => scalar[random.below(scalar.len())].clone(),
    }
}

fn pointers(json: &Json, at: String, out: &mut Vec<String>) {
    match json {
        Json::Object(members) => {
            for (key, member) in members {
                pointers(
                    member,
                    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")),
                    out,
                );
            }
        }
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointers(item, format!("{at}/{index}"), out);
            }
        }
        _ => {}
    }
    out.push(at);
}

fn mutated(random: &mut Random, json: &Json) -> Json {
    let mut out = json.clone();
    for _ in 0..1 + random.below(3) {
        let mut all = Vec::new();
        pointers(&out, String::new(), &mut all);
        let other = others(random, &out);
        // Mostly a node takes the place of a node, or hardly anything would be a tree again.
        if random.percent(70) && other.get("nodeType").is_some() {
            all.retain(|at| out.pointer(at).unwrap().get("nodeType").is_some());
        }
        if all.is_empty() {
            return out;
        }
        let at = all[random.below(all.len())].clone();
        let place = out.pointer_mut(&at).unwrap();
        match (random.below(5), place) {
            (0, Json::Object(members)) => {
                let key = members.keys().nth(random.below(members.len().max(1))).cloned();
                key.map(|key| members.remove(&key));
            }
            (1, Json::Array(items)) if !items.is_empty() => {
                items.remove(random.below(items.len()));
            }
            (1, Json::Array(items)) => items.push(other),
            (2, Json::String(text)) => text.push('s'),
            (_, place) => *place = other,
        }
    }
    out
}

#[test]
fn altered_trees_are_read_or_refused() {
    let mut random = Random::from_environment();
    let texts = super::pairs::TEXTS;
    let (mut done, mut read) = (0, 0);
    while done < MUTATIONS {
        let text = if random.percent(50) {
            generate::query::query(&mut random)
        } else {
            texts[random.below(texts.len())].to_owned()
        };
        if !is_readable(&text) {
            continue;
        }
        let json = to_json(&parsed(&text)).unwrap_or_else(|_| Json::Object(Map::new()));
        for _ in 0..10 {
            done += 1;
            read += usize::from(survives(&mutated(&mut random, &json)));
        }
    }
    println!("{done} altered trees, {read} of them still trees");
    assert!(read * 20 > done, "nearly nothing is a tree: {read} of {done}");
    assert!(read * 20 < done * 19, "nearly everything is a tree: {read} of {done}");
}

/// Whether a tree is read; what is read can be printed, parsed, written and read again.
fn survives(json: &Json) -> bool {
    let Read { tree, diagnostics } = from_json(json, &Limits::DEFAULT);
    if diagnostics.iter().any(|it| it.is_error()) {
        return false;
    }
    let text = print(&tree);
    let again = parsed(&text);
    assert_eq!(bare(&tree), bare(&again), "{json}\nis printed as\n{text}");
    let canonical = to_json(&again).expect("what was read has a JSON");
    let second = from_json(&canonical, &Limits::DEFAULT);
    assert!(second.diagnostics.is_empty(), "{canonical}\n{:?}", second.diagnostics);
    let printed = print(&second.tree);
    assert_eq!(to_json(&parsed(&printed)).unwrap(), canonical, "{text}\nbecomes\n{printed}");
    true
}
