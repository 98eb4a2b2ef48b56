//! Tokens: what a text is cut into before anything is understood of it.

use alloc::vec::Vec;

use crate::span::Span;

/// The kinds of tokens. Keywords are words; the parser decides which words are keywords where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Word,
    QuotedWord,
    Integer,
    Double,
    String,
    UnclosedString,
    SingleQuoted,
    TypographicQuoted,
    /// `https://…`: foreign, and no comment.
    Address,
    /// `$1`
    Parameter,
    /// `@{…}`
    Context,
    Comment,
    LeftParenthesis,
    RightParenthesis,
    LeftBracket,
    RightBracket,
    LeftBrace,
    RightBrace,
    Comma,
    Dot,
    Colon,
    Arrow,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Bang,
    Caret,
    /// `==`, `<>`, `&&`, `||`
    Foreign,
    /// What starts no token.
    Unknown,
    /// After the last character.
    End,
}

/// The tokens that are always written the same, longer ones before those that they start with.
const SIGNS: [(&str, Token); 29] = [
    ("===", Token::Foreign),
    ("!==", Token::Foreign),
    ("==", Token::Foreign),
    ("<>", Token::Foreign),
    ("&&", Token::Foreign),
    ("||", Token::Foreign),
    ("=>", Token::Arrow),
    ("!=", Token::NotEqual),
    ("<=", Token::LessEqual),
    (">=", Token::GreaterEqual),
    ("=", Token::Equal),
    ("<", Token::Less),
    (">", Token::Greater),
    ("(", Token::LeftParenthesis),
    (")", Token::RightParenthesis),
    ("[", Token::LeftBracket),
    ("]", Token::RightBracket),
    ("{", Token::LeftBrace),
    ("}", Token::RightBrace),
    (",", Token::Comma),
    (".", Token::Dot),
    (":", Token::Colon),
    ("+", Token::Plus),
    ("-", Token::Minus),
    ("*", Token::Star),
    ("/", Token::Slash),
    ("%", Token::Percent),
    ("!", Token::Bang),
    ("^", Token::Caret),
];

/// A token and its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Lexed {
    pub(super) token: Token,
    pub(super) span: Span,
}

/// All tokens of a text, `End` last. Linear; never fails.
pub(super) fn tokens(source: &str) -> Vec<Lexed> {
    let mut out = Vec::with_capacity(source.len() / 4 + 1);
    let mut rest = source.trim_start_matches(BLANKS);
    while let Some((token, text)) = first(rest) {
        let start = (source.len() - rest.len()) as u32;
        out.push(Lexed { token, span: Span::new(start, start + text.len() as u32) });
        rest = rest.get(text.len()..).unwrap_or("").trim_start_matches(BLANKS);
    }
    let end = source.len() as u32;
    out.push(Lexed { token: Token::End, span: Span::new(end, end) });
    out
}

/// Whether a text is one word.
pub(super) fn is_word(text: &str) -> bool {
    first(text) == Some((Token::Word, text))
}

const BLANKS: [char; 4] = [' ', '\t', '\r', '\n'];

/// The token that a text starts with, the longest one that there is; none of an empty text.
fn first(text: &str) -> Option<(Token, &str)> {
    let start = text.chars().next()?;
    let (token, length) = match start {
        '"' => string(text),
        '\'' => (Token::SingleQuoted, quoted(text, start)),
        '`' => within(text, Token::QuotedWord, '`', 1),
        '@' if text.starts_with("@{") => within(text, Token::Context, '}', 1),
        '$' => match digits(text, 1) {
            1 => (Token::Unknown, 1),
            end => (Token::Parameter, end),
        },
        '0'..='9' => number(text),
        '.' if digits(text, 1) > 1 => number(text),
        '/' if text.starts_with("//") => (Token::Comment, until(text, 0, |it| it == '\n')),
        '/' if text.starts_with("/*") => (Token::Comment, block_comment(text)),
        _ if is_letter(start) => word(text, start),
        _ => sign(text, start),
    };
    Some((token, text.get(..length).unwrap_or(text)))
}

fn sign(text: &str, start: char) -> (Token, usize) {
    let known = SIGNS.iter().find(|(sign, _)| text.starts_with(sign));
    known.map_or((Token::Unknown, start.len_utf8()), |(sign, token)| (*token, sign.len()))
}

/// The offset of the first character from `at` on that ends something, or the end.
fn until(text: &str, at: usize, ends: impl Fn(char) -> bool) -> usize {
    let found = text.get(at..).and_then(|rest| rest.find(ends));
    found.map_or(text.len(), |found| at + found)
}

/// The offset behind the digits that stand at `at`.
fn digits(text: &str, at: usize) -> usize {
    until(text, at, |it| !it.is_ascii_digit())
}

