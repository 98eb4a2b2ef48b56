//! What keeps an evaluation bounded: fuel.

use crate::value::Value;

/// How many steps one evaluation may take. A step is an instruction, or 16 bytes or items that one
/// has to look at; collected items take more, so that fuel bounds memory too.
pub const FUEL: u64 = 50_000_000;

/// How much fuel a new list item takes: 50 million steps are at most 75 MB of lists.
pub(super) const ITEM: usize = 16;

/// The evaluation took more than [`FUEL`] steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfFuel;

/// What is left.
pub(super) struct Fuel(u64);

impl Fuel {
    pub(super) const fn full() -> Fuel {
        Fuel(FUEL)
    }

    /// Takes so many steps.
    #[inline]
    pub(super) fn burn(&mut self, steps: usize) -> Result<(), OutOfFuel> {
        self.0 = self.0.checked_sub(steps as u64).ok_or(OutOfFuel)?;
        Ok(())
    }

    /// Takes the steps of looking at both values.
    #[inline]
    pub(super) fn burn_for(&mut self, left: Value<'_>, right: Value<'_>) -> Result<(), OutOfFuel> {
        self.burn((left.size() + right.size()) / 16)
    }
}
