//! The language as data: every case of `tests/suite` through the VM and the oracle.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "suite/beyond.rs"]
mod beyond;
#[path = "suite/cases.rs"]
mod cases;
#[path = "suite/coverage.rs"]
mod coverage;
mod oracle;

use pql_edge::check::Options;
use pql_edge::diagnostic::Diagnostic;
use pql_edge::query::{Evaluator, Input, Query};
use pql_edge::schema::Schema;
use pql_edge::syntax::parse;
use serde_json::Value as Json;

use cases::{Case, Expected};

/// The suite may grow, not shrink.
const AT_LEAST: usize = 1150;

#[test]
fn every_case() {
    let cases = cases::load();
    let failures: Vec<String> = cases.iter().filter_map(|case| run(case).err()).collect();
    let number = failures.len();
    println!("{} cases, {number} fail", cases.len());
    assert!(number == 0, "{number} of {} cases fail\n\n{}", cases.len(), failures.join("\n\n"));
    assert!(cases.len() >= AT_LEAST, "cases are missing: there are only {}", cases.len());
}

/// What is written is what the language reference says, whatever the program does.
#[test]
fn the_oracle_answers_as_written() {
    let failures: Vec<String> = cases::load()
        .iter()
        .filter_map(|case| match &case.expected {
            Expected::Result(expected) => {
                same(case, "oracle", &expected.to_string(), &by_oracle(case).json.to_string()).err()
            }
            Expected::Errors(_) => None,
        })
        .collect();
    assert!(failures.is_empty(), "{} cases fail\n\n{}", failures.len(), failures.join("\n\n"));
}

fn by_oracle(case: &Case) -> oracle::Answer {
    let now = oracle::instant(&case.now).expect("`now` is a time");
    let mut input = oracle::Input::new(&case.profile, now);
    input.parameters = case.parameters.as_ref();
    oracle::evaluate_input(&parse(&case.query).tree, &input)
}

fn run(case: &Case) -> Result<(), String> {
    let schema = case.schema.as_deref().map(cases::schema);
    let schema = schema.map(|documents| Schema::from_json(&documents).expect("a schema"));
    let options = Options { strict: case.strict, schema: schema.as_ref(), ..Options::default() };
    let compiled = Query::compile_with(&case.query, &options);
    match (&case.expected, compiled) {
        (Expected::Result(expected), Ok(query)) => {
            check_results(case, &query, expected)?;
            check_warnings(case, &query)
        }
        (Expected::Errors(expected), Err(found)) => {
            let found: Vec<String> = found.iter().filter(|it| it.is_error()).map(written).collect();
            same(case, "errors", &expected.join("\n"), &found.join("\n"))
        }
        (Expected::Result(_), Err(found)) => {
            let found: Vec<String> = found.iter().map(written).collect();
            same(case, "compiler", "no errors", &found.join("\n"))
        }
        (Expected::Errors(expected), Ok(_)) => {
            same(case, "errors", &expected.join("\n"), "it compiles")
        }
    }
}

/// The VM, the VM behind bytes, and the oracle.
fn check_results(case: &Case, query: &Query, expected: &Json) -> Result<(), String> {
    let now = oracle::instant(&case.now).expect("`now` is a time");
    let profile = serde_json::to_vec(&case.profile).unwrap();
    let parameters = case.parameters.as_ref().map(|json| json.to_string().into_bytes());
    let mut input = Input::new(&profile, now);
    input.parameters = parameters.as_deref();
    let decoded = Query::from_bytes(&query.to_bytes()).expect("what was written can be read");
    let answer = |query: &Query| match query.evaluate(&mut Evaluator::new(), &input) {
        Ok(result) => result.to_string(),
        Err(diagnostic) => written(&diagnostic),
    };
    let expected = expected.to_string();
    same(case, "vm", &expected, &answer(query))?;
    same(case, "vm, decoded", &expected, &answer(&decoded))?;
    let matches = query.matches(&mut Evaluator::new(), &input);
    same(case, "matches", &by_oracle(case).matches.to_string(), &matches.unwrap().to_string())
}

fn check_warnings(case: &Case, query: &Query) -> Result<(), String> {
    if case.warnings.is_empty() {
        return Ok(());
    }
    let found: Vec<String> = query.diagnostics().iter().map(written).collect();
    same(case, "warnings", &case.warnings.join("\n"), &found.join("\n"))
}

fn written(diagnostic: &Diagnostic) -> String {
    let Diagnostic { code, span, message, .. } = diagnostic;
    format!("{} {}-{} {message}", code.number(), span.start, span.end)
}

fn same(case: &Case, who: &str, expected: &str, found: &str) -> Result<(), String> {
    if expected == found {
        return Ok(());
    }
    let Case { title, query, profile, now, .. } = case;
    Err(format!(
        "{title} ({who})\n  query    {query}\n  profile  {profile}\n  now      {now}\n  \
         expected {expected}\n  found    {found}"
    ))
}

#[test]
fn what_comes_beside_the_profile() {
    let profile = serde_json::json!({
        "xEvent": [{ "n": 1 }],
        "segmentMembership": { "ups": { "a": {} } },
        "segments": [{ "segmentID": { "_id": "c", "namespace": "AAM" } }],
    });
    let other_events = serde_json::json!([{ "n": 2 }, { "n": 3 }]);
    let event = serde_json::json!({ "n": 4 });
    let membership = serde_json::json!({ "UPS": { "b": { "status": "realized" } } });
    let source = "[xEvent.n, inSegment(\"a\"), inSegment(\"b\"), inSegment(\"c\", \"AAM\"), \
                  segmentMembership.keys()]";
    let answer = |events: Option<&Json>, event: Option<&Json>, membership: Option<&Json>| {
        let by_oracle =
            oracle::Input { events, event, membership, ..oracle::Input::new(&profile, 0) };
        let expected = oracle::evaluate_input(&parse(source).tree, &by_oracle).json;
        let bytes = |json: Option<&Json>| json.map(|json| json.to_string().into_bytes());
        let (events, event, membership) = (bytes(events), bytes(event), bytes(membership));
        let profile = profile.to_string();
        let mut input = Input::new(profile.as_bytes(), 0);
        input.events = events.as_deref();
        input.event = event.as_deref();
        input.membership = membership.as_deref();
        let found =
            Query::compile(source).unwrap().evaluate(&mut Evaluator::new(), &input).unwrap();
        assert_eq!(found, expected, "VM and oracle");
        found.to_string()
    };
    assert_eq!(answer(None, None, None), r#"[[1],true,false,true,["ups"]]"#);
    assert_eq!(answer(Some(&other_events), None, None), r#"[[2,3],true,false,true,["ups"]]"#);
    assert_eq!(answer(None, Some(&event), None), r#"[[1,4],true,false,true,["ups"]]"#);
    assert_eq!(
        answer(Some(&other_events), Some(&event), Some(&membership)),
        r#"[[2,3,4],false,true,false,["UPS"]]"#
    );
}
