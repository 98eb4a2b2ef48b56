//! How tightly operators bind (pql.md 4).

use super::ast::Operator;
use super::cursor::Parser;
use super::token::Token;

/// Binding strength of every construct that printing may have to put in parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// Lambdas, `let`, and what extends to the right as far as it can.
    Open,
    Or,
    And,
    Not,
    Comparison,
    Additive,
    Multiplicative,
    Negate,
    Postfix,
}

impl Operator {
    /// The level of an infix operator.
    pub(super) const fn level(self) -> Level {
        match self {
            Operator::Equal
            | Operator::NotEqual
            | Operator::Less
            | Operator::LessEqual
            | Operator::Greater
            | Operator::GreaterEqual
            | Operator::In
            | Operator::NotIn
            | Operator::Like
            | Operator::Matches => Level::Comparison,
            Operator::Add | Operator::Subtract => Level::Additive,
            Operator::Multiply | Operator::Divide | Operator::Remainder => Level::Multiplicative,
        }
    }
}

const SIGNS: &[(Token, Operator)] = &[
    (Token::Equal, Operator::Equal),
    (Token::NotEqual, Operator::NotEqual),
    (Token::Less, Operator::Less),
    (Token::LessEqual, Operator::LessEqual),
    (Token::Greater, Operator::Greater),
    (Token::GreaterEqual, Operator::GreaterEqual),
    (Token::Plus, Operator::Add),
    (Token::Minus, Operator::Subtract),
    (Token::Star, Operator::Multiply),
    (Token::Slash, Operator::Divide),
    (Token::Percent, Operator::Remainder),
];

const WORDS: [Operator; 4] = [Operator::In, Operator::NotIn, Operator::Like, Operator::Matches];

impl Parser<'_> {
    /// The infix operator that the next token is, if any.
    pub(super) fn operator(&self) -> Option<Operator> {
        let token = self.peek();
        if token == Token::Word {
            return WORDS.into_iter().find(|operator| self.is_word(operator.text()));
        }
        SIGNS.iter().find(|(sign, _)| *sign == token).map(|(_, operator)| *operator)
    }
}
