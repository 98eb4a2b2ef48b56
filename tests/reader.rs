//! The reader of JSON: the texts and values of `serde_json`, and what is said of all others.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    unreachable_pub,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "reader/json.rs"]
mod json;
#[path = "generate/random.rs"]
mod random;
#[path = "fuzz/reading.rs"]
mod reading;

use pql_edge::diagnostic::Code;
use pql_edge::profile::{MAX_DEPTH, NodeId, Reader, Reads};
use pql_edge::value::Arena;

use random::Random;

const TEXTS: usize = 20_000;

#[test]
fn generated_and_altered_texts_are_read_alike() {
    let mut random = Random::from_environment();
    let mut accepted = 0;
    for round in 0..TEXTS {
        let mut text = json::text(&mut random).into_bytes();
        if round % 2 == 1 {
            json::alter(&mut random, &mut text);
        }
        let right = reading::reads_alike(&text);
        assert!(right || round % 2 == 1, "{}", String::from_utf8_lossy(&text));
        accepted += usize::from(right);
    }
    println!("{accepted} of {TEXTS} texts are JSON");
    assert!((TEXTS / 2 + 100..TEXTS - 1_000).contains(&accepted), "{accepted} are JSON");
}

/// Every byte in every place of a text that has a bit of everything.
#[test]
fn every_byte_in_every_place_is_read_alike() {
    const TEXT: &[u8] = br#" {"a":[-1.5e+3,0,"\u00e9\ud83d\ude00\n"],"bb" :{"a":true},"":null} "#;
    for at in 0..TEXT.len() {
        for byte in 0..=u8::MAX {
            let mut text = TEXT.to_vec();
            text[at] = byte;
            reading::reads_alike(&text);
        }
        reading::reads_alike(&TEXT[..at]);
    }
    assert!(reading::reads_alike(TEXT));
}

