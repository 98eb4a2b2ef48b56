//! `pql/json`: what is written, what is read, and that nothing is lost on the way there and back.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "json/altered.rs"]
mod altered;
#[path = "suite/cases.rs"]
mod cases;
mod corpus;
#[path = "json/foreign.rs"]
mod foreign;
mod generate;
#[path = "json/hostile.rs"]
mod hostile;
#[path = "json/make.rs"]
mod make;
mod oracle;
#[path = "json/pairs.rs"]
mod pairs;
#[path = "json/public.rs"]
mod public;

use std::collections::BTreeSet;

use pql_edge::diagnostic::{Code, Diagnostic, render};
use pql_edge::functions;
use pql_edge::limits::Limits;
use pql_edge::query::Query;
use pql_edge::syntax::ast::Expression;
use pql_edge::syntax::json::{
    ITEM_FUNCTIONS, Read, from_json, parse as parse_json, text_of_json, to_json,
};
use pql_edge::syntax::parse;
use serde_json::Value as Json;

use generate::random::Random;

const QUERIES: usize = 5_000;

/// What is wrong with a text only because of its spelling.
const EXCUSED: &[&str] = &[
    "P0201 there is no function `not`",
    "P0201 there is no function `and`",
    "P0201 there is no function `or`",
];

/// What was read of JSON that has to be right.
fn read(json: &Json) -> Expression {
    let Read { tree, diagnostics } = from_json(json, &Limits::DEFAULT);
    assert!(diagnostics.is_empty(), "{json}\n{}", render("", &diagnostics));
    tree
}

/// The tree of a text that has to be right.
fn parsed(text: &str) -> Expression {
    assert!(is_readable(text), "{text}\n{}", render(text, &parse(text).diagnostics));
    parse(text).tree
}

fn is_readable(text: &str) -> bool {
    !parse(text).diagnostics.iter().any(Diagnostic::is_error)
}

/// A tree without its places.
fn bare(tree: &Expression) -> String {
    let text = format!("{tree:?}");
    let mut parts = text.split("Span { start: ");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        out += part.split_once('}').expect("a span ends").1;
    }
    out
}

/// Text to JSON, to text, to JSON: the same JSON, and a text that means the same.
fn there_and_back(text: &str) {
    let tree = parsed(text);
    let json = match to_json(&tree) {
        Ok(json) => json,
        Err(found) => {
            assert!(found.iter().all(|it| it.code == Code::NoOuterScope), "{text}");
            return assert!(Query::compile(text).is_err(), "{text}");
        }
    };
    // As text the tree may be deeper than JSON usually is, and numbers have to survive it.
    let json_text = json.to_string();
    let json: Json = parse_json(&json_text, &Limits::DEFAULT).expect("JSON");
    let spelt = read(&json);
    let printed = text_of_json(&json, &Limits::DEFAULT).expect("was read").text;
    let again = parsed(&printed);
    assert_eq!(bare(&spelt), bare(&again), "{text}\nis printed as\n{printed}");
    let second = to_json(&again).expect("a second time");
    assert_eq!(second.to_string(), json_text, "{text}\nbecomes\n{printed}");
    match (program(text), program(&printed)) {
        (Ok(original), found) => assert_eq!(Ok(original), found, "{text}\nbecomes\n{printed}"),
        (Err(errors), found) => {
            let excuse = |error: &String| EXCUSED.iter().any(|it| error.starts_with(it));
            let excused = errors.iter().all(excuse);
            assert!(excused || found.is_err(), "{text}\nbecomes\n{printed}\n{errors:?}");
        }
    }
}

/// What a text compiles to apart from places, or its errors.
fn program(text: &str) -> Result<String, BTreeSet<String>> {
    match Query::compile(text) {
        Ok(query) => {
            let parts = query.program().parts();
            let (paths, result) = (parts.reads.paths(), parts.result);
            let segments: Vec<&str> = parts.segments.texts().collect();
            Ok(format!("{}{paths:?} {segments:?} {}", query.program(), result.name()))
        }
        Err(found) => Err(found.iter().filter(|it| it.is_error()).map(written).collect()),
    }
}

fn written(diagnostic: &Diagnostic) -> String {
    format!("{} {}", diagnostic.code.number(), diagnostic.message)
}

#[test]
fn queries_of_the_suite_come_back() {
    let cases = cases::load();
    let queries: BTreeSet<&str> = cases.iter().map(|case| case.query.as_str()).collect();
    let readable = queries.iter().filter(|query| is_readable(query));
    let number = readable.map(|query| there_and_back(query)).count();
    println!("{number} of {} queries there and back", queries.len());
    assert!(number * 10 > queries.len() * 9, "too few queries can be parsed: {number}");
}

#[test]
fn generated_queries_come_back() {
    let mut random = Random::from_environment();
    let queries = (0..QUERIES).map(|_| generate::query::query(&mut random));
    let number =
        queries.filter(|query| is_readable(query)).map(|query| there_and_back(&query)).count();
    println!("{number} queries there and back");
    assert!(number > QUERIES * 9 / 10, "too few queries can be parsed: {number}");
}

/// What neither the suite nor the generator has yet, and names that get in each other's way.
#[test]
fn everything_else_comes_back() {
    for text in pairs::TEXTS {
        there_and_back(text);
    }
}

#[test]
fn deep_and_long_queries_come_back() {
    let limit = Limits::DEFAULT.depth as usize;
    for text in [
        format!("a{}", " + a".repeat(limit - 10)),
        format!("a{}", ".b".repeat(limit - 10)),
        format!("{}a{}", "a[".repeat(limit - 10), "]".repeat(limit - 10)),
        format!("{}a{}", "f(b, ".repeat(limit - 10), ")".repeat(limit - 10)),
        format!("{}a", "not ".repeat(limit - 10)),
        format!(
            "{}a{}",
            "chain(a, t, [C: WHAT(b) WHEN(<= ".repeat(limit / 4),
            " days before now)])".repeat(limit / 4)
        ),
        vec!["a = 1.5"; 5_000].join(" or "),
        format!("a in [{}]", vec!["0.1"; 5_000].join(", ")),
    ] {
        there_and_back(&text);
    }
}

/// The table of functions that evaluate an argument per item is the checker's.
#[test]
fn functions_with_items_are_known() {
    for function in functions::all() {
        let form = matches!(function.body, functions::Body::Form(_));
        assert_eq!(form, ITEM_FUNCTIONS.contains(&function.name), "{}", function.name);
    }
}
