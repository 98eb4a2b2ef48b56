//! String literals and their escapes.

use alloc::format;
use alloc::string::String;

use super::ast::{Expression, Literal, Node};
use super::cursor::Parser;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::{Span, Spanned};

impl Parser<'_> {
    /// A string literal.
    pub(super) fn string(&mut self) -> Expression {
        let span = self.bump();
        let text = self.text(span);
        let inner = text.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or("");
        let node = match unescape(inner) {
            Ok(text) => Node::Literal(Literal::String(text)),
            Err(at) => self.bad_escape(span, at, inner.get(at + 1..).unwrap_or_default()),
        };
        Spanned::new(node, span)
    }

    #[cold]
    fn bad_escape(&mut self, span: Span, at: usize, behind: &str) -> Node {
        let start = span.start + 1 + at as u32;
        let character = behind.chars().next().map_or(0, char::len_utf8);
        let place = Span::new(start, start + 1 + character as u32);
        let found = self.excerpt(place);
        let message = format!("`{found}` is not an escape sequence");
        self.diagnostics.push(Diagnostic::new(Code::BadEscape, place, message).help(
            "write a backslash twice, `\\\\`; valid are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX",
        ));
        Node::Error
    }
}

/// The text that an escaped one stands for, or the byte offset of a wrong escape.
fn unescape(text: &str) -> Result<String, usize> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((plain, tail)) = rest.split_once('\\') {
        out.push_str(plain);
        let at = text.len() - tail.len() - 1;
        let (character, used) = escape(tail).ok_or(at)?;
        out.push(character);
        rest = tail.get(used..).ok_or(at)?;
    }
    out.push_str(rest);
    Ok(out)
}

/// The character behind a backslash and how many bytes it took.
fn escape(tail: &str) -> Option<(char, usize)> {
    let plain = match tail.chars().next()? {
        same @ ('"' | '\\' | '/' | '\'') => same,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unicode_escape(tail),
        _ => return None,
    };
    Some((plain, 1))
}

/// `uXXXX`, or two of them that make one character beyond the basic plane.
fn unicode_escape(tail: &str) -> Option<(char, usize)> {
    let first = code_unit(tail.get(1..5)?)?;
    if let Some(character) = char::from_u32(first) {
        return Some((character, 5));
    }
    let second = code_unit(tail.get(5..11)?.strip_prefix("\\u")?)?;
    let pair = [first as u16, second as u16];
    let character = char::decode_utf16(pair).next()?.ok()?;
    Some((character, 11))
}

fn code_unit(digits: &str) -> Option<u32> {
    let hexadecimal = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    hexadecimal.then(|| u32::from_str_radix(digits, 16).ok())?
}
