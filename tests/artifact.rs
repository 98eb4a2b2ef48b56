//! Programs and sets that an earlier build wrote still load and run, in the run-only build too.
//!
//! `UPDATE=1 cargo test --test artifact` writes the files anew; needed only when the format's
//! version is raised.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

use std::fs;
use std::path::PathBuf;

use pql_edge::audience::AudienceSet;
use pql_edge::profile::Lookback;
use pql_edge::query::{Evaluator, Input, Query};
use serde_json::json;

/// Name, source, profile and result.
const PROGRAMS: &[(&str, &str, &str, &str)] = &[
    (
        "conditions",
        r#"homeAddress.countryCode.equals("us", false) and not (person.birthYear < 1980)"#,
        r#"{ "homeAddress": { "countryCode": "US" }, "person": { "birthYear": 1985 } }"#,
        "true",
    ),
    (
        "chain",
        r#"chain(xEvent, timestamp, [A: WHAT(eventType = "a") WHEN(<= 24 hours before now) COUNT(2), B: WHAT(items.exists(price > 1.5))])"#,
        r#"{ "xEvent": [
            { "eventType": "a", "timestamp": "2025-11-20T11:00:00Z" },
            { "eventType": "a", "timestamp": "2025-11-20T11:10:00Z" },
            { "items": [{ "price": 2 }], "timestamp": "2025-11-20T11:20:00Z" } ] }"#,
        "true",
    ),
    (
        "pairs",
        "select A from orders where A.open, B from A.lines where B.total >= 2",
        r#"{ "orders": [{ "open": true, "lines": [{ "total": 1 }, { "total": 2 }] }, { "lines": [] }] }"#,
        r#"[[{ "open": true, "lines": [{ "total": 1 }, { "total": 2 }] }, { "total": 2 }]]"#,
    ),
    (
        "dates",
        "[joined.getYear(), joined occurs between date(2020, 1, 1) and last year, currentMonth()]",
        r#"{ "joined": "2024-02-29T23:30:00-02:00" }"#,
        "[2024, true, 11]",
    ),
];

const NOW: i64 = 1_763_640_000_000;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/artifact").join(format!("{name}.pqlb"))
}

#[test]
fn committed_programs_run() {
    for (name, source, profile, expected) in PROGRAMS {
        let bytes = fs::read(path(name)).unwrap();
        let query = Query::from_bytes(&bytes).unwrap();
        assert_eq!(query.source(), *source);
        let result = query.evaluate(&mut Evaluator::new(), &Input::new(profile.as_bytes(), NOW));
        let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
        assert_eq!(result, Ok(expected), "{name}");
    }
}

#[test]
fn other_bytes_are_refused_with_a_reason() {
    let bytes = fs::read(path("chain")).unwrap();
    let refused = |bytes: &[u8]| json!(Query::from_bytes(bytes).unwrap_err().message);
    assert_eq!(refused(b""), "not a program of this version: it does not start with `PQLB`");
    let mut newer = bytes.clone();
    newer[4] = 9;
    assert_eq!(refused(&newer), "not a program of this version: it is of version 9, not 3");
    let altered = "not a program of this version: it is truncated or altered";
    assert_eq!(refused(&bytes[..bytes.len() - 1]), altered);
    let mut flipped = bytes;
    flipped[20] ^= 1;
    assert_eq!(refused(&flipped), altered);
}

#[cfg(feature = "compile")]
#[test]
fn what_the_compiler_writes_loads() {
    for (name, source, ..) in PROGRAMS {
        let bytes = Query::compile(source).unwrap().to_bytes();
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(path(name).parent().unwrap()).unwrap();
            fs::write(path(name), &bytes).unwrap();
        }
        // A better compiler may write another program; it must not be one that does not load.
        assert!(Query::from_bytes(&bytes).is_ok(), "{name}");
    }
}

/// A set with everything that one can have: references, guards, settings, windows.
#[cfg(feature = "compile")]
const SET: &str = r#"{"segments": [
    {"id": "recent", "name": "Bought this week", "dataGovernancePolicy": {"excludeOptOut": true},
        "expression": {"value": "xEvent[timestamp occurs <= 7 days before now].exists(total > 0)"}},
    {"id": "recent-canada", "name": "Bought this week, in Canada",
        "expression": {"value": "inSegment(\"recent\") and homeAddress.countryCode = \"CA\""}},
    {"id": "stored", "expression": {"value": "inSegment(\"elsewhere\")"}}
]}"#;

fn set_path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/artifact/audiences.pqls")
}

#[test]
fn a_set_of_an_earlier_build_answers() {
    let set = AudienceSet::from_bytes(&fs::read(set_path()).unwrap()).unwrap();
    assert_eq!(set.settings().keep_exited, Some(7));
    assert_eq!(set.lookback(), Lookback::Within(7 * 86_400_000));
    let profile = json!({
        "homeAddress": { "countryCode": "CA" },
        "xEvent": [{ "timestamp": "2025-11-15T00:00:00Z", "total": 5 }],
        "segmentMembership": { "ups": { "elsewhere": { "status": "realized" } } },
    });
    let evaluate = |profile: &serde_json::Value| {
        let text = profile.to_string();
        let input = Input::new(text.as_bytes(), NOW);
        let found = set.qualify(&mut Evaluator::new(), &input).unwrap();
        found.realized.join(" ")
    };
    assert_eq!(evaluate(&profile), "recent recent-canada stored");
    let mut out = profile.clone();
    let entry = json!({ "optOutType": "general_opt_out", "optOutValue": "out" });
    out["optOutConsentLevel"] = json!({ "privacyOptOuts": [entry] });
    assert_eq!(evaluate(&out), "stored");
    let mut denied = profile;
    denied["consents"] = json!({ "collect": { "val": "n" } });
    assert_eq!(evaluate(&denied), "");
}

#[cfg(feature = "compile")]
#[test]
fn what_a_set_writes_loads() {
    use pql_edge::audience::{Consent, Definition, Evaluation, Purpose, SetOptions, Settings};
    let settings =
        Settings { evaluation: Evaluation::Any, keep_exited: Some(7), ..Settings::DEFAULT };
    let consent = Consent { purposes: vec![Purpose::Collect], ..Consent::default() };
    let options = SetOptions { settings, consent, ..SetOptions::default() };
    let set = AudienceSet::compile_with(Definition::all_from_text(SET), &options);
    assert!(set.skipped().is_empty());
    let bytes = set.to_bytes();
    if std::env::var_os("UPDATE").is_some() {
        fs::write(set_path(), &bytes).unwrap();
    }
    assert!(AudienceSet::from_bytes(&bytes).is_ok());
}
