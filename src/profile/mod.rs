//! One profile with its events, read once into what a program asks for.

mod json;
mod lookback;
mod membership;
mod older;
mod projected;
mod reader;
mod reads;

pub use lookback::Lookback;
pub use membership::{OWN_NAMESPACE, Record, SINCE, Status};
pub use older::{MEMBERSHIP, OLDER};
pub use projected::Projected;
pub use reader::{Beside, Place, Reader};
pub use reads::{Fields, NodeId, ReadNode, Reads};

use core::fmt::{self, Debug};

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
    /// Memberships found in this evaluation, which count instead of the stored ones (pql.md 10.7).
    pub fresh: Option<&'a dyn Fresh>,
}

/// What this evaluation found of audiences.
pub trait Fresh {
    /// Whether the profile is in the audience of an id, if this evaluation found out.
    fn found(&self, id: &str) -> Option<bool>;
}

/// Not what it holds: every set and all of its parts would have to be printable in every build.
impl Debug for dyn Fresh + '_ {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Fresh")
    }
}

impl Profile<'_> {
    /// What this evaluation found of an audience, if it did.
    #[must_use]
    pub fn found(&self, id: &str) -> Option<bool> {
        self.fresh?.found(id)
    }
}
