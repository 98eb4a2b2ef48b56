//! The paths of a set, each resolved at most once in an evaluation.

use alloc::vec::Vec;

use crate::bytecode::{PathId, Program};
use crate::functions::Scratch;
use crate::profile::{NodeId, Reads};
use crate::value::Value;

/// From the profile to a value.
#[derive(Clone, Debug)]
pub(super) struct Route {
    steps: Vec<Step>,
}

/// A field of the object at hand: its node of the paths that are read, and its place among the fields
/// there.
#[derive(Clone, Copy, Debug)]
struct Step {
    node: NodeId,
    place: u32,
}

impl Route {
    /// What it leads to in a profile, mostly by places alone: an object that was read along `reads`
    /// has the very keys of the tree, so a look at the key's address tells that it is the right one.
    pub(super) fn value<'a>(
        &self,
        root: Value<'a>,
        reads: &Reads,
        scratch: Scratch<'a>,
    ) -> Value<'a> {
        let mut value = root;
        for Step { node, place } in &self.steps {
            let name = reads.name(*node);
            value = match value {
                Value::Object(object) => match object.entries.get(*place as usize) {
                    Some((key, found)) if core::ptr::eq(*key, name) => *found,
                    _ => object.get(name),
                },
                Value::List(_) => value.field(name, scratch.arena, scratch.meter),
                _ => return Value::Null,
            };
        }
        value
    }
}

const UNKNOWN: u32 = u32::MAX;
const NOWHERE: u32 = u32::MAX - 1;

/// The routes while they are gathered, each path once.
#[derive(Debug, Default)]
pub(super) struct Routes {
    // By the number of the path; `UNKNOWN` before it is looked up, `NOWHERE` where it is not read.
    known: Vec<u32>,
    pub(super) routes: Vec<Route>,
}

impl Routes {
    /// The route of a path; none when it is not among those that are read.
    pub(super) fn of(&mut self, program: &Program, path: PathId) -> Option<u32> {
        if self.known.len() <= path.index() {
            self.known.resize(program.parts().paths.len().max(path.index() + 1), UNKNOWN);
        }
        let known = self.known.get_mut(path.index())?;
        if *known == UNKNOWN {
            *known = NOWHERE;
            if let Some(steps) = steps(program, path) {
                *known = self.routes.len() as u32;
                self.routes.push(Route { steps });
            }
        }
        (*known != NOWHERE).then_some(*known)
    }
}

fn steps(program: &Program, path: PathId) -> Option<Vec<Step>> {
    let parts = program.parts();
    let mut at = NodeId::ROOT;
    let mut steps = Vec::new();
    for name in parts.paths.get(path.index())? {
        let fields = parts.reads.children(at);
        at = parts.reads.find(at, parts.names.get(name.index())?)?;
        let place = fields.iter().position(|field| *field == at)?;
        steps.push(Step { node: at, place: place as u32 });
    }
    Some(steps)
}
