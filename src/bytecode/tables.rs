//! What programs stand in: the tables that all programs of a set share.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use super::Op;
use super::operand::NameId;
use super::program::Program;
use crate::functions::Function;
use crate::profile::{NodeId, Reads};
use crate::sorted::sort_by;
use crate::types::Type;

/// A scalar of the query's text.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// `null`
    Null,
    /// `true`
    Boolean(bool),
    /// `1`
    Integer(i64),
    /// `0.5`
    Double(f64),
    /// `"US"`
    String(Box<str>),
}

/// What is referred to by number.
#[derive(Debug, Default)]
pub(crate) struct Common {
    /// What `Field` and paths refer to.
    pub(super) names: Vec<Box<str>>,
    /// What `Path` refers to.
    pub(super) paths: Vec<Vec<NameId>>,
    /// What `Call` refers to.
    pub(super) functions: Vec<&'static Function>,
    /// What the constants of every program are taken from.
    pub(super) pool: Vec<Constant>,
}

/// The tables of some programs.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(super) common: Common,
    // The constants of each program (indices of the pool), its segments (the same) and what it
    // reads: a path, and in the lowest bits 1 for all below it and 2 for item by item.
    pub(super) words: Vec<u32>,
    pub(super) code: Vec<Op>,
    pub(super) marks: Vec<u8>,
    pub(super) sources: Box<str>,
    // What the programs read that run, and where each path ends in it.
    pub(super) reads: Reads,
    pub(super) nodes: Vec<Option<NodeId>>,
}

/// Where something lies in its table.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Extent {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Extent {
    /// Tables of more than 4 GB fit no host's memory.
    pub(super) const fn new(start: usize, end: usize) -> Extent {
        Extent { start: start as u32, end: end as u32 }
    }

    pub(super) const fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    #[inline]
    pub(super) fn of<T>(self, all: &[T]) -> &[T] {
        all.get(self.start as usize..self.end as usize).unwrap_or(&[])
    }

    pub(super) fn text(self, all: &str) -> &str {
        all.get(self.start as usize..self.end as usize).unwrap_or("")
    }
}

/// Where one program lies in its tables, and what it needs to run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(super) code: Extent,
    pub(super) constants: Extent,
    pub(super) segments: Extent,
    pub(super) reads: Extent,
    pub(super) marks: Extent,
    pub(super) source: Extent,
    // The deepest stack on any path.
    pub(super) stack: u32,
    pub(super) frame: Frame,
}

/// How much a program needs besides its stack, and what it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// How many variables there are.
    pub locals: u16,
    /// How many iterations can be open.
    pub iterators: u8,
    /// How many collections can be open.
    pub accumulators: u8,
    /// How many event sequences can be open.
    pub chains: u8,
    /// The static type of the result.
    pub result: Type,
}

/// Verified programs with their tables.
#[derive(Debug, Default)]
pub(crate) struct Bundle {
    pub(super) tables: Tables,
    // INVARIANT: each passed `verify`.
    pub(super) places: Vec<Place>,
}

impl Bundle {
    /// The programs, with the tree of what those of them read that `run`.
    pub(crate) fn share(mut self, run: impl Fn(usize) -> bool) -> Vec<Program> {
        let places = self.places.iter().enumerate();
        self.tables.plant(places.filter(|(at, _)| run(*at)).map(|(_, place)| *place));
        let tables = Arc::new(self.tables);
        let programs = self.places.into_iter();
        programs.map(|place| Program::at(tables.clone(), place)).collect()
    }
}

/// Says that a path is read by a program that runs.
const READ: u8 = 4;

impl Tables {
    /// The tree of what these programs read. Linear in that, but for the sorting of names.
    pub(super) fn tree(&self, programs: impl IntoIterator<Item = Place>) -> Reads {
        let mut flags = vec![0; self.common.paths.len()];
        for word in programs.into_iter().flat_map(|place| place.reads.of(&self.words)) {
            if let Some(flags) = flags.get_mut((word >> 2) as usize) {
                *flags |= READ | (word & 3) as u8;
            }
        }
        let flags = flags.into_iter().enumerate().filter(|(_, flags)| *flags > 0);
        let mut read: Vec<(usize, u8)> = flags.collect();
        // In the order of names every field is the last one of its node.
        sort_by(&mut read, |(one, _), (other, _)| self.names(*one).cmp(self.names(*other)));
        let mut reads = Reads::default();
        for (path, flags) in read {
            let node = self.names(path).fold(NodeId::ROOT, |node, name| reads.child(node, name));
            if flags & 1 != 0 {
                reads.read_whole(node);
            }
            if flags & 2 != 0 {
                reads.read_items(node);
            }
        }
        reads
    }

    /// Keeps the tree of what these programs read, and where in it every path ends.
    fn plant(&mut self, programs: impl IntoIterator<Item = Place>) {
        let reads = self.tree(programs);
        let node =
            |path| self.names(path).try_fold(NodeId::ROOT, |node, name| reads.find(node, name));
        self.nodes = (0..self.common.paths.len()).map(node).collect();
        self.reads = reads;
    }

    /// The names of a path.
    fn names(&self, path: usize) -> impl Iterator<Item = &str> {
        let names = self.common.paths.get(path).into_iter().flatten();
        names.map(|name| self.common.names.get(name.index()).map_or("", |name| name))
    }
}
