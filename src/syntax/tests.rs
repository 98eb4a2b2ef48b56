//! What cases in `tests/suite` cannot say about the parser.

extern crate std;

use alloc::string::{String, ToString};
use std::panic;

use super::parse;
use crate::diagnostic::Code;
use crate::limits::Limits;

fn first_code(source: &str) -> Option<Code> {
    parse(source).diagnostics.first().map(|diagnostic| diagnostic.code)
}

/// Runs with the stack that a WebAssembly module has.
fn on_a_small_stack(part: fn()) {
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(part);
    assert!(thread.unwrap().join().is_ok());
}

#[test]
fn depth_bombs_are_one_diagnostic() {
    on_a_small_stack(depth_bombs);
}

fn depth_bombs() {
    let nested = |open: &str, close: &str| open.repeat(40_000) + "a" + &close.repeat(40_000);
    let bombs = [
        nested("(", ")"),
        nested("[", "]"),
        nested("not ", ""),
        nested("-", ""),
        nested("", ".b"),
        nested("", "[c]"),
        nested("", " + 1"),
        nested("f(", ")"),
        nested("exists X from ", ""),
        nested("a and (b or ", ")"),
        nested("sum X over X from ", ""),
        nested("chain(a, b, [C: WHAT(", ")])"),
    ];
    for bomb in bombs {
        let parse = parse(&bomb);
        let codes: alloc::vec::Vec<Code> = parse.diagnostics.iter().map(|it| it.code).collect();
        assert_eq!(codes, [Code::TooDeep], "{}", bomb.chars().take(20).collect::<String>());
    }
}

#[test]
fn the_deepest_queries_compile() {
    on_a_small_stack(|| {
        let deep = |open: &str, close: &str| {
            let levels = Limits::DEFAULT.depth as usize - 3;
            let query = open.repeat(levels) + "a" + &close.repeat(levels);
            let compiled = crate::query::Query::compile(&query);
            assert!(
                compiled.is_ok(),
                "{}",
                crate::diagnostic::render(&query, &compiled.unwrap_err())
            );
        };
        deep("(", " and b)");
        deep("not ", "");
        deep("if(c, ", ", d)");
        deep("exists(e, ", ")");
        deep("exists X from b where ", "");
        deep("chain(b, t, [C: WHAT(", ")])");
        deep("(1 + ", ")");
    });
}

#[test]
fn long_flat_queries_are_fine() {
    let query = "a = 1".to_string() + &" or a = 1".repeat(100_000);
    assert_eq!(first_code(&query), None);
    assert_eq!(
        first_code(&String::from(" ").repeat(Limits::DEFAULT.source + 1)),
        Some(Code::SourceTooLong)
    );
}

#[test]
fn any_bytes_are_answered() {
    let signs = "()[]{}.,:^$@`'\"\\!=<>+-*/% \n\u{0}\u{201c}é😀aE1_";
    let mut state = 7_u64;
    for _ in 0..2_000 {
        let mut text = String::new();
        for _ in 0..40 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let at = (state >> 33) as usize % signs.chars().count();
            text.extend(signs.chars().nth(at));
        }
        let read = panic::catch_unwind(|| parse(&text).diagnostics.len());
        assert!(read.is_ok(), "{text:?}");
    }
}