#[test]
fn edges_are_read_alike() {
    let mut texts: Vec<String> = EDGES.iter().map(|text| (*text).to_string()).collect();
    for digits in [15, 16, 17, 18, 19, 20, 300, 308, 309, 310, 400] {
        texts.push("9".repeat(digits));
        texts.push(format!("-1{}", "0".repeat(digits)));
        texts.push(format!("0.{}1", "0".repeat(digits)));
        texts.push(format!("{}.5", "123456789".repeat(digits / 9)));
    }
    for levels in [MAX_DEPTH - 1, MAX_DEPTH, MAX_DEPTH + 1, 10_000] {
        texts.push(format!("{}{}", "[".repeat(levels), "]".repeat(levels)));
        texts.push(format!("{}1{}", "{\"a\":".repeat(levels), "}".repeat(levels)));
        texts.push(format!("{}{}", "[{\"c\":".repeat(levels / 2), "}]".repeat(levels / 2)));
    }
    let accepted = texts.iter().filter(|text| reading::reads_alike(text.as_bytes())).count();
    assert!(accepted > texts.len() / 3 && accepted < texts.len(), "{accepted} are JSON");
    for value in &texts {
        reading::reads_alike(format!(r#"{{"skipped": {value}, "a": {value}}}"#).as_bytes());
    }
}

const EDGES: &[&str] = &[
    "",
    " ",
    "-",
    "-0",
    "0",
    "-0.0",
    "0.0",
    "00",
    "01",
    "1.",
    ".5",
    "1e",
    "1e+",
    "1e5",
    "1E-5",
    "+1",
    "1e308",
    "1e309",
    "-1e309",
    "1e-400",
    "0e999",
    "0.0000000000000000000000000001e400",
    "1.5e300",
    "9007199254740993",
    "9007199254740993.0",
    "0.1",
    "0.30000000000000004",
    "123456.789e3",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "-9223372036854775809",
    "18446744073709551615",
    "18446744073709551616",
    "99999999999999999.5",
    "1.7976931348623159e308",
    "tru",
    "true",
    "truex",
    "nul",
    "null",
    "falsy",
    "NaN",
    "Infinity",
    "undefined",
    "'a'",
    r#""""#,
    r#"""#,
    r#""a"#,
    r#""\"#,
    r#""\q""#,
    r#""\u12""#,
    r#""\u12G4""#,
    r#""\ud800""#,
    r#""\ud800\"#,
    r#""\ud800\u""#,
    r#""\ud800\n""#,
    r#""\ud800\u0041""#,
    r#""\udc00""#,
    r#""\ud83d\ude00""#,
    r#""\ud83d\ud83d""#,
    r#""\u0000""#,
    "\"\u{1}\"",
    "\"\u{7f}\"",
    "\"é😀\"",
    "\"a\nb\"",
    "\u{feff}1",
    "1 2",
    "1,",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1",
    "[",
    "]",
    "[]]",
    "{}",
    "{",
    "}",
    r#"{"a"}"#,
    r#"{"a":}"#,
    r#"{"a":1,}"#,
    r#"{,}"#,
    r#"{a:1}"#,
    r#"{"a" 1}"#,
    r#"{1:1}"#,
    r#"{"a":1 "b":2}"#,
    r#"{"a":1,"a":2}"#,
    r#"{"a":{"a":1},"a":null}"#,
    r#"{"\u0061":1,"a\n":2}"#,
    r#"{"a":[1],"a":[2,{"a":3}]}"#,
    "[[],{},[{}],\"\"]",
    "\t\r\n [ \n\t 1 \r , 2 ] \n",
    "[\u{b}1]",
    "[\u{a0}1]",
    "/* a */ 1",
    "[1}",
    r#"{"a":1]"#,
    r#"{"a":[}"#,
    r#"{"skipped":[1}}"#,
];

/// What is said of a text, and of which byte.
#[test]
fn faults_have_their_place() {
    for (text, at, message) in [
        (r#"{"a": "#, 6, "the text ends too early"),
        (r#"{"a": tru"#, 7, "the text ends too early"),
        (r#"{"a": "x"#, 8, "the text ends too early"),
        (r#"{"a": True}"#, 6, "a value is expected here"),
        (r#"{"a": nil}"#, 7, "of words only `true`, `false` and `null` are values"),
        (r#"{"a": [1, 2,]}"#, 12, "a value is expected here"),
        (r#"{"a": 1,}"#, 8, "a key in double quotes is expected here"),
        (r#"{'a': 1}"#, 1, "a key in double quotes is expected here"),
        (r#"{"a" 1}"#, 5, "`:` is expected here, between a key and its value"),
        (r#"{"a": 1 "b": 2}"#, 8, "`,` or `}` is expected here"),
        (r#"{"a": [1 2]}"#, 9, "`,` or `]` is expected here"),
        (r#"{"a": 1.}"#, 8, "a digit is expected here"),
        (r#"{"a": 1e400}"#, 10, "the number is too large"),
        (r#"{"a": 012}"#, 7, "`,` or `}` is expected here"),
        (r#"{"a": 1} 2"#, 9, "nothing is expected behind the value"),
        ("{\"a\": \"x\ny\"}", 8, "control characters in a text are written as escapes"),
        (r#"{"a": "xx\x"}"#, 9, "there is no such escape"),
        (r#"{"a": "\ud800!"}"#, 7, "the escape is half of a character"),
    ] {
        for paths in [&["a"][..], &[]] {
            let mut reads = Reads::default();
            for name in paths {
                reads.child(NodeId::ROOT, name);
            }
            let arena = Arena::new();
            let reader = Reader::new(&arena, &reads);
            let found = reader.read(Some(NodeId::ROOT), text.as_bytes()).unwrap_err();
            assert_eq!(found.message, format!("not valid JSON: {message}"), "{text}");
            assert_eq!((found.code, found.span.start), (Code::BadProfile, at), "{text}");
        }
    }
}

#[test]
fn depth_and_encoding_have_codes_of_their_own() {
    let (arena, reads) = (Arena::new(), Reads::default());
    let deep = format!("{{\"a\": {}", "[".repeat(MAX_DEPTH));
    let found = Reader::new(&arena, &reads).read(Some(NodeId::ROOT), deep.as_bytes()).unwrap_err();
    assert_eq!((found.code, found.span.start), (Code::TooDeep, 5 + MAX_DEPTH as u32));
    assert_eq!(found.message, "the JSON is nested deeper than 127 levels");
    // What is broken stands in front, and is not what is said.
    let foreign = b"{\"a\": nil, \"b\": \"\xc3\x28\"}";
    let found = Reader::new(&arena, &reads).read(Some(NodeId::ROOT), foreign).unwrap_err();
    assert_eq!((found.code, found.span.start), (Code::BadUtf8, 17));
}
