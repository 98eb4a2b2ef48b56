//! What holds for every text: round trips, and no panic whatever comes in.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

mod generate;
mod oracle;

use pql_edge::diagnostic::{Diagnostic, MAX_DIAGNOSTICS, render};
use pql_edge::limits::Limits;
use pql_edge::query::{Evaluator, Input, Query};
use pql_edge::syntax::parse;

use generate::alter::altered;
use generate::profile;
use generate::random::Random;

const SOUPS: usize = 20_000;
const MUTATIONS: usize = 20_000;

#[test]
fn reading_never_panics_on_soup() {
    let mut random = Random::from_environment();
    let mut read = 0;
    for _ in 0..SOUPS {
        let text = soup(&mut random);
        let parsed = parse(&text);
        for diagnostic in &parsed.diagnostics {
            let (start, end) = (diagnostic.span.start as usize, diagnostic.span.end as usize);
            assert!(start <= end && end <= text.len(), "a span outside of {text:?}");
            assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{text:?}");
        }
        let rendered = render(&text, &parsed.diagnostics);
        assert_eq!(rendered.is_empty(), parsed.diagnostics.is_empty());
        match Query::compile(&text) {
            Ok(query) => {
                read += 1;
                let profile = br#"{"a":[{"b":1},{"b":"x"}],"t":"2026-11-20"}"#;
                let input = Input::new(profile, 1_795_176_000_000);
                let _ = query.evaluate(&mut Evaluator::new(), &input);
            }
            Err(found) => assert!(found.iter().any(|it| it.is_error()), "no error in {text:?}"),
        }
    }
    println!("{SOUPS} soups, {read} of them queries");
    assert!(read > 0, "soup is never a query; the pieces are wrong");
}

/// Random characters, or random pieces of queries.
fn soup(random: &mut Random) -> String {
    const PIECES: &[&str] = &[
        "a",
        "b",
        "t",
        "1",
        "2.5",
        "\"x\"",
        "\"",
        "`c d`",
        "`",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ",",
        ".",
        ":",
        "=",
        "!=",
        "<",
        "<=",
        "=>",
        "==",
        "+",
        "-",
        "*",
        "/",
        "%",
        "!",
        "^",
        "^^",
        "$1",
        "$9",
        "@{x}",
        "and",
        "or",
        "not",
        "in",
        "notIn",
        "like",
        "occurs",
        "select",
        "exists",
        "forall",
        "X",
        "from",
        "where",
        "over",
        "sum",
        "min",
        "let",
        "this",
        "last",
        "month",
        "days",
        "before",
        "after",
        "between",
        "now",
        "today",
        "date",
        "chain",
        "WHAT",
        "WHEN",
        "COUNT",
        "A:",
        "true",
        "null",
        "count()",
        "startsWith",
        "isNull()",
        "is",
        "\\",
        "é",
        "😀",
        "\n",
        "//",
        "'x'",
        "“",
    ];
    let length = 1 + random.below(25);
    if random.percent(25) {
        return (0..length)
            .map(|_| char::from_u32(random.below(0x2_0000) as u32).unwrap_or('?'))
            .collect();
    }
    if random.percent(25) {
        let mut bytes = generate::query::query(random).into_bytes();
        for _ in 0..1 + random.below(3) {
            let at = random.below(bytes.len());
            bytes[at] = random.of(b"()[]{}.,:=<>\"`^ -+aX1");
        }
        return String::from_utf8_lossy(&bytes).into_owned();
    }
    let pieces: Vec<&str> = (0..length).map(|_| random.pick(PIECES)).collect();
    pieces.join(if random.percent(70) { " " } else { "" })
}

