//! Escapes in the texts of JSON.

use bumpalo::collections::String;

use super::fault::{ENDS, ESCAPE, HALF};
use crate::value::Arena;

/// What a text with escapes says; it was checked before. Linear in the text.
#[cold]
pub(super) fn unescaped<'a>(raw: &[u8], arena: &'a Arena) -> &'a str {
    let mut out = String::with_capacity_in(raw.len(), arena);
    let mut rest = raw;
    while !rest.is_empty() {
        let plain = rest.iter().position(|byte| *byte == b'\\').unwrap_or(rest.len());
        let (before, escape) = rest.split_at_checked(plain).unwrap_or_default();
        out.push_str(core::str::from_utf8(before).unwrap_or_default());
        rest = match read(escape) {
            Ok((character, behind)) => {
                out.push(character);
                behind
            }
            Err(_) => &[],
        };
    }
    out.into_bump_str()
}

/// The character of an escape from its backslash on, and what is behind it; or what is wrong.
pub(super) fn read(text: &[u8]) -> Result<(char, &[u8]), &'static str> {
    let [b'\\', kind, rest @ ..] = text else {
        return Err(ENDS);
    };
    let character = match kind {
        b'"' | b'\\' | b'/' => char::from(*kind),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return read_unicode(rest),
        _ => return Err(ESCAPE),
    };
    Ok((character, rest))
}

/// The same behind `\u`: four digits, or a pair of surrogates.
fn read_unicode(text: &[u8]) -> Result<(char, &[u8]), &'static str> {
    let (first, rest) = digits(text)?;
    if let Some(character) = char::from_u32(first) {
        return Ok((character, rest));
    }
    let rest = match rest {
        [b'\\', b'u', rest @ ..] if first < 0xdc00 => rest,
        [] | [b'\\'] => return Err(ENDS),
        _ => return Err(HALF),
    };
    let (second, rest) = digits(rest)?;
    match second {
        0xdc00..=0xdfff => {
            let code = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
            char::from_u32(code).map(|character| (character, rest)).ok_or(HALF)
        }
        _ => Err(HALF),
    }
}

/// The number of four hexadecimal digits.
fn digits(text: &[u8]) -> Result<(u32, &[u8]), &'static str> {
    let (digits, rest) = text.split_first_chunk::<4>().ok_or(ENDS)?;
    let code = digits
        .iter()
        .try_fold(0, |code, digit| char::from(*digit).to_digit(16).map(|digit| code << 4 | digit));
    code.map(|code| (code, rest)).ok_or(ESCAPE)
}
