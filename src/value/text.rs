//! JSON as text.

use alloc::string::String;

use serde_json::{Number, Value as Json};

use super::decimal::write_json_double;

/// A JSON value as text without spaces, as `serde_json` writes it. Linear in the value.
#[must_use]
pub fn json_text(value: &Json) -> String {
    let mut out = String::new();
    write_json(&mut out, value);
    out
}

/// The same at the end of a text.
pub fn write_json(out: &mut String, value: &Json) {
    match value {
        Json::Null => out.push_str("null"),
        Json::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Json::Number(value) => write_number(out, value),
        Json::String(text) => write_string(out, text),
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                out.push(if at == 0 { '[' } else { ',' });
                write_json(out, item);
            }
            out.push_str(if items.is_empty() { "[]" } else { "]" });
        }
        Json::Object(members) => {
            for (at, (name, value)) in members.iter().enumerate() {
                out.push(if at == 0 { '{' } else { ',' });
                write_string(out, name);
                out.push(':');
                write_json(out, value);
            }
            out.push_str(if members.is_empty() { "{}" } else { "}" });
        }
    }
}

fn write_number(out: &mut String, number: &Number) {
    if let Some(value) = number.as_i64() {
        out.push_str(if value < 0 { "-" } else { "" });
        write_natural(out, value.unsigned_abs());
    } else if let Some(value) = number.as_u64() {
        write_natural(out, value);
    } else if let Some(value) = number.as_f64() {
        // Nothing that is written to a text fails.
        write_json_double(out, value).unwrap_or_default();
    }
}

/// The digits of a natural number.
pub fn write_natural(out: &mut String, value: u64) {
    let mut unit = 1;
    while value / unit >= 10 {
        unit *= 10;
    }
    while unit > 0 {
        out.push(char::from(b'0' + (value / unit % 10) as u8));
        unit /= 10;
    }
}

/// A text between quotes; only what has to be is escaped.
pub fn write_string(out: &mut String, text: &str) {
    out.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => b'"',
            b'\\' => b'\\',
            0x08 => b'b',
            b'\t' => b't',
            b'\n' => b'n',
            0x0c => b'f',
            b'\r' => b'r',
            0x00..=0x1f => b'u',
            _ => continue,
        };
        out.push_str(text.get(plain..at).unwrap_or(""));
        out.push('\\');
        out.push(char::from(escape));
        if escape == b'u' {
            out.push_str(if byte < 0x10 { "000" } else { "001" });
            let digit = byte & 0xf;
            out.push(char::from(if digit < 10 { b'0' + digit } else { b'a' - 10 + digit }));
        }
        plain = at + 1;
    }
    out.push_str(text.get(plain..).unwrap_or(""));
    out.push('"');
}
