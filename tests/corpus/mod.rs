//! Public PQL beside the checkout, where there is some: more to try, never all there is.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test binary uses its own part")]

use std::fs;
use std::path::Path;

use serde_json::Value as Json;

#[derive(Clone, Debug)]
pub struct Line {
    pub expression: String,
    pub dialect: String,
    /// What a tree is known to mean, as text.
    pub expected: Option<String>,
    /// Whether a tree is known to be none.
    pub malformed: bool,
}

/// The lines of the corpus; none where it is not there.
pub fn lines() -> Vec<Line> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/pql-corpus.jsonl");
    let Ok(text) = fs::read_to_string(path) else {
        println!("no corpus beside the checkout");
        return Vec::new();
    };
    let line = |line: &str| {
        let json: Json = serde_json::from_str(line).expect("a line of the corpus is JSON");
        let member = |name: &str| json[name].as_str().unwrap_or("").to_owned();
        let expected = json["expected"].as_str().map(str::to_owned);
        let malformed = json["malformed"] == true;
        Line { expression: member("expr"), dialect: member("dialect"), expected, malformed }
    };
    text.lines().filter(|line| !line.is_empty()).map(line).collect()
}
