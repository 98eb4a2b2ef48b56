//! Conditions that are evaluated, each once for all programs that have it.

use super::shape::Region;
use super::test::Test;
use crate::bytecode::Program;
use crate::functions::{Scope, Scratch};
use crate::profile::Profile;
use crate::value::Value;
use crate::vm::{OutOfFuel, run_region};

/// A condition: where its code is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Atom {
    /// One of the programs that have it.
    pub(super) program: u32,
    pub(super) region: Region,
    /// The test of one path that it is, and which path, when it is no more than that.
    pub(super) test: Option<(Test, u32)>,
}

impl Atom {
    /// Whether it holds. `value` is what its path leads to.
    pub(super) fn holds<'a>(
        &self,
        program: &'a Program,
        value: impl FnOnce(u32) -> Value<'a>,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
    ) -> Result<bool, OutOfFuel> {
        if let Some((test, route)) = self.test {
            let scope = Scope { scratch, now: profile.now };
            return test.passes(program, value(route), scope);
        }
        let Region { start, end } = self.region;
        run_region(program, start..end, profile, scratch).map(Value::truth)
    }
}
