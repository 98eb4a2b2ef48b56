//! The committed samples: every profile is in the audiences that the oracle says.
//!
//! `UPDATE=1` writes what is expected from what the oracle finds.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "generate/coverage.rs"]
#[allow(dead_code, unreachable_pub, reason = "only the children of a tree are needed")]
mod coverage;
mod oracle;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use pql_edge::audience::{AudienceSet, Definition, Evaluation};
use pql_edge::query::{Evaluator, Input, Query};
use pql_edge::syntax::ast::{Expression, Literal, Node};
use pql_edge::syntax::parse;
use serde_json::Value as Json;

/// A definition as the oracle needs it.
struct Audience {
    id: String,
    source: String,
    tree: Expression,
    synchronous: bool,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/samples")
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn json(name: &str) -> Json {
    serde_json::from_str(&read(name)).unwrap()
}

fn now() -> i64 {
    oracle::instant(json("manifest.json")["now"].as_str().unwrap()).expect("`now` is a time")
}

fn profiles() -> Vec<Json> {
    read("profiles.ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn segments() -> Vec<Json> {
    json("definitions.json")["segments"].as_array().unwrap().clone()
}

fn audiences() -> Vec<Audience> {
    let audience = |segment: &Json| {
        let source = segment["expression"]["value"].as_str().unwrap().to_owned();
        Audience {
            id: segment["id"].as_str().unwrap().to_owned(),
            tree: parse(&source).tree,
            source,
            synchronous: segment["evaluationInfo"]["synchronous"]["enabled"] == true,
        }
    };
    segments().iter().map(audience).collect()
}

/// The ids of the audiences that a query asks for.
fn asked(tree: &Expression, ids: &mut BTreeSet<String>) {
    if let Node::Call { name, arguments, .. } = &tree.node
        && name.node == "inSegment"
        && let Some(Node::Literal(Literal::String(id))) = arguments.first().map(|it| &it.node)
    {
        ids.insert(id.clone());
    }
    for child in coverage::children(tree) {
        asked(child, ids);
    }
}

/// Who is in, audiences that others ask for first.
fn members(audiences: &[&Audience], profile: &Json, event: Option<&Json>, now: i64) -> Vec<String> {
    let own: BTreeSet<&str> = audiences.iter().map(|audience| audience.id.as_str()).collect();
    let mut found: BTreeMap<String, bool> = BTreeMap::new();
    while found.len() < audiences.len() {
        let before = found.len();
        for audience in audiences {
            let mut needed = BTreeSet::new();
            asked(&audience.tree, &mut needed);
            let ready =
                needed.iter().all(|id| !own.contains(id.as_str()) || found.contains_key(id));
            if ready && !found.contains_key(&audience.id) {
                let input = oracle::Input {
                    event,
                    fresh: Some(&found),
                    ..oracle::Input::new(profile, now)
                };
                let matches = oracle::evaluate_input(&audience.tree, &input).matches;
                found.insert(audience.id.clone(), matches);
            }
        }
        assert!(found.len() > before, "the samples refer to each other in a circle");
    }
    let is_in = |audience: &&&Audience| found[&audience.id];
    audiences.iter().filter(is_in).map(|audience| audience.id.clone()).collect()
}

fn compiled(evaluation: Evaluation) -> AudienceSet {
    AudienceSet::compile(segments().into_iter().map(Definition::from_json), evaluation)
}

#[test]
fn the_oracle_finds_what_is_expected() {
    let audiences = audiences();
    let synchronous: Vec<&Audience> = audiences.iter().filter(|it| it.synchronous).collect();
    let now = now();
    let mut expected = serde_json::Map::new();
    for profile in profiles() {
        let id = profile["_id"].as_str().expect("a profile has an id").to_owned();
        let found = members(&synchronous, &profile, None, now);
        assert!(expected.insert(id, Json::from(found)).is_none(), "two profiles with one id");
    }
    let mut text = String::from("{\n");
    let lines: Vec<String> =
        expected.iter().map(|(id, ids)| format!("  {}: {ids}", Json::from(id.as_str()))).collect();
    text += &lines.join(",\n");
    text += "\n}\n";
    if std::env::var_os("UPDATE").is_some_and(|it| it == "1") {
        fs::write(folder().join("expected.json"), &text).unwrap();
    }
    let total: usize = expected.values().map(|ids| ids.as_array().unwrap().len()).sum();
    println!("{} profiles, {} audiences, {total} memberships", expected.len(), synchronous.len());
    assert_eq!(read("expected.json"), text, "write it again with UPDATE=1 after checking why");
}

#[test]
fn the_set_finds_what_is_expected() {
    let expected = json("expected.json");
    let set = compiled(Evaluation::Synchronous);
    let (now, mut evaluator) = (now(), Evaluator::new());
    for profile in profiles() {
        let text = profile.to_string();
        let found = set.evaluate(&mut evaluator, &Input::new(text.as_bytes(), now)).unwrap();
        let id = profile["_id"].as_str().unwrap();
        assert_eq!(Json::from(found), expected[id], "{id}");
    }
}

#[test]
fn every_audience_has_members_and_others() {
    let expected = json("expected.json");
    let profiles = expected.as_object().unwrap();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for id in profiles.values().flat_map(|ids| ids.as_array().unwrap()) {
        *counts.entry(id.as_str().unwrap()).or_default() += 1;
    }
    for audience in audiences().iter().filter(|it| it.synchronous) {
        let count = counts.get(audience.id.as_str()).copied().unwrap_or(0);
        let (id, source) = (&audience.id, &audience.source);
        assert!(count > 0, "nobody is in {id}: {source}");
        assert!(count < profiles.len(), "everybody is in {id}: {source}");
    }
}

#[test]
fn vm_and_oracle_agree_on_all_definitions() {
    let (audiences, now) = (audiences(), now());
    let mut evaluator = Evaluator::new();
    for audience in &audiences {
        let query = Query::compile(&audience.source).unwrap();
        for profile in profiles() {
            let text = profile.to_string();
            let found = query.evaluate(&mut evaluator, &Input::new(text.as_bytes(), now)).unwrap();
            let expected = oracle::evaluate(&audience.tree, &profile, now).json;
            assert_eq!(found, expected, "{}\n{profile}", audience.source);
        }
    }
    println!("{} definitions", audiences.len());
}

/// Documents in the form of the platform, where a checkout has them next to it.
fn documents() -> Vec<(String, Json)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/xdm/aep-form");
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        paths.filter(|it| it.extension().is_some_and(|it| it == "json")).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        (name, serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap())
    };
    paths.iter().map(read).collect()
}

