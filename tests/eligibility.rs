//! Where the platform would evaluate a query, by generation of its rules.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a mistake here fails a test, not a customer"
)]

use pql_edge::check::Options;
use pql_edge::check::eligibility::{Rules, eligibility};
use pql_edge::query::analyse;

/// E edge and streaming, e edge alone, S streaming alone, - batch; for E1, E2, E3 and E4.
const VERDICTS: &[(&str, &str, &str)] = &[
    (r#"homeAddress.country.equals("US", false)"#, "EEEE", "profile only"),
    (r#"inSegment("a") and inSegment("b")"#, "eeee", "segment of segments"),
    (
        r#"chain(xEvent, timestamp, [C0: WHAT(eventType = "x") WHEN(today)])"#,
        "EEEE",
        "single event",
    ),
    (
        r#"chain(xEvent, timestamp, [C0: WHAT(eventType = "x") WHEN(<= 24 hours before now)])"#,
        "EEEE",
        "single event",
    ),
    (
        r#"chain(xEvent, timestamp, [C0: WHAT(eventType = "x") WHEN(< 1 day before now)])"#,
        "EEEE",
        "single event",
    ),
    (
        r#"chain(xEvent, timestamp, [C0: WHAT(eventType = "x") WHEN(< 25 hours before now)])"#,
        "ee--",
        "single event",
    ),
    (
        r#"chain(xEvent, timestamp, [C0: WHAT(eventType = "x") WHEN(<= 3 days before now)])"#,
        "ee--",
        "single event",
    ),
    (r#"chain(xEvent, timestamp, [C0: WHAT(eventType = "x")])"#, "ee--", "single event"),
    (
        r#"a = 1 and chain(xEvent, timestamp, [C0: WHAT(eventType = "x") WHEN(today)])"#,
        "EEEE",
        "single event and profile",
    ),
    (
        r#"a = 1 and chain(xEvent, timestamp, [C0: WHAT(eventType = "x")])"#,
        "e---",
        "single event and profile",
    ),
    (
        r#"inSegment("a") and chain(xEvent, timestamp, [C0: WHAT(eventType = "x") WHEN(today)])"#,
        "----",
        "segments and events",
    ),
    (
        r#"chain(xEvent, timestamp, [C0: WHAT(a) WHEN(today), C1: WHAT(b) WHEN(today)])"#,
        "SSES",
        "multiple events",
    ),
    (
        r#"chain(xEvent, timestamp, [C0: WHAT(a) WHEN(today), C1: WHAT(b)])"#,
        "----",
        "multiple events",
    ),
    (
        r#"chain(xEvent, timestamp, [A: WHAT(a) WHEN(< 24 hours before now) COUNT(5)])"#,
        "EEES",
        "multiple events",
    ),
    (
        r#"a = 1 and not chain(xEvent, timestamp, [A: WHAT(b) WHEN(< 24 hours before now)])"#,
        "E---",
        "single event and profile",
    ),
    ("select X from xEvent where X.isHomePage", "ee--", "single event"),
    ("exists X from xEvent where X.a and X.timestamp occurs today", "EEEE", "single event"),
    ("forall X from xEvent where X.a", "e---", "single event"),
    ("xEvent[a and timestamp occurs today].count() > 2", "EEES", "multiple events"),
    ("xEvent.commerce.order.priceTotal > 5", "ee--", "single event"),
    ("values.exists(this > 3) and map.get(\"a\").keys().count() > 1", "EEEE", "profile only"),
];

#[test]
fn verdicts() {
    for (source, expected, kind) in VERDICTS {
        let (checked, diagnostics) = analyse(source, &Options::default());
        let wrong = diagnostics.iter().find(|it| it.is_error());
        assert_eq!(wrong, None, "{source}");
        let verdict = |rules: &Rules| {
            let advice = eligibility(&checked, &[], *rules);
            assert_eq!(advice.kind.text(), *kind, "{source}");
            let explained = advice.edge || !advice.reasons.is_empty();
            assert!(explained, "{source} is refused without a reason");
            match (advice.edge, advice.streaming) {
                (true, true) => 'E',
                (true, false) => 'e',
                (false, true) => 'S',
                (false, false) => '-',
            }
        };
        let found: String = Rules::ALL.iter().map(verdict).collect();
        assert_eq!(found, *expected, "{source}");
    }
}

#[test]
fn reasons_point_at_their_part() {
    let source = r#"a = 1 and chain(xEvent, timestamp, [C0: WHAT(b) WHEN(<= 3 days before now)])"#;
    let (checked, diagnostics) = analyse(source, &Options::default());
    let advice = eligibility(&checked, &diagnostics, Rules::E4);
    let reason = advice.reasons.first().unwrap();
    assert_eq!(reason.code, "long-window");
    assert_eq!(source.get(reason.span.range()), Some("C0: WHAT(b) WHEN(<= 3 days before now)"));
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
