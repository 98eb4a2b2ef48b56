//! Explanations as people read them: one golden for each construct, hits and near misses.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a mistake here fails a test, not a customer"
)]

use pql_edge::explain::{Explanation, Items, Part};
use pql_edge::query::{Evaluator, Input, Query};

/// Two orders, a search between them, and a visit without a time.
const PROFILE: &str = r#"{
    "person": { "name": { "firstName": "Ana" }, "birthYear": 1985 },
    "homeAddress": { "country": "US" },
    "segmentMembership": { "ups": { "vip": { "status": "realized" } } },
    "xEvent": [
        { "eventType": "order", "timestamp": "2026-11-01T10:00:00Z", "total": 20,
          "items": [{ "sku": "A", "price": 5 }, { "sku": "B", "price": 15 }] },
        { "eventType": "search", "timestamp": "2026-11-10T10:00:00Z" },
        { "eventType": "order", "timestamp": "2026-11-19T10:00:00Z", "total": 90,
          "items": [{ "sku": "B", "price": 90 }] },
        { "eventType": "visit" }
    ]
}"#;

/// 2026-11-20T12:00:00Z
const NOW: i64 = 1_795_176_000_000;

/// Name of the golden, query.
const CASES: &[(&str, &str)] = &[
    (
        "conditions",
        r#"homeAddress.country = "US" and (person.birthYear > 1990 or inSegment("vip"))"#,
    ),
    ("failed_condition", r#"homeAddress.country = "CA" and person.birthYear > 1990"#),
    ("missing_field", r#"person.name.lastName != "Roe""#),
    ("exists_hit", r#"xEvent.exists(eventType = "order" and total > 50)"#),
    ("exists_miss", r#"xEvent.exists(eventType = "order" and total > 100)"#),
    ("exists_nothing", "person.orders.exists(total > 100)"),
    (
        "two_variables",
        r#"exists E from xEvent where E.total > 10, I from E.items where I.price > 80"#,
    ),
    (
        "two_variables_miss",
        r#"exists E from xEvent where E.total > 10, I from E.items where I.price > 95"#,
    ),
    ("forall_fails", "forall E from xEvent where E.total > 10"),
    ("forall_colon", r#"forall E from xEvent where E.eventType = "order" : E.total > 10"#),
    ("none_fails", r#"none E from xEvent where E.eventType = "search""#),
    ("one", r#"one E from xEvent where E.eventType = "order""#),
    ("aggregate", r#"(sum E.total over E from xEvent where E.eventType = "order") > 1000"#),
    ("filter_and_sum", r#"xEvent[eventType = "order"].sum(total) > 1000"#),
    ("groups", "xEvent.groupBy(eventType).map((K, G) => mapEntry(K, G.count()))"),
    ("top", "xEvent.topN(total, 1).head().total > 50"),
    ("bound_value", "let N = xEvent.count() in N > 3 and N < 10"),
    ("bound_value_not_reached", "let N = xEvent.count() in N > 30 and N < 10"),
    ("object", r#"{"orders": xEvent[eventType = "order"].count(), "name": person.name.firstName}"#),
    ("choice", r#"if(person.birthYear > 1990, "young", "old") = "old""#),
    ("window", "person.birthYear > 1980 and xEvent.timestamp occurs <= 2 days before now"),
    ("pattern", r#"person.name.firstName matches "^B""#),
    (
        "sequence_hit",
        r#"chain(xEvent, timestamp, [A: WHAT(eventType = "order") COUNT(1), B: WHAT(eventType = "search")])"#,
    ),
    (
        "sequence_miss_in_time",
        r#"chain(xEvent, timestamp, [A: WHAT(eventType = "search"), B: WHAT(eventType = "order" and total > 50) WHEN(< 1 day before now)])"#,
    ),
    (
        "sequence_miss_in_count",
        r#"chain(xEvent, timestamp, [A: WHAT(eventType = "order") COUNT(3)])"#,
    ),
    (
        "excluded_step_miss",
        r#"chain(xEvent, timestamp, [A: WHAT(total = 20), N: NOT WHAT(eventType = "search"), B: WHAT(total = 90)])"#,
    ),
    (
        "relative_step_hit",
        r#"chain(xEvent, timestamp, [A: WHAT(eventType = "order"), B: WHAT(eventType = "order") WHEN(<= 30 days after A)])"#,
    ),
    (
        "relative_step_miss",
        r#"chain(xEvent, timestamp, [A: WHAT(eventType = "order"), B: WHAT(eventType = "order") WHEN(<= 3 days after A)])"#,
    ),
    ("parameter", "$2.rank > 5"),
];

fn explain(source: &str) -> Explanation {
    let query = Query::compile(source).unwrap_or_else(|all| panic!("{source}: {all:?}"));
    query.explain(&mut Evaluator::new(), &Input::new(PROFILE.as_bytes(), NOW)).unwrap()
}

#[test]
fn explanations_read_well() {
    insta::with_settings!({ snapshot_path => "explain", prepend_module_to_snapshot => false }, {
        for (name, source) in CASES {
            let text = format!("{source}\n\n{}", explain(source).render(source));
            insta::assert_snapshot!(*name, text);
        }
    });
}

/// The part of the explanation with this text.
fn find<'p>(part: &'p Part, source: &str, text: &str) -> Option<&'p Part> {
    if source.get(part.span.range()) == Some(text) {
        return Some(part);
    }
    part.children.iter().find_map(|child| find(child, source, text))
}

#[test]
fn the_result_is_that_of_an_evaluation() {
    for (_, source) in CASES {
        let query = Query::compile(source).unwrap();
        let input = Input::new(PROFILE.as_bytes(), NOW);
        let expected = query.evaluate(&mut Evaluator::new(), &input).unwrap();
        let explanation = explain(source);
        assert_eq!(explanation.result, expected, "{source}");
        assert_eq!(explanation.root.value, expected, "{source}");
    }
}

#[test]
fn a_miss_shows_the_item_that_satisfied_most() {
    let source = r#"xEvent.exists(total > 30 and eventType = "visit")"#;
    let root = explain(source).root;
    let items = Items { count: 4, fit: 0, shown: Some(2), time: None, decided: false };
    assert_eq!(root.items, Some(items));
    let total = find(&root, source, "total").unwrap();
    assert_eq!(total.value, 90, "the values inside are those of the nearest item");
}

#[test]
fn a_missed_step_shows_its_nearest_event() {
    let source =
        r#"chain(xEvent, timestamp, [A: WHAT(total = 20), B: WHAT(total > 80 and sku = "A")])"#;
    let root = explain(source).root;
    let missed = find(&root, source, r#"B: WHAT(total > 80 and sku = "A")"#).unwrap();
    let time = Some(1_795_082_400_000);
    let items = Items { count: 2, fit: 0, shown: Some(2), time, decided: false };
    assert_eq!((missed.items, missed.truth), (Some(items), false));
}
