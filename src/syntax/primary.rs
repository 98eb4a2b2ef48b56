//! What stands by itself, and what follows it with dots and brackets.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::ast::{Aggregate, Expression, Literal, Name, Node, Quantifier};
use super::cursor::Parser;
use super::expression::word_literal;
use super::foreign::requoted;
use super::token::{Token, is_word};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::{Span, Spanned};
use crate::value::{Relation, TimeWord, read_double};

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
                Token::Unknown if self.ahead(1) == Token::Dot && self.at_question() => {
                    self.optional_path();
                    self.member(left)
                }
                _ => return left,
            };
            if !self.grow() {
                return left;
            }
        }
    }

    fn member(&mut self, object: Expression) -> Expression {
        self.bump();
        self.prefix();
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
            let item = self.expression();
            if self.at_arrow() {
                self.arrow(opened, &item);
            }
            items.push(item);
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
            Token::LeftBrace => self.braces(),
            Token::Address => self.address(),
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
        self.prefix();
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
        let known = self.diagnostics.len();
        let arguments = self.arguments();
        // `some (a -> p)` is no call.
        let arrow = Quantifier::ALL.iter().any(|it| word.eq_ignore_ascii_case(it.text()))
            && self.diagnostics.len() > known;
        let node = if arrow { Node::Error } else { Node::Call { name, receiver: None, arguments } };
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
            read_double(&text).filter(|it| it.is_finite()).map(Literal::Double)
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

    /// An object, or what other texts put in braces.
    fn braces(&mut self) -> Expression {
        let span = self.span();
        match (self.ahead(1), self.ahead(2)) {
            (Token::LeftBrace | Token::Percent, _) => self.template(span),
            (Token::String, Token::Equal | Token::NotEqual | Token::Word) => self.set(),
            (Token::String | Token::RightBrace | Token::End, _) => self.object(),
            (Token::Word, Token::Comma | Token::Colon) => self.object(),
            _ => self.set(),
        }
    }

    fn object(&mut self) -> Expression {
        let opened = self.bump();
        let mut entries = Vec::new();
        while let Some(key) = self.key() {
            if !self.eat(Token::Colon) {
                self.expected("`:` and the value of this key");
            }
            entries.push((key, self.expression()));
            if !self.eat(Token::Comma) {
                break;
            }
            if !matches!(self.peek(), Token::String | Token::Word) {
                self.expected("the key of an entry");
            }
        }
        self.close(Token::RightBrace, opened);
        Spanned::new(Node::Object(entries), opened.to(self.taken()))
    }

    fn key(&mut self) -> Option<Name> {
        match self.peek() {
            Token::Word => Some(self.bare_key()),
            Token::String => {
                let key = self.string();
                match key.node {
                    Node::Literal(Literal::String(text)) => Some(Name::new(text, key.span)),
                    _ => Some(Name::new(String::new(), key.span)),
                }
            }
            _ => None,
        }
    }

    /// Complains where an expression should start; takes what cannot belong to anything else.
    #[cold]
    fn no_expression(&mut self) -> Expression {
        let span = self.span();
        let text = self.excerpt(span);
        let requoted = format!("write `{}`", requoted(self.text(span)));
        let (code, message, help) = match self.peek() {
            Token::UnclosedString => {
                (Code::UnclosedString, "this string has no closing quote".into(), "add `\"`")
            }
            Token::SingleQuoted | Token::TypographicQuoted => {
                (Code::ForeignQuotes, format!("`{text}` is not a PQL string"), requoted.as_str())
            }
            Token::Unknown if text == "$" && self.ahead(1) == Token::LeftBrace => {
                self.bump();
                return self.template(span);
            }
            Token::Unknown if text == "$" => (
                Code::UnknownCharacter,
                "`$` is not part of PQL by itself".into(),
                "parameters are numbered: `$1` is the profile",
            ),
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
