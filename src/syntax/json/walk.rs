//! The parts of a node, for passes that treat most nodes alike.

use alloc::boxed::Box;

use crate::span::{Span, Spanned};
use crate::syntax::ast::{Declaration, Expression, Name, Node, Period, PeriodForm, Step};

/// Visits the expressions directly below one, in the order of the text.
pub(super) fn children(tree: &mut Expression, visit: &mut dyn FnMut(&mut Expression)) {
    match &mut tree.node {
        Node::Literal(_)
        | Node::Instant(_)
        | Node::Calendar { .. }
        | Node::Name(_)
        | Node::This
        | Node::Parameter(_)
        | Node::Up { .. }
        | Node::Context(_)
        | Node::Error => {}
        Node::Field { object: only, .. }
        | Node::Lambda { body: only, .. }
        | Node::Not(only)
        | Node::Negate(only) => visit(only),
        Node::Filter { array: first, predicate: second }
        | Node::Let { value: first, body: second, .. }
        | Node::Binary { left: first, right: second, .. } => {
            visit(first);
            visit(second);
        }
        Node::Call { receiver, arguments, .. } => {
            receiver.iter_mut().for_each(|it| visit(it));
            arguments.iter_mut().for_each(visit);
        }
        Node::List(items) | Node::Or(items) | Node::And(items) => items.iter_mut().for_each(visit),
        Node::Object(entries) => entries.iter_mut().for_each(|(_, value)| visit(value)),
        Node::Occurs { timestamp, period } => {
            visit(timestamp);
            references(period, visit);
        }
        Node::Quantified { declarations, condition, .. } => {
            declared(declarations, visit);
            condition.iter_mut().for_each(|it| visit(it));
        }
        Node::Aggregate { value, declarations, .. } => {
            value.iter_mut().for_each(|it| visit(it));
            declared(declarations, visit);
        }
        Node::Chain { array, timestamp, steps } => {
            visit(array);
            visit(timestamp);
            steps.iter_mut().for_each(|step| parts(step, visit));
        }
    }
}

fn declared(declarations: &mut [Declaration], visit: &mut dyn FnMut(&mut Expression)) {
    for declaration in declarations {
        visit(&mut declaration.source);
        declaration.condition.iter_mut().for_each(&mut *visit);
    }
}

fn parts(step: &mut Step, visit: &mut dyn FnMut(&mut Expression)) {
    visit(&mut step.what);
    step.when.iter_mut().for_each(|period| references(period, visit));
    step.condition.iter_mut().for_each(visit);
}

/// Visits the expressions of a time condition.
pub(super) fn references(period: &mut Period, visit: &mut dyn FnMut(&mut Expression)) {
    match &mut period.form {
        PeriodForm::On(reference) | PeriodForm::Toward(_, reference) => visit(reference),
        PeriodForm::Between(first, second)
        | PeriodForm::Distance { count: first, reference: second, .. } => {
            visit(first);
            visit(second);
        }
    }
}

/// A node without a place.
pub(super) fn bare(node: Node) -> Expression {
    Spanned::new(node, Span::default())
}

/// A name without a place.
pub(super) fn name(text: &str) -> Name {
    Name::new(text.into(), Span::default())
}

/// What stood at a place, which is left empty.
pub(super) fn take(tree: &mut Expression) -> Expression {
    core::mem::replace(tree, bare(Node::Error))
}

/// Puts a lambda with one parameter around an expression.
pub(super) fn wrap(tree: &mut Expression, parameter: &str) {
    let body = Box::new(take(tree));
    let span = body.span;
    let parameters = [Name::new(parameter.into(), span)].into();
    *tree = Spanned::new(Node::Lambda { parameters, body }, span);
}
