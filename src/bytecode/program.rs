//! Programs: a place in tables that verified programs share.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::Deref;

#[cfg(feature = "compile")]
use super::Flaw;
use super::Op;
use super::encode;
use super::join::Join;
use super::marks::Marks;
use super::operand::{ConstantId, NameId, PathId};
use super::tables::{Constant, Frame, Place, Tables, Written};
use crate::functions::Function;
use crate::profile::{NodeId, Reads};

/// A program that can run: built only from drafts and bytes that pass the verifier. It is a view of
/// tables, which it may share with others.
#[derive(Clone, Debug)]
pub struct Program {
    tables: Arc<Tables>,
    // INVARIANT: its routine passed `verify`: operands in range, one stack depth per instruction on every path
    // to it, `Return` or a jump at the end.
    place: Place,
}

/// What a program consists of.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'p> {
    /// The instructions.
    pub code: &'p [Op],
    /// What `Constant` refers to.
    pub constants: Constants<'p>,
    /// What `Field` and paths refer to; those of other programs among them.
    pub names: &'p [Box<str>],
    /// What `Path` refers to; those of other programs among them.
    pub paths: &'p [Vec<NameId>],
    /// What `Call` refers to; those of other programs among them.
    pub functions: &'p [&'static Function],
    /// The audiences made by definitions that `inSegment` names, sorted by id.
    pub segments: Constants<'p>,
    /// The tree of what the programs of the tables read, to read profiles with.
    pub reads: &'p Reads,
    nodes: &'p [Option<NodeId>],
    frame: Frame,
}

/// Some constants of a pool.
#[derive(Clone, Copy, Debug)]
pub struct Constants<'p> {
    pool: &'p [Constant],
    indices: &'p [u32],
}

impl Program {
    pub(super) const fn at(tables: Arc<Tables>, place: Place) -> Program {
        Program { tables, place }
    }

    /// Checks a draft. Linear in the code.
    ///
    /// # Errors
    /// The first flaw that would make the code run wild.
    #[cfg(feature = "compile")]
    pub(crate) fn verify(draft: super::Draft) -> Result<Program, Flaw> {
        draft.verified()
    }

    /// What was verified.
    #[must_use]
    #[inline]
    pub fn parts(&self) -> Parts<'_> {
        let Tables { common, words, code, reads, nodes, .. } = &*self.tables;
        let constants = |indices| Constants { pool: &common.pool, indices };
        let routine = self.tables.routine(&self.place);
        Parts {
            code: routine.code.of(code),
            constants: constants(self.place.constants.of(words)),
            names: &common.names,
            paths: &common.paths,
            functions: &common.functions,
            segments: constants(self.place.segments.of(words)),
            reads,
            nodes,
            frame: routine.frame,
        }
    }

    /// What `Constant` refers to, where nothing else of the program is asked for.
    #[must_use]
    #[inline]
    pub fn constants(&self) -> Constants<'_> {
        let Tables { common, words, .. } = &*self.tables;
        Constants { pool: &common.pool, indices: self.place.constants.of(words) }
    }

    /// The constants of all programs of its tables.
    #[must_use]
    pub fn pool(&self) -> &[Constant] {
        &self.tables.common.pool
    }

    /// Which paths it can look at itself, of those of its tables. Linear in them.
    #[must_use]
    pub fn reads(&self) -> Reads {
        self.tables.tree([&self.tables.routine(&self.place)])
    }

    /// Where the values of expressions are, in the order of instructions; of one instruction, inner
    /// expressions first.
    #[must_use]
    pub fn marks(&self) -> Marks<'_> {
        let tables = &*self.tables;
        match self.place.texts {
            Written::Own { marks, .. } => Marks::new(marks.of(&tables.texts)),
            Written::Alike => {
                tables.routine(&self.place).pattern.marks(tables.texts(), self.constants())
            }
        }
    }

    /// The query's text, which the marks refer to. Linear in it where it is written as that of other
    /// programs.
    #[must_use]
    pub fn source(&self) -> Cow<'_, str> {
        let tables = &*self.tables;
        match self.place.texts {
            Written::Own { source, .. } => Cow::Borrowed(source.text(&tables.texts)),
            Written::Alike => {
                tables.routine(&self.place).pattern.source(tables.texts(), self.constants())
            }
        }
    }

    /// How many values the stack must hold.
    #[must_use]
    pub fn stack(&self) -> usize {
        self.tables.routine(&self.place).stack as usize
    }

    /// The number of its routine: of two programs of the same tables that have the same one, the
    /// code is the same, and their constants are all that their answers can differ by.
    #[must_use]
    pub const fn routine(&self) -> usize {
        self.place.routine as usize
    }

    /// What tells its tables apart from others: their address.
    #[must_use]
    pub fn tables_at(&self) -> usize {
        Arc::as_ptr(&self.tables).addr()
    }

    /// Whether both are programs of the same tables: the same numbers mean the same.
    #[must_use]
    pub fn shares_with(&self, other: &Program) -> bool {
        Arc::ptr_eq(&self.tables, &other.tables)
    }

    /// The same program in tables of its own.
    #[must_use]
    pub fn alone(&self) -> Program {
        let mut join = Join::default();
        join.add(self);
        join.finish().share(|_| true).last().unwrap_or_else(|| self.clone())
    }

    /// The encoded form: versioned, little-endian, checksummed; the same program gives the same
    /// bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        encode::encode(self)
    }

    pub(super) fn tables(&self) -> &Tables {
        &self.tables
    }

    pub(super) const fn place(&self) -> &Place {
        &self.place
    }
}

impl PartialEq for Program {
    /// Whatever tables they are in.
    fn eq(&self, other: &Program) -> bool {
        self.to_bytes() == other.to_bytes()
    }
}

impl Deref for Parts<'_> {
    type Target = Frame;

    fn deref(&self) -> &Frame {
        &self.frame
    }
}

impl<'p> Parts<'p> {
    /// Where a path ends in `reads`; none when it is not read.
    #[must_use]
    pub fn node(&self, path: PathId) -> Option<NodeId> {
        self.nodes.get(path.index()).copied().flatten()
    }
}

impl<'p> Constants<'p> {
    /// The constant of a number.
    #[must_use]
    #[inline]
    pub fn get(&self, index: usize) -> Option<&'p Constant> {
        self.pool.get(*self.indices.get(index)? as usize)
    }

    /// Where some that follow each other are in the pool.
    #[must_use]
    pub fn run(&self, first: usize, count: usize) -> &'p [u32] {
        self.indices.get(first..first.saturating_add(count)).unwrap_or(&[])
    }

    /// Where it is in the pool, where all programs of a set have it.
    #[must_use]
    pub fn index(&self, constant: ConstantId) -> Option<u32> {
        self.indices.get(constant.index()).copied()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.indices.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &'p Constant> + use<'p> {
        let pool = self.pool;
        self.indices.iter().filter_map(move |index| pool.get(*index as usize))
    }

    /// Those that are text.
    pub fn texts(&self) -> impl Iterator<Item = &'p str> + use<'p> {
        self.iter().filter_map(Constant::text)
    }

    /// Whether a text is among them, which are sorted. Logarithmic in their number.
    #[must_use]
    pub fn has_text(&self, text: &str) -> bool {
        let of = |index: &u32| self.pool.get(*index as usize).and_then(Constant::text);
        self.indices.binary_search_by(|index| of(index).cmp(&Some(text))).is_ok()
    }
}

impl Constant {
    /// The text that it is.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Constant::String(text) => Some(text),
            _ => None,
        }
    }
}
