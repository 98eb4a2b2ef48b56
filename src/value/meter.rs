//! How much work an evaluation has left.

use core::cell::Cell;

/// Counts steps down. Whoever goes through values of unknown size takes a step for each, and stops
/// when there are none left; what it answers then does not matter, for the evaluation ends.
#[derive(Debug, Default)]
pub struct Meter {
    // Negative from the moment that a step was missing.
    left: Cell<i64>,
}

impl Meter {
    /// Starts again with so many steps.
    pub fn fill(&self, steps: u64) {
        self.left.set(i64::try_from(steps).unwrap_or(i64::MAX));
    }

    /// Takes steps; false when there are too few.
    #[inline]
    pub fn take(&self, steps: usize) -> bool {
        let left = self.left.get().saturating_sub_unsigned(steps as u64);
        self.left.set(left);
        left >= 0
    }

    /// How many steps are left.
    #[must_use]
    pub fn left(&self) -> u64 {
        u64::try_from(self.left.get()).unwrap_or(0)
    }

    /// Whether a step was missing.
    #[inline]
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.left.get() < 0
    }
}
