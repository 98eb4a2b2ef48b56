//! Constructs of other languages and of an older PQL: each one error that shows how to write it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::ast::{Expression, Node, Operator, Quantifier};
use super::cursor::Parser;
use super::token::{Lexed, Token};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::{Span, Spanned};

/// Functions that other languages write between their operands.
const BETWEEN_OPERANDS: &[&str] = &[
    "contains",
    "startsWith",
    "endsWith",
    "equals",
    "includes",
    "intersects",
    "doesNotContain",
    "doesNotStartWith",
    "doesNotEndWith",
    "notEqualTo",
    "subsetOf",
    "supersetOf",
];

/// The longest piece of a query that advice repeats, in characters.
const LONGEST: usize = 160;

impl Parser<'_> {
    /// Takes a comparison as another language writes it, with a complaint; false when none comes.
    #[cold]
    pub(super) fn foreign_comparison(&mut self, left: &Expression) -> bool {
        if left.node == Node::Error || self.peek() != Token::Word {
            return false;
        }
        if self.is_word("is") {
            self.is_null(left);
            return true;
        }
        if matches!(&left.node, Node::Name(name) if name.eq_ignore_ascii_case("if")) {
            self.if_then_else(left.span);
            return true;
        }
        let negated = self.is_word("not");
        let behind = usize::from(negated);
        if self.is_word_ahead(behind, "between") {
            self.between(left, negated);
            return true;
        }
        if negated {
            return self.negated_operator(left);
        }
        self.infix_function(left)
    }

    /// `a IS NOT NULL`
    fn is_null(&mut self, left: &Expression) {
        let start = self.bump();
        let negated = self.eat_word("not");
        self.eat_word("null");
        let function = if negated { "isNotNull" } else { "isNull" };
        let subject = self.quote(left.span);
        let spelling = if negated { "is not null" } else { "is null" };
        self.foreign(
            Code::ForeignOperator,
            start.to(self.taken()),
            format!("`{spelling}` is not PQL"),
            format!("write `{subject}.{function}()`"),
        );
    }

    /// `if a then b else c` behind its first word
    fn if_then_else(&mut self, start: Span) {
        let mut parts = Vec::from([self.expression().span]);
        for word in ["then", "else"] {
            if self.eat_word(word) {
                parts.push(self.expression().span);
            }
        }
        let mut parts: Vec<String> = parts.into_iter().map(|span| self.quote(span)).collect();
        parts.resize(3, "null".into());
        self.foreign(
            Code::ForeignOperator,
            start,
            "`if` is a function".into(),
            format!("write `if({})`", parts.join(", ")),
        );
    }

    /// `a BETWEEN 1 AND 5`
    fn between(&mut self, left: &Expression, negated: bool) {
        let start = self.span();
        while !self.is_word("between") {
            self.bump();
        }
        self.bump();
        let least = self.operand();
        if !self.eat_word("and") {
            return self.expected("`and` and the end of the range");
        }
        let most = self.operand();
        let (a, least, most) =
            (self.quote(left.span), self.quote(least.span), self.quote(most.span));
        let range = format!("{a} >= {least} and {a} <= {most}");
        let range = if negated { format!("not ({range})") } else { range };
        self.foreign(
            Code::ForeignOperator,
            start.to(self.taken()),
            "`between` is only for times, behind `occurs`".into(),
            format!("write `{range}`"),
        );
    }

    /// `a NOT IN (1, 2)`, `a NOT LIKE "x"`
    fn negated_operator(&mut self, left: &Expression) -> bool {
        let operators = [Operator::In, Operator::Like, Operator::Matches];
        let Some(operator) = operators.into_iter().find(|it| self.is_word_ahead(1, it.text()))
        else {
            return false;
        };
        let start = self.bump();
        let span = start.to(self.bump());
        let right = match operator {
            Operator::In => self.list_operand(),
            _ => self.operand(),
        };
        let (a, b) = (self.quote(left.span), self.quote(right.span));
        let help = match operator {
            Operator::In => format!("write `{a} notIn {b}`"),
            _ => format!("write `not ({a} {} {b})`", operator.text()),
        };
        let message = format!("`not {}` is not PQL", operator.text());
        self.foreign(Code::ForeignOperator, span, message, help);
        true
    }

    /// `a contains "x"`
    fn infix_function(&mut self, left: &Expression) -> bool {
        let Some(name) = BETWEEN_OPERANDS.iter().find(|name| self.is_word(name)) else {
            return false;
        };
        if !matches!(
            self.ahead(1),
            Token::String | Token::Word | Token::LeftBracket | Token::Integer | Token::SingleQuoted
        ) {
            return false;
        }
        let span = self.bump();
        let right = self.operand();
        let (a, b) = (self.quote(left.span), self.quote(right.span));
        self.foreign(
            Code::ForeignOperator,
            span,
            format!("`{name}` is not written between its operands"),
            format!("write `{a}.{name}({b})`"),
        );
        true
    }

    /// `c ? a : b` behind its condition.
    #[cold]
    pub(super) fn ternary(&mut self, condition: &Expression) {
        let start = self.bump();
        let then = self.expression();
        if !self.eat(Token::Colon) {
            return self.expected("`:` and the other value");
        }
        let otherwise = self.expression();
        let parts = [condition.span, then.span, otherwise.span].map(|span| self.quote(span));
        self.foreign(
            Code::ForeignOperator,
            start,
            "`? :` is not PQL".into(),
            format!("write `if({})`", parts.join(", ")),
        );
    }

    /// `a?.b` at its question mark.
    #[cold]
    pub(super) fn optional_path(&mut self) {
        let span = self.bump();
        let help = "write `.`: a path through what is missing is null";
        self.foreign(Code::ForeignOperator, span, "`?.` is not PQL".into(), help.into());
    }

    /// Whether a question mark comes.
    pub(super) fn at_question(&self) -> bool {
        self.peek() == Token::Unknown && self.text(self.span()) == "?"
    }

    /// Whether `->` comes.
    pub(super) fn at_arrow(&self) -> bool {
        self.peek() == Token::Minus && self.ahead(1) == Token::Greater && self.touches(0)
    }

    /// `some (a -> p)`, where `_` is the item: what stands behind its array.
    #[cold]
    pub(super) fn arrow(&mut self, opened: Span, array: &Expression) {
        let before = self.text(Span { start: 0, end: opened.start }).trim_end();
        let word = before.rsplit(|it: char| !it.is_alphanumeric()).next().unwrap_or("");
        let quantifiers = Quantifier::ALL.iter().map(|it| it.text());
        let quantifier =
            quantifiers.into_iter().find(|it| it.eq_ignore_ascii_case(word)).unwrap_or("some");
        let start = self.bump();
        let arrow = start.to(self.bump());
        let predicate = self.expression();
        let source = self.quote(array.span);
        let condition = self.renamed(predicate.span, &["_"], "X");
        self.foreign(
            Code::ForeignSyntax,
            arrow,
            "`->` is from an older PQL".into(),
            format!("write `{quantifier} X from {source} where {condition}`"),
        );
    }

    /// `https://…` as an array.
    #[cold]
    pub(super) fn address(&mut self) -> Expression {
        let span = self.bump();
        let text = self.quote(span);
        let address = text.trim_start_matches("xdm:");
        self.foreign(
            Code::ForeignSyntax,
            span,
            "an address is no array".into(),
            format!("write `modelInstances(\"{address}\")`"),
        );
        Spanned::new(Node::Error, span)
    }

    /// `{{ … }}`, `{%= … %}`, `${ … }`: the sign before the brace was taken.
    #[cold]
    pub(super) fn template(&mut self, start: Span) -> Expression {
        self.bump();
        self.skip_to_closer(Token::RightBrace);
        let span = start.to(self.taken());
        let inside = self.text(span).trim_matches(['$', '{', '}', '%', '=']).trim();
        let inside = inside.strip_prefix("profile.").unwrap_or(inside);
        let help = if super::parse(inside).diagnostics.is_empty() {
            format!("write `{inside}`")
        } else {
            "write only what is tested, without the braces".into()
        };
        self.foreign(Code::ForeignSyntax, span, "a query has no template around it".into(), help);
        Spanned::new(Node::Error, span)
    }

    /// `xdm:name`: passes over the prefix, with a complaint.
    pub(super) fn prefix(&mut self) {
        let together = self.touches(0) && self.touches(1);
        if !together || !self.is_word("xdm") || self.ahead(1) != Token::Colon {
            return;
        }
        let start = self.bump();
        let span = start.to(self.bump());
        let name = if self.peek() == Token::Unknown {
            let sign = self.bump();
            format!("`` `{}` ``", self.quote(sign.to(self.span())))
        } else {
            format!("`{}`", self.quote(self.span()))
        };
        let message = "fields are named without `xdm:`";
        // Who writes one prefix writes all of them.
        if !core::mem::replace(&mut self.minded_prefixes, true) {
            let help = format!("write {name}");
            self.foreign(Code::ForeignSyntax, span, message.into(), help);
        }
    }

    /// `SELECT * FROM a` at its star.
    #[cold]
    pub(super) fn star(&mut self) {
        let span = self.bump();
        let help = "write `select X from xEvent` and name what is asked of it `X.…`";
        self.foreign(Code::ForeignSyntax, span, "`*` is no variable".into(), help.into());
    }

    /// `{a: 1}` at its key.
    #[cold]
    pub(super) fn bare_key(&mut self) -> Spanned<String> {
        let span = self.bump();
        let text = String::from(self.text(span));
        let help = format!("write `\"{text}\"`");
        self.foreign(Code::ForeignSyntax, span, "keys are texts".into(), help);
        Spanned::new(text, span)
    }

    /// Gives an error, unless one was given at the same place.
    pub(super) fn foreign(&mut self, code: Code, span: Span, message: String, help: String) {
        if self.diagnostics.iter().rev().take(1).all(|last| last.span != span) {
            self.diagnostics.push(Diagnostic::new(code, span, message).help(help));
        }
    }

    /// The text of a place for advice: on one line, its beginning when it is long.
    pub(super) fn quote(&self, span: Span) -> String {
        let text = self.renamed(span, &[], "");
        match text.char_indices().nth(LONGEST) {
            Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or("")),
            None => text,
        }
    }

    /// A piece of the query as it should be written, with `name` in the place of a path.
    pub(super) fn renamed(&self, span: Span, path: &[&str], name: &str) -> String {
        let all = self.tokens_of(span);
        let mut rest = all;
        let mut out = String::new();
        let (mut end, mut behind_dot) = (span.start, false);
        while let [lexed, tail @ ..] = rest {
            out.push_str(if lexed.span.start > end { " " } else { "" });
            let text = self.text(lexed.span);
            rest = tail;
            match (lexed.token, tail) {
                (Token::Word, [colon, tail @ ..])
                    if text == "xdm" && colon.token == Token::Colon =>
                {
                    rest = tail;
                }
                (Token::Word, _) if !behind_dot && self.is_path(lexed, tail, path) => {
                    out.push_str(name);
                    rest = tail.get(path.len() * 2 - 2..).unwrap_or(&[]);
                }
                (Token::SingleQuoted | Token::TypographicQuoted, _) => {
                    out.push_str(&requoted(text));
                }
                _ => out.push_str(text),
            }
            behind_dot = lexed.token == Token::Dot;
            let last = (all.len() - rest.len()).checked_sub(1).and_then(|at| all.get(at));
            end = last.map_or(end, |lexed| lexed.span.end);
        }
        out
    }

    /// Whether the words from here on are this path.
    fn is_path(&self, first: &Lexed, behind: &[Lexed], path: &[&str]) -> bool {
        let [head, fields @ ..] = path else {
            return false;
        };
        let mut rest = behind;
        self.text(first.span) == *head
            && fields.iter().all(|field| match rest {
                [dot, word, tail @ ..] => {
                    rest = tail;
                    dot.token == Token::Dot && self.text(word.span) == *field
                }
                _ => false,
            })
    }
}

/// A string in foreign quotes as PQL writes it.
pub(super) fn requoted(text: &str) -> String {
    let quotes = ['\'', '\u{2018}', '\u{2019}', '\u{201a}', '\u{201c}', '\u{201d}', '\u{201e}'];
    let more = ['\u{201f}', '\u{ab}', '\u{bb}', '"'];
    let inner = text.trim_matches(|sign| quotes.contains(&sign) || more.contains(&sign));
    format!("\"{}\"", inner.replace('\\', "\\\\").replace('"', "\\\""))
}
