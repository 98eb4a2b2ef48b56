//! A warmed-up Boolean query allocates nothing.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

use pql_edge::profile::Reader;
use pql_edge::query::{Evaluator, Input, Query};

const NOW: i64 = 1_763_640_000_000;

const PROFILE: &str = r#"{
    "person": { "name": { "firstName": "Ada" }, "birthYear": 1985, "tags": ["a", "b"] },
    "homeAddress": { "countryCode": "US" },
    "xEvent": [
        { "timestamp": "2025-11-20T11:00:00Z", "eventType": "b", "order": { "total": 12.5 } },
        { "timestamp": "2025-11-20T10:00:00Z", "eventType": "a", "order": { "total": 99 } },
        { "timestamp": 1763635000000, "eventType": "a", "items": [{ "sku": "x" }] }
    ]
}"#;

/// Allocations of one evaluation after a few to warm up: all of it, and the run alone.
fn allocations(query: &Query, evaluator: &mut Evaluator) -> (u64, u64) {
    let mut counts = (0, 0);
    for _ in 0..4 {
        let whole = allocation_counter::measure(|| {
            let scratch = evaluator.scratch();
            let reader = Reader::new(scratch.arena, query.program().parts().reads);
            let profile = Input::new(PROFILE.as_bytes(), NOW).read(&reader).expect("reads");
            let run = allocation_counter::measure(|| {
                let result = query.run(profile, scratch, &mut ()).expect("evaluates");
                assert!(result.truth(), "{}", query.source());
            });
            counts.1 = run.count_total;
        });
        counts.0 = whole.count_total;
    }
    counts
}

#[test]
fn steady_state_allocates_nothing() {
    let queries = [
        r#"homeAddress.countryCode = "US" and person.birthYear > 1980"#,
        r#"person.name.firstName.startsWith("AD", false) and "b" in person.tags"#,
        r#"chain(xEvent, timestamp, [A: WHAT(eventType = "a"), B: WHAT(eventType = "b") WHEN(<= 24 hours before now)])"#,
        "xEvent[order.total > 50].count() = 1 and xEvent.items.sku.distinct().count() = 1",
        r#"exists E from xEvent where E.eventType = "a", I from E.items where I.sku = "x""#,
        "(sum X.order.total over X from xEvent) > 100",
        r#"person.name.firstName matches "^A" and not (person.name.firstName matches "x$")"#,
        "xEvent.groupBy(eventType).map((K, G) => mapEntry(K, G.count())).get(\"a\") = 2",
        "xEvent.topN(order.total, 1).head().order.total = 99",
        "let S = xEvent.count() in S > 1 and S < 5",
        r#"chain(xEvent, timestamp, [A: WHAT(eventType = "a"), N: NOT WHAT(eventType = "c"), B: WHAT(eventType = "b") WHEN(<= 2 hours after A)])"#,
    ];
    for source in queries {
        let query = Query::compile(source).expect("compiles");
        let (whole, run) = allocations(&query, &mut Evaluator::new());
        assert_eq!((whole, run), (0, 0), "{source}");
    }
}
