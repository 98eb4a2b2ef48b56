//! Conditions that are true more often than they look.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::arrays::shown;
use super::walk::subject;
use super::{Linter, Place};
use crate::keys::Map;
use crate::syntax::ast::{Expression, Node, Operator};
use crate::syntax::print;

/// Tests that ask for a difference, with their opposites.
pub(super) const NEGATIVE: &[(&str, &str)] = &[
    ("!=", "="),
    ("notIn", "in"),
    ("notEqualTo", "equals"),
    ("doesNotStartWith", "startsWith"),
    ("doesNotEndWith", "endsWith"),
    ("doesNotContain", "contains"),
];

/// Tests that a value can fail only for what it equals.
const EXACT: &[&str] = &["!=", "notIn", "notEqualTo"];

/// `a != 1 or a != 2`
pub(super) fn always_different(linter: &mut Linter<'_>, tree: &Expression, _: Place) {
    let Node::Or(operands) = &tree.node else {
        return;
    };
    let mut seen: Map<String, Vec<&Expression>> = Map::default();
    for operand in operands {
        if let Some((word, subject)) = refusal(operand)
            && EXACT.contains(&word)
            && let Some(tests) = seen.or_insert(print(subject), Vec::new())
        {
            tests.push(operand);
        }
    }
    for (path, tests) in seen.sorted() {
        let [_, second, ..] = tests.as_slice() else {
            continue;
        };
        linter.settled.extend(tests.iter().map(|test| test.span));
        linter.settled.insert(tree.span);
        let message = format!("whatever `{path}` is, it differs from one of these");
        let help = match refused(&tests) {
            Some(list) => format!("write `{path} notIn {list}` for none of them"),
            None => "join the tests with `and`".into(),
        };
        linter.tell(second.span, message, help);
    }
}

/// All that the tests refuse, as a list, when each compares with one scalar.
fn refused(tests: &[&Expression]) -> Option<String> {
    let items = tests.iter().map(|test| match &positive(test).node {
        Node::Binary { operator: Operator::NotEqual | Operator::Equal, right, .. } => {
            matches!(right.node, Node::Literal(_)).then(|| (**right).clone())
        }
        _ => None,
    });
    let list = Node::List(items.collect::<Option<Vec<Expression>>>()?);
    let text = shown(&Expression::new(list, crate::span::Span::default()));
    (!text.ends_with('…')).then_some(text)
}

/// `a.val != "n" or b.val != "n"`: who refused only one of the two passes.
pub(super) fn one_of_two_refusals(linter: &mut Linter<'_>, tree: &Expression, _: Place) {
    let Node::Or(operands) = &tree.node else {
        return;
    };
    let refusals = operands.iter().filter_map(refusal);
    let exact = refusals.filter(|(word, _)| EXACT.contains(word)).count();
    if exact < operands.len() || linter.settled.contains(&tree.span) {
        return;
    }
    let both = shown(&Expression::new(Node::And(operands.clone()), tree.span));
    linter.say(
        tree.span,
        "who has one of these values still passes by the other test",
        format!("write `{both}` to leave out who has either"),
    );
    linter.settled.extend(operands.iter().map(|operand| operand.span));
}

/// The word and the subject of a test that asks for a difference; `not (a = 1)` is one as well.
fn refusal(tree: &Expression) -> Option<(&'static str, &Expression)> {
    let test = positive(tree);
    let word = word(test)?;
    let inside_not = !core::ptr::eq(test, tree);
    let (negative, _) =
        NEGATIVE.iter().find(
            |(negative, positive)| {
                if inside_not { *positive == word } else { *negative == word }
            },
        )?;
    Some((negative, subject(test)?))
}

/// The test itself, or the one that a `not` is around.
fn positive(tree: &Expression) -> &Expression {
    match &tree.node {
        Node::Not(operand) => operand,
        _ => tree,
    }
}

/// The operator or function of a test.
pub(super) fn word(tree: &Expression) -> Option<&str> {
    match &tree.node {
        Node::Binary { operator, .. } => Some(operator.text()),
        Node::Call { name, .. } => Some(name.as_str()),
        _ => None,
    }
}
