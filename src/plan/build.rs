//! From programs to a plan: rows, what the indexes answer of them, and what is left.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use super::atom::Atom;
use super::bits;
use super::column::Class;
use super::route::Routes;
use super::shape::{self, Region, Shape};
use super::split::Split;
use super::test::{Kind, Test};
use super::{Literal, Plan, Programs, Row};
use crate::bytecode::{Op, Program};

/// What a clause asks for: on which paths, and how; in order, `NONE` behind.
pub(super) type Kinds = [Asked; COLUMNS];

/// A path and what is asked of its value.
pub(super) type Asked = (u32, Class);

/// The most columns of one clause.
const COLUMNS: usize = 3;

/// For so many clauses of a program there is room from the start.
const MOST: usize = 16;

pub(super) const NONE: Asked = (u32::MAX, Class::Is);

impl Plan {
    /// A plan for programs, of which `order` names all: each after those whose answers it asks for.
    ///
    /// Linear in the code and its constants, but for sorting constants.
    #[must_use]
    pub fn new(programs: &(impl Programs + ?Sized), order: &[u32]) -> Plan {
        let mut gathered = Gathered::default();
        let mut shape = Shape::default();
        for number in order {
            if let Some(program) = programs.program(*number) {
                let first = *gathered.first.get_or_insert(program);
                // Numbers of paths and constants mean the same only in the same tables.
                let shared = program.shares_with(first);
                shape.read(program, shared);
                if gathered.rows.is_empty() {
                    gathered.reserve(order.len(), &shape);
                }
                gathered.add(*number, program, shared, &shape);
            }
        }
        gathered.plan(order.len())
    }
}

/// Everything that was read off the programs. Its loops call small functions for each row: hosts
/// compile code again that is hot, and use that from the next call on.
#[derive(Default)]
struct Gathered<'p> {
    routes: Routes,
    // What all of them share tables with.
    first: Option<&'p Program>,
    numbers: BTreeMap<Kinds, u32>,
    kinds: Vec<Known>,
    // The kind that was found last.
    found: u32,
    clauses: Vec<Clause>,
    literals: Vec<Written>,
    rows: Vec<(u32, &'p Program, usize)>,
}

/// A kind of clause.
pub(super) struct Known {
    pub(super) kinds: Kinds,
    // How many rows have one.
    pub(super) count: u32,
    // The last of them.
    last: u32,
    // The kind that came after it the last time, and most likely does so again.
    next: u32,
}

/// A clause of a row.
pub(super) struct Clause {
    // None where no index answers it.
    pub(super) kind: Option<u32>,
    // Where its literals end.
    pub(super) end: usize,
}

/// A condition or its opposite, with what an index is asked to answer it.
pub(super) struct Written {
    pub(super) atom: Atom,
    negated: bool,
    pub(super) asked: Option<Asked>,
}

impl<'p> Gathered<'p> {
    /// Makes room for so many programs like one of this shape: memory that is not moved is memory
    /// that is touched once.
    fn reserve(&mut self, programs: usize, shape: &Shape) {
        let (clauses, literals) = shape.counts();
        self.rows.reserve(programs);
        self.clauses.reserve(programs * clauses.min(MOST));
        self.literals.reserve(programs * literals.min(MOST));
    }

    #[inline(never)]
    fn add(&mut self, number: u32, program: &'p Program, shared: bool, shape: &Shape) {
        for clauses in shape.rows() {
            let row = self.rows.len() as u32;
            for clause in clauses {
                let start = self.literals.len();
                for literal in shape.clause(clause) {
                    self.literal(number, program, shared, literal);
                }
                let kind = self.kind(start).filter(|kind| self.is_first(*kind, row));
                self.clauses.push(Clause { kind, end: self.literals.len() });
            }
            self.rows.push((number, program, self.clauses.len()));
        }
    }

    fn literal(
        &mut self,
        number: u32,
        program: &'p Program,
        shared: bool,
        literal: &shape::Literal,
    ) {
        let shape::Literal { region, negated } = *literal;
        let test = Test::read(program, region).filter(|_| shared);
        let test = test.and_then(|test| Some((test, self.routes.of(program, test.path)?)));
        let asked = test.filter(|_| !negated);
        let asked = asked.and_then(|(test, route)| Some((route, Class::of(&test, program)?)));
        let atom = Atom { program: number, region, test };
        self.literals.push(Written { atom, negated, asked });
    }

    /// The kind of the clause of the last literals; none when no index answers it.
    #[inline(never)]
    fn kind(&mut self, start: usize) -> Option<u32> {
        let literals = self.literals.get(start..).unwrap_or(&[]);
        let mut kinds: Kinds = [NONE; COLUMNS];
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
        let guess = self.kinds.get(self.found as usize).map_or(0, |known| known.next);
        let is_it = self.kinds.get(guess as usize).is_some_and(|known| known.kinds == kinds);
        let kind = if is_it { guess } else { self.number(kinds) };
        self.found = kind;
        Some(kind)
    }

