//! Many programs in one set of tables.

use alloc::string::String;
use alloc::vec::Vec;

use super::Op;
use super::operand::{FunctionId, NameId, PathId};
use super::pools::Pools;
use super::program::{Parts, Program};
use super::tables::{Bundle, Extent, Place, Tables};

/// Tables that programs are added to. What is in them depends on the programs and their order alone,
/// not on the tables that they were in.
#[derive(Debug, Default)]
pub(crate) struct Join {
    pools: Pools,
    tables: Tables,
    sources: String,
    places: Vec<Place>,
}

impl Join {
    /// Adds a program. Linear in it, but for the search of names and constants.
    pub(crate) fn add(&mut self, program: &Program) {
        let (parts, old) = (program.parts(), program.place());
        let from = self.lengths();
        for op in parts.code {
            let op = self.renumbered(parts, *op);
            self.tables.code.push(op);
        }
        let mut ends = [0; 3];
        for (end, constants) in ends.iter_mut().zip([parts.constants, parts.segments]) {
            self.tables.words.extend(constants.iter().map(|it| self.pools.constant(it)));
            *end = self.tables.words.len();
        }
        for word in old.reads.of(&program.tables().words) {
            let path = self.path(parts, PathId(word >> 2));
            self.tables.words.push(path.0 << 2 | word & 3);
        }
        self.tables.marks.extend_from_slice(old.marks.of(&program.tables().marks));
        self.sources.push_str(program.source());
        let to = self.lengths();
        let [constants, segments, _] = ends;
        self.places.push(Place {
            code: Extent::new(from.code, to.code),
            constants: Extent::new(from.words, constants),
            segments: Extent::new(constants, segments),
            reads: Extent::new(segments, to.words),
            marks: Extent::new(from.marks, to.marks),
            source: Extent::new(from.sources, to.sources),
            ..*old
        });
    }

    /// All of them.
    pub(crate) fn finish(self) -> Bundle {
        let Join { pools, mut tables, sources, places } = self;
        tables.common = pools.into_common();
        tables.sources = sources.into();
        Bundle { tables, places }
    }

    fn renumbered(&mut self, parts: Parts<'_>, mut op: Op) -> Op {
        if let Some(path) = op.operand_mut::<PathId>() {
            *path = self.path(parts, *path);
        }
        if let Some(name) = op.operand_mut::<NameId>() {
            *name = self.name(parts, *name);
        }
        if let Some(function) = op.operand_mut::<FunctionId>()
            && let Some(known) = parts.functions.get(function.index())
        {
            *function = self.pools.function(known);
        }
        op
    }

    fn path(&mut self, parts: Parts<'_>, path: PathId) -> PathId {
        let names = parts.paths.get(path.index()).into_iter().flatten();
        let names: Vec<NameId> = names.map(|name| self.name(parts, *name)).collect();
        self.pools.path(&names)
    }

    fn name(&mut self, parts: Parts<'_>, name: NameId) -> NameId {
        self.pools.name(parts.names.get(name.index()).map_or("", |name| name))
    }

    fn lengths(&self) -> Lengths {
        let Tables { code, words, marks, .. } = &self.tables;
        let (code, words, marks) = (code.len(), words.len(), marks.len());
        Lengths { code, words, marks, sources: self.sources.len() }
    }
}

struct Lengths {
    code: usize,
    words: usize,
    marks: usize,
    sources: usize,
}
