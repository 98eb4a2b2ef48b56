//! Regular expressions: Java's notation, where it is regular, rewritten for the `regex` crate, in
//! which `\d`, `\w`, `\s`, `\b` and `(?i)` would look beyond ASCII (pql.md 10.2, A20 and A21).

use std::iter::Peekable;
use std::str::Chars;

use regex::Regex;

use super::strings;
use super::value::Value;

/// `text matches pattern`: found somewhere in it.
pub fn matches(text: &Value, pattern: &Value) -> bool {
    let Some(compiled) = pattern.as_str().and_then(compile) else {
        return false;
    };
    strings::any(text, pattern, |text, _| compiled.is_match(text))
}

/// `text.regexGroup(pattern, number)`: that group of the first match.
pub fn group(text: &Value, pattern: &Value, number: &Value) -> Value {
    let number = number.as_whole().and_then(|number| usize::try_from(number).ok());
    let (Some(compiled), Some(number)) = (pattern.as_str().and_then(compile), number) else {
        return Value::Null;
    };
    text.step(|text| {
        let found = text.as_str().and_then(|text| compiled.captures(text));
        let group = found.as_ref().and_then(|found| found.get(number));
        group.map_or(Value::Null, |group| Value::string(group.as_str()))
    })
}

/// None when the pattern is not valid, or not regular.
fn compile(pattern: &str) -> Option<Regex> {
    let mut rewriter = Rewriter { rest: pattern.chars().peekable(), out: String::new() };
    rewriter.group(false)?;
    // What is left begins with a parenthesis that was never opened.
    if rewriter.rest.peek().is_some() {
        return None;
    }
    Regex::new(&rewriter.out).ok()
}

struct Rewriter<'p> {
    rest: Peekable<Chars<'p>>,
    out: String,
}

