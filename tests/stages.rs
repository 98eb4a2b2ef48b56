//! What the stages make of a query: canonical text, paths, instructions.
//!
//! `INSTA_UPDATE=always cargo test --test stages` rewrites the goldens; read the difference before
//! committing it. A better compiler shows as a shorter listing.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

use std::fmt::Write;

use pql_edge::query::{Query, format};

fn stages(source: &str) -> String {
    let query = Query::compile(source).expect("a golden compiles");
    let mut out = String::new();
    writeln!(out, "{}\n", format(source, 80).expect("a golden parses")).unwrap();
    writeln!(out, "reads   {}", query.program().parts().reads.paths().join(", ")).unwrap();
    writeln!(out, "result  {}\n", query.program().parts().result.name()).unwrap();
    write!(out, "{}", query.program()).unwrap();
    let bytes = query.to_bytes();
    assert_eq!(Query::from_bytes(&bytes).expect("own bytes").program(), query.program());
    out
}

macro_rules! golden {
    ($($name:ident: $source:literal;)*) => {$(
        #[test]
        fn $name() {
            insta::with_settings!({
                snapshot_path => "stages",
                prepend_module_to_snapshot => false,
                omit_expression => true,
                description => $source,
            }, {
                insta::assert_snapshot!(stringify!($name), stages($source));
            });
        }
    )*};
}

golden! {
    conditions: r#"homeAddress.countryCode = "US" and (person.birthYear >= 1980 or not consents.collect.val.equals("n", false))"#;
    arithmetic: "loyalty.points * 2 - 100 / -loyalty.tierLength % 7 > 10.5";
    choice: r#"if(homeAddress.countryCode in ["US", "MX", "CA"], "NA", "ROW")"#;
    filter_in_filter: r#"xEvent[productListItems[SKU = "PS" or ^^.person.gender = "female"]].count() > 1"#;
    select_pairs: "select A from xEvent where A.commerce.order, B from xEvent where B.timestamp occurs < 2 weeks after A.timestamp";
    forall_with_condition: "forall X from orders where X.open : X.total > 0";
    aggregate: r#"(sum X.commerce.order.priceTotal over X from xEvent where X.commerce.order.currencyCode = "USD") > 1000"#;
    chain_of_two: r#"chain(xEvent, timestamp, [A: WHAT(eventType = "productView") WHEN(<= 24 hours before now) COUNT(2), B: WHAT(eventType = "addToCart") WHERE(productListItems.exists(priceTotal > 50))])"#;
    segments: r#"inSegment("a730ed3f-119c-415b-a4ac-27c396ae2dff") and segmentMembership.get("ups").get(campaign.segment).status = "realized""#;
    calendar: "person.birthDate.getMonth() = currentMonth() and joined occurs between date(2020, 1, 1) and last month";
}
