//! What names mean where (pql.md 6).

use alloc::string::String;
use alloc::vec::Vec;

use crate::bytecode::LocalId;

/// The scopes that are open, the innermost last.
#[derive(Default)]
pub(super) struct Scopes {
    open: Vec<Scope>,
    next: u16,
    most: u16,
}

/// What one construct lets its parts see.
enum Scope {
    /// `arr[…]`, `WHAT(…)`: bare names are fields of the item.
    Item(LocalId),
    /// `select X from …`
    Variable(String, LocalId),
    /// `(Profile) => …`
    Profile(String),
}

/// What a bare name means.
pub(super) enum Binding {
    /// The variable itself.
    Variable(LocalId),
    /// A field of the item at hand.
    ItemField(LocalId),
    /// The profile itself.
    Profile,
    /// A field of the profile.
    ProfileField,
}

impl Scopes {
    /// A variable's place, not yet visible under a name; none when there are too many.
    pub(super) fn allocate(&mut self) -> Option<LocalId> {
        let local = LocalId(self.next);
        self.next = self.next.checked_add(1)?;
        self.most = self.most.max(self.next);
        Some(local)
    }

    /// Gives up the place that was allocated last.
    pub(super) fn release(&mut self) {
        self.next = self.next.saturating_sub(1);
    }

    pub(super) fn open_item(&mut self, local: LocalId) {
        self.open.push(Scope::Item(local));
    }

    pub(super) fn open_variable(&mut self, name: &str, local: LocalId) {
        self.open.push(Scope::Variable(name.into(), local));
    }

    pub(super) fn open_profile(&mut self, name: &str) {
        self.open.push(Scope::Profile(name.into()));
    }

    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    /// What a bare name means here: the innermost variable of that name, else a field of the item
    /// at hand, else of the profile.
    pub(super) fn resolve(&self, name: &str) -> Binding {
        for scope in self.open.iter().rev() {
            match scope {
                Scope::Variable(known, local) if known == name => {
                    return Binding::Variable(*local);
                }
                Scope::Profile(known) if known == name => return Binding::Profile,
                Scope::Variable(..) | Scope::Profile(_) | Scope::Item(_) => {}
            }
        }
        self.item().map_or(Binding::ProfileField, Binding::ItemField)
    }

    /// The item of the innermost item scope.
    pub(super) fn item(&self) -> Option<LocalId> {
        self.items().next()
    }

    /// The item `levels` scopes out; `Some(None)` is the profile, around all of them.
    pub(super) fn outer(&self, levels: u32) -> Option<Option<LocalId>> {
        let depth = self.items().count();
        match (levels as usize).cmp(&depth) {
            core::cmp::Ordering::Less => Some(self.items().nth(levels as usize)),
            core::cmp::Ordering::Equal => Some(None),
            core::cmp::Ordering::Greater => None,
        }
    }

    /// How many variables there were at most at a time.
    pub(super) fn most(&self) -> u16 {
        self.most
    }

    fn items(&self) -> impl Iterator<Item = LocalId> {
        self.open.iter().rev().filter_map(|scope| match scope {
            Scope::Item(local) => Some(*local),
            Scope::Variable(..) | Scope::Profile(_) => None,
        })
    }
}
