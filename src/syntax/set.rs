//! Sets in braces, as PQL wrote them in 2018: read to show how they are written now.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::ast::{Expression, Node};
use super::cursor::Parser;
use super::token::Token;
use crate::diagnostic::Code;
use crate::span::{Span, Spanned};

impl Parser<'_> {
    /// `{ a.type = "x" }` and `{ A as a, B as b : c }`
    #[cold]
    pub(super) fn set(&mut self) -> Expression {
        let opened = self.bump();
        let known = self.diagnostics.len();
        let declarations = if self.is_word_ahead(1, "as") {
            self.bindings()
        } else {
            let condition = self.expression();
            Vec::from([self.binding("X", condition.span, &[])])
        };
        self.close(Token::RightBrace, opened);
        let span = opened.to(self.taken());
        if self.diagnostics.len() == known {
            self.foreign(
                Code::ForeignSyntax,
                span,
                "sets in braces are from an older PQL".into(),
                format!("write `{}`", canonical(&format!("select {}", declarations.join(", ")))),
            );
        }
        Spanned::new(Node::Error, span)
    }

    /// `A as a, B as b : c`
    fn bindings(&mut self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let mut all = Vec::new();
        while let Some(name) = self.name() {
            if !self.eat_word("as") {
                self.expected("`as`");
            }
            let value = self.expression();
            all.push(self.binding(&name, value.span, &names));
            names.push(name.node);
            if !self.eat(Token::Comma) {
                break;
            }
        }
        if self.eat(Token::Colon) {
            let condition = self.expression();
            let condition = self.quote(condition.span);
            if let Some(last) = all.last_mut() {
                let joint = if last.contains(" where ") { "and" } else { "where" };
                *last = format!("{last} {joint} {condition}");
            }
        }
        all
    }

    /// `X from a where X.type = "x"` for the condition `a.type = "x"`.
    fn binding(&self, name: &str, span: Span, known: &[String]) -> String {
        let path = self.first_path(span);
        if path.is_empty() {
            return format!("{name} from {}", self.quote(span));
        }
        let whole = path.len() * 2 - 1 == self.tokens_of(span).len();
        let length = match path.first() {
            Some(&"xEvent") => 1,
            Some(first) if known.iter().any(|it| it == first) => 2,
            _ if whole => path.len(),
            _ => path.len().saturating_sub(1).max(1),
        };
        let array = path.get(..length.min(path.len())).unwrap_or(&[]);
        let source = array.join(".");
        if whole && array.len() == path.len() {
            return format!("{name} from {source}");
        }
        format!("{name} from {source} where {}", self.renamed(span, array, name))
    }

    /// The names of the first path in a piece of the query, without a call at its end.
    fn first_path(&self, span: Span) -> Vec<&str> {
        let tokens = self.tokens_of(span);
        let start = tokens.iter().position(|lexed| lexed.token == Token::Word).unwrap_or(0);
        let mut path = Vec::new();
        let mut rest = tokens.get(start..).unwrap_or(&[]);
        while let [word, tail @ ..] = rest
            && word.token == Token::Word
            && tail.first().is_none_or(|next| next.token != Token::LeftParenthesis)
        {
            path.push(self.text(word.span));
            rest = match tail {
                [dot, tail @ ..] if dot.token == Token::Dot => tail,
                _ => &[],
            };
        }
        path
    }
}

/// The text as it is formatted, if it can be read.
fn canonical(text: &str) -> String {
    let parse = super::parse(text);
    if parse.diagnostics.is_empty() { super::print(&parse.tree) } else { text.into() }
}
