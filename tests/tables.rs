//! Programs in tables that they share: the same as alone, and refused when the tables are wrong.
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

use pql_edge::audience::{AudienceSet, Definition, Evaluation, Read};
use pql_edge::check::Options;
use pql_edge::limits::Limits;
use pql_edge::profile::Reader;
use pql_edge::query::{Evaluator, Input, Query};
use serde_json::json;

const NOW: i64 = 1_763_640_000_000;

/// What was altered may go in circles.
const LIMITS: Limits = Limits { fuel: 1_000, ..Limits::DEFAULT };

fn read(all: &[(&str, &str)]) -> Vec<Read> {
    let definition =
        |(id, value): &(&str, &str)| json!({ "id": id, "expression": { "value": value } });
    all.iter().map(|it| Definition::from_json(definition(it))).collect()
}

fn set(all: &[(&str, &str)]) -> AudienceSet {
    AudienceSet::compile(read(all), Evaluation::Any)
}

/// However programs come into a set, they are what their texts compile to alone.
#[test]
fn programs_of_a_set_are_those_of_their_texts() {
    let texts = [
        r#"a.b = "x" and c in ["x", "y"] and d.endsWith("x")"#,
        r#"c in ["y", "x"] and a.b = "z" and a.e.f > 1.5"#,
        r#"[{"k": a.b, "b": c.a}, select A from xEvent where A.d = 7]"#,
        r#"inSegment("a") and not inSegment("b") and xEvent.exists(a.b = null)"#,
        r#"a.sum(b) > 9000000000 and a.get("x").isNotNull() and "ä€😀" != a.b"#,
        r#"chain(xEvent, timestamp, [A: WHAT(eventType = "a") WHEN(<= 2 days before now)])"#,
    ];
    let all: Vec<(String, &str)> = (0..).map(|at| format!("id{at}")).zip(texts).collect();
    let all: Vec<(&str, &str)> = all.iter().map(|(id, text)| (&**id, *text)).collect();
    let compiled = set(&all);
    assert!(compiled.skipped().is_empty(), "{:?}", compiled.skipped());
    let mut updated = set(&all[1..]);
    updated.update(read(&all), &[all[3].0], &Options::default());
    for set in [AudienceSet::from_bytes(&compiled.to_bytes()).unwrap(), compiled, updated] {
        assert_eq!(set.audiences().len(), texts.len());
        for audience in set.audiences() {
            let (of_set, source) = (audience.query.program(), audience.query.source());
            let alone = Query::compile(&source).unwrap();
            let alone = alone.program();
            assert!(texts.contains(&&*source));
            assert_eq!(of_set.to_string(), alone.to_string());
            assert_eq!(of_set.to_bytes(), alone.to_bytes());
            assert_eq!(of_set, alone);
            assert_eq!(of_set.reads().paths(), alone.parts().reads.paths());
            assert!(of_set.marks().eq(alone.marks()) && of_set.marks().count() > 1);
            assert!(of_set.parts().segments.texts().eq(alone.parts().segments.texts()));
            assert_eq!(of_set.parts().result, alone.parts().result);
            let profile =
                json!({ "a": { "b": "z", "e": { "f": 2 } }, "c": "y", "xEvent": [{ "d": 7 }] });
            let profile = profile.to_string();
            // Both on a profile that was read for the whole set.
            let explain = |query: &Query| {
                let mut evaluator = Evaluator::new();
                let scratch = evaluator.scratch();
                let reader = Reader::new(scratch.arena, set.reads());
                let profile = Input::new(profile.as_bytes(), NOW).read(&reader).unwrap();
                query.explain_on(profile, scratch).unwrap()
            };
            assert_eq!(explain(&audience.query), explain(&Query::compile(&source).unwrap()));
        }
        let first = set.audiences()[0].query.program();
        assert!(set.audiences().iter().all(|it| it.query.program().shares_with(first)));
    }
}

/// The tables of `a`, in the order of `bytecode.md`: names, functions, constants, paths, text; one
/// routine, its pattern; one program, its words; marks and source.
const TABLES: &[&[u8]] = &[
    &[1, 1],
    &[0],
    &[0],
    &[1, 1, 0],
    &[1, b'a'],
    &[1, 2, 1, 0, 0, 0, 0, 0, 0, 1, 3, 0, 36],
    &[1, 3, 0],
    &[1, 0, 0, 0],
    &[],
    &[3, 0, 1],
    b"a",
];

