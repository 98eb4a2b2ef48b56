//! The integer functions natively: what they answer, and what they say to a host that misuses them.
#![cfg(all(feature = "abi", feature = "compile"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

use pql_edge::abi::{Host, Kind, MISUSED, REFUSED, Slot};
use pql_edge::audience::{AudienceSet, Definition, Evaluation};
use pql_edge::query::Query;
use serde_json::{Value as Json, json};

const NOW: i64 = 1_763_640_000_000;

/// A call that a host should not make, with the handle of a query.
type OnQuery = fn(&mut Host, u32) -> i64;

/// The same with the handles of a set and of a query.
type OnBoth = fn(&mut Host, u32, u32) -> i32;

fn output(host: &Host) -> Json {
    serde_json::from_slice(host.output()).expect("JSON")
}

fn message(host: &Host) -> String {
    let output = output(host);
    assert_eq!(output["rendered"].as_str().map(str::is_empty), Some(false));
    output["message"].as_str().expect("a message").to_string()
}

fn load(host: &mut Host, kind: Kind, bytes: &[u8]) -> u32 {
    assert!(host.give(Slot::Argument, bytes));
    let handle = host.load(kind as u32);
    assert_ne!(handle, 0, "{}", message(host));
    handle
}

fn query(host: &mut Host, source: &str) -> u32 {
    load(host, Kind::Query, &Query::compile(source).expect("compiles").to_bytes())
}

#[test]
fn a_query_is_described_evaluated_and_explained() {
    let mut host = Host::new();
    let handle = query(&mut host, r#"person.age > 17 and inSegment("a")"#);
    assert_eq!(host.describe(handle), 0);
    let description = output(&host);
    assert_eq!(description["kind"], "query");
    assert_eq!(description["resultType"], "Boolean");
    assert_eq!(description["segments"], json!(["a"]));
    assert_eq!(description["reads"][0], "person.age");

    let profile = br#"{ "person": { "age": 18 } }"#;
    for (membership, expected) in [("realized", 1), ("exited", 0)] {
        let stored = json!({ "ups": { "a": { "status": membership } } }).to_string();
        host.give(Slot::Profile, profile);
        host.give(Slot::Membership, stored.as_bytes());
        assert_eq!(host.matches(handle, NOW), expected);
        assert!(host.output().is_empty());
        host.give(Slot::Profile, profile);
        host.give(Slot::Membership, stored.as_bytes());
        assert_eq!(host.evaluate(handle, NOW), 0);
        assert_eq!(output(&host), json!(expected == 1));
    }
    host.give(Slot::Profile, profile);
    assert_eq!(host.explain(handle, NOW), 0);
    let explanation = output(&host);
    assert_eq!(explanation["matches"], false);
    assert_eq!(explanation["root"]["children"][0]["value"], true);
}

const DEFINITIONS: &str = r#"[
    { "id": "a", "expression": { "value": "x > 1" } },
    { "id": "b", "name": "B", "expression": { "value": "inSegment(\"a\") and y" } },
    { "id": "c", "expression": { "value": "xEvent[timestamp occurs <= 2 days before now].count() = 1" } }
]"#;

fn set(host: &mut Host) -> u32 {
    let set = AudienceSet::compile(Definition::all_from_text(DEFINITIONS), Evaluation::Any);
    load(host, Kind::Set, &set.to_bytes())
}

