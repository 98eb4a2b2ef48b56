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
use pql_edge::profile::Reader;
use pql_edge::query::{Evaluator, Input, Query};
use serde_json::json;

const NOW: i64 = 1_763_640_000_000;

fn read(all: &[(&str, &str)]) -> Vec<Read> {
    let definition = |(id, value): &(&str, &str)| json!({ "id": id, "expression": { "value": value } });
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
            let alone = Query::compile(source).unwrap();
            let alone = alone.program();
            assert!(texts.contains(&source));
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
            assert_eq!(explain(&audience.query), explain(&Query::compile(source).unwrap()));
        }
        let first = set.audiences()[0].query.program();
        assert!(set.audiences().iter().all(|it| it.query.program().shares_with(first)));
    }
}