/// Which tables are exchanged, for what, and what is said.
type Hostile = (&'static [(usize, &'static [u8])], &'static str);

const UNREADABLE: &str = "its tables cannot be read";

const HOSTILE: &[Hostile] = &[
    // Counts and lengths of what is not there.
    (&[(0, &[0xff, 0xff, 0xff, 0xff, 0x0f])], UNREADABLE),
    (&[(0, &[0xff; 11])], UNREADABLE),
    (&[(0, &[1, 2])], UNREADABLE),
    (&[(0, &[0])], UNREADABLE),
    (&[(4, &[2, b'a', b'a'])], UNREADABLE),
    (&[(4, &[1, 0xff])], UNREADABLE),
    (&[(5, &[0])], UNREADABLE),
    (&[(5, &[2, 2, 1, 0, 0, 0, 0, 0, 0, 1, 3, 0, 36])], UNREADABLE),
    (&[(5, &[1, 0xff, 0xff, 0xff, 0xff, 7, 1, 0, 0, 0, 0, 0, 0, 1, 3, 0, 36])], UNREADABLE),
    (&[(5, &[1, 2, 0xff, 0xff, 0xff, 0xff, 7, 0, 0, 0, 0, 0, 0, 1, 3, 0, 36])], UNREADABLE),
    (&[(5, &[1, 2, 1, 0xff, 0xff, 0xff, 0xff, 7, 0, 0, 0, 0, 0, 1, 3, 0, 36])], UNREADABLE),
    (&[(5, &[1, 2, 1, 0, 0xff, 0xff, 0xff, 0, 0, 0, 0, 1, 3, 0, 36])], UNREADABLE),
    (&[(5, &[1, 2, 1, 0, 0, 0, 0, 0, 0xff, 1, 3, 0, 36])], UNREADABLE),
    (&[(6, &[2, 3, 0])], UNREADABLE),
    (&[(6, &[1, 0xff, 0xff, 0xff, 0xff, 7, 0])], UNREADABLE),
    (&[(6, &[0xff, 0xff, 0xff, 0xff, 7, 3, 0])], UNREADABLE),
    (&[(6, &[1, 3, 0xff, 0xff, 0xff, 0xff, 7])], UNREADABLE),
    (&[(7, &[2, 0, 0, 0])], UNREADABLE),
    (&[(7, &[1, 1, 0, 0])], UNREADABLE),
    (&[(7, &[1, 0, 0xff, 0xff, 0xff, 0xff, 7, 0])], UNREADABLE),
    (&[(7, &[1, 0, 0, 2])], UNREADABLE),
    (&[(7, &[1, 0, 0, 1, 0xff, 0xff, 0xff, 0xff, 7, 0])], UNREADABLE),
    (&[(10, &[0xff])], UNREADABLE),
    // Tables that reach into each other, and numbers of what is not there.
    (&[(1, &[1, 0])], UNREADABLE),
    (&[(2, &[1, 5])], UNREADABLE),
    (&[(2, &[1, 1, 2])], UNREADABLE),
    (&[(2, &[1, 3, 0, 0, 0, 0, 0, 0, 0xf8, 0x7f])], "a constant is out of range"),
    (&[(3, &[1, 1, 1])], "a table refers to nothing"),
    (&[(5, &[1, 2, 1, 0, 0, 0, 0, 0, 0, 4, 3, 0, 36])], "a table refers to nothing"),
    (&[(5, &[1, 2, 1, 1, 0, 0, 0, 0, 0, 1, 3, 0, 36]), (8, &[0])], "a table refers to nothing"),
    (&[(7, &[1, 0, 1, 0]), (8, &[0])], "a table refers to nothing"),
    (&[(2, &[1, 0]), (7, &[1, 0, 1, 0]), (8, &[0])], "a table refers to nothing"),
    // Code that would run wild.
    (&[(5, &[1, 0, 1, 0, 0, 0, 0, 0, 0, 1])], "there is no code"),
    (&[(5, &[1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 3, 0])], "the code has no end at instruction 1"),
    (
        &[(5, &[1, 2, 1, 0, 0, 0, 0, 0, 0, 1, 3, 1, 36])],
        "an operand is out of range at instruction 0",
    ),
    (
        &[(5, &[1, 2, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 36])],
        "an operand is out of range at instruction 0",
    ),
    (
        &[(5, &[1, 2, 1, 0, 0, 0, 0, 0, 0, 1, 5, 0, 36])],
        "an operand is out of range at instruction 0",
    ),
    (
        &[(5, &[1, 2, 1, 0, 0, 0, 0, 0, 0, 1, 13, 9, 36])],
        "an operand is out of range at instruction 0",
    ),
    (&[(5, &[1, 2, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 36])], UNREADABLE),
    (&[(5, &[1, 2, 1, 0, 0, 0, 0, 0, 0, 1, 36, 36])], "the stack underflows at instruction 0"),
    (&[(5, &[1, 2, 1, 0, 0, 0, 0, 0, 0, 1, 3, 0, 6])], "the code has no end at instruction 2"),
    (
        &[(5, &[1, 2, 1, 0, 0, 0, 0, 0, 0, 1, 3, 0, 13, 9])],
        "an operand is out of range at instruction 1",
    ),
];

