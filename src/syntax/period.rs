//! Time conditions: what follows `occurs` or stands in `WHEN(…)` (pql.md 8.2).

use alloc::boxed::Box;
use alloc::format;

use super::ast::{Expression, Node, Period, PeriodForm};
use super::cursor::Parser;
use super::token::Token;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Spanned;
use crate::value::{Comparison, Direction, Unit};

/// Spellings of units besides the singular and its plural in `s`.
const UNIT_SPELLINGS: &[(&str, Unit)] = &[
    ("centuries", Unit::Century),
    ("millennia", Unit::Millennium),
    ("millenium", Unit::Millennium),
    ("milleniums", Unit::Millennium),
    ("millenia", Unit::Millennium),
];

const COMPARISONS: &[(Token, Comparison)] = &[
    (Token::Equal, Comparison::Equal),
    (Token::NotEqual, Comparison::NotEqual),
    (Token::Less, Comparison::Less),
    (Token::LessEqual, Comparison::LessEqual),
    (Token::Greater, Comparison::Greater),
    (Token::GreaterEqual, Comparison::GreaterEqual),
];

impl Parser<'_> {
    /// `occurs …` behind its timestamp.
    pub(super) fn occurs(&mut self, timestamp: Expression) -> Expression {
        self.bump();
        let period = self.period();
        self.grow();
        let span = timestamp.span.to(period.span);
        let node = Node::Occurs { timestamp: Box::new(timestamp), period: Box::new(period) };
        Spanned::new(node, span)
    }

    pub(super) fn period(&mut self) -> Period {
        let start = self.span();
        let form = self.period_form();
        Period { form, span: start.to(self.taken()) }
    }

    fn period_form(&mut self) -> PeriodForm {
        if let Some(comparison) = self.comparison_sign() {
            return self.distance(comparison);
        }
        if let Some(direction) = self.find_word(Direction::ALL, |it| it.text()) {
            self.bump();
            return PeriodForm::Toward(direction, self.reference());
        }
        if self.eat_word("between") {
            let first = self.reference();
            if !self.eat_word("and") {
                self.expected("`and` and the end of the range");
            }
            return PeriodForm::Between(first, self.reference());
        }
        self.eat_word("on");
        let reference = self.reference();
        self.missing_comparison();
        PeriodForm::On(reference)
    }

    /// `<=`, if a comparison comes.
    pub(super) fn comparison_sign(&mut self) -> Option<Comparison> {
        let token = self.peek();
        let (_, comparison) = COMPARISONS.iter().find(|(sign, _)| *sign == token)?;
        self.bump();
        Some(*comparison)
    }

    /// `n units before reference`
    fn distance(&mut self, comparison: Comparison) -> PeriodForm {
        let count = self.operand();
        let unit = self.unit();
        let Some(direction) = self.find_word(Direction::ALL, |it| it.text()) else {
            self.bad_period("expected `before`, `after` or `from` here");
            return PeriodForm::On(Spanned::new(Node::Error, self.span()));
        };
        self.bump();
        let reference = self.reference();
        PeriodForm::Distance { comparison, count, unit, direction, reference }
    }

    fn reference(&mut self) -> Expression {
        self.operand()
    }

    /// `occurs 3 days before now`: a distance without its comparison.
    fn missing_comparison(&mut self) {
        if self.unit_ahead(0).is_none() {
            return;
        }
        self.bad_period("a distance in time needs a comparison");
        self.bump();
        if self.find_word(Direction::ALL, |it| it.text()).is_some() {
            self.bump();
            self.reference();
        }
    }

    fn unit(&mut self) -> Unit {
        if let Some(unit) = self.unit_ahead(0) {
            self.bump();
            return unit;
        }
        let span = self.span();
        let found = self.excerpt(span);
        let direction = self.find_word(Direction::ALL, |it| it.text()).is_some();
        if self.peek() == Token::Word && !direction {
            self.complain(
                Diagnostic::new(
                    Code::UnknownUnit,
                    span,
                    format!("`{found}` is not a unit of time"),
                )
                .help("units run from `milliseconds` over `hours`, `days` … to `millennia`"),
            );
            self.bump();
        } else {
            self.expected("a unit of time");
        }
        Unit::Day
    }

    /// The unit that the token `distance` behind the next one names, if it does.
    pub(super) fn unit_ahead(&self, distance: usize) -> Option<Unit> {
        unit_named(self.word_ahead(distance)?)
    }

    #[cold]
    fn bad_period(&mut self, message: &str) {
        let span = self.span();
        self.complain(Diagnostic::new(Code::BadPeriod, span, message).help(
            "write `<= 24 hours before now`, `before today`, `between date(2026, 1, 1) and today` \
             or `this month`",
        ));
    }
}

/// The unit that a word names, in the singular or the plural and in any case.
pub(super) fn unit_named(word: &str) -> Option<Unit> {
    if let Some((_, unit)) = UNIT_SPELLINGS.iter().find(|(text, _)| word.eq_ignore_ascii_case(text))
    {
        return Some(*unit);
    }
    let singular = word.strip_suffix(['s', 'S']).unwrap_or(word);
    Unit::ALL.iter().copied().find(|unit| singular.eq_ignore_ascii_case(unit.text()))
}
