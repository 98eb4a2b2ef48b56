//! Doubles and JSON as text, against the standard library's reader and `serde_json`'s writer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a mistake here fails a test, not a customer"
)]

use pql_edge::value::{double_text, json_text, read_double, write_json_double};

/// Decimals at the edges: of what is a decimal, of what a Double holds, half way between two.
const EDGES: &[&str] = &[
    "",
    "-",
    "+",
    ".",
    "1.",
    ".5",
    "-.5e3",
    "1e",
    "1e+",
    "e5",
    "1e5.",
    "1-2",
    "1.2.3",
    "0",
    "-0",
    "-0.0",
    "00012",
    "+7",
    "1e400",
    "1e-400",
    "4.9e-324",
    "2.4703282292062327e-324",
    "2.4703282292062328e-324",
    "2.2250738585072014e-308",
    "2.2250738585072011e-308",
    "1.7976931348623157e308",
    "1.7976931348623158e308",
    "1.7976931348623159e308",
    "9007199254740993",
    "9007199254740992.999999999999999999999",
    "9007199254740993.00000000000000000000000000001",
    "1e99999999999999999999",
    "0e99999999999999999",
    "0.000000e-999999999999",
];

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Of any size, or such as profiles have.
    fn double(&mut self) -> f64 {
        match self.next() % 5 {
            0 => f64::from_bits(self.next()),
            1 => (self.next() % 1_000_000) as f64 / 100.0,
            2 => self.next() as i64 as f64,
            3 => self.next() as f64 / 1e12,
            _ => f64::from_bits(self.next() >> 12 | (963 + self.next() % 120) << 52),
        }
    }
}

fn reads(text: &str) {
    let expected = text.parse::<f64>().ok();
    assert_eq!(read_double(text).map(f64::to_bits), expected.map(f64::to_bits), "{text}");
}

fn writes(value: f64) {
    let mut json = String::new();
    write_json_double(&mut json, value).unwrap();
    assert_eq!(json, serde_json::to_string(&value).unwrap());
    let text = double_text(value);
    assert!(!text.contains(['e', 'E']) && !text.ends_with(".0"), "{text}");
    assert_eq!(text.parse::<f64>().unwrap().to_bits(), value.to_bits(), "{text}");
    // The library takes the odd one of two equally short and near ones, so only lengths agree.
    assert_eq!(text.len(), value.to_string().len(), "{text}");
}

#[test]
fn reads_as_the_library() {
    EDGES.iter().for_each(|text| reads(text));
    let zeros = "0".repeat(5_000);
    reads(&"9".repeat(5_000));
    for text in ["0.{}1", "0.{}1e4990", "1{}e-4990", "9007199254740993.{}1", "9007199254740993.{}"]
    {
        reads(&text.replace("{}", &zeros));
    }
    let mut random = Random(88_172_645_463_325_252);
    for _ in 0..40_000 {
        let value = random.double();
        if value.is_nan() {
            continue;
        }
        reads(&format!("{value:e}"));
        reads(&format!("{value}"));
        reads(&format!("{}e{}", random.next(), (random.next() % 80) as i64 - 40));
        let exponent = (random.next() % 700) as i64 - 350;
        reads(&format!("{}.{}e{exponent}", random.next() % 1_000, random.next()));
    }
}

#[test]
fn half_way_goes_to_the_even_one() {
    let mut random = Random(2_463_534_242);
    for _ in 0..20_000 {
        // Twice this and one more has a bit more than a Double, which is exactly half.
        let exact = u128::from(random.next() >> 11 | 1 << 52) << 1 | 1;
        let text = (exact << (random.next() % 60)).to_string();
        reads(&text);
        reads(&format!("{text}.00000000000000000001"));
        reads(&format!("{text}e-300"));
    }
}

#[test]
fn writes_as_the_libraries() {
    for exponent in 1..2047_u64 {
        let power = f64::from_bits(exponent << 52);
        let beside = [power.to_bits() - 1, power.to_bits() + 1].map(f64::from_bits);
        [power, -power].into_iter().chain(beside).for_each(writes);
    }
    (0..52).for_each(|bit| writes(f64::from_bits(1 << bit)));
    [0.0, -0.0, 0.1, 120.0, 1e15, 1e16, 1e-5, 1.5e-6, f64::MAX].into_iter().for_each(writes);
    let mut random = Random(123_456_789);
    (0..100_000).map(|_| random.double()).filter(|it| it.is_finite()).for_each(writes);
}

#[test]
fn json_is_what_serde_json_writes() {
    let all: String =
        (0..0x100).chain([0x2028, 0xfffd, 0x1f600]).filter_map(char::from_u32).collect();
    let value = serde_json::json!({
        "": [], "empty": {}, "nested": [[1, [-1, {"a": null, "b": [true, false]}]], 0.5],
        "limits": [i64::MIN, i64::MAX, u64::MAX, 0, -0.0, 1e300, 1e-7], all.clone(): all,
    });
    assert_eq!(json_text(&value), value.to_string());
    assert_eq!(json_text(&"\\\"plain\\".into()), r#""\\\"plain\\""#);
}
