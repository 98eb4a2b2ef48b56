//! Sets as bytes, sets that change, explanations through a set, and the history that it needs.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "generate/checksum.rs"]
mod checksum;

use pql_edge::audience::{AudienceSet, Definition, Evaluation, Read, SetOptions, Settings};
use pql_edge::check::Options;
use pql_edge::profile::{Lookback, MAX_DEPTH, NodeId, ReadNode, Reads};
use pql_edge::query::{Evaluator, Input, Query};
use serde_json::{Value as Json, json};

const NOW: i64 = 1_763_640_000_000;
const DAY: u64 = 86_400_000;

fn definition(id: &str, value: &str) -> Json {
    json!({ "id": id, "name": format!("Audience {id}"), "expression": { "value": value } })
}

fn read(all: &[(&str, &str)]) -> Vec<Read> {
    all.iter().map(|(id, value)| Definition::from_json(definition(id, value))).collect()
}

fn set(all: &[(&str, &str)]) -> AudienceSet {
    AudienceSet::compile(read(all), Evaluation::Any)
}

fn samples() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public/samples/definitions.json");
    std::fs::read_to_string(path).unwrap()
}

fn evaluate<'s>(set: &'s AudienceSet, profile: &Json) -> Vec<&'s str> {
    let profile = profile.to_string();
    set.evaluate(&mut Evaluator::new(), &Input::new(profile.as_bytes(), NOW)).unwrap()
}

const CHAIN: &str = r#"chain(xEvent, timestamp, [A: WHAT(eventType = "a") WHEN(<= 2 days before now),
    B: WHAT(eventType = "b")])"#;

#[test]
fn a_set_comes_back_from_its_bytes() {
    let all = Definition::all_from_text(&samples());
    let set = AudienceSet::compile(all, Evaluation::Synchronous);
    assert!(set.audiences().len() >= 50);
    let bytes = set.to_bytes();
    let loaded = AudienceSet::from_bytes(&bytes).unwrap();
    assert_eq!(loaded.to_bytes(), bytes);
    assert_eq!(loaded.reads(), set.reads());
    assert_eq!(loaded.lookback(), set.lookback());
    assert_eq!(loaded.settings(), set.settings());
    let ids = |set: &AudienceSet| {
        set.audiences().iter().map(|it| (it.id.clone(), it.name.clone())).collect::<Vec<_>>()
    };
    assert_eq!(ids(&loaded), ids(&set));
    // The same definitions, read again, give the same bytes.
    let again =
        AudienceSet::compile(Definition::all_from_text(&samples()), Evaluation::Synchronous);
    assert_eq!(again.to_bytes(), bytes);
}

#[test]
fn settings_travel_in_the_bytes() {
    for keep_exited in [None, Some(0), Some(90)] {
        let settings = Settings { keep_exited, ..Settings::DEFAULT };
        let options = SetOptions { settings, ..SetOptions::default() };
        let set = AudienceSet::compile_with(read(&[("a", "x")]), &options);
        assert_eq!(*AudienceSet::from_bytes(&set.to_bytes()).unwrap().settings(), settings);
    }
}

