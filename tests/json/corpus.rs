//! The corpus of public expressions, where it lies beside the checkout.

use std::fs;
use std::path::Path;

use pql_edge::diagnostic::Diagnostic;
use pql_edge::limits::Limits;
use pql_edge::syntax::json::{from_json, parse as parse_json};
use pql_edge::syntax::print;
use serde_json::Value as Json;

use super::{is_readable, there_and_back};

const CORPUS: &str = "../shared/corpus/pql-corpus.jsonl";

/// The lines, or none when there is no corpus.
fn lines() -> Vec<Json> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(CORPUS);
    let text = fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
}

#[test]
fn public_texts_come_back() {
    let lines = lines();
    let texts = lines.iter().filter(|line| line["dialect"] != "pql/json");
    let texts = texts.filter_map(|line| line["expr"].as_str());
    let number = texts.filter(|text| is_readable(text)).map(there_and_back).count();
    println!("{number} of {} lines there and back", lines.len());
}

#[test]
fn public_trees_are_read() {
    for line in lines().iter().filter(|line| line["dialect"] == "pql/json") {
        let json = parse_json::<Json>(line["expr"].as_str().unwrap(), &Limits::DEFAULT);
        let read = from_json(&json.expect("a tree is JSON"), &Limits::DEFAULT);
        let bad = read.diagnostics.iter().any(Diagnostic::is_error);
        assert_eq!(bad, line.get("malformed").is_some(), "{line}\n{:?}", read.diagnostics);
        if bad {
            continue;
        }
        let text = print(&read.tree);
        if let Some(expected) = line.get("expected").and_then(Json::as_str) {
            assert_eq!(text, expected);
        }
        there_and_back(&text);
    }
}
