//! Names, strings and numbers as PQL writes them.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};

use crate::syntax::ast::{Expression, Literal, Node};
use crate::syntax::primary::is_plain_name;
use crate::syntax::token::is_word;
use crate::value::{Unit, write_json_double};

pub(super) fn literal(literal: &Literal) -> Cow<'_, str> {
    match literal {
        Literal::Null => "null".into(),
        Literal::Boolean(true) => "true".into(),
        Literal::Boolean(false) => "false".into(),
        Literal::Integer(value) => value.to_string().into(),
        Literal::Double(value) => double(*value).into(),
        Literal::String(text) => quoted(text).into(),
    }
}

/// A double that comes back as one: `5.0`, not `5`.
fn double(value: f64) -> String {
    let mut out = String::new();
    write_json_double(&mut out, value).unwrap_or_default();
    out.replace("e+", "E").replace('e', "E")
}

pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {
                out.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

/// A name behind a dot: any word.
pub(super) fn member(text: &str) -> Cow<'_, str> {
    if is_word(text) { text.into() } else { format!("`{text}`").into() }
}

/// A name that starts an expression: no word that means something else there.
pub(super) fn name(text: &str) -> Cow<'_, str> {
    if is_plain_name(text) { text.into() } else { format!("`{text}`").into() }
}

/// A unit in the number that fits its count.
pub(super) fn units(unit: Unit, count: &Expression) -> Cow<'static, str> {
    match (unit, &count.node) {
        (unit, Node::Literal(Literal::Integer(1))) => unit.text().into(),
        (Unit::Century, _) => "centuries".into(),
        (Unit::Millennium, _) => "millennia".into(),
        (unit, _) => format!("{}s", unit.text()).into(),
    }
}