    /// The number of a kind, which is new or came after another one the last time.
    #[inline(never)]
    fn number(&mut self, kinds: Kinds) -> u32 {
        let next = self.kinds.len() as u32;
        let kind = *self.numbers.entry(kinds).or_insert(next);
        if kind == next {
            self.kinds.push(Known { kinds, count: 0, last: u32::MAX, next: 0 });
        }
        if let Some(before) = self.kinds.get_mut(self.found as usize) {
            before.next = kind;
        }
        kind
    }

    /// Whether a row has no clause of this kind yet.
    fn is_first(&mut self, kind: u32, row: u32) -> bool {
        let known = self.kinds.get_mut(kind as usize).filter(|known| known.last != row);
        known.is_some_and(|known| {
            known.last = row;
            known.count += 1;
            true
        })
    }

    fn plan(self, programs: usize) -> Plan {
        let rows = self.rows.len();
        let mut split = Split::new(&self.kinds, rows);
        let mut at = 0;
        let mut from = 0;
        for ((number, program, end), row) in self.rows.iter().zip(0..) {
            let clauses = self.clauses.get(at..*end).unwrap_or(&[]);
            let until = clauses.last().map_or(from, |last| last.end);
            split.row(row, program, clauses, from, self.literals.get(from..until).unwrap_or(&[]));
            split.rest.end_row(*number);
            (at, from) = (*end, until);
        }
        let pool = self.first.map_or(&[][..], Program::pool);
        let mut plan = Plan { programs, routes: self.routes.routes, ..Plan::default() };
        split.index(&mut plan, pool);
        let Split { always, rest, .. } = split;
        Plan {
            all: bits::all(rows),
            always,
            starts: starts(&rest.rows, programs),
            plain: rows == programs && rest.rows.iter().zip(0..).all(|(row, at)| row.program == at),
            atoms: rest.atoms,
            literals: rest.literals,
            clauses: rest.clauses,
            rows: rest.rows,
            ..plan
        }
    }
}

/// Where the rows of each program begin; programs without rows have none.
fn starts(rows: &[Row], programs: usize) -> Vec<(u32, u32)> {
    let mut starts = vec![(0, 0); programs];
    for (row, at) in rows.iter().zip(0..) {
        if let Some(range) = starts.get_mut(row.program as usize) {
            *range = if range.1 == 0 { (at, at + 1) } else { (range.0, at + 1) };
        }
    }
    starts
}

/// What no index answers.
#[derive(Default)]
pub(super) struct Rest {
    atoms: Vec<Atom>,
    known: BTreeMap<Vec<u32>, u32>,
    literals: Vec<Literal>,
    clauses: Vec<u32>,
    rows: Vec<Row>,
}

impl Rest {
    pub(super) fn clause(&mut self, program: &Program, literals: &[Written]) {
        for Written { atom, negated, .. } in literals {
            let next = self.atoms.len() as u32;
            let number = match key(program, atom) {
                Some(key) => *self.known.entry(key).or_insert(next),
                None => next,
            };
            if number == next {
                self.atoms.push(*atom);
            }
            self.literals.push(Literal { atom: number, negated: *negated });
        }
        self.clauses.push(self.literals.len() as u32);
    }

    pub(super) fn end_row(&mut self, program: u32) {
        self.rows.push(Row { program, end: self.clauses.len() as u32 });
    }
}

/// What two conditions have in common when they always give the same answer; none when that is not
/// known.
fn key(program: &Program, atom: &Atom) -> Option<Vec<u32>> {
    let parts = program.parts();
    let Some((test, route)) = atom.test else {
        // Whether the profile is in another audience.
        let Region { start, end } = atom.region;
        let ops = parts.code.get(start as usize..end as usize)?;
        let [Op::Constant { constant }, Op::Constant { constant: namespace }, Op::InSegment {}] =
            ops
        else {
            return None;
        };
        return Some(vec![
            0,
            parts.constants.index(*constant)?,
            parts.constants.index(*namespace)?,
        ]);
    };
    let mut key = vec![1, route];
    match test.kind {
        Kind::Truth => {}
        Kind::Compare(comparison, id) => {
            key.extend([2, comparison as u32, parts.constants.index(id)?]);
        }
        Kind::In(arguments) => {
            key.push(4);
            key.extend(arguments.ids(program).filter_map(|id| parts.constants.index(id)));
        }
        Kind::Call(function, arguments) => {
            key.extend([3, u32::from(function.0), u32::from(arguments.list.is_some())]);
            key.extend(arguments.ids(program).filter_map(|id| parts.constants.index(id)));
        }
    }
    Some(key)
}
