//! What the platform warns of: many aggregations, deep nesting, long windows (pql.md 16).

use super::Linter;
use crate::check::{Checked, eligibility};
use crate::functions;
use crate::syntax::ast::{Expression, Node};

/// From so many aggregations on a query is heavy.
const MANY: usize = 3;

/// So many arrays may be inside of each other.
pub(super) const LEVELS: u32 = 2;

/// Whether a part adds up, counts or compares all items of an array.
pub(super) fn is_aggregation(tree: &Expression) -> bool {
    match &tree.node {
        Node::Aggregate { .. } => true,
        Node::Call { name, .. } => functions::is_aggregation(name),
        _ => false,
    }
}

/// Three aggregations in one query.
pub(super) fn many_aggregations(linter: &mut Linter<'_>, _: &Checked) {
    let count = linter.aggregations.len();
    if let Some(span) = linter.aggregations.get(MANY - 1).copied() {
        linter.say(
            span,
            alloc::format!("{count} aggregations make the query heavy"),
            "keep what changes slowly in a computed attribute of the profile",
        );
    }
}

/// An array in an array in an array.
pub(super) fn deep_nesting(linter: &mut Linter<'_>, _: &Checked) {
    for span in core::mem::take(&mut linter.deep) {
        linter.say(
            span,
            "an array inside of an array inside of an array",
            "test the outer items first, or keep what is needed higher up in the profile",
        );
    }
}

/// A window over 24 hours, where nothing else keeps the query from the edge.
pub(super) fn long_window(linter: &mut Linter<'_>, checked: &Checked) {
    for span in eligibility::long_windows(&checked.tree) {
        linter.say(
            span,
            "only this window over 24 hours keeps the query from the edge and from streaming",
            "ask for `<= 24 hours before now` at most, unless a daily run is soon enough",
        );
    }
}