/// Patterns of texts that no compiler wrote: whatever they show, they end.
const ODD: &[&[(usize, &[u8])]] = &[
    // A hole without a constant, behind the end, before the one before it, around others.
    &[(6, &[1, 3, 3, 0, 1, 0])],
    &[
        (2, &[1, 0]),
        (5, &[1, 2, 1, 1, 0, 0, 0, 0, 0, 1, 3, 0, 36]),
        (6, &[1, 3, 3, 9, 7, 0]),
        (8, &[0]),
    ],
    &[
        (2, &[1, 0]),
        (5, &[1, 2, 1, 1, 0, 0, 0, 0, 0, 1, 3, 0, 36]),
        (6, &[1, 3, 7, 0, 1, 0, 0, 1, 0, 5]),
        (8, &[0]),
    ],
    // Marks of nothing.
    &[(9, &[0xff, 0xff, 0xff])],
];

fn query_of(tables: &[&[u8]]) -> Vec<u8> {
    let mut bytes = Query::compile("a").unwrap().to_bytes();
    bytes.truncate(checksum::HEADER);
    tables.iter().for_each(|table| bytes.extend_from_slice(table));
    checksum::put_right(&mut bytes);
    bytes
}

#[test]
fn hostile_tables_are_refused_and_cost_nothing() {
    assert_eq!(query_of(TABLES), Query::compile("a").unwrap().to_bytes());
    for (instead, expected) in HOSTILE {
        let bytes = query_of(&exchanged(instead));
        let mut refused = None;
        let cost = allocation_counter::measure(|| refused = Query::from_bytes(&bytes).err());
        let message = refused.unwrap_or_else(|| panic!("{instead:?}")).message;
        assert!(message.contains(expected), "{instead:?}: {message}");
        assert!(cost.bytes_max < 4_000, "{instead:?}: {} bytes", cost.bytes_max);
    }
}

