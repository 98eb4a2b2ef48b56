//! Comparisons that no value of a field's type can make true.

use alloc::format;
use alloc::string::String;

use super::Refiner;
use super::shape::Shape;
use crate::bytecode::Constant;
use crate::check::expression::article;
use crate::check::literal::converts;
use crate::check::typed::{Node, Typed};
use crate::check::written::written;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use crate::types::Type;
use crate::value::{Comparison, Value, parse_time};

/// One side of a comparison.
#[derive(Clone, Copy)]
struct Side<'t> {
    tree: &'t Typed,
    kind: Type,
    shape: Option<Shape>,
}

impl Refiner<'_, '_> {
    pub(super) fn compare(
        &mut self,
        comparison: Comparison,
        operands: &[Typed; 2],
        [left, right]: [Option<Shape>; 2],
        span: Span,
    ) {
        // Two literals are judged without a schema.
        if left.is_none() && right.is_none() {
            return;
        }
        let [first, second] = operands;
        let (left, right) = (self.side(first, left), self.side(second, right));
        let whole = first.kind == Type::Array && second.kind == Type::Array;
        if !whole && !can_hold(comparison, left, right) {
            self.impossible(comparison, left, right, span);
            return;
        }
        let exact = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        for (side, other) in [(left, right), (right, left)] {
            if let (true, Some(shape), Node::Constant(value)) =
                (exact, side.shape, &other.tree.node)
            {
                self.listed(shape, side.tree, value, other.tree.span, false);
            }
        }
    }

    fn side<'t>(&self, tree: &'t Typed, shape: Option<Shape>) -> Side<'t> {
        let kind = match shape {
            Some(shape) => self.scalar_kind(shape),
            // Its items are anything.
            None if tree.kind == Type::Array => Type::Any,
            None => tree.kind,
        };
        Side { tree, kind, shape }
    }

    fn impossible(&mut self, comparison: Comparison, left: Side<'_>, right: Side<'_>, span: Span) {
        let message = match comparison {
            Comparison::Equal | Comparison::NotEqual => {
                format!("{} and {} can never be compared", named(left), named(right))
            }
            _ => format!(
                "`{}` never holds between {} and {}",
                comparison.text(),
                named(left),
                named(right)
            ),
        };
        let known = [left, right].into_iter().find(|side| side.shape.is_some());
        let help = known.map_or_else(String::new, |side| {
            format!("the schema says that `{}` is {}", written(side.tree), article(side.kind))
        });
        let diagnostic = Diagnostic::new(Code::ImpossibleComparison, span, message);
        self.checker.complain(diagnostic.help(help));
    }
}

/// A type, or the text that is no value of the other's.
fn named(side: Side<'_>) -> String {
    match &side.tree.node {
        Node::Constant(Constant::String(text)) if text.len() <= 40 => format!("`\"{text}\"`"),
        _ => article(side.kind),
    }
}

/// Whether some values of these types pass (pql.md 5.2: the right operand becomes the type of the
/// left one).
fn can_hold(comparison: Comparison, left: Side<'_>, right: Side<'_>) -> bool {
    match comparison {
        Comparison::Equal => can_be_compared(left, right) && can_be_equal(left, right),
        Comparison::NotEqual => can_be_compared(left, right),
        _ => can_be_ordered(left, right),
    }
}

fn can_be_ordered(left: Side<'_>, right: Side<'_>) -> bool {
    match (left.kind, right.kind) {
        (Type::Boolean | Type::Object, _) | (_, Type::Boolean | Type::Object) => false,
        // Text on the left is a time or nothing; on the right it may be a written number.
        (Type::String, Type::Integer | Type::Double | Type::Number) => false,
        _ => true,
    }
}

/// Whether the right side can become the type of the left.
fn can_be_compared(left: Side<'_>, right: Side<'_>) -> bool {
    match (left.kind, right.kind) {
        (Type::Any | Type::Null, _) | (_, Type::Any | Type::Null) => true,
        (Type::Object, other) | (other, Type::Object) => other == Type::Object,
        (Type::Boolean, Type::Integer | Type::Double | Type::Number | Type::Timestamp)
        | (Type::Integer | Type::Double | Type::Number, Type::Boolean) => false,
        (Type::Boolean | Type::Integer | Type::Double | Type::Number, _) => {
            text(right).is_none_or(|text| is_written(left.kind, text))
        }
        // On the left of anything text stays text; stored times are text or numbers.
        _ => true,
    }
}

/// Whether a text that is written out is ever the value of the other side.
fn can_be_equal(left: Side<'_>, right: Side<'_>) -> bool {
    let times = (left.kind, right.kind) != (Type::Timestamp, Type::Boolean);
    times
        && text(left).is_none_or(|text| is_written(right.kind, text))
        && text(right).is_none_or(|text| is_written(left.kind, text))
}

fn text<'t>(side: Side<'t>) -> Option<&'t str> {
    match &side.tree.node {
        Node::Constant(Constant::String(text)) => Some(text),
        _ => None,
    }
}

/// Whether a text can stand for a value of a type.
fn is_written(kind: Type, text: &str) -> bool {
    match kind {
        Type::Integer | Type::Double | Type::Number => converts(text, Value::Integer(0)),
        Type::Boolean => converts(text, Value::Boolean(false)),
        Type::Timestamp => parse_time(text).is_some(),
        _ => true,
    }
}
