//! Conditions that are certainly true or false, whatever the profile holds.

mod key;
mod parts;
mod range;
mod together;
mod uses;

use alloc::vec::Vec;

use super::literal::{holds, value};
use super::typed::{Node, Typed};
use crate::bytecode::Constant;
use crate::diagnostic::{Code, Diagnostic};

use parts::parts;

/// Everything that can be said of the conditions of a tree without errors. Linear in the tree, but
/// for its depth.
pub(super) fn conditions(tree: &Typed) -> Vec<Diagnostic> {
    let mut finder = Finder::default();
    finder.visit(tree);
    finder.found
}

#[derive(Default)]
struct Finder {
    found: Vec<Diagnostic>,
}

impl Finder {
    /// Visits a part; what it counts as, if that is the same for every profile.
    fn visit(&mut self, tree: &Typed) -> Option<bool> {
        let before = self.found.len();
        let known: Vec<Option<bool>> =
            parts(tree).into_iter().map(|part| self.visit(part)).collect();
        let truth = truth(tree, &known);
        // Of conditions inside of each other the innermost is the one to look at.
        if self.found.len() > before {
            return truth;
        }
        match (&tree.node, truth) {
            // Who writes `true` means it.
            (Node::Constant(_), _) => {}
            (_, Some(truth)) => self.constant(tree, truth),
            (Node::And(operands), None) => self.found.extend(together::contradiction(operands)),
            (Node::Or(operands), None) => self.found.extend(together::tautology(operands)),
            _ => {}
        }
        truth
    }

    fn constant(&mut self, tree: &Typed, truth: bool) {
        let code = if truth { Code::AlwaysTrue } else { Code::AlwaysFalse };
        let message = alloc::format!("this condition is always {truth}");
        self.found.push(Diagnostic::new(code, tree.span, message));
    }
}

/// What a condition counts as, given what its parts count as.
fn truth(tree: &Typed, parts: &[Option<bool>]) -> Option<bool> {
    let all = |wanted: bool| parts.iter().all(|part| *part == Some(wanted));
    match &tree.node {
        Node::Constant(Constant::Null) => None,
        Node::Constant(constant) => Some(value(constant).truth()),
        Node::And(_) if parts.contains(&Some(false)) => Some(false),
        Node::And(_) => all(true).then_some(true),
        Node::Or(_) if parts.contains(&Some(true)) => Some(true),
        Node::Or(_) => all(false).then_some(false),
        Node::Not(_) => parts.first().copied().flatten().map(|truth| !truth),
        Node::Compare(comparison, operands) => {
            let [left, right] = &**operands;
            match (&left.node, &right.node) {
                // Comparing with null is another mistake.
                (Node::Constant(Constant::Null), _) | (_, Node::Constant(Constant::Null)) => None,
                (Node::Constant(left), Node::Constant(right)) => {
                    Some(holds(*comparison, left, right))
                }
                _ => None,
            }
        }
        _ => None,
    }
}
