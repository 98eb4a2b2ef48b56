//! Formatting keeps the tree, is stable at every width, and looks as the goldens say.
//!
//! `INSTA_UPDATE=always cargo test --test format` rewrites the goldens; read the difference before
//! committing it.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "suite/cases.rs"]
mod cases;
mod corpus;
mod generate;
mod oracle;

use std::time::Instant;

use pql_edge::diagnostic::render;
use pql_edge::limits::Limits;
use pql_edge::query::format;
use pql_edge::syntax::ast::Expression;
use pql_edge::syntax::json::is_tree;
use pql_edge::syntax::{parse, print, print_within};

use generate::random::Random;

const QUERIES: usize = 10_000;

const WIDTHS: [usize; 5] = [20, 40, 80, 100, usize::MAX];

#[test]
fn formatting_keeps_the_tree_and_is_stable() {
    let mut random = Random::from_environment();
    let generated = (0..QUERIES).map(|_| generate::query::query(&mut random));
    let written = cases::load().into_iter().map(|case| case.query);
    let public = corpus::lines().into_iter().filter(|line| line.dialect != "pql/json");
    let public = public.map(|line| line.expression);
    let mut number = 0;
    for text in written.chain(public).chain(generated) {
        let first = parse(&text);
        // What is a tree of `pql/json` as well is formatted as the text that it stands for.
        if !first.diagnostics.is_empty() || is_tree(&text, &Limits::DEFAULT) {
            continue;
        }
        number += 1;
        let tree = bare(&first.tree);
        for width in WIDTHS {
            let printed = print_within(&first.tree, width);
            let second = parse(&printed);
            let complaints = render(&printed, &second.diagnostics);
            assert!(complaints.is_empty(), "{text}\nbecomes\n{printed}\n{complaints}");
            assert_eq!(tree, bare(&second.tree), "{text}\nbecomes\n{printed}");
            assert_eq!(print_within(&second.tree, width), printed, "{text} is not stable");
        }
    }
    println!("{number} queries formatted");
    assert!(number > QUERIES * 9 / 10, "too few queries can be parsed: {number}");
}

/// A tree without its places.
fn bare(tree: &Expression) -> String {
    let text = format!("{tree:?}");
    let mut parts = text.split("Span { start: ");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        out += part.split_once('}').expect("a span ends").1;
    }
    out
}

#[test]
fn one_line_is_one_line() {
    for case in cases::load() {
        let parsed = parse(&case.query);
        let line = print(&parsed.tree);
        assert!(!line.contains('\n'), "{line}");
    }
}

/// Work that grows with the square of the text would not end here while anybody waits.
#[test]
fn a_megabyte_is_formatted_in_time() {
    let repeat = |piece: &str, joint: &str| {
        let count = 1_000_000 / (piece.len() + joint.len());
        vec![piece; count].join(joint)
    };
    let deep = |open: &str, inner: &str, close: &str| {
        let most = 25;
        let fill = 990_000 / (inner.len() + 5);
        open.repeat(most) + &vec![inner; fill].join(" and ") + &close.repeat(most)
    };
    let texts = [
        repeat("a.b.c = \"text\"", " and "),
        repeat("(a = 1 and b = 2)", " or "),
        format!("[{}]", repeat("1", ", ")),
        format!("[{}]", repeat("f(x)", ", ")),
        format!("a in [{}]", repeat("\"text\"", ", ")),
        format!("{{{}}}", repeat("\"k\": a[b = 1].count()", ", ")),
        format!("if({}, 1, 2)", repeat("a.exists(b = 1)", " or ")),
        format!("select X from {}", repeat("a where X.b, Y from b", ", Z from ")),
        deep("(not ", "a[b = 1]", ")"),
        deep("a.exists(", "b.exists(c = 1)", ")"),
        format!("\"{}\"", "x".repeat(900_000)),
    ];
    for text in texts {
        let start = Instant::now();
        for width in [1, 40, 100, usize::MAX] {
            let formatted = format(&text, width);
            let shown = text.get(..60).unwrap();
            assert!(formatted.is_ok(), "{shown}: {}", formatted.unwrap_err()[0].message);
        }
        println!("{:?} for {}", start.elapsed(), text.get(..40).unwrap());
    }
}

