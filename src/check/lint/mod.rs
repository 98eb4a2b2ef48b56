//! Advice on queries without errors: what holds, and probably not as its author meant it.

mod arrays;
mod logic;
mod nulls;
mod size;
mod walk;

use alloc::string::String;
use alloc::vec::Vec;

use super::Checked;
use crate::diagnostic::{Code, Diagnostic};
use crate::keys::Set;
use crate::span::Span;
use crate::syntax::ast::Expression;

/// One kind of advice; its code explains it.
struct Lint {
    code: Code,
    finds: Finds,
}

/// Where a lint looks.
enum Finds {
    /// At every part of a query.
    Part(fn(&mut Linter<'_>, &Expression, Place)),
    /// At the query as a whole, after all parts.
    Query(fn(&mut Linter<'_>, &Checked)),
}

/// Every lint but `TooManyParentheses`, of which the tree knows nothing.
const LINTS: &[Lint] = &[
    Lint { code: Code::ThroughArray, finds: Finds::Part(arrays::through_array) },
    Lint { code: Code::AlwaysDifferent, finds: Finds::Part(logic::always_different) },
    Lint { code: Code::OneOfTwoRefusals, finds: Finds::Part(logic::one_of_two_refusals) },
    Lint { code: Code::LongWindow, finds: Finds::Query(size::long_window) },
    Lint { code: Code::MissingFails, finds: Finds::Query(nulls::missing_fails) },
    Lint { code: Code::ManyAggregations, finds: Finds::Query(size::many_aggregations) },
    Lint { code: Code::DeepNesting, finds: Finds::Query(size::deep_nesting) },
    Lint { code: Code::ArrayEquality, finds: Finds::Part(arrays::array_equality) },
    Lint { code: Code::NullComparison, finds: Finds::Part(nulls::null_comparison) },
    Lint { code: Code::RootPrefix, finds: Finds::Part(nulls::root_prefix) },
];

/// All advice on a query that was checked without errors. Linear in the tree.
#[must_use]
pub fn lint(tree: &Expression, checked: &Checked) -> Vec<Diagnostic> {
    let mut linter = Linter::default();
    linter.query(tree);
    for lint in LINTS {
        if let Finds::Query(find) = lint.finds {
            linter.code = Some(lint.code);
            find(&mut linter, checked);
        }
    }
    linter.found
}

/// What an expression stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// A condition of the query itself: only `and` and `or` are around it.
    Top,
    /// Another condition: its truth matters.
    Condition,
    /// A value.
    Value,
}

/// The walk through a query and what it gathers.
#[derive(Default)]
struct Linter<'t> {
    found: Vec<Diagnostic>,
    // The lint at work.
    code: Option<Code>,
    // The scopes around the part at hand, the innermost last.
    scopes: Vec<Scope<'t>>,
    // Parts of which something was said already.
    settled: Set<Span>,
    // Paths of the profile whose presence is asked for, and in what they are.
    present: Set<String>,
    above: Set<String>,
    // Tests at the top that miss profiles without the field.
    negative: Vec<nulls::Negative>,
    aggregations: Vec<Span>,
    // Arrays inside of too many others.
    deep: Vec<Span>,
}

/// What a construct lets its parts see.
struct Scope<'t> {
    binds: Binds<'t>,
    /// How many arrays its item is inside of.
    level: u32,
}

#[derive(PartialEq)]
enum Binds<'t> {
    /// Bare names are fields of the item.
    Item,
    /// The item has a name.
    Variable(&'t str),
    /// The profile has a name.
    Profile(&'t str),
}

impl Linter<'_> {
    /// Adds advice, unless something was said of this part already.
    #[cold]
    fn say(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        if self.settled.insert(span) {
            self.tell(span, message, help);
        }
    }

    /// Adds advice for a part that it settles.
    #[cold]
    fn tell(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        if let Some(code) = self.code {
            self.settled.insert(span);
            self.found.push(Diagnostic::new(code, span, message).help(help));
        }
    }
}