#[test]
fn deep_and_long_texts_end() {
    for piece in [
        "(",
        "[",
        "a[",
        "not ",
        "-",
        "!",
        "a.b.",
        "1+",
        "a and ",
        "f(",
        "^",
        "{\"k\":",
        "if(",
        "select X from (",
    ] {
        let text = piece.repeat(60_000);
        let parsed = parse(&text);
        assert!(!parsed.diagnostics.is_empty(), "`{piece}` again and again");
        assert!(!render(&text, &parsed.diagnostics).is_empty());
        assert!(Query::compile(&text).is_err());
    }
    let text = format!("a{}", " + a".repeat(Limits::DEFAULT.depth as usize - 10));
    assert!(Query::compile(&text).is_ok(), "a sum of fewer fields than the limit is not too deep");
}

/// Work that grows with the square of the text would not end here while anybody waits.
#[test]
fn long_flat_texts_end() {
    let series =
        |piece: fn(usize) -> String| (0..40_000).map(piece).collect::<Vec<_>>().join(" or ");
    let compiles = [
        series(|at| format!("field{at}")),
        series(|at| format!("inSegment(\"{at}\")")),
        series(|_| "sum(a)".to_string()),
        series(|_| "a in (b)".to_string()),
        series(|at| format!("a.b{}.c = \"{at}\"", at % 7)),
    ];
    for text in compiles {
        assert!(Query::compile(&text).is_ok(), "{}", text.get(..30).unwrap_or(&text));
    }
    let fails = [
        series(|at| format!("foo{at}(a)")),
        series(|_| "a == b".to_string()),
        format!("chain(a, b, [{}])", series(|at| format!("C{at}: WHAT(a)")).replace(" or", ",")),
        series(|_| "b[xEvent]".to_string()) + " or ",
    ];
    for text in fails {
        let diagnostics = Query::compile(&text).unwrap_err();
        assert!(diagnostics.len() <= MAX_DIAGNOSTICS + 1);
        assert!(diagnostics.iter().any(Diagnostic::is_error));
        assert!(!render(&text, &diagnostics).is_empty());
    }
}

#[test]
fn altered_programs_never_run_wild() {
    let mut random = Random::from_environment();
    let samples: Vec<_> = (0..20).map(|_| profile::sample(&mut random)).collect();
    let profiles: Vec<String> = samples.iter().map(|it| it.profile.to_string()).collect();
    let (mut accepted, mut done) = (0, 0);
    while done < MUTATIONS {
        let Ok(query) = Query::compile(&generate::query::query(&mut random)) else {
            continue;
        };
        let bytes = query.to_bytes();
        for _ in 0..10 {
            done += 1;
            let Ok(altered) = Query::from_bytes(&altered(&mut random, &bytes)) else {
                continue;
            };
            accepted += 1;
            let at = random.below(samples.len());
            let input = Input::new(profiles[at].as_bytes(), samples[at].now);
            // Fuel bounds it, whatever it does.
            let _ = altered.evaluate(&mut Evaluator::new(), &input);
            let again =
                Query::from_bytes(&altered.to_bytes()).expect("what was written can be read");
            assert_eq!(again.to_bytes(), altered.to_bytes());
        }
    }
    println!("{done} altered programs, {accepted} of them still programs");
    assert!(accepted * 20 > done, "the checksum of the test is wrong: {accepted} of {done}");
}

#[test]
fn noise_is_no_program() {
    let mut random = Random::from_environment();
    for _ in 0..MUTATIONS {
        let length = random.below(200);
        let noise: Vec<u8> = (0..length).map(|_| random.next() as u8).collect();
        assert!(Query::from_bytes(&noise).is_err());
    }
}

#[test]
fn the_same_query_gives_the_same_bytes() {
    let mut random = Random::from_environment();
    for _ in 0..500 {
        let text = generate::query::query(&mut random);
        if let (Ok(first), Ok(second)) = (Query::compile(&text), Query::compile(&text)) {
            assert_eq!(first.to_bytes(), second.to_bytes(), "{text}");
            let decoded = Query::from_bytes(&first.to_bytes()).expect("it was just written");
            assert_eq!(decoded.to_bytes(), first.to_bytes(), "{text}");
        }
    }
}