#[test]
fn vm_and_oracle_agree_on_real_documents() {
    let audiences = audiences();
    let all: Vec<&Audience> = audiences.iter().collect();
    let set = compiled(Evaluation::Any);
    assert_eq!(set.audiences().len(), all.len(), "the set takes the same definitions");
    let mut evaluator = Evaluator::new();
    let profile_of_samples = profiles().swap_remove(0);
    // The samples stand in for a profile where a document is an event, and the other way round.
    let mut inputs = vec![("a sample".to_owned(), profile_of_samples.clone(), None)];
    for (name, document) in documents() {
        if name.starts_with("event") {
            inputs.push((name, profile_of_samples.clone(), Some(document)));
        } else {
            inputs.push((name, document, None));
        }
    }
    let times = [now(), oracle::instant("2017-09-26T15:52:25Z").unwrap()];
    for (name, profile, event) in &inputs {
        for now in times {
            let expected = members(&all, profile, event.as_ref(), now);
            let (profile, event) = (profile.to_string(), event.as_ref().map(Json::to_string));
            let mut input = Input::new(profile.as_bytes(), now);
            input.event = event.as_ref().map(String::as_bytes);
            let found = set.evaluate(&mut evaluator, &input);
            let found = found.unwrap_or_else(|error| panic!("{name}: {}", error.message));
            assert_eq!(found, expected, "{name}");
        }
    }
    println!("{} documents, {} audiences", inputs.len(), all.len());
}
