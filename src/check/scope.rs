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
    /// `(Profile, Offer) => …`: the parameter's number, from 1.
    Parameter(String, u32),
    /// `(K, V) => …`: a part of the entry at hand.
    Part(String, LocalId, u8),
    /// The name of a chain's step in the WHEN of a later one.
    Step(String, StepEvent),
}

/// What a step's name leads to in the WHEN of a later step.
#[derive(Clone, Copy)]
pub(super) struct StepEvent {
    pub(super) level: u8,
    pub(super) step: u8,
    /// Whether the step finds an event.
    pub(super) finds: bool,
}

/// What a bare name means.
pub(super) enum Binding {
    /// The variable itself.
    Variable(LocalId),
    /// A field of the item at hand.
    ItemField(LocalId),
    /// A parameter of the query itself; 1 is the profile.
    Parameter(u32),
    /// A part of an entry.
    Part(LocalId, u8),
    /// The event of an earlier step.
    Step(StepEvent),
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

    pub(super) fn open_parameter(&mut self, name: &str, number: u32) {
        self.open.push(Scope::Parameter(name.into(), number));
    }

    pub(super) fn open_part(&mut self, name: &str, entry: LocalId, part: u8) {
        self.open.push(Scope::Part(name.into(), entry, part));
    }

    pub(super) fn open_step(&mut self, name: &str, event: StepEvent) {
        self.open.push(Scope::Step(name.into(), event));
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
                Scope::Parameter(known, number) if known == name => {
                    return Binding::Parameter(*number);
                }
                Scope::Part(known, entry, part) if known == name => {
                    return Binding::Part(*entry, *part);
                }
                Scope::Step(known, event) if known == name => return Binding::Step(*event),
                Scope::Variable(..)
                | Scope::Parameter(..)
                | Scope::Part(..)
                | Scope::Step(..)
                | Scope::Item(_) => {}
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
            Scope::Variable(..) | Scope::Parameter(..) | Scope::Part(..) | Scope::Step(..) => None,
        })
    }
}
