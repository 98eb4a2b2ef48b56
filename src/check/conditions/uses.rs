//! What a value has to be for a condition to hold; how types are told without a schema.

use alloc::vec::Vec;
use core::fmt;

use super::key::step;
use crate::bytecode::Constant;
use crate::check::literal::converts;
use crate::check::typed::{Node, Typed};
use crate::functions::Function;
use crate::types::Type;
use crate::value::{Comparison, Value};

/// Some of the kinds of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinds(u8);

const NUMBER: Kinds = Kinds(1);
const TEXT: Kinds = Kinds(2);
const BOOLEAN: Kinds = Kinds(4);
pub(super) const OBJECT: Kinds = Kinds(8);
/// Times are stored as text or as numbers.
const TIME: Kinds = Kinds(1 | 2);

const NAMES: &[(Kinds, &str)] =
    &[(NUMBER, "a Number"), (TEXT, "a String"), (BOOLEAN, "a Boolean"), (OBJECT, "an Object")];

impl Kinds {
    /// Those in both, if there are any.
    pub(super) fn common(self, other: Kinds) -> Option<Kinds> {
        let common = self.0 & other.0;
        (common != 0).then_some(Kinds(common))
    }

    fn or(self, other: Kinds) -> Kinds {
        Kinds(self.0 | other.0)
    }
}

impl fmt::Display for Kinds {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut names = NAMES.iter().filter(|(kind, _)| kind.common(*self).is_some());
        let first = names.next().map_or("nothing", |(_, name)| name);
        formatter.write_str(first)?;
        names.try_for_each(|(_, name)| write!(formatter, " or {name}"))
    }
}

/// The paths that a condition needs to be of some kinds, beside the objects that they lead through.
///
/// A path that leads through an array needs it of some item only; the items of one array are taken
/// to be of one kind, as every schema has them. Nothing is said of events.
pub(super) fn uses(condition: &Typed) -> Vec<(&Typed, Kinds)> {
    let mut found = Vec::new();
    match &condition.node {
        Node::Compare(comparison, operands) => {
            let [left, right] = &**operands;
            operand(left, on_the_left(*comparison, right), &mut found);
            operand(right, on_the_right(*comparison, left), &mut found);
        }
        Node::Call(function, arguments) if is_text_test(function) => {
            if let Some(receiver) = arguments.first() {
                operand(receiver, Some(TEXT), &mut found);
            }
        }
        Node::Occurs(time, _) => operand(time, Some(TIME), &mut found),
        _ => {}
    }
    found
}

fn operand<'t>(tree: &'t Typed, kinds: Option<Kinds>, found: &mut Vec<(&'t Typed, Kinds)>) {
    let Some(kinds) = kinds else {
        return;
    };
    if let Node::Arithmetic(_, parts) = &tree.node {
        parts.iter().for_each(|part| operand(part, Some(NUMBER), found));
        return;
    }
    // With a schema the type is known, and judged elsewhere.
    if tree.kind == Type::Any && step(tree).is_some() && !is_of_events(tree) {
        found.push((tree, kinds));
    }
}

fn is_of_events(tree: &Typed) -> bool {
    let mut at = tree;
    while !at.is_events() {
        let Some((object, _)) = step(at) else {
            return false;
        };
        at = object;
    }
    true
}

fn is_text_test(function: &Function) -> bool {
    function.returns == Type::Boolean
        && function.param(0) == Type::String
        && function.param(1) == Type::String
}

/// What the left side of a comparison has to be.
fn on_the_left(comparison: Comparison, right: &Typed) -> Option<Kinds> {
    let exact = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    match &right.node {
        Node::Constant(Constant::Integer(_) | Constant::Double(_)) if exact => Some(TIME),
        Node::Constant(Constant::Integer(_) | Constant::Double(_)) => Some(NUMBER),
        Node::Constant(Constant::Boolean(_)) if exact => Some(BOOLEAN.or(TEXT)),
        Node::Constant(Constant::String(text)) if exact => Some(converted(text)),
        _ if right.kind == Type::Timestamp => Some(TIME),
        _ => None,
    }
}

/// What the right side has to be, which is converted to the type of the left.
fn on_the_right(comparison: Comparison, left: &Typed) -> Option<Kinds> {
    let exact = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    match &left.node {
        Node::Constant(Constant::Integer(_) | Constant::Double(_)) => Some(TIME),
        Node::Constant(Constant::Boolean(_)) if exact => Some(BOOLEAN.or(TEXT)),
        Node::Constant(Constant::String(_)) if exact => Some(TIME.or(BOOLEAN)),
        _ if left.kind == Type::Timestamp => Some(TIME),
        _ => None,
    }
}

/// What can be compared with a text on its right.
fn converted(text: &str) -> Kinds {
    let number = if converts(text, Value::Integer(0)) { NUMBER } else { TEXT };
    let boolean = if converts(text, Value::Boolean(true)) { BOOLEAN } else { TEXT };
    TEXT.or(number).or(boolean)
}
