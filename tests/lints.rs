//! Advice: every kind has cases and help that runs, and good queries get none.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "suite/cases.rs"]
mod cases;

use pql_edge::diagnostic::{Code, Diagnostic, Severity, render};
use pql_edge::query::Query;

/// Queries that mean what they say.
const GOOD: &[&str] = &[
    r#"homeAddress.countryCode = "CA" and loyalty.points >= 1000"#,
    r#"xEvent.exists(eventType = "commerce.purchases" and value > 5)"#,
    r#"exists X from xEvent where X.value > 5 and X.timestamp occurs <= 24 hours before now"#,
    "xEvent[value > 5].count() > 1",
    r#"xEvent.exists(eventType != "login") and x.exists(country notIn ["CA", "US"])"#,
    r#"a != 1 and b != 1 and a.isNotNull() and b.isNotNull()"#,
    r#"country.isNull() or country != "CA""#,
    r#"home and home.country != "CA""#,
    r#"not (country = "CA")"#,
    "home.country != work.country",
    r#"country = "CA" or country = "US""#,
    r#"a.doesNotContain("x") or b = 1 or a.isNull()"#,
    r#"not (a != 1 and c = 2) and a.isNotNull()"#,
    "chain(xEvent, timestamp, [A: WHAT(a) WHEN(<= 24 hours before now)])",
    "chain(xEvent, timestamp, [A: WHAT(a) WHEN(<= 3 days before now)]) and inSegment(\"x\")",
    "chain(xEvent, timestamp, [A: WHAT(a) WHEN(today), B: WHAT(b) WHEN(today), C: WHAT(c) \
     WHEN(today), D: WHAT(d) WHEN(today), E: WHAT(e) WHEN(today), F: WHAT(f) WHEN(today)])",
    "joined occurs <= 3 years before now",
    "a.count() > 1 and b.count() > 2",
    "a.exists(b.exists(c = 1))",
    "exists X from a, Y from X.b where Y.c = 1",
    r#"colors = ["red"] and colors.subsetOf(["red"])"#,
    r#"a[this > 1] = 5"#,
    "a.isNull() and not b.isNotNull()",
    "[null, 1].count() = 1",
    "a.profile.x = 1 and profile = 2 and x.exists(profile.y = 1)",
    "(Profile) => Profile.country = \"CA\"",
    "(((((((((((((((((((((((((((((a = 1)))))))))))))))))))))))))))))",
    "person.orders.storeId.distinct().count() > 1",
];

#[test]
fn good_queries_get_no_advice() {
    for source in GOOD {
        let query = Query::compile(source).unwrap_or_else(|all| panic!("{}", render(source, &all)));
        let advice = render(source, query.diagnostics());
        assert!(advice.is_empty(), "{advice}");
    }
}

/// The codes that a checked query can get as advice.
fn lints() -> impl Iterator<Item = Code> {
    let own = |code: &Code| ("P0404".."P0420").contains(&code.number()) && code.number() != "P0410";
    Code::ALL.iter().copied().filter(own)
}

fn advice() -> Vec<(String, Vec<Diagnostic>)> {
    let compiled = cases::load().into_iter().filter_map(|case| {
        let query = Query::compile(&case.query).ok()?;
        Some((case.query, query.diagnostics().to_vec()))
    });
    compiled.collect()
}

#[test]
fn every_kind_has_a_case_and_is_no_error() {
    let advice = advice();
    for code in lints() {
        assert_ne!(code.severity(), Severity::Error, "{code:?}");
        let has = |(_, all): &&(String, Vec<Diagnostic>)| all.iter().any(|it| it.code == code);
        assert!(advice.iter().any(|it| has(&it)), "{code:?} has no case");
    }
}

/// What stands in back-ticks in the help of a lint is PQL, if it is more than a word.
#[test]
fn help_shows_queries_that_compile() {
    let mut number = 0;
    for (source, diagnostics) in advice() {
        for diagnostic in diagnostics.iter().filter(|it| lints().any(|code| it.code == code)) {
            let help = diagnostic.help.as_deref().unwrap_or_else(|| panic!("no help: {source}"));
            let quoted = help.split('`').skip(1).step_by(2);
            for better in quoted.filter(|it| it.contains('(') && !it.contains('…')) {
                number += 1;
                let compiled = Query::compile(better);
                assert!(
                    compiled.is_ok(),
                    "{source}\n{help}\n{}",
                    render(better, &compiled.unwrap_err())
                );
            }
        }
    }
    assert!(number > 20, "only {number} pieces of help");
}
