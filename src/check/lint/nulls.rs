//! What is missing: tests that never hold for it, comparisons with null, a prefix that is a field.

use alloc::format;
use alloc::string::String;

use super::arrays::{is_plain, shown};
use super::logic::{NEGATIVE, word};
use super::walk::subject;
use super::{Linter, Place};
use crate::check::Checked;
use crate::span::Span;
use crate::syntax::ast::{Expression, Literal, Node, Operator};
use crate::syntax::print;

/// A test at the top of a query that misses profiles without the field.
pub(super) struct Negative {
    span: Span,
    path: String,
    word: &'static str,
    /// The test that holds for them too.
    better: String,
}

impl Linter<'_> {
    /// Notes what the lints of the whole query need of a part.
    pub(super) fn gather(&mut self, tree: &Expression, place: Place) {
        if let Some(path) = asks_for_presence(tree, place).and_then(|path| self.profile_path(path))
        {
            let dots = path.match_indices('.').filter_map(|(at, _)| path.get(..at));
            self.above.extend(dots.map(String::from));
            self.present.insert(path);
        }
        if super::size::is_aggregation(tree) {
            self.aggregations.push(tree.span);
        }
        if place != Place::Top || self.settled.contains(&tree.span) {
            return;
        }
        let found = word(tree).and_then(|word| NEGATIVE.iter().find(|(it, _)| *it == word));
        let Some((word, opposite)) = found else {
            return;
        };
        // Of two fields the author thinks of profiles that have both.
        let path = subject(tree).filter(|_| is_plain(tree));
        if let Some(path) = path.and_then(|subject| self.profile_path(subject)) {
            let better = format!("not ({})", shown(&opposed(tree, opposite)));
            self.negative.push(Negative { span: tree.span, path, word, better });
        }
    }

    /// The text of a path from the profile, as long as it goes through no array.
    fn profile_path(&self, tree: &Expression) -> Option<String> {
        match &tree.node {
            Node::Name(name) if self.is_profile_field(name) && name != "xEvent" => {
                Some(print(tree))
            }
            Node::Field { object, name } if self.is_profile(object) && name.node != "xEvent" => {
                Some(print(&Expression::new(Node::Name(name.node.clone()), name.span)))
            }
            Node::Field { object, name } => {
                let field = print(&Expression::new(Node::Name(name.node.clone()), name.span));
                self.profile_path(object).map(|path| format!("{path}.{field}"))
            }
            _ => None,
        }
    }
}

/// The path whose presence a part asks for: `a.isNull()`, or `a` as a condition.
fn asks_for_presence(tree: &Expression, place: Place) -> Option<&Expression> {
    match &tree.node {
        Node::Call { name, receiver, arguments }
            if matches!(name.as_str(), "isNull" | "isNotNull") =>
        {
            receiver.as_deref().or(arguments.first())
        }
        Node::Name(_) | Node::Field { .. } if place != Place::Value => Some(tree),
        _ => None,
    }
}

/// The test that asks for the opposite.
fn opposed(test: &Expression, opposite: &str) -> Expression {
    let mut positive = test.clone();
    match &mut positive.node {
        Node::Binary { operator, .. } => {
            let all = Operator::ALL.iter();
            *operator = all.copied().find(|it| it.text() == opposite).unwrap_or(*operator);
        }
        Node::Call { name, .. } => name.node = opposite.into(),
        _ => {}
    }
    positive
}

/// `country != "CA"` does not hold for profiles without a country.
pub(super) fn missing_fails(linter: &mut Linter<'_>, _: &Checked) {
    let all = core::mem::take(&mut linter.negative);
    for Negative { span, path, word, better } in all {
        if is_present(linter, &path) {
            continue;
        }
        let message = format!("`{word}` does not hold for profiles without `{path}`");
        linter.say(span, message, format!("`{better}` holds for them too"));
    }
}

/// Whether the query asks for the presence of a path, of a part of it or of what it is part of.
fn is_present(linter: &Linter<'_>, path: &str) -> bool {
    let mut above = path.match_indices('.').map(|(at, _)| path.get(..at).unwrap_or(""));
    linter.present.contains(path)
        || linter.above.contains(path)
        || above.any(|it| linter.present.contains(it))
}

/// `a = null` never holds.
pub(super) fn null_comparison(linter: &mut Linter<'_>, tree: &Expression, _: Place) {
    let Node::Binary { operator: operator @ (Operator::Equal | Operator::NotEqual), left, right } =
        &tree.node
    else {
        return;
    };
    let is_null = |tree: &Expression| tree.node == Node::Literal(Literal::Null);
    if is_null(left) == is_null(right) {
        return;
    }
    let other = shown(if is_null(left) { right } else { left });
    let function = if *operator == Operator::Equal { "isNull" } else { "isNotNull" };
    let message = format!("`{} null` never holds: null compares with nothing", operator.text());
    linter.say(tree.span, message, format!("write `{other}.{function}()`"));
}

/// `profile.homeAddress`: names start at the profile already.
pub(super) fn root_prefix(linter: &mut Linter<'_>, tree: &Expression, _: Place) {
    let mut head = tree;
    let mut first = None;
    while let Node::Field { object, name } = &head.node {
        first = Some(name);
        head = object;
    }
    let (Node::Name(prefix), Some(first)) = (&head.node, first) else {
        return;
    };
    if prefix.eq_ignore_ascii_case("profile") && linter.is_profile_field(prefix) {
        let message = format!("`{prefix}` is read as a field of the profile");
        let help = format!("names start at the profile already: write `{}`", first.node);
        linter.say(head.span, message, help);
    }
}
