//! Where the platform would evaluate a query, by generation of its rules.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "eligibility/sets.rs"]
mod sets;
#[path = "eligibility/table.rs"]
mod table;

use std::collections::BTreeSet;

use pql_edge::audience::{AudienceSet, Environment, Evaluation};

use pql_edge::check::Options;
use pql_edge::check::eligibility::{Eligibility, RULES, Rules, eligibility};
use pql_edge::query::analyse;

use sets::sets;
use table::{Case, cases, codes, ways};

const QUERIES: &str = include_str!("eligibility/queries.txt");
const SETS: &str = include_str!("eligibility/sets.txt");

/// The table holds at least so many expressions, each with four verdicts.
const LEAST: usize = 150;

/// The other table at least so many definitions.
const LEAST_OF_SETS: usize = 45;

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
fn verdicts_of_sets() {
    for set in sets(SETS) {
        // Which definitions the set takes changes nothing.
        for evaluation in [Evaluation::Any, Evaluation::Synchronous] {
            let compiled = set.compile(evaluation);
            for case in &set.cases {
                for expected in &case.verdicts {
                    let all = compiled.eligibility(expected.rules, &set.environment);
                    assert_eq!(all.len(), set.definitions.len());
                    let found = all.iter().find(|it| it.about.id == case.query).unwrap();
                    let (source, found) = (&*found.source, &found.eligibility);
                    let place = format!("{}, {:?}: {found:#?}", set.place(case), expected.rules);
                    assert_eq!(found.kind.text(), case.kind, "{place}");
                    assert_eq!(ways(found), expected.ways, "{place}");
                    assert_eq!(codes(found), expected.codes, "{place}");
                    for (code, text) in &case.places {
                        let reason = found.reasons.iter().find(|it| it.code == code);
                        let text = Some(text.as_str());
                        assert!(reason.is_none_or(|it| source.get(it.span.range()) == text));
                    }
                }
            }
        }
    }
}

/// Sets that were loaded from bytes know their queries, and those their references.
#[test]
fn a_loaded_set_is_classified_by_its_queries() {
    let all = sets(SETS);
    let set = all.first().unwrap().compile(Evaluation::Any);
    let loaded = AudienceSet::from_bytes(&set.to_bytes()).unwrap();
    let environment = Environment::default();
    let classify = |set: &AudienceSet| {
        let all = set.eligibility(Rules::E4, &environment);
        let of = all.iter().map(|it| (it.about.id.clone(), codes(&it.eligibility)));
        of.collect::<Vec<_>>()
    };
    assert_eq!(classify(&loaded), classify(&set));
    assert_eq!(classify(&loaded).len(), set.audiences().len());
}

/// Chains of references may be long.
#[test]
fn long_ways_are_followed() {
    let mut set = sets::Set::default();
    for at in 0..3_000 {
        let query = match at {
            0 => "a = 1".to_owned(),
            _ => format!("inSegment(\"{}\") and inSegment(\"{}\")", at - 1, at / 2),
        };
        set.add(&at.to_string(), &query);
    }
    set.add("top", "inSegment(\"2999\") and xEvent.exists(timestamp occurs today)");
    let compiled = set.compile(Evaluation::Any);
    let all = compiled.eligibility(Rules::E4, &Environment::default());
    assert!(all.last().unwrap().eligibility.edge);
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
    let mut count = 0;
    for set in sets(SETS) {
        for case in &set.cases {
            let rules: Vec<Rules> = case.verdicts.iter().map(|verdict| verdict.rules).collect();
            assert_eq!(rules, Rules::ALL, "{}", set.place(case));
            count += 1;
        }
    }
    assert!(count >= LEAST_OF_SETS, "{count} definitions");
}

/// Decisions name the groups that pin them, as `eligibility/title`.
#[test]
fn groups_that_compatibility_names_exist() {
    let text = include_str!("../src/docs/compatibility.md");
    let lines = QUERIES.lines().chain(SETS.lines());
    let titles: BTreeSet<&str> = lines.filter_map(|line| line.strip_prefix("== ")).collect();
    let quoted = text.split('`').skip(1).step_by(2);
    let named: BTreeSet<&str> =
        quoted.filter_map(|word| word.strip_prefix("eligibility/")).collect();
    assert!(named.len() > 20, "only {} groups are named", named.len());
    let missing: Vec<&&str> = named.difference(&titles).collect();
    assert!(missing.is_empty(), "compatibility.md names groups that are not there: {missing:?}");
}

/// Every reason is given somewhere.
#[test]
fn all_reasons_are_in_the_tables() {
    let mut cases = cases(QUERIES);
    cases.extend(sets(SETS).into_iter().flat_map(|set| set.cases));
    let given = cases.iter().flat_map(|case| &case.verdicts).flat_map(|it| &it.codes);
    let given: BTreeSet<&str> = given.map(String::as_str).collect();
    let known: BTreeSet<&str> = RULES.iter().map(|rule| rule.code).collect();
    assert_eq!(given, known);
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
