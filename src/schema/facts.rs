//! What parts of a schema say together: all of them at once, or one of them.

use alloc::collections::BTreeMap;
use alloc::rc::Rc;

use super::choices::Choices;
use super::parts::{PartId, Parts};
use crate::types::Type;

/// What is said of a value.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Its type.
    pub(super) kind: Kind,
    /// The fields that are listed.
    pub(super) fields: BTreeMap<Rc<str>, PartId>,
    /// The fields that are not.
    pub(super) rest: Option<PartId>,
    /// The items.
    pub(super) items: Option<PartId>,
    /// Whether it is called a map.
    pub(super) is_map: bool,
    /// Whether there may be fields that nobody lists.
    pub(super) open: bool,
    /// The values that are listed.
    pub(super) choices: Choices,
    /// Whether it should no longer be used, if that is said.
    pub(super) deprecated: Option<bool>,
    /// What people call it.
    pub(super) title: Rc<str>,
}

/// What is said of a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Kind {
    /// Nothing, which hinders nobody else.
    #[default]
    Silent,
    /// It is this.
    Is(Type),
    /// Different things, so nothing can be relied on.
    Unclear,
}

impl Facts {
    /// What is known of a place that cannot be looked at.
    pub(super) fn unknown() -> Facts {
        Facts { kind: Kind::Unclear, open: true, ..Facts::default() }
    }

    /// Whether there are no fields but the listed ones.
    pub(super) fn is_closed(&self) -> bool {
        !self.open && self.rest.is_none() && !self.fields.is_empty()
    }

    /// Both hold. Title and deprecation stay those of `self`.
    pub(super) fn both(mut self, other: &Facts, parts: &mut Parts<'_>) -> Facts {
        self.kind = self.kind.both(other.kind);
        self.is_map |= other.is_map;
        self.open |= other.open;
        self.choices = self.choices.both(&other.choices);
        let mut combine = |left: Option<PartId>, right: Option<PartId>| match (left, right) {
            (Some(left), Some(right)) => parts.all(&[left, right]),
            (left, right) => left.or(right),
        };
        self.rest = combine(self.rest, other.rest);
        self.items = combine(self.items, other.items);
        self.add_fields(other, combine);
        self
    }

    /// One of them holds.
    pub(super) fn either(mut self, other: &Facts, parts: &mut Parts<'_>) -> Facts {
        self.kind = self.kind.either(other.kind);
        self.is_map &= other.is_map;
        self.open |= other.open || self.rest.is_some() != other.rest.is_some();
        self.choices = self.choices.either(&other.choices);
        self.deprecated = self.deprecated.filter(|it| other.deprecated == Some(*it));
        let mut combine = |left: Option<PartId>, right: Option<PartId>| match (left, right) {
            (Some(left), Some(right)) => parts.either(&[left, right]),
            _ => None,
        };
        self.rest = combine(self.rest, other.rest);
        self.items = combine(self.items, other.items);
        self.add_fields(other, combine);
        self
    }

    /// Takes the fields of another; those in both are combined, and unknown where they cannot be.
    fn add_fields(
        &mut self,
        other: &Facts,
        mut combine: impl FnMut(Option<PartId>, Option<PartId>) -> Option<PartId>,
    ) {
        for (name, field) in &other.fields {
            let known = self.fields.get(name).copied();
            let field = match known {
                Some(known) => combine(Some(known), Some(*field)),
                None => Some(*field),
            };
            match field {
                Some(field) => drop(self.fields.insert(name.clone(), field)),
                None => {
                    self.fields.remove(name);
                    self.open = true;
                }
            }
        }
    }
}

impl Kind {
    fn both(self, other: Kind) -> Kind {
        use Type::{Double, Integer, Number, String, Timestamp};
        match (self, other) {
            (Kind::Silent, kind) | (kind, Kind::Silent) => kind,
            (Kind::Is(left), Kind::Is(right)) if left == right => self,
            (Kind::Is(Number), Kind::Is(kind @ (Integer | Double)))
            | (Kind::Is(kind @ (Integer | Double)), Kind::Is(Number)) => Kind::Is(kind),
            (Kind::Is(String), Kind::Is(Timestamp)) | (Kind::Is(Timestamp), Kind::Is(String)) => {
                Kind::Is(Timestamp)
            }
            _ => Kind::Unclear,
        }
    }

    fn either(self, other: Kind) -> Kind {
        use Type::{Double, Integer, Number};
        match (self, other) {
            (Kind::Is(left), Kind::Is(right)) if left == right => self,
            (Kind::Is(Integer | Double | Number), Kind::Is(Integer | Double | Number)) => {
                Kind::Is(Number)
            }
            (Kind::Unclear, _) | (_, Kind::Unclear) => Kind::Unclear,
            _ => Kind::Silent,
        }
    }
}
