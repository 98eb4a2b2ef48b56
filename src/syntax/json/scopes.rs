//! Names that are visible in a part of a tree, the innermost first, found in logarithmic time.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

/// Open names and what each stands for.
#[derive(Debug)]
pub(super) struct Scopes<V> {
    open: Vec<String>,
    known: BTreeMap<String, Vec<V>>,
}

impl<V> Scopes<V> {
    pub(super) const fn new() -> Scopes<V> {
        Scopes { open: Vec::new(), known: BTreeMap::new() }
    }

    pub(super) fn open(&mut self, name: &str, value: V) {
        self.open.push(name.into());
        self.known.entry(name.into()).or_default().push(value);
    }

    /// How many are open.
    pub(super) const fn len(&self) -> usize {
        self.open.len()
    }

    /// Closes the innermost ones until so many are left.
    pub(super) fn close(&mut self, left: usize) {
        while self.open.len() > left {
            let values = self.open.pop().and_then(|name| self.known.get_mut(&name));
            values.map(Vec::pop);
        }
    }

    /// What a name stands for.
    pub(super) fn find(&self, name: &str) -> Option<&V> {
        self.known.get(name).and_then(|values| values.last())
    }
}
