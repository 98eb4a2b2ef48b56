//! Documents that are wrong, endless or large: read or refused in time, never a panic.
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
#[path = "generate/random.rs"]
#[allow(dead_code, unreachable_pub, missing_docs, reason = "each test binary uses its own part")]
mod random;

use std::time::Instant;

use pql_edge::check::Options;
use pql_edge::query::analyse;
use pql_edge::schema::Schema;
use serde_json::{Value as Json, json};

use random::Random;

fn in_time(name: &str, document: &Json) {
    let started = Instant::now();
    let answer = Schema::from_json(document);
    // Who breaks a bound sees it here, and waits: work without end never gets so far.
    let said = match &answer {
        Ok(_) => "read",
        Err(all) if !all.is_empty() => "refused",
        Err(_) => panic!("{name} is refused without a reason"),
    };
    println!("{name}: {:?}, {said}", started.elapsed());
}

#[test]
fn hostile_documents_end_in_time() {
    let chain = |length: usize, next: fn(usize) -> Json| {
        let types = (0..length).map(|at| (format!("t{at}"), next(at + 1)));
        let types: serde_json::Map<String, Json> = types.collect();
        json!({ "properties": { "a": { "$ref": "#/definitions/t0" } }, "definitions": types })
    };
    let to = |at: usize| json!({ "$ref": format!("#/definitions/t{at}") });
    in_time(
        "a long row of references",
        &chain(50_000, |at| json!({ "$ref": format!("#/definitions/t{at}") })),
    );
    in_time(
        "each part twice",
        &chain(60, |at| {
            let next = json!({ "$ref": format!("#/definitions/t{at}") });
            json!({ "allOf": [next, next], "properties": { "x": next, "y": { "anyOf": [next, next] } } })
        }),
    );
    in_time(
        "all of each other",
        &chain(40, |at| {
            let others = (0..40).map(|other| json!({ "$ref": format!("#/definitions/t{other}") }));
            let others: Vec<Json> = others.collect();
            json!({ "allOf": others, "properties": { format!("f{at}"): { "oneOf": others } } })
        }),
    );
    in_time(
        "fields of fields",
        &chain(12, |at| {
            let field = |other: usize| {
                let one = |it: usize| json!({ "$ref": format!("#/definitions/t{}", it % 12) });
                (
                    format!("f{other}"),
                    json!({ "anyOf": [one(at), one(other)], "allOf": [one(at * 7 + other)] }),
                )
            };
            json!({ "properties": (0..12).map(field).collect::<serde_json::Map<_, _>>() })
        }),
    );
    let arrays = json!({ "properties": { "a": { "$ref": "#/definitions/t0" } },
        "definitions": { "t0": { "type": "array", "items": to(0) } } });
    in_time("an array of itself", &arrays);
    let schema = Schema::from_json(&arrays).unwrap();
    let options = Options { schema: Some(&schema), ..Options::default() };
    for text in ["a.b.c = 1", "a.sum()", "a[this[this = 1]].head().head()", "a = 1 and a > \"x\""] {
        let _ = analyse(text, &options);
    }
    let values: Vec<String> = (0..200_000).map(|at| at.to_string()).collect();
    in_time("a long list", &json!({ "allOf": [{ "enum": values }, { "enum": values }] }));
    let ids: Vec<Json> =
        (0..20_000).map(|at| json!({ "$id": format!("urn:{at}"), "$ref": "urn:0" })).collect();
    in_time("many documents", &Json::from(ids));
}

/// Documents with random mistakes are read or refused.
#[test]
fn altered_documents_never_panic() {
    let mut random = Random::from_environment();
    let (mut read, mut refused) = (0, 0);
    for _ in 0..3_000 {
        let mut documents = cases::schema("acme");
        for _ in 0..random.of(&[1, 2, 5, 20]) {
            alter(&mut random, &mut documents);
        }
        match Schema::from_json(&documents) {
            Ok(schema) => {
                read += 1;
                let text = "homeAddress.city = \"x\" and _acme.orders.sum(price) > xEvent.count()";
                let _ = analyse(text, &Options { schema: Some(&schema), ..Options::default() });
            }
            Err(found) => {
                refused += 1;
                assert!(found.iter().all(|it| it.is_error()), "{found:?}");
            }
        }
    }
    println!("{read} read, {refused} refused");
    assert!(read > 100 && refused > 100);
}

fn alter(random: &mut Random, json: &mut Json) {
    let values =
        [json!(null), json!(5), json!("string"), json!("#"), json!([]), json!({}), json!(true)];
    let inner = match json {
        Json::Object(members) if !members.is_empty() => {
            let at = random.below(members.len());
            members.iter_mut().nth(at).map(|(_, member)| member)
        }
        Json::Array(items) if !items.is_empty() => {
            let at = random.below(items.len());
            items.get_mut(at)
        }
        _ => None,
    };
    match inner {
        Some(inner) if random.percent(85) => alter(random, inner),
        _ => *json = values[random.below(values.len())].clone(),
    }
}
