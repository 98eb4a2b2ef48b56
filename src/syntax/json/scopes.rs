//! Names that are visible in a part of a tree, the innermost first, found in logarithmic time.

use alloc::string::String;
use alloc::vec::Vec;

use crate::keys::Map;

/// What a name stands for on the other side.
#[derive(Debug)]
pub(super) enum Binding {
    /// The item of a scope with so many others around it.
    Item(u32),
    /// A variable, as it is called there.
    Variable(String),
}

/// Open names and what each stands for.
#[derive(Debug, Default)]
pub(super) struct Scopes {
    open: Vec<String>,
    known: Map<String, Vec<Binding>>,
}

impl Scopes {
    /// Opens a variable that keeps its name.
    pub(super) fn open_same(&mut self, name: &str) {
        self.open(name, Binding::Variable(name.into()));
    }

    pub(super) fn open(&mut self, name: &str, value: Binding) {
        self.open.push(name.into());
        if let Some(values) = self.known.or_insert(name.into(), Vec::new()) {
            values.push(value);
        }
    }

    /// How many are open.
    pub(super) const fn len(&self) -> usize {
        self.open.len()
    }

    /// Closes the innermost ones until so many are left.
    pub(super) fn close(&mut self, left: usize) {
        while self.open.len() > left {
            let values = self.open.pop().and_then(|name| self.known.get_mut(&*name));
            values.map(Vec::pop);
        }
    }

    /// What a name stands for.
    pub(super) fn find(&self, name: &str) -> Option<&Binding> {
        self.known.get(name).and_then(|values| values.last())
    }
}
