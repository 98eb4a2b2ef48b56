//! Quantifiers and prefix aggregates.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::Checker;
use super::typed::{Form, Iterate, Node, Typed, Variable};
use crate::bytecode::{Accumulator, LocalId};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use crate::syntax::ast::{Aggregate, Declaration, Expression, Quantifier};
use crate::types::Type;

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
            Iterate { condition, ..Iterate::new(form, variables) }
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
            Iterate { value, ..Iterate::new(Form::Collect(accumulator), variables) }
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

    #[cold]
    pub(super) fn too_many(&mut self, span: Span) {
        self.complain(Diagnostic::new(Code::TooManyItems, span, "too many variables at a time"));
    }
}

impl Iterate {
    pub(super) const fn new(form: Form, variables: Vec<Variable>) -> Iterate {
        Iterate { form, variables, condition: None, value: None, key: None, count: None }
    }
}
