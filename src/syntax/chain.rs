//! Event sequences: `chain(xEvent, timestamp, [C0: WHAT(…) …])` (pql.md 9).

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::ast::{Count, Expression, Name, Node, Step};
use super::cursor::Parser;
use super::token::Token;
use crate::diagnostic::{Code, Diagnostic};
use crate::lowercase::lowercase;
use crate::span::{Span, Spanned};

impl Parser<'_> {
    /// A chain, if that is what comes.
    pub(super) fn chain(&mut self) -> Option<Expression> {
        if !self.is_word("chain") || self.ahead(1) != Token::LeftParenthesis {
            return None;
        }
        let start = self.bump();
        let opened = self.bump();
        let array = Box::new(self.chain_operand());
        let timestamp = Box::new(self.chain_operand());
        let bracket = self.span();
        let known = self.diagnostics.len();
        let steps = if self.eat(Token::LeftBracket) {
            self.steps(bracket)
        } else {
            self.expected("the list of steps, `[C0: WHAT(…)]`");
            Vec::new()
        };
        self.close(Token::RightParenthesis, opened);
        let span = start.to(self.taken());
        // Without its steps there is nothing more to say of a chain whose steps were minded.
        let lost = steps.is_empty() && self.diagnostics.len() > known;
        let node = if lost { Node::Error } else { Node::Chain { array, timestamp, steps } };
        Some(Spanned::new(node, span))
    }

    fn chain_operand(&mut self) -> Expression {
        let operand = self.operand();
        if !self.eat(Token::Comma) {
            self.expected("`,`");
        }
        operand
    }

    fn steps(&mut self, opened: Span) -> Vec<Step> {
        let mut steps = Vec::new();
        loop {
            let Some(step) = self.step() else {
                self.skip_to_closer(Token::RightBracket);
                return steps;
            };
            steps.push(step);
            if !self.eat(Token::Comma) {
                self.close(Token::RightBracket, opened);
                return steps;
            }
        }
    }

    fn step(&mut self) -> Option<Step> {
        let start = self.span();
        let Some(name) = self.name() else {
            self.bad_step("a step starts with its name");
            return None;
        };
        if !self.eat(Token::Colon) {
            self.bad_step("expected `:` behind the name of the step");
            return None;
        }
        let negated = self.eat_word("not");
        if !self.eat_word("what") {
            self.bad_step("a step says WHAT event it waits for");
            return None;
        }
        let what = self.in_parentheses(Self::expression)?;
        let mut step = Step::new(name, what, negated);
        while self.clause(&mut step)? {}
        step.span = start.to(self.taken());
        Some(step)
    }

    /// One of `WHEN`, `WHERE` and `COUNT`; false when none of them comes, none when it is wrong.
    fn clause(&mut self, step: &mut Step) -> Option<bool> {
        let twice = if self.eat_word("when") {
            let period = self.in_parentheses(Self::period)?;
            step.when.replace(period).is_some()
        } else if self.eat_word("where") {
            let condition = self.in_parentheses(Self::expression)?;
            step.condition.replace(condition).is_some()
        } else if self.eat_word("count") {
            let count = self.in_parentheses(Self::count)?;
            step.count.replace(count).is_some()
        } else {
            if matches!(self.peek(), Token::Comma | Token::RightBracket) {
                return Some(false);
            }
            self.bad_step("expected WHEN, WHERE, COUNT, `,` or `]` here");
            return None;
        };
        if twice {
            let span = self.taken();
            let message = format!("step `{}` has this clause twice", step.name.node);
            self.complain(Diagnostic::new(Code::BadStep, span, message).help("join them in one"));
        }
        Some(true)
    }

    fn in_parentheses<T>(&mut self, part: impl FnOnce(&mut Self) -> T) -> Option<T> {
        let opened = self.span();
        if !self.eat(Token::LeftParenthesis) {
            self.expected("`(`");
            return None;
        }
        let result = part(self);
        self.close(Token::RightParenthesis, opened);
        Some(result)
    }

    /// `5`, or one of the ranges that are an extension: read here, judged by the checker.
    fn count(&mut self) -> Count {
        if self.eat_word("between") {
            let least = self.number_of_events();
            if !self.eat_word("and") {
                self.expected("`and`");
            }
            return Count::Between(least, self.number_of_events());
        }
        match self.comparison_sign() {
            Some(comparison) => Count::Compared(comparison, self.number_of_events()),
            None => Count::AtLeast(self.number_of_events()),
        }
    }

    fn number_of_events(&mut self) -> Spanned<u32> {
        let span = self.span();
        if self.peek() != Token::Integer {
            self.expected("a number of events");
            return Spanned::new(0, span);
        }
        self.bump();
        let number = self.text(span).trim_end_matches('L').parse().unwrap_or_else(|_| {
            let message =
                format!("`{}` events are more than a profile can have", self.excerpt(span));
            self.complain(Diagnostic::new(Code::NumberOutOfRange, span, message));
            0
        });
        Spanned::new(number, span)
    }

    /// The clause that `WITHIN 24 hours AFTER C0` stands for.
    fn within(&self) -> String {
        let words: Vec<&str> = (1..5)
            .map(|distance| self.text_ahead(distance))
            .take_while(|word| !matches!(*word, "," | "]" | ")"))
            .collect();
        match words.as_slice() {
            [count, unit, direction, reference] => {
                format!("write `WHEN(<= {count} {unit} {} {reference})`", lowercase(direction))
            }
            [count, unit] => format!("write `WHEN(<= {count} {unit} before now)`"),
            _ => "write the time as `WHEN(<= 24 hours before now)`".into(),
        }
    }

    #[cold]
    fn bad_step(&mut self, message: &str) {
        let span = self.span();
        let (message, help) = if self.is_word("within") {
            ("`WITHIN` is not PQL", self.within())
        } else {
            let model = "write `C0: WHAT(eventType = \"…\") WHEN(<= 24 hours before now) COUNT(1)`";
            (message, model.into())
        };
        self.complain(Diagnostic::new(Code::BadStep, span, message).help(help));
    }
}

impl Step {
    fn new(name: Name, what: Expression, negated: bool) -> Step {
        let span = name.span;
        Step { name, what, when: None, condition: None, count: None, negated, span }
    }
}
