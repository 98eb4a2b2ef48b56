//! Arrays where a single value seems to be meant.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::walk::{about, subject};
use super::{Linter, Place};
use crate::syntax::ast::{Expression, Name, Node, Operator};
use crate::syntax::print;

/// `xEvent.value > 5`: a test of one field that any item may pass, another item than the next test.
pub(super) fn through_array(linter: &mut Linter<'_>, tree: &Expression, place: Place) {
    if let Some((path, array, fields)) =
        subject(tree).and_then(|path| crossing(linter, path).map(|(a, f)| (path, a, f)))
    {
        let message = enough(path);
        let better = is_plain(tree).then(|| exists(array, about(tree, field(&fields))));
        linter.say(path.span, message, asked_of_one(array, better));
        return;
    }
    let Some((array, fields)) = crossing(linter, tree) else {
        return;
    };
    if place == Place::Value {
        let message = format!(
            "`{}` is what the items of an array have there, in one flat list without nulls",
            shown(tree)
        );
        let (array, field) = (shown(array), print(&field(&fields)));
        linter.say(tree.span, message, format!("`{array}.map({field})` keeps a value per item"));
    } else {
        let message = enough(tree);
        let better = Some(exists(array, field(&fields)));
        linter.say(tree.span, message, asked_of_one(array, better));
    }
}

fn enough(path: &Expression) -> String {
    format!("`{}` is what all items of an array have there; one that passes is enough", shown(path))
}

fn asked_of_one(array: &Expression, better: Option<Expression>) -> String {
    let better = better.map_or_else(|| format!("{}.exists(…)", shown(array)), |it| shown(&it));
    format!("write `{better}`; all conditions inside are about the same item")
}

/// The array that a path leads through, and its fields behind it, the first first.
fn crossing<'t>(
    linter: &Linter<'_>,
    path: &'t Expression,
) -> Option<(&'t Expression, Vec<&'t Name>)> {
    let mut fields = Vec::new();
    let mut at = path;
    while let Node::Field { object, name } = &at.node {
        if linter.is_array(at) {
            break;
        }
        fields.push(name);
        at = object;
    }
    fields.reverse();
    let crosses = !fields.is_empty() && !matches!(at.node, Node::List(_)) && linter.is_array(at);
    crosses.then_some((at, fields))
}

/// Fields as a path of their own, in the scope of an item.
fn field(fields: &[&Name]) -> Expression {
    let mut path = None;
    for name in fields {
        let node = match path {
            None => Node::Name(name.node.clone()),
            Some(object) => Node::Field { object: Box::new(object), name: (*name).clone() },
        };
        path = Some(Expression::new(node, name.span));
    }
    path.unwrap_or(Expression::new(Node::This, crate::span::Span::default()))
}

fn exists(array: &Expression, condition: Expression) -> Expression {
    let node = Node::Call {
        name: Name::new("exists".into(), array.span),
        receiver: Some(Box::new(array.clone())),
        arguments: Vec::from([condition]),
    };
    Expression::new(node, array.span)
}

/// Whether a test means the same in the scope of an item: it names nothing but its subject.
pub(super) fn is_plain(test: &Expression) -> bool {
    match &test.node {
        Node::Binary { right, .. } => is_constant(right),
        Node::Call { receiver: Some(_), arguments, .. } => arguments.iter().all(is_constant),
        Node::Call { arguments, .. } => arguments.iter().skip(1).all(is_constant),
        Node::Occurs { period, .. } => {
            use crate::syntax::ast::PeriodForm::{Between, Distance, On, Toward};
            match &period.form {
                On(reference) | Toward(_, reference) => is_constant(reference),
                Between(first, last) => is_constant(first) && is_constant(last),
                Distance { count, reference, .. } => is_constant(count) && is_constant(reference),
            }
        }
        _ => false,
    }
}

fn is_constant(tree: &Expression) -> bool {
    match &tree.node {
        Node::Literal(_) | Node::Instant(_) | Node::Calendar { .. } => true,
        Node::List(items) => items.iter().all(is_constant),
        Node::Negate(operand) => is_constant(operand),
        Node::Call { receiver: None, arguments, .. } => arguments.iter().all(is_constant),
        _ => false,
    }
}

/// `a = ["x", "y"]`: arrays are equal item by item, in order (decision A17).
pub(super) fn array_equality(linter: &mut Linter<'_>, tree: &Expression, _: Place) {
    let Node::Binary { operator: operator @ (Operator::Equal | Operator::NotEqual), left, right } =
        &tree.node
    else {
        return;
    };
    let list = |tree: &Expression| matches!(&tree.node, Node::List(items) if items.len() > 1);
    let both = linter.is_array(left) && linter.is_array(right);
    if !both && !list(left) && !list(right) {
        return;
    }
    let message = format!("`{}` compares arrays item by item, in order", operator.text());
    let (left, right) = (print(left), print(right));
    let brief = left.len() + right.len() < LONGEST / 2;
    let (left, right) = if brief { (left.as_str(), right.as_str()) } else { ("a", "b") };
    let same = format!("{left}.subsetOf({right}) and {left}.supersetOf({right})");
    let help = format!("write `{same}` for the same items in any order");
    linter.say(tree.span, message, help);
}

/// The longest part of a query that advice repeats, in characters.
const LONGEST: usize = 80;

/// A part of the query for a message; its beginning when it is long.
pub(super) fn shown(tree: &Expression) -> String {
    let text = print(tree);
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or("")),
        None => text,
    }
}
