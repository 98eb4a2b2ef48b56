//! The paths of a set, each resolved at most once in an evaluation.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::bytecode::{PathId, Program};
use crate::functions::Scratch;
use crate::value::Value;

/// From the profile to a value: the names of the fields.
#[derive(Clone, Debug)]
pub(super) struct Route {
    names: Vec<Box<str>>,
}

impl Route {
    /// What it leads to.
    pub(super) fn value<'a>(&self, root: Value<'a>, scratch: Scratch<'a>) -> Value<'a> {
        let step = |value: Value<'a>, name| value.field(name, scratch.arena, scratch.meter);
        self.names.iter().map(|name| &**name).fold(root, step)
    }
}

/// The routes while they are gathered, each path once.
#[derive(Debug, Default)]
pub(super) struct Routes {
    known: BTreeMap<PathId, u32>,
    pub(super) routes: Vec<Route>,
}

impl Routes {
    pub(super) fn of(&mut self, program: &Program, path: PathId) -> u32 {
        let next = self.routes.len() as u32;
        let route = *self.known.entry(path).or_insert(next);
        if route == next {
            let parts = program.parts();
            let names = parts.paths.get(path.index()).into_iter().flatten();
            let names = names.filter_map(|name| parts.names.get(name.index()).cloned());
            self.routes.push(Route { names: names.collect() });
        }
        route
    }
}
