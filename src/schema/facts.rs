//! What parts of a schema say together: all of them at once, or one of them.

use alloc::rc::Rc;

use super::choices::Choices;
use super::parts::{PartId, Parts};
use crate::keys::Map;
use crate::types::Type;

/// What is said of a value.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Its type.
    pub(super) kind: Kind,
    /// The fields that are listed; none for what turned out to be unknown.
    pub(super) fields: Map<Rc<str>, Option<PartId>>,
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
        !self.open && self.rest.is_none() && self.has_fields()
    }

    /// Whether fields are listed.
    pub(super) fn has_fields(&self) -> bool {
        self.fields.values().any(Option::is_some)
    }

    /// How many fields there are to be looked at.
    pub(super) fn len(&self) -> usize {
        self.fields.values().flatten().count()
    }

    /// The fields that are listed, in the order of their names.
    pub(super) fn fields(&self) -> impl Iterator<Item = (&Rc<str>, PartId)> {
        let all = self.fields.in_order().into_iter();
        all.filter_map(|(name, field)| Some((name, (*field)?)))
    }

    /// The field of a name.
    pub(super) fn field(&self, name: &str) -> Option<PartId> {
        self.fields.get(name).copied().flatten()
    }

    /// Lists a field.
    pub(super) fn set_field(&mut self, name: &str, field: PartId) {
        self.fields.insert(name.into(), Some(field));
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
        for (name, field) in other.fields() {
            let field = match self.field(name) {
                Some(known) => combine(Some(known), Some(field)),
                None => Some(field),
            };
            self.open |= field.is_none();
            self.fields.insert(name.clone(), field);
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
