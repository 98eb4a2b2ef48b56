//! What stands by itself, and what follows it with dots and brackets.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::ast::{Aggregate, Expression, Literal, Name, Node, Quantifier};
use super::cursor::Parser;
use super::expression::word_literal;
use super::token::{Token, is_word};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::{Span, Spanned};
use crate::value::{Relation, TimeWord};

/// Words that cannot start an expression by themselves (pql.md 2).
const RESERVED: &[&str] = &[
    "and", "or", "not", "in", "notIn", "like", "matches", "occurs", "select", "from", "where",
    "over", "let",
];

impl Parser<'_> {
    pub(super) fn postfix(&mut self) -> Expression {
        let primary = self.primary();
        self.postfix_of(primary)
    }

    /// `.name`, `.name(…)` and `[…]` behind an expression, as many as there are.
    pub(super) fn postfix_of(&mut self, primary: Expression) -> Expression {
        let mut left = primary;
        loop {
            left = match self.peek() {
                Token::Dot => self.member(left),
                Token::LeftBracket => self.filter(left),
                _ => return left,
            };
            if !self.grow() {
                return left;
            }
        }
    }

    fn member(&mut self, object: Expression) -> Expression {
        self.bump();
        let Some(name) = self.name() else {
            self.expected("a field or function name");
            return Spanned::new(Node::Error, object.span);
        };
        let start = object.span;
        let receiver = Box::new(object);
        if self.peek() != Token::LeftParenthesis {
            let span = start.to(name.span);
            return Spanned::new(Node::Field { object: receiver, name }, span);
        }
        let arguments = self.arguments();
        let span = start.to(self.taken());
        Spanned::new(Node::Call { name, receiver: Some(receiver), arguments }, span)
    }

    fn filter(&mut self, array: Expression) -> Expression {
        let opened = self.bump();
        let predicate = Box::new(self.expression());
        self.close(Token::RightBracket, opened);
        let span = array.span.to(self.taken());
        Spanned::new(Node::Filter { array: Box::new(array), predicate }, span)
    }

    /// A name behind a dot: any word, or anything in back-ticks.
    pub(super) fn name(&mut self) -> Option<Name> {
        let span = self.span();
        let text = match self.peek() {
            Token::Word => self.text(span),
            Token::QuotedWord => unquoted(self.text(span)),
            _ => return None,
        };
        self.bump();
        Some(Name::new(text.into(), span))
    }

    /// `(a, b)`
    fn arguments(&mut self) -> Vec<Expression> {
        let opened = self.bump();
        self.items(Token::RightParenthesis, opened)
    }

    /// Expressions between commas up to the closer, which is taken.
    pub(super) fn items(&mut self, closer: Token, opened: Span) -> Vec<Expression> {
        let mut items = Vec::new();
        if self.eat(closer) {
            return items;
        }
        loop {
            items.push(self.expression());
            if !self.eat(Token::Comma) {
                self.close(closer, opened);
                return items;
            }
        }
    }

    fn primary(&mut self) -> Expression {
        let span = self.span();
        match self.peek() {
            Token::Integer | Token::Double => self.number(span),
            Token::String => self.string(),
            Token::Word => self.word_primary(),
            Token::QuotedWord => {
                self.bump();
                let name = String::from(unquoted(self.text(span)));
                Spanned::new(Node::Name(name), span)
            }
            Token::LeftParenthesis => self.parenthesised(),
            Token::LeftBracket => {
                self.bump();
                let items = self.items(Token::RightBracket, span);
                Spanned::new(Node::List(items), span.to(self.taken()))
            }
            Token::LeftBrace => self.object(),
            Token::Parameter => self.parameter(),
            Token::Context => {
                self.bump();
                let text = self.text(span);
                let id = text.trim_start_matches("@{").trim_end_matches('}');
                Spanned::new(Node::Context(id.into()), span)
            }
            Token::Caret => self.up(),
            _ => self.no_expression(),
        }
    }

    fn parenthesised(&mut self) -> Expression {
        let opened = self.bump();
        let inner = self.expression();
        self.close(Token::RightParenthesis, opened);
        Spanned::new(inner.node, opened.to(self.taken()))
    }

    fn word_primary(&mut self) -> Expression {
        let span = self.span();
        let word = self.text(span);
        if let Some(construct) = self.construct() {
            return construct;
        }
        if self.ahead(1) != Token::LeftParenthesis {
            if let Some(literal) = word_literal(word) {
                self.bump();
                return Spanned::new(Node::Literal(literal), span);
            }
            if let Some(node) = self.time_word() {
                return Spanned::new(node, span.to(self.taken()));
            }
            if RESERVED.iter().any(|reserved| word.eq_ignore_ascii_case(reserved)) {
                return self.no_expression();
            }
            self.bump();
            return Spanned::new(Node::Name(word.into()), span);
        }
        let name = Name::new(word.into(), self.bump());
        let arguments = self.arguments();
        let node = Node::Call { name, receiver: None, arguments };
        Spanned::new(node, span.to(self.taken()))
    }

    /// Quantifiers, prefix aggregates and chains, where the words that follow fit one.
    fn construct(&mut self) -> Option<Expression> {
        self.quantified().or_else(|| self.aggregate()).or_else(|| self.chain())
    }

    /// `now`, `this month`, `this`; a time word before a dot is an ordinary name.
    fn time_word(&mut self) -> Option<Node> {
        if let Some(relation) = self.find_word(Relation::ALL, |it| it.text())
            && let Some(unit) = self.unit_ahead(1)
        {
            self.bump();
            self.bump();
            return Some(Node::Calendar { relation, unit });
        }
        if self.word() == Some("this") {
            self.bump();
            return Some(Node::This);
        }
        let word = self.find_word(TimeWord::ALL, |it| it.text())?;
        if matches!(self.ahead(1), Token::Dot | Token::LeftBracket) {
            return None;
        }
        self.bump();
        Some(Node::Instant(word))
    }

    /// Which of a closed set of words the next token is, in any case.
    pub(super) fn find_word<T: Copy>(&self, all: &[T], text: fn(T) -> &'static str) -> Option<T> {
        all.iter().copied().find(|it| self.is_word(text(*it)))
    }

    /// A number; `start` is before its sign if it has one.
    pub(super) fn number(&mut self, start: Span) -> Expression {
        let integer = self.peek() == Token::Integer;
        let place = self.bump();
        let span = start.to(place);
        let sign = if start == place { "" } else { "-" };
        let text = format!("{sign}{}", self.text(place).trim_end_matches('L'));
        let literal = if integer {
            text.parse().ok().map(Literal::Integer)
        } else {
            text.parse().ok().filter(|it: &f64| it.is_finite()).map(Literal::Double)
        };
        let node = literal.map_or_else(|| self.number_out_of_range(span), Node::Literal);
        Spanned::new(node, span)
    }

    fn parameter(&mut self) -> Expression {
        let span = self.bump();
        let number = self.text(span).trim_start_matches('$').parse();
        let node = number.map_or_else(|_| self.number_out_of_range(span), Node::Parameter);
        Spanned::new(node, span)
    }

    #[cold]
    fn number_out_of_range(&mut self, span: Span) -> Node {
        let text = self.excerpt(span);
        self.diagnostics.push(
            Diagnostic::new(Code::NumberOutOfRange, span, format!("`{text}` is out of range"))
                .help("integers have 64 bits; larger numbers can be written as doubles, `1E19`"),
        );
        Node::Error
    }

    fn up(&mut self) -> Expression {
        let start = self.bump();
        let mut levels = 1;
        while self.eat(Token::Caret) {
            levels += 1;
        }
        self.eat(Token::Dot);
        let Some(name) = self.name() else {
            self.expected("a field name after `^`");
            return Spanned::new(Node::Error, start);
        };
        Spanned::new(Node::Up { levels, name: name.node }, start.to(name.span))
    }

    fn object(&mut self) -> Expression {
        let opened = self.bump();
        let mut entries = Vec::new();
        while self.peek() == Token::String {
            let key = self.string();
            let text = match key.node {
                Node::Literal(Literal::String(text)) => text,
                _ => String::new(),
            };
            if !self.eat(Token::Colon) {
                self.expected("`:` and the value of this key");
            }
            entries.push((Name::new(text, key.span), self.expression()));
            if !self.eat(Token::Comma) {
                break;
            }
        }
        self.close(Token::RightBrace, opened);
        Spanned::new(Node::Object(entries), opened.to(self.taken()))
    }

    fn string(&mut self) -> Expression {
        let span = self.bump();
        let text = self.text(span);
        let inner = text.strip_prefix('"').and_then(|it| it.strip_suffix('"')).unwrap_or("");
        let node = match unescape(inner) {
            Ok(text) => Node::Literal(Literal::String(text)),
            Err(at) => self.bad_escape(span, at),
        };
        Spanned::new(node, span)
    }

    #[cold]
    fn bad_escape(&mut self, span: Span, at: usize) -> Node {
        let start = span.start + 1 + at as u32;
        let place = Span::new(start, (start + 2).min(span.end - 1).max(start + 1));
        let found = self.excerpt(place);
        let message = format!("`{found}` is not an escape sequence");
        self.diagnostics.push(Diagnostic::new(Code::BadEscape, place, message).help(
            "write a backslash twice, `\\\\`; valid are \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX",
        ));
        Node::Error
    }

    /// Complains where an expression should start; takes what cannot belong to anything else.
    #[cold]
    fn no_expression(&mut self) -> Expression {
        let span = self.span();
        let text = self.excerpt(span);
        let foreign_string = "strings have straight double quotes, `\"…\"`";
        let (code, message, help) = match self.peek() {
            Token::UnclosedString => {
                (Code::UnclosedString, "this string has no closing quote".into(), "add `\"`")
            }
            Token::SingleQuoted | Token::TypographicQuoted => {
                (Code::ForeignQuotes, format!("`{text}` is not a PQL string"), foreign_string)
            }
            Token::Unknown => {
                (Code::UnknownCharacter, format!("`{text}` is not part of PQL"), "remove it")
            }
            _ => {
                self.expected("a value or a condition");
                if matches!(self.peek(), Token::Foreign | Token::Arrow | Token::Colon) {
                    self.bump();
                }
                return Spanned::new(Node::Error, span);
            }
        };
        self.complain(Diagnostic::new(code, span, message).help(help));
        self.bump();
        Spanned::new(Node::Error, span)
    }
}

/// Whether a name can start an expression as it is, whatever follows it.
pub(super) fn is_plain_name(text: &str) -> bool {
    let means_more = RESERVED
        .iter()
        .copied()
        .chain(Quantifier::ALL.iter().map(|it| it.text()))
        .chain(Aggregate::ALL.iter().map(|it| it.text()))
        .chain(Relation::ALL.iter().map(|it| it.text()))
        .chain(TimeWord::ALL.iter().map(|it| it.text()))
        .chain(["null", "true", "false", "on", "before", "after", "between", "is"]);
    is_word(text) && !means_more.into_iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn unquoted(text: &str) -> &str {
    text.trim_matches('`')
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
