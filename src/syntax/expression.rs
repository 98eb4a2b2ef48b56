//! Expressions from the loosest operator to the tightest.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use super::ast::{Expression, Literal, Name, Node, Operator};
use super::cursor::Parser;
use super::precedence::Level;
use super::token::Token;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::{Span, Spanned};

impl Parser<'_> {
    /// The whole text.
    pub(super) fn query(&mut self) -> Expression {
        let tree = self.expression();
        while self.peek() != Token::End {
            self.trailing();
            if self.peek() != Token::End {
                // What follows is read for its own mistakes; the tree is already an error.
                self.expression();
            }
        }
        tree
    }

    /// Any expression; `Node::Error` and a complaint where there is none.
    pub(super) fn expression(&mut self) -> Expression {
        let span = self.span();
        self.deeper(Self::open).unwrap_or(Spanned::new(Node::Error, span))
    }

    fn open(&mut self) -> Expression {
        if self.at_lambda() {
            return self.lambda();
        }
        if self.is_word("let") && self.ahead(1) == Token::Word && self.ahead(2) == Token::Equal {
            return self.let_in();
        }
        let condition = self.or();
        if self.at_question() {
            let span = condition.span;
            self.ternary(&condition);
            return Spanned::new(Node::Error, span.to(self.taken()));
        }
        condition
    }

    fn or(&mut self) -> Expression {
        self.series("or", "||", Self::and, Node::Or)
    }

    fn and(&mut self) -> Expression {
        self.series("and", "&&", Self::not, Node::And)
    }

    /// `a word b word c`, flat.
    fn series(
        &mut self,
        word: &str,
        foreign: &str,
        operand: fn(&mut Self) -> Expression,
        node: fn(Vec<Expression>) -> Node,
    ) -> Expression {
        let first = self.level(operand);
        if !self.eat_series(word, foreign) {
            return first;
        }
        let mut operands = vec![first, self.level(operand)];
        while self.eat_series(word, foreign) {
            operands.push(self.level(operand));
        }
        self.grow();
        let span = cover(&operands);
        Spanned::new(node(operands), span)
    }

    fn eat_series(&mut self, word: &str, foreign: &str) -> bool {
        if self.peek() == Token::Foreign && self.text(self.span()) == foreign {
            self.foreign_operator(word);
            return true;
        }
        self.eat_word(word)
    }

    fn not(&mut self) -> Expression {
        if self.peek() != Token::Bang && !self.is_word("not") {
            return self.comparison();
        }
        let start = self.bump();
        let operand = self.deeper(Self::not).unwrap_or(Spanned::new(Node::Error, start));
        let span = start.to(operand.span);
        Spanned::new(Node::Not(Box::new(operand)), span)
    }

    fn comparison(&mut self) -> Expression {
        let left = self.level(|parser| parser.additive());
        if self.is_word("occurs") {
            return self.occurs(left);
        }
        let Some(operator) = self.comparison_operator(&left) else {
            return left;
        };
        let right = match operator {
            Operator::In | Operator::NotIn => self.list_operand(),
            _ => self.additive(),
        };
        self.no_second_comparison();
        self.grow();
        binary(operator, left, right)
    }

    /// Takes a comparison operator, ours or (with a complaint) a foreign one.
    fn comparison_operator(&mut self, left: &Expression) -> Option<Operator> {
        if let Some(operator) = self.operator().filter(|it| it.level() == Level::Comparison) {
            self.bump();
            return Some(operator);
        }
        if self.peek() != Token::Foreign {
            self.foreign_comparison(left);
            return None;
        }
        let (ours, operator) = match self.text(self.span()) {
            "==" | "===" => ("=", Operator::Equal),
            "<>" | "!==" => ("!=", Operator::NotEqual),
            _ => return None,
        };
        self.foreign_operator(ours);
        Some(operator)
    }

    /// `a = b = c`: complains at the second sign and reads on behind its operand.
    fn no_second_comparison(&mut self) {
        while let Some(operator) = self.operator().filter(|it| it.level() == Level::Comparison) {
            let span = self.span();
            let sign = operator.text();
            self.complain(
                Diagnostic::new(
                    Code::ComparisonChain,
                    span,
                    format!("a second comparison `{sign}` in a row"),
                )
                .help("join two comparisons with `and`, or put one in parentheses"),
            );
            self.bump();
            self.additive();
        }
    }

    /// What follows `in`: a list, or `("a", "b")` as older documents write it.
    pub(super) fn list_operand(&mut self) -> Expression {
        let parenthesised = self.peek() == Token::LeftParenthesis;
        if parenthesised && self.has_comma_inside() {
            let start = self.bump();
            let items = self.items(Token::RightParenthesis, start);
            let span = start.to(self.taken());
            return Spanned::new(Node::List(items), span);
        }
        let right = self.additive();
        match right.node {
            Node::Literal(_) if parenthesised => {
                let span = right.span;
                Spanned::new(Node::List(vec![right]), span)
            }
            _ => right,
        }
    }

    /// Whether the parenthesis that comes next has a comma of its own, as a bare list has.
    fn has_comma_inside(&self) -> bool {
        let mut open = 0_u32;
        for distance in 0.. {
            match self.ahead(distance) {
                Token::LeftParenthesis | Token::LeftBracket | Token::LeftBrace => open += 1,
                Token::RightParenthesis | Token::RightBracket | Token::RightBrace => {
                    open -= 1;
                    if open == 0 {
                        return false;
                    }
                }
                Token::Comma if open == 1 => return true,
                Token::Word if open == 1 && self.is_word_ahead(distance, "from") => return false,
                Token::End => return false,
                _ => {}
            }
        }
        false
    }

    /// An expression without comparisons of its own, one level deeper than what it is part of.
    pub(super) fn operand(&mut self) -> Expression {
        let span = self.span();
        self.deeper(Self::additive).unwrap_or(Spanned::new(Node::Error, span))
    }

    fn additive(&mut self) -> Expression {
        self.level(|parser| parser.arithmetic(Level::Additive))
    }

    /// Arithmetic whose operators bind at least this tightly.
    fn arithmetic(&mut self, least: Level) -> Expression {
        let mut left = self.unary();
        while let Some(operator) = self.operator().filter(|it| it.level() >= least) {
            if self.at_arrow() {
                break;
            }
            self.bump();
            let right = match operator.level() {
                Level::Additive => self.arithmetic(Level::Multiplicative),
                _ => self.unary(),
            };
            if !self.grow() {
                break;
            }
            left = binary(operator, left, right);
        }
        left
    }

    fn unary(&mut self) -> Expression {
        if self.peek() != Token::Minus {
            return self.postfix();
        }
        let start = self.bump();
        // The sign belongs to the literal, or the smallest integer could not be written.
        if matches!(self.peek(), Token::Integer | Token::Double) {
            let literal = self.number(start);
            return self.postfix_of(literal);
        }
        let operand = self.deeper(Self::unary).unwrap_or(Spanned::new(Node::Error, start));
        let span = start.to(operand.span);
        Spanned::new(Node::Negate(Box::new(operand)), span)
    }

    fn at_lambda(&self) -> bool {
        if self.peek() != Token::LeftParenthesis {
            return false;
        }
        let mut at = 1;
        while self.ahead(at) == Token::Word {
            match self.ahead(at + 1) {
                Token::Comma => at += 2,
                Token::RightParenthesis => return self.ahead(at + 2) == Token::Arrow,
                _ => return false,
            }
        }
        false
    }

    fn lambda(&mut self) -> Expression {
        let start = self.bump();
        let mut parameters = Vec::new();
        while let Some(word) = self.word() {
            parameters.push(Name::new(word.into(), self.bump()));
            self.eat(Token::Comma);
        }
        self.eat(Token::RightParenthesis);
        self.eat(Token::Arrow);
        let body = self.expression();
        let span = start.to(body.span);
        Spanned::new(Node::Lambda { parameters, body: Box::new(body) }, span)
    }

    fn let_in(&mut self) -> Expression {
        let start = self.bump();
        let name = self.word().unwrap_or("");
        let name = Name::new(name.into(), self.bump());
        self.eat(Token::Equal);
        let value = Box::new(self.operand());
        if !self.eat_word("in") {
            self.expected("`in` and the body of `let`");
        }
        let body = self.expression();
        let span = start.to(body.span);
        Spanned::new(Node::Let { name, value, body: Box::new(body) }, span)
    }

    #[cold]
    fn foreign_operator(&mut self, ours: &str) {
        let span = self.span();
        let found = self.excerpt(span);
        self.complain(
            Diagnostic::new(Code::ForeignOperator, span, format!("`{found}` is not PQL"))
                .help(format!("write `{ours}`")),
        );
        self.bump();
    }

    #[cold]
    fn trailing(&mut self) {
        let span = self.span();
        let found = self.excerpt(span);
        let help = match self.peek() {
            Token::RightParenthesis | Token::RightBracket | Token::RightBrace => {
                "this closes nothing: remove it, or add what it should close"
            }
            _ => "join conditions with `and` or `or`",
        };
        let (message, help) = if self.at_arrow() {
            ("`->` is not PQL".into(), "write a lambda as `(X) => …`")
        } else {
            (format!("unexpected `{found}` after the end of the expression"), help)
        };
        self.complain_apart(Diagnostic::new(Code::Trailing, span, message).help(help));
        self.bump();
        while !matches!(self.peek(), Token::End | Token::Word) {
            self.bump();
        }
        if self.is_word("and") || self.is_word("or") {
            self.bump();
        }
    }
}

pub(super) fn binary(operator: Operator, left: Expression, right: Expression) -> Expression {
    let span = left.span.to(right.span);
    let node = Node::Binary { operator, left: Box::new(left), right: Box::new(right) };
    Spanned::new(node, span)
}

fn cover(operands: &[Expression]) -> Span {
    let first = operands.first().map_or(Span::default(), |operand| operand.span);
    operands.iter().fold(first, |span, operand| span.to(operand.span))
}

/// The value of `null`, `true` and `false` in any case.
pub(super) fn word_literal(word: &str) -> Option<Literal> {
    let literals = [
        ("null", Literal::Null),
        ("true", Literal::Boolean(true)),
        ("false", Literal::Boolean(false)),
    ];
    literals.into_iter().find(|(text, _)| word.eq_ignore_ascii_case(text)).map(|(_, it)| it)
}
