//! Constructs that bind variables: `select X from …` and `sum e over X from …`.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::ast::{Aggregate, Declaration, Expression, Node, Quantifier};
use super::cursor::Parser;
use super::token::Token;
use crate::span::Spanned;

/// Words that may follow a field called `sum`, `min` … and so do not start its operand.
pub(super) const INFIX_WORDS: &[&str] =
    &["and", "or", "in", "notIn", "like", "matches", "occurs", "from", "where", "over", "is"];

impl Parser<'_> {
    /// `select X from a where c : d`, if that is what comes.
    pub(super) fn quantified(&mut self) -> Option<Expression> {
        let quantifier = self.find_word(Quantifier::ALL, |it| it.text())?;
        // `select` is reserved; the others are names unless a declaration follows.
        if quantifier != Quantifier::Select && !self.declaration_ahead(1) {
            return None;
        }
        let start = self.bump();
        let declarations = self.declarations();
        let condition = self.eat(Token::Colon).then(|| Box::new(self.expression()));
        let span = start.to(self.taken());
        Some(Spanned::new(Node::Quantified { quantifier, declarations, condition }, span))
    }

    /// `sum e over X from a` or `sum X from a`, if that is what comes.
    pub(super) fn aggregate(&mut self) -> Option<Expression> {
        let aggregate = self.find_word(Aggregate::ALL, |it| it.text())?;
        let shorthand = self.declaration_ahead(1);
        if !shorthand && !self.operand_ahead() {
            return None;
        }
        let start = self.bump();
        let value = if shorthand { None } else { Some(Box::new(self.aggregated())) };
        let declarations = self.declarations();
        let span = start.to(self.taken());
        Some(Spanned::new(Node::Aggregate { aggregate, value, declarations }, span))
    }

    fn aggregated(&mut self) -> Expression {
        let value = self.operand();
        if !self.eat_word("over") {
            self.expected("`over` and a variable, as in `sum X.price over X from …`");
        }
        value
    }

    fn declaration_ahead(&self, distance: usize) -> bool {
        let name = matches!(self.ahead(distance), Token::Word | Token::QuotedWord);
        name && self.is_word_ahead(distance + 1, "from")
    }

    /// Whether an operand of a prefix aggregate follows, not a sign or the end.
    fn operand_ahead(&self) -> bool {
        match self.ahead(1) {
            Token::Word => !self.ends_operand(1),
            Token::Integer | Token::Double | Token::Caret | Token::Parameter => true,
            Token::QuotedWord => true,
            Token::LeftParenthesis => self.over_ahead(),
            _ => false,
        }
    }

    /// Whether `over` comes behind the parenthesis that follows, before anything that ends it.
    fn over_ahead(&self) -> bool {
        let mut open = 0_u32;
        for distance in 1.. {
            match self.ahead(distance) {
                Token::LeftParenthesis | Token::LeftBracket | Token::LeftBrace => open += 1,
                Token::RightParenthesis | Token::RightBracket | Token::RightBrace => {
                    if open == 0 {
                        return false;
                    }
                    open -= 1;
                }
                Token::Comma | Token::Equal | Token::NotEqual | Token::Less | Token::Greater
                    if open == 0 =>
                {
                    return false;
                }
                Token::Word if open == 0 && self.is_word_ahead(distance, "over") => return true,
                Token::Word if open == 0 && self.ends_operand(distance) => return false,
                Token::End => return false,
                _ => {}
            }
        }
        false
    }

    /// Whether a word cannot be part of what an aggregate adds up.
    fn ends_operand(&self, distance: usize) -> bool {
        INFIX_WORDS.iter().any(|word| self.is_word_ahead(distance, word))
    }

    fn declarations(&mut self) -> Vec<Declaration> {
        let mut declarations = Vec::new();
        loop {
            let Some(declaration) = self.declaration() else {
                return declarations;
            };
            declarations.push(declaration);
            if self.peek() != Token::Comma || !self.declaration_ahead(1) {
                return declarations;
            }
            self.bump();
        }
    }

    fn declaration(&mut self) -> Option<Declaration> {
        if self.peek() == Token::Star {
            self.star();
            self.eat_word("from");
            self.operand();
            return None;
        }
        let Some(name) = self.name() else {
            self.expected("a variable, as in `X from xEvent`");
            return None;
        };
        if !self.eat_word("from") {
            self.expected("`from` and an array");
        }
        let source = self.operand();
        let condition = self.eat_word("where").then(|| self.expression());
        Some(Declaration { name, source, condition })
    }
}