fn number(text: &str) -> (Token, usize) {
    let byte = |at: usize| text.as_bytes().get(at).copied().unwrap_or(0);
    let whole = digits(text, 0);
    let fraction = if byte(whole) == b'.' { digits(text, whole + 1) } else { whole };
    let end = if fraction > whole + 1 { fraction } else { whole };
    if matches!(byte(end), b'e' | b'E') {
        let exponent = end + if matches!(byte(end + 1), b'+' | b'-') { 2 } else { 1 };
        let behind = digits(text, exponent);
        if behind > exponent {
            return (Token::Double, behind);
        }
    }
    match byte(whole) {
        _ if end > whole => (Token::Double, end),
        b'L' => (Token::Integer, whole + 1),
        _ => (Token::Integer, whole),
    }
}

fn string(text: &str) -> (Token, usize) {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            '\n' | '\r' => return (Token::UnclosedString, at),
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return (Token::String, at + 1),
            _ => {}
        }
    }
    (Token::UnclosedString, text.len())
}

/// Which quotes end what one of them starts, where it is no string.
fn ends_quoted(start: char) -> &'static [char] {
    match start {
        '\'' => &['\''],
        '\u{201c}'..='\u{201f}' | '\u{ab}' | '\u{bb}' => {
            &['"', '\u{201c}', '\u{201d}', '\u{ab}', '\u{bb}']
        }
        '\u{2018}'..='\u{201a}' => &['\'', '\u{2018}', '\u{2019}'],
        _ => &[],
    }
}

/// The length of a text in quotes of any kind; one that is not closed ends with its line.
fn quoted(text: &str, start: char) -> usize {
    let quotes = ends_quoted(start);
    let end = until(text, start.len_utf8(), |it| matches!(it, '\n' | '\r') || quotes.contains(&it));
    let closing = text.get(end..).and_then(|rest| rest.chars().next());
    end + closing.filter(|it| quotes.contains(it)).map_or(0, char::len_utf8)
}

/// A token that ends with `close`, in its line and with at least `least` characters in it.
fn within(text: &str, token: Token, close: char, least: usize) -> (Token, usize) {
    let end = until(text, 1, |it| it == close || it == '\n');
    match text.get(end..).is_some_and(|rest| rest.starts_with(close)) {
        true if end > least => (token, end + 1),
        true => (Token::Unknown, least),
        false => (Token::Unknown, end),
    }
}

/// A comment that is not closed goes to the end; stars there are none of it.
fn block_comment(text: &str) -> usize {
    let inside = text.get(2..).unwrap_or("");
    2 + inside.find("*/").map_or_else(|| inside.trim_end_matches('*').len(), |end| end + 2)
}

fn is_letter(character: char) -> bool {
    character.is_ascii_alphabetic() || character == '_' || !character.is_ascii()
}

/// A word, or what else starts with a letter and is longer: an address, a text in such quotes as
/// word processors make.
fn word(text: &str, start: char) -> (Token, usize) {
    if let Some(end) = address(text) {
        return (Token::Address, end);
    }
    let end = until(text, 0, |it| !is_letter(it) && !it.is_ascii_digit());
    if !ends_quoted(start).is_empty() {
        let quoted = quoted(text, start);
        if quoted >= end {
            return (Token::TypographicQuoted, quoted);
        }
    }
    let unknown = text.get(..end).is_some_and(|word| word.chars().any(is_sign));
    (if unknown { Token::Unknown } else { Token::Word }, end)
}

fn address(text: &str) -> Option<usize> {
    let scheme = text.strip_prefix("xdm:").unwrap_or(text).strip_prefix("http")?;
    let rest = scheme.strip_prefix('s').unwrap_or(scheme).strip_prefix("://")?;
    let ends =
        |it| matches!(it, ' ' | '\t' | '\r' | '\n' | ',' | '(' | ')' | '[' | ']' | '{' | '}');
    Some(text.len() - rest.len() + until(rest, 0, ends))
}

/// Whether a character beyond ASCII is a space, a sign or private: no part of a name.
fn is_sign(character: char) -> bool {
    matches!(character,
        '\u{80}'..='\u{a9}' | '\u{ab}'..='\u{b4}' | '\u{b6}'..='\u{b9}' | '\u{bb}'..='\u{bf}'
        | '\u{d7}' | '\u{f7}' | '\u{2000}'..='\u{206f}' | '\u{2190}'..='\u{2bff}'
        | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{303f}' | '\u{e000}'..='\u{f8ff}'
        | '\u{fe00}'..='\u{fe6f}' | '\u{feff}'..='\u{ff0f}' | '\u{e0000}'..)
}
