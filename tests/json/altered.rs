//! Random changes of right JSON: read or refused, and what is read is a tree like any other.

use serde_json::{Map, Value as Json, json};

use pql_edge::limits::Limits;
use pql_edge::syntax::json::{Read, from_json, to_json};
use pql_edge::syntax::print;

use super::generate::random::Random;
use super::{bare, generate, is_readable, parsed};

const MUTATIONS: usize = 15_000;

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