#[test]
fn other_bytes_are_refused_with_a_reason() {
    let bytes = set(&[("a", "x"), ("b", r#"inSegment("a")"#)]).to_bytes();
    let refused = |bytes: &[u8]| AudienceSet::from_bytes(bytes).unwrap_err().message;
    let because = |reason: &str| format!("not a set of audiences of this version: {reason}");
    assert_eq!(refused(b""), because("it does not start with `PQLS`"));
    let query = Query::compile("x").unwrap().to_bytes();
    assert_eq!(refused(&query), because("it does not start with `PQLS`"));
    let mut newer = bytes.clone();
    newer[4] = 9;
    assert_eq!(refused(&newer), because("it is of version 9, not 3"));
    for length in 0..bytes.len() {
        assert!(AudienceSet::from_bytes(&bytes[..length]).is_err(), "{length}");
    }
    assert_eq!(refused(&bytes[..5]), because("it is truncated"));
    assert_eq!(refused(&bytes[..bytes.len() - 1]), because("it is truncated or altered"));
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        assert!(AudienceSet::from_bytes(&flipped).is_err(), "{at}");
    }
}

/// What an attacker makes who knows the checksum.
#[test]
fn a_set_that_no_compiler_wrote_is_refused() {
    let refused = |set: &AudienceSet, (from, to): (&str, &str), first: usize| {
        let mut bytes = set.to_bytes();
        let at: Vec<usize> =
            (0..bytes.len()).filter(|at| bytes[*at..].starts_with(from.as_bytes())).collect();
        for at in &at[first..] {
            let at = *at;
            bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
        }
        checksum::put_right(&mut bytes);
        AudienceSet::from_bytes(&bytes).unwrap_err().message
    };
    let set = set(&[("id-1", "x"), ("id-2", r#"inSegment("id-1")"#)]);
    // All but the id itself.
    let message = refused(&set, ("id-1", "id-2"), 1);
    assert!(message.ends_with("it refers to itself: id-2 → id-2"), "{message}");
    let set = super_set();
    let message = refused(&set, ("id-2", "id-1"), 0);
    assert!(message.ends_with("the id `id-1` occurs twice"), "{message}");
    // The order of the ids is looked up in the bytes, not taken on trust.
    let message = refused(&set, ("id-1", "id-3"), 0);
    assert!(message.ends_with("its tables cannot be read"), "{message}");
}

fn super_set() -> AudienceSet {
    set(&[("id-1", "x"), ("id-2", "y")])
}

#[test]
fn ids_computed_from_the_profile_are_looked_up() {
    let set = set(&[("a", "x"), ("b", "inSegment(favorite)")]);
    let profile = json!({ "x": true, "favorite": "a" });
    assert_eq!(evaluate(&set, &profile), ["a"]);
    let stored = json!({ "ups": { "a": { "status": "realized" } } });
    let profile = json!({ "favorite": "a", "segmentMembership": stored });
    assert_eq!(evaluate(&set, &profile), ["b"]);
}

#[test]
fn ids_that_no_definition_has_are_warned_of() {
    let on = json!({ "synchronous": { "enabled": true } });
    let all = json!([
        { "id": "a", "evaluationInfo": on, "expression": {
            "value": r#"inSegment("batch") and inSegment("b") and inSegment("tpyo")"# } },
        { "id": "b", "evaluationInfo": on, "expression": { "value": r#"inSegment("1", "AAM")"# } },
        { "id": "batch", "expression": { "value": "x" } },
    ]);
    let all = Definition::all_from_json(all);
    let set = AudienceSet::compile(all, Evaluation::Synchronous);
    let warnings = set.warnings();
    assert_eq!(warnings.len(), 1);
    assert_eq!(&*warnings[0].audience.id, "a");
    let [diagnostic] = warnings[0].diagnostics.as_slice() else { panic!("one warning") };
    assert_eq!(diagnostic.message, "no definition of the set has the id `tpyo`");
    let text = warnings[0].audience.query.source();
    assert_eq!(&text[diagnostic.span.range()], r#"inSegment("tpyo")"#);
}

/// The set after an update is the set of the updated list, and what did not change is as it was.
fn updates(
    before: &[(&str, &str)],
    added: &[(&str, &str)],
    removed: &[&str],
    after: &[(&str, &str)],
) {
    let mut patched = set(before);
    patched.update(read(added), removed, &Options::default());
    let expected = set(after);
    assert_eq!(patched.to_bytes(), expected.to_bytes());
    let reasons = |set: &AudienceSet| {
        set.skipped().iter().map(|it| (it.id.clone(), it.reason.clone())).collect::<Vec<_>>()
    };
    assert_eq!(reasons(&patched), reasons(&expected));
}

#[test]
fn an_update_is_a_compilation_of_the_changed_list() {
    let abc = [("a", "x"), ("b", "y"), ("c", r#"inSegment("a")"#)];
    updates(&abc, &[], &[], &abc);
    updates(&abc, &[("d", "z")], &[], &[abc[0], abc[1], abc[2], ("d", "z")]);
    updates(&abc, &[("b", "z")], &[], &[abc[0], ("b", "z"), abc[2]]);
    updates(&abc, &[], &["a", "nobody"], &abc[1..]);
    updates(&abc, &[("a", "z")], &["a"], &[abc[1], abc[2], ("a", "z")]);
    // What was wrong becomes right, what was right wrong.
    updates(&[("a", "x ="), abc[1]], &[abc[0]], &[], &abc[..2]);
    updates(&abc, &[("a", "x =")], &[], &[("a", "x ="), abc[1], abc[2]]);
    // A circle is closed, and opened again.
    let circle = [("a", r#"inSegment("c")"#), abc[1], abc[2]];
    updates(&abc, &circle[..1], &[], &circle);
    updates(&circle, &abc[..1], &[], &abc);
    updates(&circle, &[], &["a"], &circle[1..]);
    // Ids that stand twice.
    updates(&[abc[0], ("a", "y")], &[("a", "z")], &[], &[("a", "z")]);
    updates(&abc[..1], &[("d", "x"), ("d", "y")], &[], &[abc[0], ("d", "x"), ("d", "y")]);
}

#[test]
fn an_update_compiles_only_what_changed() {
    // What `strict` refuses stays when it is not compiled again.
    let lax = "chain(xEvent, timestamp, [A: WHAT(x), N: NOT WHAT(y), C: WHAT(z)])";
    let mut set = set(&[("a", "x"), ("b", lax), ("c", r#"inSegment("a")"#), ("d", "x and y")]);
    let strict = Options { strict: true, ..Options::default() };
    set.update(read(&[("a", "z"), ("b", lax), ("e", lax), ("f", "x and z")]), &[], &strict);
    let ids: Vec<&str> = set.audiences().iter().map(|audience| &*audience.id).collect();
    assert_eq!(ids, ["a", "b", "c", "d", "f"]);
    let skipped: Vec<&str> = set.skipped().iter().map(|skipped| &*skipped.id).collect();
    assert_eq!(skipped, ["e"]);
    assert_eq!(evaluate(&set, &json!({ "z": true })), ["a", "c"]);
}

#[test]
fn loaded_sets_can_be_updated() {
    let mut loaded = AudienceSet::from_bytes(&set(&[("a", "x"), ("b", "y")]).to_bytes()).unwrap();
    loaded.update(read(&[("c", r#"inSegment("b")"#)]), &["a"], &Options::default());
    assert_eq!(evaluate(&loaded, &json!({ "x": true, "y": true })), ["b", "c"]);
}

#[test]
fn explanations_follow_the_audiences_that_were_asked() {
    let set = set(&[
        ("top", r#"inSegment("middle") or inSegment("never asked")"#),
        ("middle", r#"inSegment("bottom") and points > 5"#),
        ("bottom", r#"country = "CA""#),
        ("never asked", "x"),
    ]);
    let profile = br#"{"country": "CA", "points": 9}"#;
    let mut evaluator = Evaluator::new();
    let explained = set.explain("top", &mut evaluator, &Input::new(profile, NOW)).unwrap();
    assert!(explained.audience.member);
    let asked: Vec<&str> = explained.asked.iter().map(|it| &*it.audience.id).collect();
    assert_eq!(asked, ["middle", "bottom"]);
    assert!(explained.asked.iter().all(|verdict| verdict.member));
    let text = explained.render();
    let lines: Vec<&str> = text.lines().filter(|line| line.contains("Audience")).collect();
    assert_eq!(
        lines,
        [
            "in Audience top (`top`)",
            "in Audience middle (`middle`)",
            "in Audience bottom (`bottom`)"
        ]
    );
    assert!(text.contains(r#"country = "CA""#), "{text}");
}

#[test]
fn lookback_is_the_longest_window() {
    let within = |days: u64| Lookback::Within(days * DAY);
    let table: &[(&str, Lookback)] = &[
        ("x = 1", Lookback::Nothing),
        ("xEvent", Lookback::Everything),
        ("xEvent[eventType = \"a\"].count() > 1", Lookback::Everything),
        ("xEvent[timestamp occurs <= 7 days before now].count() > 1", within(7)),
        ("xEvent[timestamp occurs < 7 days before now and x].count() > 1", within(7)),
        ("xEvent[timestamp occurs today or timestamp occurs yesterday].count() > 1", within(2)),
        ("xEvent[timestamp occurs today or x].count() > 1", Lookback::Everything),
        ("xEvent[not(timestamp occurs today)].count() > 1", Lookback::Everything),
        ("xEvent[timestamp occurs > 7 days before now].count() > 1", Lookback::Everything),
        ("xEvent[timestamp occurs this month].count() > 1", within(31)),
        ("xEvent[timestamp occurs <= 2 weeks before today].count() > 1", within(15)),
        ("xEvent[timestamp occurs after now].count() > 1", within(0)),
        ("xEvent[timestamp occurs on date(2026, 1, 1)].count() > 1", Lookback::Everything),
        ("xEvent[other occurs today].count() > 1", Lookback::Everything),
        ("xEvent[items[timestamp occurs today].count() > 1].count() > 1", Lookback::Everything),
        ("exists E from xEvent where E.timestamp occurs today", within(1)),
        ("forall E from xEvent where E.timestamp occurs today : E.x", within(1)),
        ("forall E from xEvent where E.timestamp occurs today", Lookback::Everything),
        ("forall E from xEvent where E.x : E.timestamp occurs today", Lookback::Everything),
        (
            "exists E from xEvent where (E.timestamp occurs today), F from xEvent",
            Lookback::Everything,
        ),
        (CHAIN, within(2)),
        ("chain(xEvent, timestamp, [A: WHAT(x)])", Lookback::Everything),
        ("chain(xEvent, timestamp, [A: WHAT(x), B: WHAT(y) WHEN(today)])", Lookback::Everything),
        ("chain(xEvent, timestamp, [A: WHAT(x and timestamp occurs today)])", within(1)),
        (
            "chain(xEvent, timestamp, [A: WHAT(x) COUNT(< 1), B: WHAT(y) WHEN(today)])",
            Lookback::Everything,
        ),
        (
            "chain(xEvent, timestamp, [A: WHAT(x) WHEN(<= 3 days before now) COUNT(< 1), B: WHAT(y) WHEN(today)])",
            within(3),
        ),
        ("chain(xEvent, other, [A: WHAT(x) WHEN(today)])", Lookback::Everything),
        ("chain(xEvent[timestamp occurs today], timestamp, [A: WHAT(x)])", within(1)),
        ("let E = xEvent in E[timestamp occurs today].count() > 1", Lookback::Everything),
    ];
    for (text, expected) in table {
        let query = Query::compile(text).unwrap_or_else(|all| panic!("{text}: {}", all[0].message));
        assert_eq!(query.lookback(), *expected, "{text}");
    }
}

#[test]
fn what_is_kept_is_what_can_be_seen_cut_to_what_is_read() {
    let set = set(&[
        ("a", CHAIN),
        ("b", "xEvent[timestamp occurs today and items.price > 5].count() > 1"),
    ]);
    let at = |hours: i64| NOW - hours * 3_600_000;
    let events = json!([
        { "timestamp": at(72), "eventType": "old" },
        { "timestamp": at(48), "eventType": "a", "items": [{ "price": 1, "name": "x" }], "web": {} },
        { "eventType": "without a time" },
        { "timestamp": at(-5), "eventType": "b", "_id": "1" },
        { "timestamp": [at(500)], "eventType": "with several" },
        null,
    ]);
    let text = events.to_string();
    let kept = set.retain(&mut Evaluator::new(), text.as_bytes(), NOW).unwrap();
    assert_eq!(
        Json::Array(kept),
        json!([
            { "timestamp": at(48), "eventType": "a", "items": [{ "price": 1 }] },
            { "timestamp": at(-5), "eventType": "b" },
            { "timestamp": [at(500)], "eventType": "with several" },
        ])
    );
    assert!(set.retain(&mut Evaluator::new(), b"{}", NOW).is_err());
    assert!(set.retain(&mut Evaluator::new(), b"[", NOW).is_err());
    let none = super_set().retain(&mut Evaluator::new(), text.as_bytes(), NOW).unwrap();
    assert!(none.is_empty());
}

/// A path of so many fields, as a program made by hand may have it.
fn deep(fields: u32) -> Option<Reads> {
    let node = |at: u32| ReadNode {
        name: "a".into(),
        children: if at < fields { vec![NodeId(at + 1)] } else { Vec::new() },
        whole: false,
        items: false,
    };
    Reads::from_nodes((0..=fields).map(node).collect())
}

#[test]
fn paths_are_no_deeper_than_profiles() {
    assert!(deep(MAX_DEPTH as u32 + 1).is_some());
    assert!(deep(MAX_DEPTH as u32 + 2).is_none());
    assert!(deep(1_000_000).is_none());
    // Variables make longer paths than a text can nest.
    let part = ".a".repeat(45);
    let text = format!("let A = x{part} in let B = A{part} in let C = B{part} in C{part} = 1");
    let set = set(&[("deep", &text), ("other", "x.b = 1")]);
    assert_eq!(set.audiences().len(), 2);
    let paths = set.reads().paths();
    let fields: Vec<usize> = paths.iter().map(|path| path.split('.').count()).collect();
    assert_eq!(fields, [MAX_DEPTH + 1, 2]);
    assert_eq!(AudienceSet::from_bytes(&set.to_bytes()).unwrap().reads(), set.reads());
}

#[test]
fn the_paths_of_a_set_are_those_of_its_audiences() {
    let set = set(&[("a", "x.y = 1 and z"), ("b", "xEvent[k = 1].count() > 0"), ("c", "x = 1")]);
    assert_eq!(set.reads().paths(), ["x", "xEvent[].k", "z"]);
    assert_eq!(set.reads_stored().paths(), ["segmentMembership", "x", "xEvent[].k", "z"]);
}
