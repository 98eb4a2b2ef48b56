//! A warmed-up Boolean query allocates nothing: its own binary, because the counter is global.
#![cfg(feature = "compile")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use pql_edge::audience::{AudienceSet, Definition, Evaluation};
use pql_edge::query::{Evaluator, Input, Query};

struct Counting;

static COUNT: AtomicUsize = AtomicUsize::new(0);

// SAFETY: hands every call on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

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

/// Allocations of one evaluation after a few to warm up.
fn allocations(mut evaluate: impl FnMut()) -> usize {
    for _ in 0..4 {
        evaluate();
    }
    let before = COUNT.load(Ordering::Relaxed);
    evaluate();
    COUNT.load(Ordering::Relaxed) - before
}

// One test, so that no other thread counts.
#[test]
fn steady_state_allocates_nothing() {
    let queries = [
        r#"homeAddress.countryCode = "US" and person.birthYear > 1980"#,
        r#"person.name.firstName.startsWith("AD", false) and "b" in person.tags"#,
        r#"chain(xEvent, timestamp, [A: WHAT(eventType = "a"), B: WHAT(eventType = "b") WHEN(<= 24 hours before now)])"#,
        "xEvent[order.total > 50].count() = 1 and xEvent.items.sku.distinct().count() = 1",
        r#"exists E from xEvent where E.eventType = "a", I from E.items where I.sku = "x""#,
        "(sum X.order.total over X from xEvent) > 100",
    ];
    let input = Input::new(PROFILE.as_bytes(), NOW);
    for source in queries {
        let query = Query::compile(source).expect("compiles");
        let mut evaluator = Evaluator::new();
        assert_eq!(query.matches(&mut evaluator, &input), Ok(true), "{source}");
        let count = allocations(|| {
            query.matches(&mut evaluator, &input).expect("evaluates");
        });
        assert_eq!(count, 0, "{source}");
    }

    let definitions = queries.iter().enumerate().map(|(index, source)| {
        Definition::from_json(serde_json::json!({
            "id": format!("audience {index}"),
            "expression": { "type": "PQL", "format": "pql/text", "value": source },
        }))
    });
    let set = AudienceSet::compile(definitions, Evaluation::Any);
    let mut evaluator = Evaluator::new();
    assert_eq!(set.evaluate(&mut evaluator, &input).expect("evaluates").len(), queries.len());
    // The answer is a vector, and that is all.
    let count = allocations(|| {
        set.evaluate(&mut evaluator, &input).expect("evaluates");
    });
    assert!(count <= 2, "{count} allocations");
}