impl Rewriter<'_> {
    /// Up to the parenthesis that closes the group, or to the end.
    fn group(&mut self, ignore_case: bool) -> Option<()> {
        let mut ignore_case = ignore_case;
        let mut repeatable = false;
        while let Some(next) = self.rest.next_if(|it| *it != ')') {
            match next {
                '(' => match self.opened(ignore_case)? {
                    // `(?i)` is for the rest of the group around it.
                    Opened::Flags { ignore_case: changed } => ignore_case = changed,
                    Opened::Group { ignore_case: inside } => {
                        self.group(inside)?;
                        self.rest.next_if_eq(&')')?;
                        self.out.push(')');
                    }
                },
                '[' => self.class(ignore_case)?,
                '\\' => self.escape(ignore_case)?,
                '*' | '+' | '?' | '{' => {
                    if !repeatable {
                        return None;
                    }
                    self.repetition(next)?;
                    repeatable = false;
                    continue;
                }
                literal => self.literal(literal, ignore_case),
            }
            repeatable = !matches!(next, '|');
        }
        Some(())
    }

    /// What follows `(`.
    fn opened(&mut self, ignore_case: bool) -> Option<Opened> {
        if self.rest.next_if_eq(&'?').is_none() {
            self.out.push('(');
            return Some(Opened::Group { ignore_case });
        }
        if self.rest.next_if_eq(&'<').is_some() {
            // `(?<=` and `(?<!` look behind; a name starts with a letter.
            self.rest.peek().filter(|it| it.is_ascii_alphabetic())?;
            self.out.push_str("(?<");
            while let Some(of_name) = self.rest.next_if(char::is_ascii_alphanumeric) {
                self.out.push(of_name);
            }
            self.out.push(self.rest.next_if_eq(&'>')?);
            return Some(Opened::Group { ignore_case });
        }
        let (mut ignore_case, mut on, mut flags) = (ignore_case, true, String::new());
        loop {
            match self.rest.next()? {
                'i' => ignore_case = on,
                '-' if on => {
                    on = false;
                    flags.push('-');
                }
                flag @ ('m' | 's') => flags.push(flag),
                ':' => {
                    self.out += &format!("(?{}:", flags.trim_end_matches('-'));
                    return Some(Opened::Group { ignore_case });
                }
                ')' => {
                    let flags = flags.trim_end_matches('-');
                    if !flags.is_empty() {
                        self.out += &format!("(?{flags})");
                    }
                    return Some(Opened::Flags { ignore_case });
                }
                _ => return None,
            }
        }
    }

    /// `*`, `{2,3}`, perhaps lazy; a `+` behind it would be possessive, which is not regular.
    fn repetition(&mut self, sign: char) -> Option<()> {
        self.out.push(sign);
        if sign == '{' {
            self.rest.peek().filter(|it| it.is_ascii_digit())?;
            while let Some(inside) = self.rest.next_if(|it| it.is_ascii_digit() || *it == ',') {
                self.out.push(inside);
            }
            self.out.push(self.rest.next_if_eq(&'}')?);
        }
        if let Some(lazy) = self.rest.next_if_eq(&'?') {
            self.out.push(lazy);
        }
        match self.rest.peek() {
            Some('*' | '+' | '?' | '{') => None,
            _ => Some(()),
        }
    }

    fn literal(&mut self, literal: char, ignore_case: bool) {
        if ignore_case && literal.is_ascii_alphabetic() {
            let (small, large) = (literal.to_ascii_lowercase(), literal.to_ascii_uppercase());
            self.out += &format!("[{small}{large}]");
        } else {
            self.out.push(literal);
        }
    }

    /// Behind a backslash, outside of a class.
    fn escape(&mut self, ignore_case: bool) -> Option<()> {
        match self.rest.next()? {
            kind @ ('d' | 'D' | 'w' | 'W' | 's' | 'S') => {
                let negated = if kind.is_ascii_uppercase() { "^" } else { "" };
                self.out += &format!("[{negated}{}]", ascii(kind));
            }
            side @ ('b' | 'B') => self.out += &format!("(?-u:\\{side})"),
            'z' => self.out.push_str("\\z"),
            'A' => self.out.push_str("\\A"),
            other => {
                let character = self.escaped_character(other)?;
                if ignore_case && character.is_ascii_alphabetic() {
                    self.literal(character, true);
                } else {
                    self.out += &regex::escape(&character.to_string());
                }
            }
        }
        Some(())
    }

    /// The character that an escape stands for.
    fn escaped_character(&mut self, kind: char) -> Option<char> {
        let digits = match kind {
            't' => return Some('\t'),
            'n' => return Some('\n'),
            'r' => return Some('\r'),
            'f' => return Some('\u{c}'),
            'x' => 2,
            'u' => 4,
            plain if !plain.is_ascii_alphanumeric() => return Some(plain),
            _ => return None,
        };
        let braced = kind == 'x' && self.rest.next_if_eq(&'{').is_some();
        let text: String = if braced {
            self.rest.by_ref().take_while(|it| *it != '}').collect()
        } else {
            (0..digits).filter_map(|_| self.rest.next()).collect()
        };
        let is_whole = (braced || text.len() == digits)
            && !text.is_empty()
            && text.bytes().all(|it| it.is_ascii_hexdigit());
        if is_whole { char::from_u32(u32::from_str_radix(&text, 16).ok()?) } else { None }
    }

    /// `[…]`: single characters, ranges and classes of ASCII.
    fn class(&mut self, ignore_case: bool) -> Option<()> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut parts = String::new();
        while let Some(next) = self.rest.next_if(|it| *it != ']') {
            if next == '\\'
                && let Some(kind) = self.rest.next_if(|it| "dDwWsS".contains(*it))
            {
                let inside = ascii(kind);
                parts += &if kind.is_ascii_uppercase() { format!("[^{inside}]") } else { inside };
                continue;
            }
            let first = self.member(next)?;
            let last = if self.rest.next_if_eq(&'-').is_none() {
                first
            } else if self.rest.peek() == Some(&']') {
                // A dash at the end is itself.
                parts.push_str("\\-");
                first
            } else {
                let next = self.rest.next()?;
                self.member(next)?
            };
            if first > last {
                return None;
            }
            parts += &range(first, last, ignore_case);
        }
        self.rest.next_if_eq(&']')?;
        if parts.is_empty() {
            return None;
        }
        self.out += &format!("[{}{parts}]", if negated { "^" } else { "" });
        Some(())
    }

    /// A single character of a class; classes in classes are not read.
    fn member(&mut self, next: char) -> Option<char> {
        match next {
            '[' | '&' => None,
            '\\' => {
                let kind = self.rest.next()?;
                self.escaped_character(kind)
            }
            plain => Some(plain),
        }
    }
}

/// What a parenthesis begins.
enum Opened {
    Group { ignore_case: bool },
    Flags { ignore_case: bool },
}

/// The characters of `\d`, `\w`, `\s`, without brackets.
fn ascii(kind: char) -> String {
    match kind.to_ascii_lowercase() {
        'd' => "0-9",
        'w' => "a-zA-Z0-9_",
        _ => " \\t\\n\\x0B\\f\\r",
    }
    .to_owned()
}

/// A range of a class, with its letters in both cases where case is ignored.
fn range(first: char, last: char, ignore_case: bool) -> String {
    let written = |first: char, last: char| {
        format!("\\x{{{:x}}}-\\x{{{:x}}}", u32::from(first), u32::from(last))
    };
    let mut text = written(first, last);
    if !ignore_case {
        return text;
    }
    for letter in ('a'..='z').chain('A'..='Z').filter(|letter| (first..=last).contains(letter)) {
        let other = if letter.is_ascii_lowercase() {
            letter.to_ascii_uppercase()
        } else {
            letter.to_ascii_lowercase()
        };
        text += &written(other, other);
    }
    text
}
