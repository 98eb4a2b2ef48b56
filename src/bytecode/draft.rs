//! One program from the compiler, on its way to the verifier.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;

use super::operand::NameId;
use super::pattern::{Pattern, append};
use super::pools::Pools;
use super::program::Program;
use super::tables::{Bundle, Extent, Frame, Place, Routine, Tables, Written};
use super::verify::Verifier;
use super::{Flaw, Mark, Op};
use crate::profile::{NodeId, Reads};

/// A program that was not yet verified.
#[derive(Debug)]
pub(crate) struct Draft {
    /// The instructions.
    pub(crate) code: Vec<Op>,
    /// What they refer to.
    pub(crate) pools: Pools,
    /// How many of the first constants `Constant` refers to.
    pub(crate) constants: usize,
    /// The audiences made by definitions that `inSegment` names, sorted by id, as constants.
    pub(crate) segments: Vec<u32>,
    /// Which paths it can look at, as `Pools::reads` gives them.
    pub(crate) reads: Vec<u32>,
    /// In the order of `at`; of one instruction, inner expressions first.
    pub(crate) marks: Vec<Mark>,
    /// The query's text, which the marks refer to.
    pub(crate) source: Box<str>,
    /// What it needs besides its stack.
    pub(crate) frame: Frame,
}

impl Draft {
    pub(super) fn verified(self) -> Result<Program, Flaw> {
        let mut tables = Tables { common: self.pools.into_common(), ..Tables::default() };
        let segments = self.constants + self.segments.len();
        tables.words.extend(0..self.constants as u32);
        tables.words.extend(self.segments);
        tables.words.extend(self.reads);
        let mut texts = Vec::new();
        let (marks, source) = append(&self.source, &self.marks, &mut texts);
        (tables.code, tables.texts) = (self.code, Arc::new(texts));
        let routine = Routine {
            code: Extent::new(0, tables.code.len()),
            reads: Extent::new(segments, tables.words.len()),
            constants: self.constants as u32,
            pattern: Pattern::default(),
            frame: self.frame,
            stack: 0,
        };
        let mut verifier = Verifier::default();
        let stack = verifier.routine(&tables, &routine)?;
        tables.routines.push(Routine { stack, ..routine });
        let place = Place {
            routine: 0,
            constants: Extent::new(0, self.constants),
            segments: Extent::new(self.constants, segments),
            texts: Written::Own {
                marks: Extent::new(0, marks),
                source: Extent::new(marks, source),
            },
        };
        verifier.place(&tables, &place)?;
        let places = Vec::from([place]);
        // The tree of what it reads is made once it is known what it runs with.
        Bundle { tables, places }.share(|_| false).last().ok_or(Flaw::Empty)
    }
}

impl Pools {
    /// How many constants there are.
    pub(crate) const fn constants(&self) -> usize {
        self.common.pool.len()
    }

    /// The ends of the tree, and what is read whole or item by item, as the tables have them.
    pub(crate) fn reads(&mut self, reads: &Reads) -> Vec<u32> {
        let mut out = Vec::new();
        self.read_below(reads, NodeId::ROOT, &mut Vec::new(), &mut out);
        out
    }

    fn read_below(
        &mut self,
        reads: &Reads,
        id: NodeId,
        path: &mut Vec<NameId>,
        out: &mut Vec<u32>,
    ) {
        let Some(node) = reads.nodes().get(id.0 as usize) else {
            return;
        };
        let flags = u32::from(node.whole) | u32::from(node.items) << 1;
        let end = node.children.is_empty() && id != NodeId::ROOT;
        if end || flags != 0 {
            out.push(self.path(path).0 << 2 | flags);
        }
        for child in &node.children {
            path.push(self.name(reads.name(*child)));
            self.read_below(reads, *child, path, out);
            path.pop();
        }
    }
}