#[test]
fn odd_patterns_of_texts_harm_nobody() {
    for instead in ODD {
        let query = Query::from_bytes(&query_of(&exchanged(instead))).unwrap();
        let input = Input::new(br#"{ "a": true }"#, NOW);
        let mut evaluator = Evaluator::new();
        assert!(query.matches(&mut evaluator, &input).unwrap(), "{instead:?}");
        let explanation = query.explain(&mut evaluator, &input).unwrap();
        assert!(!explanation.render(&query.source()).is_empty(), "{instead:?}");
        // What is shown is what goes on.
        let again = Query::from_bytes(&query.to_bytes()).unwrap();
        assert_eq!(again.source(), query.source(), "{instead:?}");
    }
}

fn exchanged(instead: &[(usize, &'static [u8])]) -> Vec<&'static [u8]> {
    let mut tables = TABLES.to_vec();
    instead.iter().for_each(|(table, bytes)| tables[*table] = bytes);
    tables
}

/// Constants of all kinds, as they are written mostly and otherwise.
const CONSTANTS: &[&str] = &[
    "0",
    "7",
    "-7",
    "9007199254740993",
    "1.5",
    "-0.25",
    "1e3",
    "007",
    "true",
    "null",
    "\"\"",
    "\"x\"",
    "\"long text with blanks\"",
    "\"ä€😀\"",
    "\"a \\\"quote\\\"\"",
    "\"back\\\\slash\"",
    "\"tab\\t\"",
];

/// Definitions that differ in their constants are written once, and each has its own text and marks.
#[test]
fn texts_of_alike_definitions_come_back() {
    let mut texts: Vec<String> = Vec::new();
    for one in CONSTANTS {
        for other in ["1", "\"x\"", one] {
            texts.push(format!(
                "a.b = {one} and (c in [{other}, \"y\", {one}] or not d.e != {other})"
            ));
        }
    }
    let all: Vec<(String, String)> =
        texts.into_iter().enumerate().map(|(at, text)| (format!("id{at:03}"), text)).collect();
    let all: Vec<(&str, &str)> = all.iter().map(|(id, text)| (&**id, &**text)).collect();
    let compiled = set(&all);
    let loaded = AudienceSet::from_bytes(&compiled.to_bytes()).unwrap();
    assert_eq!(loaded.to_bytes(), compiled.to_bytes());
    assert!(compiled.audiences().len() * 10 > all.len() * 8, "{:?}", compiled.skipped());
    for set in [compiled, loaded] {
        for audience in set.audiences() {
            let (_, text) = all.iter().find(|(id, _)| **id == *audience.id).unwrap();
            let alone = Query::compile(text).unwrap();
            assert_eq!(audience.query.source(), *text);
            assert!(audience.query.program().marks().eq(alone.program().marks()), "{text}");
            assert_eq!(audience.query.to_bytes(), alone.to_bytes(), "{text}");
        }
    }
}

/// What one definition more adds when it is like the others: no text, no code.
#[test]
fn alike_definitions_take_few_bytes() {
    let bytes = |count: usize| {
        let texts = (0..count).map(|at| {
            format!("homeAddress.city = \"city {}\" and loyalty.points >= {}", at % 10, at % 7)
        });
        let all: Vec<(String, String)> =
            texts.enumerate().map(|(at, text)| (format!("{at:04}"), text)).collect();
        let all: Vec<(&str, &str)> = all.iter().map(|(id, text)| (&**id, &**text)).collect();
        set(&all).to_bytes().len()
    };
    let more = bytes(600) - bytes(100);
    assert!(more < 500 * 30, "{} bytes for each", more / 500);
}

/// A set with text of several bytes a character on all borders between tables.
#[test]
fn any_byte_of_a_set_can_be_any_other() {
    let set = set(&[
        ("ä", "ö = \"ü\""),
        ("ß", "\"ü\" = ö and inSegment(\"ä\")"),
        ("€", "ö.sum(é) > 1.5"),
    ]);
    let bytes = set.to_bytes();
    let profile = json!({ "ö": "ü", "segmentMembership": {} }).to_string();
    let input = Input::new(profile.as_bytes(), NOW);
    let mut evaluator = Evaluator::new();
    let (mut refused, mut accepted) = (0, 0);
    for at in checksum::HEADER..bytes.len() {
        for value in 0..=u8::MAX {
            let mut bytes = bytes.clone();
            bytes[at] = value;
            checksum::put_right(&mut bytes);
            let Ok(set) = AudienceSet::from_bytes(&bytes) else {
                refused += 1;
                continue;
            };
            let set = set.with_limits(LIMITS);
            accepted += 1;
            let again = AudienceSet::from_bytes(&set.to_bytes()).unwrap().with_limits(LIMITS);
            assert_eq!(again.to_bytes(), set.to_bytes());
            assert_eq!(again.reads().paths(), set.reads().paths());
            let members = set.evaluate(&mut evaluator, &input);
            assert_eq!(again.evaluate(&mut evaluator, &input), members);
            for audience in set.audiences() {
                let _ = set.explain(&audience.id, &mut evaluator, &input).map(|it| it.render());
                assert_eq!(audience.query.program().alone(), *audience.query.program());
            }
        }
    }
    assert!(refused > 1000 && accepted > 1000, "{refused} refused, {accepted} accepted");
}
