//! Writes a corpus to begin with, one file for every case of the suite and every target, and the
//! words of the language as a dictionary.

#[path = "../suite/cases.rs"]
mod cases;
mod properties;
mod reading;
mod seeds;

use std::fs;
use std::path::Path;

use pql_edge::functions;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (number, case) in cases::load_from(&root.join("../suite")).iter().enumerate() {
        for (target, seed) in seeds::seeds(case) {
            let folder = root.join("corpus").join(target);
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(format!("suite-{number}")), seed)?;
        }
    }
    let words = functions::all().map(|function| function.name).chain(WORDS.iter().copied());
    let lines: Vec<String> = words.map(|word| format!("\"{word}\"\n")).collect();
    fs::write(root.join("corpus/words.dict"), lines.concat())
}

/// What a fuzzer would not find by itself.
const WORDS: &[&str] = &[
    " and ",
    " or ",
    "not ",
    " in ",
    " notIn ",
    " like ",
    " matches ",
    " occurs ",
    "select ",
    "exists ",
    "forall ",
    "none ",
    "one ",
    " from ",
    " where ",
    " over ",
    "let ",
    "this",
    "null",
    "true",
    "now",
    "today",
    "this month",
    "last week",
    " days before ",
    " hours after ",
    "between ",
    "chain(",
    "WHAT(",
    "WHEN(",
    "WHERE(",
    "COUNT(",
    "NOT WHAT(",
    "xEvent",
    "$1",
    "$2",
    "@{x}",
    "(X) => ",
    "(K, V) => ",
    "^",
    "^^",
    "nodeType",
    "fnApply",
    "fnName",
    "params",
    "fieldLookup",
    "fieldName",
    "literal",
    "literalType",
    "value",
    "lambda",
    "varNames",
    "body",
    "varRef",
    "varName",
    "parameterReference",
    "position",
];
