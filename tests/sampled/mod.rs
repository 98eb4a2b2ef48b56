//! The committed samples as tests read them: definitions, profiles, what the manifest says.

#![allow(dead_code, reason = "each test binary uses its own part")]

use std::fs;
use std::path::{Path, PathBuf};

use pql_edge::audience::Definition;
use pql_edge::limits::Limits;
use pql_edge::syntax::parse;
use serde_json::Value as Json;

use crate::oracle;
use crate::oracle::audiences::{Audience, Audiences};

pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("www/public/samples")
}

pub fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub fn json(name: &str) -> Json {
    serde_json::from_str(&read(name)).unwrap()
}

pub fn now() -> i64 {
    oracle::instant(json("manifest.json")["now"].as_str().unwrap()).expect("`now` is a time")
}

pub fn profiles() -> Vec<Json> {
    read("profiles.ndjson").lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

pub fn segments() -> Vec<Json> {
    json("definitions.json")["segments"].as_array().unwrap().clone()
}

/// The kinds of synchronous definitions: a label, and the ids of the kind.
pub fn groups() -> Vec<(String, Vec<String>)> {
    let text = |json: &Json| json.as_str().unwrap().to_owned();
    let groups = json("manifest.json")["definitions"]["groups"].as_array().unwrap().clone();
    let group = |group: &Json| {
        (text(&group["label"]), group["ids"].as_array().unwrap().iter().map(text).collect())
    };
    groups.iter().map(group).collect()
}

pub fn is_synchronous(segment: &Json) -> bool {
    segment["evaluationInfo"]["synchronous"]["enabled"] == true
}

/// The wanted definitions as the oracle takes them, with their canonical texts.
pub fn audiences(wanted: impl Fn(&Json) -> bool) -> (Audiences, Vec<String>) {
    let (list, texts) = segments().into_iter().filter(wanted).map(audience).unzip();
    (Audiences::new(list), texts)
}

fn audience(segment: Json) -> (Audience, String) {
    let excludes_opt_out = segment["dataGovernancePolicy"]["excludeOptOut"] == true;
    let definition = Definition::from_json(segment).unwrap_or_else(|it| panic!("{}", it.reason));
    let text = definition.expression.text(&Limits::DEFAULT).unwrap().text.into_owned();
    (Audience { id: definition.id, tree: parse(&text).tree, excludes_opt_out }, text)
}
