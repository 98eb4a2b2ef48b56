//! What one query, one evaluation and one result may take: each limit is an error that names it,
//! and nothing that is small in memory takes long because it is large when written out.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a mistake here fails a test, not a customer"
)]

use std::fmt::Write;

use pql_edge::audience::{AudienceSet, Definition, Evaluation};
use pql_edge::check::Options;
use pql_edge::diagnostic::{Code, Diagnostic};
use pql_edge::limits::Limits;
use pql_edge::query::{Evaluator, Input, Query};
use serde_json::{Value as Json, json};

const NOW: i64 = 1_763_640_000_000;

fn evaluate(source: &str, limits: Limits) -> Result<serde_json::Value, Diagnostic> {
    let options = Options { limits, ..Options::default() };
    let query =
        Query::compile_with(source, &options).map_err(|all| all.into_iter().next().unwrap())?;
    query.evaluate(&mut Evaluator::new(), &Input::new(b"{}", 0))
}

#[test]
fn each_limit_is_named() {
    let limits = Limits { source: 40, depth: 10, fuel: 200, result: 5 };
    let deep = format!("{}a{}", "(".repeat(12), ")".repeat(12));
    let numbers = (0..200).map(|it| it.to_string()).collect::<Vec<_>>().join(",");
    for (source, limits, code, name) in [
        (" ".repeat(50), limits, Code::SourceTooLong, "`source`"),
        (deep, limits, Code::TooDeep, "`depth`"),
        (
            format!("[{numbers}].sum(this)"),
            Limits { source: 2000, ..limits },
            Code::OutOfFuel,
            "`fuel`",
        ),
        ("[1, 2, 3, 4, 5]".into(), limits, Code::ResultTooLarge, "`result`"),
    ] {
        let found = evaluate(&source, limits).unwrap_err();
        assert_eq!(found.code, code, "{source}");
        assert!(found.message.contains(name), "{}", found.message);
    }
    assert!(evaluate("[1, 2, 3, 4]", limits).is_ok());
}

/// `body` with a variable `V` that holds two to the power of `levels` ones.
fn doubled(levels: usize, body: &str) -> String {
    let mut out = String::from("let V0 = [1, 1] in ");
    for level in 1..levels {
        write!(out, "let V{level} = [V{0}, V{0}] in ", level - 1).unwrap();
    }
    out + &body.replace('V', &format!("V{}", levels - 1))
}

#[test]
fn a_value_that_shares_its_parts_is_bounded_when_it_is_written() {
    let found = evaluate(&doubled(60, "V"), Limits::DEFAULT).unwrap_err();
    assert_eq!(found.code, Code::ResultTooLarge);
}

#[test]
fn a_value_that_shares_its_parts_is_bounded_when_it_is_looked_through() {
    for body in [
        "V = V.map(this)",
        "V = 2",
        "2 = V",
        "V.a.b",
        "V.getYear()",
        "[V].distinct().count() + [V, V].distinct().count()",
        "V.intersects([V.map(this)])",
        "V in [V.map(this)]",
        r#"V.get("a")"#,
        r#"V.keys()"#,
        r#"V.regexGroup("a", 0)"#,
        "V.distinctCountWithNull()",
    ] {
        let source = doubled(60, body);
        if let Err(found) = evaluate(&source, Limits::DEFAULT) {
            assert_eq!(found.code, Code::OutOfFuel, "{body}: {}", found.message);
        }
    }
}

#[test]
fn an_explanation_of_a_large_value_is_small() {
    let query = Query::compile(&doubled(60, "V.count() > 1")).unwrap();
    let input = Input::new(b"{}", 0);
    let explanation = query.explain(&mut Evaluator::new(), &input).unwrap();
    assert!(explanation.matches);
    assert!(explanation.render(&query.source()).len() < 100_000);
}

#[test]
fn patterns_are_bounded() {
    let text = "a".repeat(100_000);
    let profile = format!(r#"{{"t": "{text}", "p": "(a{{100}}){{80}}b"}}"#);
    let query = Query::compile("t.matches(p)").unwrap();
    let found = query.evaluate(&mut Evaluator::new(), &Input::new(profile.as_bytes(), 0));
    assert!(matches!(found, Ok(serde_json::Value::Bool(false))) || found.is_err());
    for pattern in
        ["a{1000}{1000}", "((((a{50}){50}){50}){50})", &"(".repeat(4000), &"a".repeat(5000)]
    {
        let source = format!(r#"t.matches("{pattern}")"#);
        let found = Query::compile(&source).unwrap_err();
        assert_eq!(found.first().map(|it| it.code), Some(Code::BadPattern));
    }
}

/// As many events as make the difference between the steps of one way and another plain.
fn history(count: usize) -> Json {
    let event = |at: usize| {
        let time = format!("2025-01-{:02}T{:02}:00:00Z", 1 + at % 28, at / 28 % 24);
        json!({ "eventType": "view", "timestamp": time })
    };
    json!({ "xEvent": (0..count).map(event).collect::<Vec<_>>() })
}

/// Events that are too old for all audiences are not gone through: the query alone runs out of steps.
#[test]
fn a_set_goes_through_the_events_of_its_window_only() {
    let text =
        r#"xEvent[eventType = "view" and timestamp occurs <= 7 days before now].count() >= 1"#;
    let limits = Limits { fuel: 3_000, ..Limits::default() };
    let expression = json!({ "type": "PQL", "format": "pql/text", "value": text });
    let definition = Definition::from_json(json!({ "id": "a", "expression": expression }));
    let set = AudienceSet::compile([definition], Evaluation::Any).with_limits(limits);
    let profile = history(2_000).to_string();
    let input = Input::new(profile.as_bytes(), NOW);
    let mut evaluator = Evaluator::new();
    assert!(set.find("a").unwrap().query.matches(&mut evaluator, &input).is_err());
    assert!(set.evaluate(&mut evaluator, &input).unwrap().is_empty());
}

/// A sequence whose events another one has sorted takes as many steps as without it: explanations,
/// which go through everything themselves, run out at the same limit.
#[test]
fn shared_events_cost_what_they_cost_alone() {
    let chain = |kind: &str| format!("chain(xEvent, timestamp, [A: WHAT(eventType = \"{kind}\")])");
    let text = format!("not {} and not {}", chain("buy"), chain("cart"));
    let profile = history(50).to_string();
    let input = Input::new(profile.as_bytes(), NOW);
    let mut evaluator = Evaluator::new();
    let query = Query::compile(&text).unwrap();
    let mut runs = |fuel: u64| {
        let query = query.clone().with_limits(Limits { fuel, ..Limits::default() });
        let evaluated = query.evaluate(&mut evaluator, &input).is_ok();
        assert_eq!(evaluated, query.explain(&mut evaluator, &input).is_ok(), "{fuel}");
        evaluated
    };
    let enough = (1..20_000).step_by(7).find(|fuel| runs(*fuel)).unwrap();
    assert!((enough - 7..enough + 7).any(|fuel| !runs(fuel)));
    assert!(enough > 2_000, "{enough}");
}
