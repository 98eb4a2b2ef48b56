//! What cases in `tests/suite` cannot say about the parser.
use alloc::string::String;
use alloc::vec::Vec;
use std::prelude::v1::*;

use super::parse;

extern crate std;

#[test]
fn corpus() {
    let text = std::fs::read_to_string("../shared/corpus/pql-corpus.jsonl").unwrap();
    for line in text.lines() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        if v["dialect"] != "pql" { continue; }
        let ok = v["should_parse"].as_bool().unwrap();
        let e = v["expr"].as_str().unwrap();
        let p = parse(e);
        if p.diagnostics.is_empty() != ok {
            std::println!("{ok} {e}\n{}", crate::diagnostic::render(e, &p.diagnostics));
        }
    }
    let bomb: String = "(".repeat(100_000);
    std::println!("{:?}", parse(&bomb).diagnostics);
    let bomb: String = "a".to_string() + &".b".repeat(100_000);
    std::println!("{:?}", parse(&bomb).diagnostics);
    for s in ["a == 'x' and IS and b. and foo(1, ", "a = \"x\" and (b = 2", "a <> 3 && c in [1 2] or d < 2 < 3 and x occurs 3 days before now", "chain(xEvent, timestamp, [A: WHAT(a = ) WHEN(x), B: WHAT(c) WITHIN 24 hours AFTER A])", ") and ) or a is not null", "\"a\\w\" = \"abc"] {
        std::println!("{}", crate::diagnostic::render(s, &parse(s).diagnostics));
    }
}
