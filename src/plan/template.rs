//! What is read off a routine, once for all programs that share it: rows of clauses, and which of
//! them an index can answer.

use alloc::vec::Vec;

use super::build::{Asked, Kinds, NONE};
use super::column::Class;
use super::route::Routes;
use super::shape::{self, Region, Shape};
use super::test::{Kind, Test};
use crate::bytecode::Program;

/// Rows of clauses of literals.
#[derive(Debug, Default)]
pub(super) struct Template {
    literals: Vec<Written>,
    clauses: Vec<Clause>,
    // Where the clauses of each row end.
    rows: Vec<usize>,
    // Constants of the tests that an index can answer: a first one, and how many follow each other.
    runs: Vec<(u16, u16)>,
}

/// A clause of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clause {
    // The number of its kind; none where no index answers it, or where its row has one already.
    pub(super) kind: Option<u32>,
    // Where its literals end.
    end: usize,
}

/// A condition or its opposite, with what an index is asked to answer it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written {
    pub(super) region: Region,
    /// The test of one path that it is, and which path, when it is no more than that.
    pub(super) test: Option<(Test, u32)>,
    pub(super) negated: bool,
    pub(super) asked: Option<Asked>,
    // Where its constants begin and end among the runs.
    runs: (usize, usize),
}

impl Template {
    /// Of the program that `shape` has read; as it stands in other tables than the rest unless
    /// `shared`. `number` gives a kind its number, unless the row at hand, of which it is told the
    /// place, has a clause of that kind already.
    pub(super) fn new(
        program: &Program,
        shared: bool,
        shape: &Shape,
        routes: &mut Routes,
        mut number: impl FnMut(Kinds, usize) -> Option<u32>,
    ) -> Template {
        let mut template = Template::default();
        for (row, clauses) in shape.rows().enumerate() {
            for clause in clauses {
                let start = template.literals.len();
                for literal in shape.clause(clause) {
                    let mut written = Written::new(program, shared, routes, *literal);
                    written.runs = template.runs_of(program, &written);
                    template.literals.push(written);
                }
                let kind = kinds(template.literals.get(start..).unwrap_or(&[]));
                let kind = kind.and_then(|kinds| number(kinds, row));
                template.clauses.push(Clause { kind, end: template.literals.len() });
            }
            template.rows.push(template.clauses.len());
        }
        template
    }

    /// Takes down the constants of a test that an index can answer; where they are.
    fn runs_of(&mut self, program: &Program, written: &Written) -> (usize, usize) {
        let start = self.runs.len();
        let test = written.test.filter(|_| written.asked.is_some());
        match test.map(|(test, _)| test.kind) {
            Some(Kind::Compare(_, id)) => self.runs.push((id.0, 1)),
            Some(Kind::In(arguments) | Kind::Call(_, arguments)) => {
                for id in arguments.ids(program) {
                    match self.runs.get_mut(start..).unwrap_or_default().last_mut() {
                        Some((first, count)) if first.checked_add(*count) == Some(id.0) => {
                            *count += 1;
                        }
                        _ => self.runs.push((id.0, 1)),
                    }
                }
            }
            Some(Kind::Truth) | None => {}
        }
        (start, self.runs.len())
    }

    /// Whether it says the same of a program of the same routine: of its tests, those of a function
    /// may be answered by an index or not, as its constants are.
    pub(super) fn fits(&self, program: &Program) -> bool {
        self.literals.iter().all(|it| match (it.test, it.negated) {
            (Some((test @ Test { kind: Kind::Call(..), .. }, _)), false) => {
                Class::of(&test, program) == it.asked.map(|(_, class)| class)
            }
            _ => true,
        })
    }

    /// How many rows it has.
    pub(super) const fn len(&self) -> usize {
        self.rows.len()
    }

    /// The kinds of the clauses of all rows, each once a row.
    pub(super) fn kinds(&self) -> impl Iterator<Item = u32> {
        self.clauses.iter().filter_map(|clause| clause.kind)
    }

    /// The clauses of each row with their literals.
    pub(super) fn rows(&self) -> impl Iterator<Item = Clauses<'_>> {
        let starts = core::iter::once(0).chain(self.rows.iter().copied());
        starts.zip(&self.rows).map(|(start, end)| Clauses { template: self, start, end: *end })
    }
}

impl Written {
    /// The constants of its test, as they follow each other in a program: where they are in the pool.
    pub(super) fn constants<'p>(
        &self,
        clauses: Clauses<'_>,
        program: &'p Program,
    ) -> impl Iterator<Item = &'p [u32]> {
        let (start, end) = self.runs;
        let constants = program.constants();
        let runs = clauses.template.runs.get(start..end).unwrap_or(&[]);
        runs.iter().map(move |(first, count)| constants.run((*first).into(), (*count).into()))
    }
}

/// The clauses of one row.
#[derive(Clone, Copy)]
pub(super) struct Clauses<'t> {
    template: &'t Template,
    start: usize,
    end: usize,
}

impl<'t> Clauses<'t> {
    pub(super) fn iter(self) -> impl Iterator<Item = (Clause, &'t [Written])> {
        let Template { literals, clauses, .. } = self.template;
        let ends = clauses.get(..self.end).unwrap_or(clauses);
        let before = self.start.checked_sub(1).and_then(|before| ends.get(before));
        let mut from = before.map_or(0, |clause| clause.end);
        ends.iter().skip(self.start).map(move |clause| {
            let start = core::mem::replace(&mut from, clause.end);
            (*clause, literals.get(start..clause.end).unwrap_or(&[]))
        })
    }
}

impl Written {
    fn new(
        program: &Program,
        shared: bool,
        routes: &mut Routes,
        literal: shape::Literal,
    ) -> Written {
        let shape::Literal { region, negated } = literal;
        let test = Test::read(program, region).filter(|_| shared);
        let test = test.and_then(|test| Some((test, routes.of(program, test.path)?)));
        let asked = test.filter(|_| !negated);
        let asked = asked.and_then(|(test, route)| Some((route, Class::of(&test, program)?)));
        Written { region, test, negated, asked, runs: (0, 0) }
    }
}

/// What the literals of a clause ask for; none when no index answers one of them, or not all
/// together.
fn kinds(literals: &[Written]) -> Option<Kinds> {
    let mut kinds: Kinds = [NONE; _];
    for literal in literals {
        let mut next = literal.asked?;
        if kinds.contains(&next) {
            continue;
        }
        for kind in &mut kinds {
            if next < *kind {
                core::mem::swap(kind, &mut next);
            }
        }
        // One that found no place.
        if next != NONE {
            return None;
        }
    }
    Some(kinds)
}
