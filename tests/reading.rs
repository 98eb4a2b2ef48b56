//! JSON from text: read, and refused in the same words, as `serde_json` does.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

use pql_edge::value::{LEVELS, read_json};
use serde_json::Value as Json;

const TEXTS: &[&str] = &[
    r#"{"a": [1, -2.50e+3, true, {"b\u00e9\n\"\\\/": null}], "a": false, "": {}}"#,
    r#"[[], {}, "", "\ud83d\ude00 é\b\f\r\t", 0, -0, -0.0, 1e5, 1E-400, 18446744073709551616]"#,
    r#" [9223372036854775808, -9223372036854775808, -9223372036854775809, 0.1, 1.0000000001e22] "#,
    "{\n\t\"name\": \"x\",\r\n  \"list\": [\n1,\n2\n]\n}\n",
    r#"["\ud83dx", "\udc00", "\ud83d\n", "\ud83d\ud83d", "\u12g4", "\x"]"#,
    "[1e2147483647, 0e99999999999, 1e-99999999999, 1e99999999999, 1e309, 00, 1., .5, 1e, 1e+]",
];

/// What may be put into a text anywhere.
const PIECES: &[&str] = &[
    "",
    ",",
    ":",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\\",
    "\\u",
    "\\ud83d",
    "\\udc00",
    "u",
    "0",
    "9",
    "-",
    "+",
    ".",
    "e",
    "E9",
    "99999999999",
    "t",
    "null",
    "é",
    "😀",
    "\u{1}",
    "\n",
    " ",
    "//",
    "a",
];

fn alike(text: &str) {
    let expected: Result<Json, String> =
        serde_json::from_str(text).map_err(|error| error.to_string());
    let found = read_json(text, LEVELS);
    assert_eq!(found, expected, "{text:?}");
    // Equal values may differ in the signs of zeros.
    assert_eq!(format!("{found:?}"), format!("{expected:?}"), "{text:?}");
}

/// splitmix64
fn next(state: &mut u64, end: usize) -> usize {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) % end as u64) as usize
}

/// A place between two characters.
fn place(text: &str, state: &mut u64) -> usize {
    let at = next(state, text.len() + 1);
    (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap()
}

#[test]
fn every_beginning_is_read_alike() {
    for text in TEXTS {
        let all = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        all.for_each(|at| alike(&text[..at]));
    }
}

#[test]
fn what_is_altered_is_read_alike() {
    let mut state = 20_261_130;
    for _ in 0..60_000 {
        let mut text = TEXTS[next(&mut state, TEXTS.len())].to_string();
        for _ in 0..=next(&mut state, 3) {
            let (from, to) = (place(&text, &mut state), place(&text, &mut state));
            let (from, to) = (from.min(to), from.max(to));
            let piece = PIECES[next(&mut state, PIECES.len())];
            match next(&mut state, 3) {
                0 => text.replace_range(from..to, piece),
                1 => text.insert_str(from, piece),
                _ => text.truncate(to),
            }
            text.insert_str(place(&text, &mut state), piece);
        }
        alike(&text);
    }
}

#[test]
fn numbers_are_read_alike() {
    let mut state = 7;
    for _ in 0..60_000 {
        let mut text = String::new();
        for _ in 0..=next(&mut state, 24) {
            text.push(b"0123456789.eE+-99"[next(&mut state, 17)].into());
        }
        alike(&text);
        let (whole, part) = (next(&mut state, usize::MAX), next(&mut state, usize::MAX));
        alike(&format!("-{whole}{part}"));
        alike(&format!("{whole}.{part}e{}", next(&mut state, 700) as i64 - 350));
    }
}

#[test]
fn depth_is_limited() {
    for levels in [1, 126, 127, 128, 200] {
        alike(&format!("{}{}", "[".repeat(levels), "]".repeat(levels)));
        alike(&format!("{}1{}", "{\"a\": ".repeat(levels), "}".repeat(levels)));
    }
    assert!(read_json("[[[]]]", 2).is_err());
    assert!(read_json("[[[]]]", 3).is_ok());
}
