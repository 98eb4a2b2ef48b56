//! What programs stand in: the tables that all programs of a set share.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec;
use alloc::vec::Vec;

use super::Op;
use super::operand::NameId;
use super::pattern::{Pattern, Texts};
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
    // What each routine reads: a path, and in the lowest bits 1 for all below it and 2 for item by
    // item, and the holes in its texts; of each program its constants (indices of the pool) and its
    // segments (the same).
    pub(super) words: Vec<u32>,
    pub(super) code: Vec<Op>,
    // No two are alike.
    pub(super) routines: Vec<Routine>,
    // Marks and sources; of what was loaded, the artifact as it came, in which they stand.
    pub(super) texts: Arc<Vec<u8>>,
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

    /// Text, which is looked at anew: what was loaded is kept as bytes.
    pub(super) fn text(self, all: &[u8]) -> &str {
        core::str::from_utf8(self.of(all)).unwrap_or("")
    }
}

/// Code that all programs share which differ in nothing but their constants and texts: of the
/// definitions of a set most are alike.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Routine {
    pub(super) code: Extent,
    pub(super) reads: Extent,
    // How many constants a program has to bring.
    pub(super) constants: u32,
    // The texts of most of its programs.
    pub(super) pattern: Pattern,
    pub(super) frame: Frame,
    // The deepest stack on any path.
    pub(super) stack: u32,
}

/// Where one program lies in its tables.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    // The number of its routine.
    pub(super) routine: u32,
    pub(super) constants: Extent,
    pub(super) segments: Extent,
    pub(super) texts: Written,
}

/// Where the marks and the source of a program are.
#[derive(Clone, Copy, Debug)]
pub(super) enum Written {
    /// As the pattern of its routine has them.
    Alike,
    /// Its own.
    Own { marks: Extent, source: Extent },
}

/// How much a program needs besides its stack, and what it gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
    /// With the artifact that it was read from.
    pub(crate) fn within(mut self, artifact: Arc<Vec<u8>>) -> Bundle {
        self.tables.texts = artifact;
        self
    }

    /// The programs, with the tree of what those of them read that `run`.
    pub(crate) fn share(mut self, run: impl Fn(usize) -> bool) -> impl Iterator<Item = Program> {
        let mut runs = vec![false; self.tables.routines.len()];
        for (place, at) in self.places.iter().zip(0..) {
            if let Some(runs) = runs.get_mut(place.routine as usize) {
                *runs = *runs || run(at);
            }
        }
        self.tables.plant(&runs);
        let tables = Arc::new(self.tables);
        self.places.into_iter().map(move |place| Program::at(tables.clone(), place))
    }
}

/// Says that a path is read by a program that runs.
const READ: u8 = 4;

impl Tables {
    /// The routine of a program.
    #[inline]
    pub(super) fn routine(&self, place: &Place) -> Routine {
        self.routines.get(place.routine as usize).copied().unwrap_or_default()
    }

    /// The tree of what these routines read. Linear in that, but for the sorting of names.
    pub(super) fn tree<'r>(&self, routines: impl IntoIterator<Item = &'r Routine>) -> Reads {
        let mut flags = vec![0; self.common.paths.len()];
        for word in routines.into_iter().flat_map(|routine| routine.reads.of(&self.words)) {
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

    /// Keeps the tree of what the routines read that run, and where in it every path ends.
    fn plant(&mut self, runs: &[bool]) {
        let runs = self.routines.iter().zip(runs).filter(|(_, runs)| **runs);
        let reads = self.tree(runs.map(|(routine, _)| routine));
        let node =
            |path| self.names(path).try_fold(NodeId::ROOT, |node, name| reads.find(node, name));
        self.nodes = (0..self.common.paths.len()).map(node).collect();
        self.reads = reads;
    }

    /// What patterns stand in.
    pub(super) fn texts(&self) -> Texts<'_> {
        Texts { bytes: &self.texts, words: &self.words }
    }

    /// The names of a path.
    fn names(&self, path: usize) -> impl Iterator<Item = &str> {
        let names = self.common.paths.get(path).into_iter().flatten();
        names.map(|name| self.common.names.get(name.index()).map_or("", |name| name))
    }
}
