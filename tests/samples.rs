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

mod oracle;
#[allow(unreachable_pub, reason = "shared by several tests")]
mod sampled;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use pql_edge::audience::{AudienceSet, Definition, Evaluation};
use pql_edge::query::{Evaluator, Input, Query};
use serde_json::Value as Json;

use sampled::{audiences, folder, is_synchronous, json, now, profiles, read, segments};

fn compiled(evaluation: Evaluation) -> AudienceSet {
    AudienceSet::compile(segments().into_iter().map(Definition::from_json), evaluation)
}

#[test]
fn the_oracle_finds_what_is_expected() {
    let (synchronous, _) = audiences(is_synchronous);
    let now = now();
    let mut expected = serde_json::Map::new();
    for profile in profiles() {
        let id = profile["_id"].as_str().expect("a profile has an id").to_owned();
        let found = synchronous.ids(&oracle::Input::new(&profile, now));
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
    println!(
        "{} profiles, {} audiences, {total} memberships",
        expected.len(),
        synchronous.list.len()
    );
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
    let (synchronous, texts) = audiences(is_synchronous);
    let mut without: Vec<String> = Vec::new();
    for (audience, source) in synchronous.list.iter().zip(texts) {
        let id = &audience.id;
        let count = counts.get(id.as_str()).copied().unwrap_or(0);
        if count == 0 || count == profiles.len() {
            without.push(format!("{count} of {} in {id}: {source}", profiles.len()));
        }
    }
    assert!(without.is_empty(), "all or nobody:\n{}", without.join("\n"));
}

#[test]
fn vm_and_oracle_agree_on_all_definitions() {
    let ((audiences, texts), now) = (audiences(|_| true), now());
    let mut evaluator = Evaluator::new();
    for (audience, text) in audiences.list.iter().zip(&texts) {
        let query = Query::compile(text).unwrap();
        for profile in profiles() {
            let bytes = profile.to_string();
            let found = query.evaluate(&mut evaluator, &Input::new(bytes.as_bytes(), now)).unwrap();
            let expected = oracle::evaluate(&audience.tree, &profile, now).json;
            assert_eq!(found, expected, "{text}\n{profile}");
        }
    }
    println!("{} definitions", texts.len());
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
    let (all, _) = audiences(|_| true);
    let set = compiled(Evaluation::Any);
    assert_eq!(set.audiences().len(), all.list.len(), "the set takes the same definitions");
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
            let input = oracle::Input::new(profile, now);
            let expected = all.ids(&oracle::Input { event: event.as_ref(), ..input });
            let (profile, event) = (profile.to_string(), event.as_ref().map(Json::to_string));
            let mut input = Input::new(profile.as_bytes(), now);
            input.event = event.as_ref().map(String::as_bytes);
            let found = set.evaluate(&mut evaluator, &input);
            let found = found.unwrap_or_else(|error| panic!("{name}: {}", error.message));
            assert_eq!(found, expected, "{name}");
        }
    }
    println!("{} documents, {} audiences", inputs.len(), all.list.len());
}