macro_rules! golden {
    ($($name:ident: $source:literal;)*) => {$(
        #[test]
        fn $name() {
            let source = $source;
            let at = |width| format(source, width).expect("a golden parses");
            let text = format!("{}\n\n--- 50 ---\n\n{}", at(100), at(50));
            insta::with_settings!({
                snapshot_path => "format",
                prepend_module_to_snapshot => false,
                omit_expression => true,
                description => source,
            }, {
                insta::assert_snapshot!(stringify!($name), text);
            });
        }
    )*};
}

golden! {
    conditions: r#"(Profile) => Profile.homeAddress.countryCode = "AT" and Profile.loyalty.points >= 1000 and (Profile.person.birthYear < 1990 or not Profile.consents.marketing.email.val.equals("n", false))"#;
    bindings: r#"let S = (sum O.commerce.order.priceTotal over O from xEvent where O.timestamp occurs <= 30 days before now) in let N = xEvent[eventType = "commerce.purchases"].count() in S > 100 and S / N > 25.5"#;
    choices: r#"if(loyalty.tier = "gold", loyalty.points * 1.5, if(loyalty.tier = "silver", loyalty.points * 1.25, if(loyalty.points > 100, loyalty.points, 0)))"#;
    long_list: r#"homeAddress.countryCode in ["AT","BE","BG","CY","CZ","DE","DK","EE","ES","FI","FR","GR","HR","HU","IE","IT","LT","LU","LV","MT","NL","PL","PT","RO","SE","SI","SK"] or workAddress.countryCode = "CH""#;
    sequence: r#"not chain(xEvent, timestamp, [C0: WHAT(eventType.equals("commerce.productViews", false) and productListItems.exists(SKU.startsWith("BIKE-") and priceTotal > 500)) WHEN(<= 24 hours before now) COUNT(2), C1: NOT WHAT(eventType = "support.ticket"), C2: WHAT(eventType.equals("commerce.checkouts", false)) WHEN(<= 2 hours after C0) COUNT(between 1 and 3)])"#;
    every_item: r#"forall O from xEvent[eventType = "commerce.purchases"] where O.timestamp occurs this year : O.commerce.order.priceTotal > 20 and not O.productListItems.exists(SKU.endsWith("-SAMPLE"))"#;
    two_variables: r#"exists E from xEvent where E.eventType = "commerce.purchases", I from E.productListItems where I.SKU = "PS" and I.priceTotal > 100 or I.quantity > 3"#;
    object: r#"{"orders": xEvent[eventType = "commerce.purchases"].count(), "revenue": xEvent[eventType = "commerce.purchases"].sum(commerce.order.priceTotal), "cities": ["Graz", homeAddress.city]}"#;
    grouped: r#"xEvent[timestamp occurs <= 7 days before now and eventType = "commerce.purchases"].groupBy(commerce.order.currencyCode).map((K, G) => mapEntry(K, {"count": G.count(), "sum": G.sum(commerce.order.priceTotal)}))"#;
    nested_filters: r#"xEvent[productListItems[SKU = "PS" or ^^.person.gender = "female" and ^timestamp occurs <= 7 days before now].count() > 3].count() > 1"#;
    arithmetic: r#"loyalty.points * 2 - person.orders.sum(priceTotal * quantity) / 7 + history.average(value) > (average X.value over X from history where X.open)"#;
    pairs: r#"homeAddress.countryCode = "US" and (sum A.commerce.order.priceTotal + B.commerce.order.priceTotal over A from xEvent where A.commerce.order, B from xEvent where B.commerce.order and B.timestamp occurs < 2 weeks after A.timestamp) > 1000"#;
    times: r#"timestamp occurs between date(currentYear() - 1, 10, 1) and date(currentYear(), 3, 31) and person.birthDate.getMonth() = currentMonth()"#;
    memberships: r#"identityMap.values().exists(this.exists(authenticatedState = "authenticated" and primary = true)) and segmentMembership.get("ups").get(offer.segmentId).status in ["realized", "existing"]"#;
}
