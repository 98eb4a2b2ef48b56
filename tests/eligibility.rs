//! Where the platform would evaluate a query, by generation of its rules.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "eligibility/table.rs"]
mod table;

use std::collections::BTreeSet;

use pql_edge::check::Options;
use pql_edge::check::eligibility::{Eligibility, RULES, Rules, eligibility};
use pql_edge::query::analyse;

use table::{Case, cases, codes, ways};

const QUERIES: &str = include_str!("eligibility/queries.txt");

/// The table holds at least so many expressions, each with four verdicts.
const LEAST: usize = 150;

fn verdict(source: &str, rules: Rules) -> Eligibility {
    let (checked, diagnostics) = analyse(source, &Options::default());
    let wrong = diagnostics.iter().find(|it| it.is_error());
    assert_eq!(wrong, None, "{source}");
    eligibility(&checked, &diagnostics, rules)
}

#[test]
fn verdicts() {
    let mut broken = Vec::new();
    for case in cases(QUERIES) {
        for expected in &case.verdicts {
            let found = verdict(&case.query, expected.rules);
            let same = found.kind.text() == case.kind
                && ways(&found) == expected.ways
                && codes(&found) == expected.codes;
            if !same {
                let Case { query, .. } = &case;
                let (kind, rules) = (found.kind.text(), expected.rules);
                let (ways, codes) = (ways(&found), codes(&found));
                broken.push(format!("{query}\n  {rules:?}: {kind} | {ways} | {codes:?}"));
            }
        }
    }
    assert!(broken.is_empty(), "found otherwise:\n{}", broken.join("\n"));
}

#[test]
fn the_table_does_not_shrink() {
    let cases = cases(QUERIES);
    assert!(cases.len() >= LEAST, "{} expressions", cases.len());
    let queries: BTreeSet<&str> = cases.iter().map(|case| case.query.as_str()).collect();
    assert_eq!(queries.len(), cases.len(), "a query is there twice");
    for case in &cases {
        let rules: Vec<Rules> = case.verdicts.iter().map(|verdict| verdict.rules).collect();
        assert_eq!(rules, Rules::ALL, "{}", case.query);
    }
}

#[test]
fn reasons_point_at_their_part() {
    let mut pointed = 0;
    for case in cases(QUERIES) {
        for (code, text) in &case.places {
            let all = Rules::ALL.iter().map(|rules| verdict(&case.query, *rules));
            let reasons: Vec<_> = all.flat_map(|found| found.reasons).collect();
            let reason = reasons.iter().find(|reason| reason.code == code).unwrap();
            assert_eq!(case.query.get(reason.span.range()), Some(text.as_str()), "{code}");
            pointed += 1;
        }
    }
    assert!(pointed >= 15, "{pointed} places");
}

/// What no reason rules out is allowed, and the other way round; no reason is given twice.
#[test]
fn reasons_explain_the_verdict() {
    for case in cases(QUERIES) {
        for rules in Rules::ALL {
            let found = verdict(&case.query, *rules);
            assert_eq!(found.edge, !found.reasons.iter().any(|it| it.keeps.edge));
            assert_eq!(found.streaming, !found.reasons.iter().any(|it| it.keeps.streaming));
            for (index, reason) in found.reasons.iter().enumerate() {
                assert!(RULES.iter().any(|rule| rule.code == reason.code), "{}", reason.code);
                let again = found.reasons.iter().skip(index + 1).any(|it| it == reason);
                assert!(!again, "{} twice: {}", reason.code, case.query);
            }
        }
    }
}

#[test]
fn reasons_have_names_and_sentences() {
    let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(names.len(), RULES.len());
    for rule in RULES {
        assert!(rule.code.chars().all(|it| it.is_ascii_lowercase() || it == '-'), "{}", rule.code);
        assert!(!rule.message.ends_with('.') && rule.message.len() > 20, "{}", rule.code);
        assert!(!rule.message.contains("  "), "{}", rule.code);
    }
}

#[test]
fn what_does_not_compile_is_eligible_for_nothing() {
    let (checked, diagnostics) = analyse("a = ", &Options::default());
    let advice = eligibility(&checked, &diagnostics, Rules::E4);
    assert!(!advice.edge && !advice.streaming);
    assert_eq!(advice.reasons.first().unwrap().code, "invalid");
}

#[test]
fn generations_have_names() {
    assert_eq!(Rules::named(""), Some(Rules::E4));
    assert_eq!(Rules::named("newest"), Some(Rules::E4));
    assert_eq!(Rules::named("2025"), Some(Rules::E3));
    assert_eq!(Rules::named("E1"), Some(Rules::E1));
    assert_eq!(Rules::named("E9"), None);
}
