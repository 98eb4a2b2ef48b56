//! Runs the examples of `language.md`.

use pql_edge::check::Options;
use pql_edge::diagnostic::render;
use pql_edge::query::{Evaluator, Input, Query};
use pql_edge::syntax::parse;

use crate::cases::{self, Case, Expected};
use crate::oracle;

/// The text inside of fences that start with ```` ```pql ````.
fn examples() -> Vec<Case> {
    let text = std::fs::read_to_string(super::path("language")).expect("the page is there");
    let mut cases = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(options) = line.strip_prefix("```pql") {
            let body: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
            let header = format!("line-{}{options}", number + 1);
            cases.push(cases::case("language.md", &header, &body));
        }
    }
    assert!(cases.len() > 60, "only {} examples", cases.len());
    cases
}

#[test]
fn every_example_of_the_language_runs() {
    for case in examples() {
        let options = Options { strict: case.strict, ..Options::default() };
        let compiled = Query::compile_with(&case.query, &options);
        match (&case.expected, compiled) {
            (Expected::Result(expected), Ok(query)) => {
                let now = oracle::instant(&case.now).unwrap();
                let profile = case.profile.to_string();
                let parameters = case.parameters.as_ref().map(ToString::to_string);
                let mut input = Input::new(profile.as_bytes(), now);
                input.parameters = parameters.as_deref().map(str::as_bytes);
                let found = query.evaluate(&mut Evaluator::new(), &input).unwrap();
                assert_eq!(found.to_string(), expected.to_string(), "{}", case.title);
                let mut beside = oracle::Input::new(&case.profile, now);
                beside.parameters = case.parameters.as_ref();
                let tree = parse(&case.query).tree;
                let by_oracle = oracle::evaluate_input(&tree, &beside).json;
                assert_eq!(by_oracle.to_string(), expected.to_string(), "{}", case.title);
            }
            (Expected::Errors(expected), Err(found)) => {
                let found: Vec<String> = found
                    .iter()
                    .filter(|it| it.is_error())
                    .map(|it| format!("{} {}", it.code.number(), it.message))
                    .collect();
                assert_eq!(found, *expected, "{}", case.title);
            }
            (_, Err(found)) => panic!("{}\n{}", case.title, render(&case.query, &found)),
            (Expected::Errors(_), Ok(_)) => panic!("{} compiles", case.title),
        }
    }
}
