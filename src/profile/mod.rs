//! One profile with its events, read once into what a program asks for.

mod json;
mod lookback;
mod membership;
mod older;
mod reader;
mod reads;

pub use lookback::Lookback;
pub use membership::{OWN_NAMESPACE, Record, SINCE, Status};
pub use older::{MEMBERSHIP, OLDER};
pub use reader::{Beside, Place, Reader};
pub use reads::{Fields, NodeId, ReadNode, Reads};

use core::cell::Cell;

use crate::value::Value;

/// How many arrays and objects of a profile may stand in each other.
pub const MAX_DEPTH: usize = 127;

/// Under this name, which no path can have, the paths of other parameters hang from the root.
pub const PARAMETERS: &str = "$";

/// A profile ready for evaluation. What its values point to lives in the arena that they were read
/// into.
#[derive(Clone, Copy, Debug, Default)]
pub struct Profile<'a> {
    /// The merged profile, with `xEvent` and `segmentMembership` as the host gave them.
    pub root: Value<'a>,
    /// The memberships as `inSegment` sees them: in the shape of today, whatever they are stored in.
    pub membership: Value<'a>,
    /// What the host gave besides: an object with the keys `$2`, `@{…}` and URIs.
    pub parameters: Value<'a>,
    /// The execution time in epoch ms.
    pub now: i64,
    /// Memberships found in this evaluation, sorted by id; they count instead of the stored ones
    /// (pql.md 10.7).
    pub fresh: &'a [Fresh<'a>],
}

/// What this evaluation found of one audience.
#[derive(Clone, Debug)]
pub struct Fresh<'a> {
    /// The audience's id.
    pub id: &'a str,
    /// Whether the profile is in it, once that is known.
    pub member: Cell<Option<bool>>,
    /// Whether another audience asked for it.
    pub asked: Cell<bool>,
}

impl<'a> Fresh<'a> {
    /// A place for an answer.
    #[must_use]
    pub const fn new(id: &'a str) -> Fresh<'a> {
        Fresh { id, member: Cell::new(None), asked: Cell::new(false) }
    }
}

impl<'a> Profile<'a> {
    /// What this evaluation found of an audience, if it did. Logarithmic in the audiences.
    #[must_use]
    pub fn found(&self, id: &str) -> Option<bool> {
        let fresh = self.fresh(id)?;
        fresh.asked.set(true);
        fresh.member.get()
    }

    /// The place of an audience's answer.
    #[must_use]
    pub fn fresh(&self, id: &str) -> Option<&'a Fresh<'a>> {
        let at = self.fresh.binary_search_by(|known| known.id.cmp(id)).ok()?;
        self.fresh.get(at)
    }
}
