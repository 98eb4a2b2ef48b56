//! What one query, one evaluation and one result may take: each limit is an error that names it,
//! and nothing that is small in memory takes long because it is large when written out.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a mistake here fails a test, not a customer"
)]

use std::fmt::Write;

use pql_edge::check::Options;
use pql_edge::diagnostic::{Code, Diagnostic};
use pql_edge::limits::Limits;
use pql_edge::query::{Evaluator, Input, Query};

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
