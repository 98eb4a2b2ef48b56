//! Event sequences (pql.md 9).

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::Checker;
use super::scope::StepEvent;
use super::typed::{Chain, Node, Period, Step, Typed};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use crate::syntax::ast::{self, Count, Expression};
use crate::types::Type;
use crate::value::Comparison;

/// The most steps of a chain (pql.md 9).
const MAX_STEPS: usize = 6;

impl Checker {
    pub(super) fn chain(
        &mut self,
        array: &Expression,
        timestamp: &Expression,
        steps: &[ast::Step],
        span: Span,
    ) -> Typed {
        let array = self.expression(array);
        self.require(&array, Type::Array, "`chain`");
        self.check_steps(steps, span);
        let level = self.chains;
        self.chains = self.chains.saturating_add(1);
        let parts = self.item_scope(span, |checker| {
            let timestamp = checker.expression(timestamp);
            checker.require(&timestamp, Type::Timestamp, "`chain`");
            (timestamp, checker.steps(steps, level))
        });
        self.chains = level;
        let Some((local, (timestamp, steps))) = parts else {
            return Typed::null(span);
        };
        let chain = Chain { array, level, local, timestamp, steps };
        Typed::new(Node::Chain(Box::new(chain)), span, Type::Boolean)
    }

    fn check_steps(&mut self, steps: &[ast::Step], span: Span) {
        if steps.is_empty() || steps.len() > MAX_STEPS {
            let message = format!("a chain has 1 to {MAX_STEPS} steps, this one {}", steps.len());
            self.complain(
                Diagnostic::new(Code::TooManySteps, span, message)
                    .help("split the sequence in two chains and join them with `and`"),
            );
            return;
        }
        for (index, step) in steps.iter().enumerate() {
            let mut before = steps.iter().take(index);
            if before.any(|other| other.name.node == step.name.node) {
                let message = format!("a second step called `{}`", step.name.node);
                self.complain(Diagnostic::new(Code::StepName, step.name.span, message));
            }
        }
    }

    fn steps(&mut self, trees: &[ast::Step], level: u8) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        // There are six at most; more were minded.
        for tree in trees.iter().take(MAX_STEPS) {
            let step = self.step(tree, trees, &steps, level);
            steps.push(step);
        }
        steps
    }

    fn step(&mut self, tree: &ast::Step, all: &[ast::Step], before: &[Step], level: u8) -> Step {
        let (least, most) = self.range(tree);
        let (when, varies) = match &tree.when {
            Some(period) => self.when(period, all, before, level),
            None => (None, false),
        };
        Step {
            what: self.expression(&tree.what),
            when,
            condition: tree.condition.as_ref().map(|condition| self.expression(condition)),
            least,
            most,
            varies,
            span: tree.span,
        }
    }

    /// A WHEN, in which the names of the steps before are names, and whether it uses them.
    fn when(
        &mut self,
        period: &ast::Period,
        all: &[ast::Step],
        before: &[Step],
        level: u8,
    ) -> (Option<(Period, Span)>, bool) {
        for (index, (tree, step)) in all.iter().zip(before).enumerate() {
            let event = StepEvent { level, step: index as u8, finds: step.least > 0 };
            self.scopes.open_step(&tree.name.node, event);
        }
        let around = core::mem::take(&mut self.refers_to_step);
        let checked = self.period(&period.form);
        let varies = core::mem::replace(&mut self.refers_to_step, around);
        before.iter().for_each(|_| self.scopes.close());
        if varies {
            self.extension(period.span, "WHEN relative to another step");
        }
        (Some((checked, period.span)), varies)
    }

    /// How many events a step takes, at least and at most.
    fn range(&mut self, step: &ast::Step) -> (i64, Option<i64>) {
        let (least, most) = match &step.count {
            None => (1, None),
            Some(Count::AtLeast(count)) => (i64::from(count.node), None),
            Some(Count::Compared(comparison, count)) => {
                self.extension(count.span, "COUNT with anything but a number");
                self.compared(*comparison, count.span, i64::from(count.node))
            }
            Some(Count::Between(least, most)) => {
                self.extension(least.span.to(most.span), "COUNT with anything but a number");
                (i64::from(least.node), Some(i64::from(most.node)))
            }
        };
        if !step.negated {
            return (least, most);
        }
        self.extension(step.span, "a step with NOT");
        match (least, most) {
            (least, None) => (0, Some(least - 1)),
            (0, Some(most)) => (most + 1, None),
            _ => {
                self.complain(
                    Diagnostic::new(Code::BadStep, step.span, "NOT of a range has two sides")
                        .help("say in COUNT how many events there may be, without NOT"),
                );
                (1, None)
            }
        }
    }

    fn compared(&mut self, comparison: Comparison, span: Span, count: i64) -> (i64, Option<i64>) {
        match comparison {
            Comparison::GreaterEqual => (count, None),
            Comparison::Greater => (count + 1, None),
            Comparison::LessEqual => (0, Some(count)),
            Comparison::Less => (0, Some(count - 1)),
            Comparison::Equal => (count, Some(count)),
            Comparison::NotEqual => {
                self.complain(
                    Diagnostic::new(Code::BadStep, span, "COUNT has no `!=`")
                        .help("write two chains, `COUNT(< n)` or `COUNT(> n)`"),
                );
                (1, None)
            }
        }
    }
}
