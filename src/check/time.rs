//! Time conditions.

use alloc::boxed::Box;
use alloc::format;

use super::Checker;
use super::expression::article;
use super::typed::{Node, Period, Typed};
use crate::bytecode::Constant;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use crate::syntax::ast::{self, Expression, PeriodForm};
use crate::types::Type;
use crate::value::{Relation, TimeWord, Unit};

impl Checker {
    /// `now`, `today` and the days beside it.
    pub(super) fn instant(&mut self, word: TimeWord, span: Span) -> Typed {
        let node = match word {
            TimeWord::Now => Node::Now,
            TimeWord::Today => Node::Calendar(Relation::This, Unit::Day),
            TimeWord::Yesterday => Node::Calendar(Relation::Last, Unit::Day),
            TimeWord::Tomorrow => Node::Calendar(Relation::Next, Unit::Day),
        };
        Typed::new(node, span, Type::Timestamp)
    }

    pub(super) fn occurs(
        &mut self,
        timestamp: &Expression,
        period: &ast::Period,
        span: Span,
    ) -> Typed {
        let timestamp = self.time(timestamp);
        let period = self.period(&period.form);
        Typed::new(Node::Occurs(Box::new(timestamp), Box::new(period)), span, Type::Boolean)
    }

    pub(super) fn period(&mut self, form: &PeriodForm) -> Period {
        match form {
            PeriodForm::On(reference) => Period::On(self.time(reference)),
            PeriodForm::Toward(direction, reference) => {
                Period::Toward(*direction, self.time(reference))
            }
            PeriodForm::Between(first, last) => Period::Between(self.time(first), self.time(last)),
            PeriodForm::Distance { comparison, count, unit, direction, reference } => {
                Period::Within {
                    comparison: *comparison,
                    count: self.count(count),
                    unit: *unit,
                    direction: *direction,
                    reference: self.time(reference),
                }
            }
        }
    }

    fn count(&mut self, tree: &Expression) -> Typed {
        let count = self.expression(tree);
        self.require(&count, Type::Number, "a distance in time");
        let whole = match &count.node {
            Node::Constant(Constant::Integer(value)) => *value >= 0,
            Node::Constant(Constant::Double(_)) => false,
            _ => true,
        };
        if !whole {
            let message = "a distance in time is a whole number that is not negative";
            self.complain(
                Diagnostic::new(Code::OperandType, count.span, message)
                    .help("turn `before` into `after`, or take a smaller unit"),
            );
        }
        count
    }

    fn time(&mut self, tree: &Expression) -> Typed {
        let time = self.expression(tree);
        let unreadable = match &time.node {
            Node::Constant(Constant::String(text)) => crate::value::parse_time(text).is_none(),
            _ => time.kind != Type::Array && !Type::Timestamp.accepts(time.kind),
        };
        if unreadable {
            self.no_time(time.kind, time.span);
        }
        time
    }

    #[cold]
    pub(super) fn no_time(&mut self, kind: Type, span: Span) {
        let message = format!("this is {}, not a time", article(kind));
        self.complain(
            Diagnostic::new(Code::OperandType, span, message)
                .help("write `date(2026, 1, 31)`, `now`, `today`, `last month` or a field"),
        );
    }
}
