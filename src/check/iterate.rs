//! Quantifiers, prefix aggregates and event sequences.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::Checker;
use super::typed::{Chain, Form, Iterate, Node, Step, Typed, Variable};
use crate::bytecode::{Accumulator, LocalId};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use crate::syntax::ast::{self, Aggregate, Count, Declaration, Expression, Quantifier};
use crate::types::Type;

/// The most steps of a chain (pql.md 9).
const MAX_STEPS: usize = 6;

impl Checker {
    pub(super) fn quantified(
        &mut self,
        quantifier: Quantifier,
        declarations: &[Declaration],
        condition: Option<&Expression>,
        span: Span,
    ) -> Typed {
        let (form, kind) = match quantifier {
            Quantifier::Select => (Form::Collect(Accumulator::List), Type::Array),
            Quantifier::Exists | Quantifier::Some => (Form::Any, Type::Boolean),
            Quantifier::Forall | Quantifier::All => (Form::Every, Type::Boolean),
            Quantifier::None => (Form::None, Type::Boolean),
            Quantifier::One => (Form::One, Type::Boolean),
        };
        self.with_variables(declarations, span, kind, |checker, variables| {
            let condition = condition.map(|condition| checker.expression(condition));
            Iterate { form, variables, condition, value: None }
        })
    }

    pub(super) fn aggregate(
        &mut self,
        aggregate: Aggregate,
        value: Option<&Expression>,
        declarations: &[Declaration],
        span: Span,
    ) -> Typed {
        let accumulator = match aggregate {
            Aggregate::Sum => Accumulator::Sum,
            Aggregate::Average => Accumulator::Average,
            Aggregate::Min => Accumulator::Minimum,
            Aggregate::Max => Accumulator::Maximum,
        };
        if let (None, [_, second, ..]) = (value, declarations) {
            let message = format!("`{}` of several variables needs a value", aggregate.text());
            self.complain(
                Diagnostic::new(Code::Expected, second.name.span, message)
                    .help("say what to add up, as in `sum X.price over X from …`"),
            );
        }
        self.with_variables(declarations, span, Type::Number, |checker, variables| {
            let value = value.map(|value| checker.expression(value));
            Iterate { form: Form::Collect(accumulator), variables, condition: None, value }
        })
    }

    /// Opens one variable after another, each visible to what stands to its right.
    fn with_variables(
        &mut self,
        declarations: &[Declaration],
        span: Span,
        kind: Type,
        finish: impl FnOnce(&mut Checker, Vec<Variable>) -> Iterate,
    ) -> Typed {
        let mut variables = Vec::new();
        for declaration in declarations {
            let source = self.expression(&declaration.source);
            self.require(&source, Type::Array, "`from`");
            let Some(local) = self.scopes.allocate() else {
                self.too_many(span);
                break;
            };
            self.scopes.open_variable(&declaration.name, local);
            let condition = declaration.condition.as_ref().map(|it| self.expression(it));
            variables.push(Variable { local, source, condition });
        }
        let count = variables.len();
        let iterate = finish(self, variables);
        for _ in 0..count {
            self.scopes.close();
            self.scopes.release();
        }
        Typed::new(Node::Iterate(Box::new(iterate)), span, kind)
    }

    /// Runs a part in the scope of an item.
    pub(super) fn item_scope<T>(
        &mut self,
        span: Span,
        part: impl FnOnce(&mut Checker) -> T,
    ) -> Option<(LocalId, T)> {
        let Some(local) = self.scopes.allocate() else {
            self.too_many(span);
            return None;
        };
        self.scopes.open_item(local);
        let result = part(self);
        self.scopes.close();
        self.scopes.release();
        Some((local, result))
    }

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
        let parts = self.item_scope(span, |checker| {
            let timestamp = checker.expression(timestamp);
            checker.require(&timestamp, Type::Timestamp, "`chain`");
            let steps: Vec<Step> = steps.iter().map(|step| checker.step(step)).collect();
            (timestamp, steps)
        });
        let Some((local, (timestamp, steps))) = parts else {
            return Typed::null(span);
        };
        let chain = Chain { array, local, timestamp, steps };
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
                self.complain(Diagnostic::new(Code::DuplicateLabel, step.name.span, message));
            }
            let earlier = |name: &str| steps.iter().take(index).any(|it| *it.name.node == *name);
            for reference in step.when.iter().flat_map(references) {
                if root_name(reference).is_some_and(earlier) {
                    self.not_supported(reference.span, "WHEN relative to another step");
                }
            }
        }
    }

    fn step(&mut self, step: &ast::Step) -> Step {
        if step.negated {
            self.not_supported(step.span, "steps with NOT");
        }
        let count = match &step.count {
            None => 1,
            Some(Count::AtLeast(count)) => count.node,
            Some(Count::Compared(_, count) | Count::Between(count, _)) => {
                self.not_supported(count.span, "COUNT with anything but a number");
                1
            }
        };
        Step {
            what: self.expression(&step.what),
            when: step.when.as_ref().map(|period| self.period(&period.form)),
            condition: step.condition.as_ref().map(|condition| self.expression(condition)),
            count,
            span: step.span,
        }
    }

    #[cold]
    fn too_many(&mut self, span: Span) {
        self.complain(Diagnostic::new(Code::TooManyItems, span, "too many variables at a time"));
    }
}

/// What a time condition compares with.
fn references(period: &ast::Period) -> Vec<&Expression> {
    match &period.form {
        ast::PeriodForm::On(reference)
        | ast::PeriodForm::Toward(_, reference)
        | ast::PeriodForm::Distance { reference, .. } => Vec::from([reference]),
        ast::PeriodForm::Between(first, last) => Vec::from([first, last]),
    }
}

/// The name that a path starts with.
fn root_name(tree: &Expression) -> Option<&str> {
    match &tree.node {
        ast::Node::Name(name) => Some(name),
        ast::Node::Field { object, .. } => root_name(object),
        _ => None,
    }
}
