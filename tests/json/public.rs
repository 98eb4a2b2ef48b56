//! The corpus of public expressions: texts that come back, trees that are read.

use pql_edge::diagnostic::Diagnostic;
use pql_edge::limits::Limits;
use pql_edge::syntax::json::{from_json, parse as parse_json};
use pql_edge::syntax::print;

use super::{corpus, is_readable, there_and_back};

const TREES: &str = "pql/json";

#[test]
fn public_texts_come_back() {
    let lines = corpus::lines();
    let texts = lines.iter().filter(|line| line.dialect != TREES).map(|line| &line.expression);
    let number = texts.filter(|text| is_readable(text)).map(|text| there_and_back(text)).count();
    println!("{number} of {} lines there and back", lines.len());
}

#[test]
fn public_trees_are_read() {
    for line in corpus::lines().iter().filter(|line| line.dialect == TREES) {
        let json = parse_json(&line.expression, &Limits::DEFAULT);
        let read = from_json(&json.expect("a tree is JSON"), &Limits::DEFAULT);
        let bad = read.diagnostics.iter().any(Diagnostic::is_error);
        assert_eq!(bad, line.malformed, "{}\n{:?}", line.expression, read.diagnostics);
        if bad {
            continue;
        }
        let text = print(&read.tree);
        if let Some(expected) = &line.expected {
            assert_eq!(&text, expected);
        }
        there_and_back(&text);
    }
}
