//! Random JSON texts, in any spelling, and texts that are nearly JSON.

use crate::random::Random;

const KEYS: &[&str] = &[
    "a",
    "b",
    "",
    "id",
    "timestamp",
    "commerce",
    "longer-than-eight",
    "longer-than-sixteen-bytes",
    r"\u0061",
    r"ti\u006destamp",
    "é",
    "ключ",
    "😀",
    r"\ud83d\ude00",
    r"a\n",
    "nothing",
];

const TEXTS: &[&str] = &[
    "",
    "a",
    "US",
    "2026-11-20T10:00:00Z",
    "quote \\\" and \\\\",
    "\\/\\b\\f\\n\\r\\t",
    "naïve",
    "日本語のテキスト",
    "\\u65e5\\u672c",
    "\\ud83d\\ude00 and 😀",
    "{\\\"a\\\": [1]}",
    "]}",
    "12345678",
    "a text of some length, longer than a word or two of the machine",
    "\u{7f}\u{80}\u{10ffff}",
];

const NUMBERS: &[&str] = &[
    "0",
    "-0",
    "1",
    "-1",
    "12.5",
    "99.99",
    "0.1",
    "1e3",
    "-2.5E-3",
    "1763640000000",
    "1e-400",
    "9223372036854775807",
    "-9223372036854775808",
    "9223372036854775808",
    "18446744073709551616",
    "3.141592653589793238",
    "9007199254740993.0",
    "0.000001",
    "123456789012345678",
    "1E+2",
];

/// A value as text, with spaces here and there.
pub fn text(random: &mut Random) -> String {
    let mut out = String::new();
    value(random, &mut out, 0);
    out
}

fn value(random: &mut Random, out: &mut String, depth: usize) {
    space(random, out);
    let kinds = if depth > 5 { 6 } else { 12 };
    match if depth == 0 { 11 } else { random.below(kinds) } {
        0 => out.push_str(random.pick(&["null", "true", "false"])),
        1 | 2 => out.push_str(random.pick(NUMBERS)),
        3 => *out += &format!("{}", (random.next() as i64) >> random.below(64)),
        4 | 5 => quoted(out, random.pick(TEXTS)),
        6..=8 => row(random, out, ('[', ']'), |random, out| value(random, out, depth + 1)),
        _ => row(random, out, ('{', '}'), |random, out| {
            space(random, out);
            quoted(out, random.pick(KEYS));
            space(random, out);
            out.push(':');
            value(random, out, depth + 1);
        }),
    }
    space(random, out);
}

fn row(
    random: &mut Random,
    out: &mut String,
    (open, close): (char, char),
    item: impl Fn(&mut Random, &mut String),
) {
    out.push(open);
    let count = random.below(6);
    if count == 0 {
        space(random, out);
    }
    for index in 0..count {
        if index > 0 {
            out.push(',');
        }
        item(random, out);
    }
    out.push(close);
}

fn quoted(out: &mut String, text: &str) {
    out.push('"');
    out.push_str(text);
    out.push('"');
}

fn space(random: &mut Random, out: &mut String) {
    if random.percent(15) {
        out.push_str(random.pick(&[" ", "\n", "\t", "\r\n", "\n          ", "    \t        "]));
    }
}

/// Changes a text in a few places, mostly to what means something in JSON.
pub fn alter(random: &mut Random, text: &mut Vec<u8>) {
    for _ in 0..1 + random.below(2) {
        if text.is_empty() {
            return;
        }
        let at = random.below(text.len());
        let sign = random.of(b"\"\\{}[]:,-+.eE0123u \n\x1f\x7f\x80\xc3tfnd/a");
        match random.below(7) {
            0 | 1 => text[at] = sign,
            2 => text.insert(at, sign),
            3 => drop(text.remove(at)),
            4 => text.truncate(at),
            5 => text[at] = random.next() as u8,
            _ => text[at] = text[random.below(text.len())],
        }
    }
}
