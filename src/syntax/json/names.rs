//! Which names JSON needs that text does not, and which functions have a scope of their own.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::keys::Set;
use crate::syntax::ast::{Expression, Name, Node};

use super::walk::children;

/// Functions whose second parameter is evaluated for each item of the first.
pub const ITEM_FUNCTIONS: &[&str] =
    &["filter", "exists", "map", "groupBy", "topN", "bottomN", "sum", "average", "min", "max"];

/// Whether an argument of a call is evaluated for each item.
pub(super) fn is_item_argument(function: &str, index: usize) -> bool {
    index == 1 && ITEM_FUNCTIONS.contains(&function)
}

/// Whether a name is one of those that items without a name get: `_1`, `_2` …, or none at all.
pub(super) fn is_anonymous(name: &str) -> bool {
    let digits = name.strip_prefix('_').unwrap_or("");
    name.is_empty() || !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}

/// Whether a name can be written in text, if need be in back-ticks.
pub(super) fn is_writable(name: &str) -> bool {
    !name.is_empty() && !name.contains(['`', '\n'])
}

/// Names that nothing else in a tree has.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: Set<String>,
    // Those that items got so far, the outermost first.
    items: Vec<String>,
    // The numbers last tried for an item and for a variable.
    tried: [u64; 2],
}

impl Names {
    /// The names of all variables and labels, but for those of items that could as well have none.
    pub(super) fn declared(tree: &mut Expression) -> Names {
        let mut names = Names::default();
        names.gather(tree);
        names
    }

    fn gather(&mut self, tree: &mut Expression) {
        match &mut tree.node {
            Node::Lambda { parameters, .. } => {
                parameters.iter().for_each(|name| self.add(name));
            }
            Node::Let { name, .. } => self.add(name),
            Node::Quantified { declarations, .. } | Node::Aggregate { declarations, .. } => {
                declarations.iter().for_each(|it| self.add(&it.name));
            }
            Node::Chain { steps, .. } => steps.iter().for_each(|step| self.add(&step.name)),
            Node::Filter { array, predicate } => {
                self.gather(array);
                return self.gather_item(predicate);
            }
            Node::Call { name, receiver, arguments } => {
                let first = usize::from(receiver.is_some());
                receiver.iter_mut().for_each(|it| self.gather(it));
                for (index, argument) in arguments.iter_mut().enumerate() {
                    if is_item_argument(name, first + index) {
                        self.gather_item(argument);
                    } else {
                        self.gather(argument);
                    }
                }
                return;
            }
            _ => {}
        }
        children(tree, &mut |child| self.gather(child));
    }

    fn gather_item(&mut self, argument: &mut Expression) {
        match &mut argument.node {
            Node::Lambda { parameters, body } if is_plain_item(parameters) => self.gather(body),
            _ => self.gather(argument),
        }
    }

    fn add(&mut self, name: &str) {
        self.taken.insert(name.into());
    }

    /// The name of the item of a scope inside `depth` others: the one after so many free ones.
    pub(super) fn item(&mut self, depth: usize) -> String {
        while self.items.len() <= depth {
            let name = self.free("_", 0);
            self.items.push(name);
        }
        self.items.get(depth).cloned().unwrap_or_default()
    }

    /// A new name for a variable whose own cannot be written.
    pub(super) fn variable(&mut self) -> String {
        self.free("v", 1)
    }

    fn free(&mut self, letter: &str, kind: usize) -> String {
        let Some(tried) = self.tried.get_mut(kind) else {
            return String::new();
        };
        loop {
            *tried += 1;
            let name = format!("{letter}{tried}");
            if !self.taken.contains(&name) {
                return name;
            }
        }
    }
}

/// `(_1) => …`: a lambda of these parameters says no more than its item scope would.
pub(super) fn is_plain_item(parameters: &[Name]) -> bool {
    matches!(parameters, [only] if is_anonymous(only))
}
