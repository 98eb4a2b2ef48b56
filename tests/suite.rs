//! The language as data: every case of `tests/suite` through the oracle.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

#[path = "suite/cases.rs"]
mod cases;
mod oracle;

use cases::{Case, Expected};
use pql_edge::syntax::parse;

#[test]
fn every_case() {
    let mut failures = Vec::new();
    let cases = cases::load();
    for case in &cases {
        let r = std::panic::catch_unwind(|| run(case));
        match r { Ok(Err(f)) => failures.push(f), Err(e) => failures.push(format!("{}: panic {:?}", case.title, e.downcast_ref::<String>())), _ => {} }
    }
    println!("{} cases", cases.len());
    assert!(failures.is_empty(), "{} of {} cases fail:\n{}", failures.len(), cases.len(), failures.join("\n"));
}
fn run(case: &Case) -> Result<(), String> {
    let now = oracle::instant(&case.now).unwrap();
    let p = parse(&case.query);
    match &case.expected {
        Expected::Result(json) => {
            if !p.diagnostics.is_empty() { return Err(format!("{}\n{}", case.title, pql_edge::diagnostic::render(&case.query, &p.diagnostics))); }
            let a = oracle::evaluate(&p.tree, &case.profile, now).json;
            if &a != json { return Err(format!("{}\n  {}\n  expected {json}\n  oracle   {a}", case.title, case.query)); }
        }
        Expected::Errors(_) => {}
    }
    Ok(())
}
