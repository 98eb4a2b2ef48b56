//! Many programs in one set of tables.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::encode::write_routine;
use super::operand::{FunctionId, NameId, PathId};
use super::pattern::{Pattern, Texts, append, holes};
use super::pools::Pools;
use super::program::{Parts, Program};
use super::tables::{Bundle, Extent, Place, Routine, Tables, Written};
use super::wire::key_of;
use super::{Mark, Op};
use crate::keys::Map;

/// Tables that programs are added to. What is in them depends on the programs and their order alone,
/// not on the tables that they were in.
#[derive(Debug, Default)]
pub(crate) struct Join {
    pools: Pools,
    tables: Tables,
    places: Vec<Place>,
    texts: Vec<u8>,
    // The routines by what is written of them, four bytes to a word.
    known: Map<Vec<u32>, u32>,
}

impl Join {
    /// Adds a program. Linear in it, but for the search of names and constants.
    pub(crate) fn add(&mut self, program: &Program) {
        let parts = program.parts();
        let number = self.routine(program);
        let from = self.tables.words.len();
        let mut ends = [0; 2];
        for (end, constants) in ends.iter_mut().zip([parts.constants, parts.segments]) {
            self.tables.words.extend(constants.iter().map(|it| self.pools.constant(it)));
            *end = self.tables.words.len();
        }
        let [constants, segments] = ends;
        let place = Place {
            routine: number,
            constants: Extent::new(from, constants),
            segments: Extent::new(constants, segments),
            texts: self.written(number, program),
        };
        self.places.push(place);
    }

    /// Where the texts of a program are, which are written unless they are those of its routine.
    fn written(&mut self, routine: u32, program: &Program) -> Written {
        let (source, marks) = (program.source(), program.marks().collect::<Vec<Mark>>());
        let texts = Texts { bytes: &self.texts, words: &self.tables.words };
        let pattern = self.tables.routines.get(routine as usize).map(|it| it.pattern);
        let constants = program.constants();
        if pattern.is_some_and(|it| it.fits(texts, constants, &source, &marks)) {
            return Written::Alike;
        }
        let from = self.texts.len();
        let (middle, to) = append(&source, &marks, &mut self.texts);
        Written::Own { marks: Extent::new(from, middle), source: Extent::new(middle, to) }
    }

    /// The number of a program's routine, which another program may have brought.
    fn routine(&mut self, program: &Program) -> u32 {
        let (parts, old) = (program.parts(), program.tables().routine(program.place()));
        let (code, words) = (self.tables.code.len(), self.tables.words.len());
        for op in parts.code {
            let op = self.renumbered(parts, *op);
            self.tables.code.push(op);
        }
        for word in old.reads.of(&program.tables().words) {
            let path = self.path(parts, PathId(word >> 2));
            self.tables.words.push(path.0 << 2 | word & 3);
        }
        let routine = Routine {
            code: Extent::new(code, self.tables.code.len()),
            reads: Extent::new(words, self.tables.words.len()),
            ..old
        };
        let next = self.tables.routines.len() as u32;
        let key = self.key(&routine);
        let number = self.known.or_insert(key, next).map_or(next, |number| *number);
        if number == next {
            let pattern = self.pattern(program);
            self.tables.routines.push(Routine { pattern, ..routine });
        } else {
            self.tables.code.truncate(code);
            self.tables.words.truncate(words);
        }
        number
    }

    /// The texts of the first program of a routine.
    fn pattern(&mut self, program: &Program) -> Pattern {
        let (source, marks) = (program.source(), program.marks().collect::<Vec<Mark>>());
        let (words, from) = (self.tables.words.len(), self.texts.len());
        let holes = holes(&source, &marks, program.parts().code, program.constants());
        self.tables.words.extend(holes);
        let (middle, to) = append(&source, &marks, &mut self.texts);
        Pattern {
            source: Extent::new(middle, to),
            marks: Extent::new(from, middle),
            holes: Extent::new(words, self.tables.words.len()),
        }
    }

    /// What two routines have in common that are the same.
    fn key(&self, routine: &Routine) -> Vec<u32> {
        let mut bytes = Vec::new();
        write_routine(routine, &self.tables, &mut bytes);
        key_of(&bytes)
    }

    /// All of them.
    pub(crate) fn finish(self) -> Bundle {
        let Join { pools, mut tables, places, texts, .. } = self;
        (tables.common, tables.texts) = (pools.into_common(), Arc::new(texts));
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
}
