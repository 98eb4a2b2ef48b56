//! One profile with its events, read once into what a program asks for.

mod json;
mod reads;

pub use json::{Reader, json_error};
pub use reads::{NodeId, ReadNode, Reads};

use crate::value::Value;

/// The deepest nesting of a profile.
pub const MAX_DEPTH: usize = 128;

/// A profile ready for evaluation. What its values point to lives in the arena that they were read
/// into.
#[derive(Clone, Copy, Debug, Default)]
pub struct Profile<'a> {
    /// The merged profile, with `xEvent` and `segmentMembership` as the host gave them.
    pub root: Value<'a>,
    /// The execution time in epoch ms.
    pub now: i64,
}