#[test]
fn a_set_is_described_evaluated_qualified_and_explained() {
    let mut host = Host::new();
    let handle = set(&mut host);
    assert_eq!(host.describe(handle), 0);
    let description = output(&host);
    assert_eq!(description["kind"], "set");
    assert_eq!(description["ids"], json!(["a", "b", "c"]));
    assert_eq!(description["names"], json!(["", "B", ""]));
    assert_eq!(description["lookback"]["milliseconds"], 172_800_000);
    assert_eq!(description["lookback"]["paths"], json!(["xEvent[].timestamp"]));

    let profile = json!({ "x": 2, "xEvent": [{ "timestamp": NOW - 5, "other": 1 }] }).to_string();
    host.give(Slot::Profile, profile.as_bytes());
    assert_eq!(host.evaluate(handle, NOW), 0);
    assert_eq!(host.output(), [0b101]);

    host.give(Slot::Profile, profile.as_bytes());
    host.give(Slot::Membership, br#"{ "ups": { "b": { "status": "realized" } } }"#);
    assert_eq!(host.qualify(handle, NOW), 0);
    let found = output(&host);
    assert_eq!((&found["realized"], &found["exited"]), (&json!(["a", "c"]), &json!(["b"])));
    assert_eq!(found["segmentMembership"]["ups"]["b"]["status"], "exited");

    host.give(Slot::Profile, profile.as_bytes());
    host.give(Slot::Argument, b"b");
    assert_eq!(host.explain(handle, NOW), 0);
    let found = output(&host);
    assert_eq!((&found["id"], &found["member"]), (&json!("b"), &json!(false)));
    assert_eq!(found["audiences"][0]["id"], "a");

    let old = json!({ "timestamp": NOW - 300_000_000 });
    let events = json!([old, { "timestamp": NOW - 5, "other": 1 }]).to_string();
    host.give(Slot::Events, events.as_bytes());
    assert_eq!(host.retain(handle, NOW), 0);
    assert_eq!(output(&host), json!([{ "timestamp": NOW - 5 }]));
}

#[test]
fn what_a_kind_cannot_do_is_misuse() {
    let mut host = Host::new();
    let (set, query) = (set(&mut host), query(&mut host, "true"));
    let misuses: [(&str, OnBoth); 6] = [
        ("not a query", |host, set, _| host.matches(set, NOW)),
        ("not a set", |host, _, query| host.qualify(query, NOW)),
        ("no events were put", |host, set, _| host.retain(set, NOW)),
        ("not a set", |host, _, query| {
            host.give(Slot::Events, b"[]");
            host.retain(query, NOW)
        }),
        ("no id was put", |host, set, _| host.explain(set, NOW)),
        ("not UTF-8", |host, set, _| {
            host.give(Slot::Profile, b"{}");
            host.give(Slot::Argument, b"\xff");
            host.explain(set, NOW)
        }),
    ];
    for (reason, misuse) in misuses {
        host.give(Slot::Profile, b"{}");
        assert_eq!(misuse(&mut host, set, query), MISUSED, "{reason}");
        assert!(message(&host).contains(reason), "{reason}: {}", message(&host));
    }
    host.give(Slot::Profile, b"{}");
    host.give(Slot::Argument, b"nobody");
    assert_eq!(host.explain(set, NOW), REFUSED);
    assert_eq!(output(&host)["diagnostics"][0]["code"], "P0703");
}

#[test]
fn bits_are_in_the_order_of_the_ids() {
    let ids = (0..19)
        .map(|at| json!({ "id": format!("{at}"), "expression": { "value": format!("x = {at}") } }));
    let text = Json::Array(ids.collect()).to_string();
    let set = AudienceSet::compile(Definition::all_from_text(&text), Evaluation::Any);
    let mut host = Host::new();
    let handle = load(&mut host, Kind::Set, &set.to_bytes());
    for at in 0..20_usize {
        host.give(Slot::Profile, json!({ "x": at }).to_string().as_bytes());
        assert_eq!(host.evaluate(handle, NOW), 0);
        let mut expected = [0_u8; 3];
        if at < 19 {
            expected[at / 8] = 1 << (at % 8);
        }
        assert_eq!(host.output(), expected, "{at}");
    }
}

#[test]
fn every_slot_is_an_input() {
    let mut host = Host::new();
    let handle = query(&mut host, "[xEvent.count(), $2.a, name]");
    host.give(Slot::Profile, br#"{ "name": "Zoe", "xEvent": [] }"#);
    host.give(Slot::Events, b"[{}, {}]");
    host.give(Slot::Event, b"{}");
    host.give(Slot::Parameters, br#"{ "$2": { "a": 7 } }"#);
    assert_eq!(host.evaluate(handle, NOW), 0, "{}", message(&host));
    assert_eq!(output(&host), json!([3, 7, "Zoe"]));
    // They are used up.
    host.give(Slot::Profile, b"{}");
    assert_eq!(host.evaluate(handle, NOW), 0);
    assert_eq!(output(&host), json!([0, null, null]));
}

#[test]
fn what_is_wrong_is_said_with_a_diagnostic() {
    let mut host = Host::new();
    let handle = query(&mut host, "a = 1");
    let refusals: [(&[u8], i64, &str); 4] = [
        (b"{\"a\":", NOW, "P0501"),
        (b"{\"a\":\"\xff\"}", NOW, "P0502"),
        (b"{}", i64::MAX, "P0503"),
        (b"{}", i64::MIN, "P0503"),
    ];
    for (profile, now, code) in refusals {
        host.give(Slot::Profile, profile);
        assert_eq!(host.matches(handle, now), REFUSED);
        let failure = output(&host);
        assert_eq!(failure["diagnostics"][0]["code"], code);
        assert_eq!(failure["diagnostics"][0]["severity"], "error");
        assert_eq!(failure["message"], failure["diagnostics"][0]["message"]);
    }
    host.give(Slot::Argument, b"PQLB");
    assert_eq!(host.load(Kind::Query as u32), 0);
    assert_eq!(output(&host)["diagnostics"][0]["code"], "P0601");
}

#[test]
fn misuse_has_a_reason_and_breaks_nothing() {
    let mut host = Host::new();
    let handle = query(&mut host, "a = 1");
    let misuses: [(&str, OnQuery); 10] = [
        ("no artifact with this handle", |host, _| host.matches(0, NOW).into()),
        ("no artifact with this handle", |host, handle| host.evaluate(handle + 1, NOW).into()),
        ("no artifact with this handle", |host, _| host.describe(u32::MAX).into()),
        ("no artifact with this handle", |host, _| host.unload(77).into()),
        ("no profile was put", |host, handle| host.matches(handle, NOW).into()),
        ("no profile was put", |host, handle| {
            host.give(Slot::Events, b"[]");
            host.explain(handle, NOW).into()
        }),
        ("no artifact was put", |host, _| i64::from(host.load(1)) + i64::from(MISUSED)),
        ("no such kind", |host, _| {
            host.give(Slot::Argument, b"PQLB");
            i64::from(host.load(9)) + i64::from(MISUSED)
        }),
        ("no such slot", |host, _| host.put(7, 1) as i64 + i64::from(MISUSED)),
        ("not so much room", |host, _| host.put(0, usize::MAX) as i64 + i64::from(MISUSED)),
    ];
    for (reason, misuse) in misuses {
        assert_eq!(misuse(&mut host, handle), i64::from(MISUSED), "{reason}");
        assert!(message(&host).contains(reason), "{reason}: {}", message(&host));
        assert_eq!(output(&host)["diagnostics"], json!([]));
        host.give(Slot::Profile, br#"{ "a": 1 }"#);
        assert_eq!(host.matches(handle, NOW), 1);
    }
}

#[test]
fn a_handle_is_never_given_twice() {
    let mut host = Host::new();
    let first = query(&mut host, "true");
    let second = query(&mut host, "false");
    assert_eq!(host.unload(first), 0);
    let third = query(&mut host, "true");
    assert!(third > second && second > first);
    host.give(Slot::Profile, b"{}");
    assert_eq!(host.matches(first, NOW), MISUSED);
    assert_eq!(host.unload(first), MISUSED);
    host.give(Slot::Profile, b"{}");
    assert_eq!(host.matches(second, NOW), 0);
    host.give(Slot::Profile, b"{}");
    assert_eq!(host.matches(third, NOW), 1);
}

#[test]
fn less_room_keeps_address_and_bytes() {
    let mut host = Host::new();
    let handle = query(&mut host, "a");
    let text = br#"{ "a": "kept" }"#;
    assert!(host.give(Slot::Profile, &[text.as_slice(), b"\0\0\0"].concat()));
    let whole = host.put(Slot::Profile as u32, text.len() + 3);
    assert_eq!(host.put(Slot::Profile as u32, text.len()), whole);
    assert_eq!(host.evaluate(handle, NOW), 0);
    assert_eq!(output(&host), json!("kept"));
    assert_ne!(host.put(Slot::Profile as u32, 0), 0);
}
