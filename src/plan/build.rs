//! From programs to a plan: rows, what the indexes answer of them, and what is left.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use super::atom::Atom;
use super::bits;
use super::column::{Class, Column, Entry};
use super::postings::Postings;
use super::route::Routes;
use super::shape::{self, Region, Shape};
use super::test::{Kind, Test};
use super::{Literal, Plan, Programs, Row, Term};
use crate::bytecode::{Constant, Op, Program};
use crate::value::Comparison;

/// What a clause asks for: on which paths, and how; in order, `NONE` behind.
type Kinds = [(u32, Class); COLUMNS];

/// The most columns of one clause.
const COLUMNS: usize = 3;

const NONE: (u32, Class) = (u32::MAX, Class::Is);

/// A set this small is faster without indexes.
const FEW: usize = 8;

/// A kind of clause becomes a term when it is in one of so many rows: fewer are visited one by one
/// in less time than it takes to pass over the bits of all.
const RARE: usize = 64;

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
                gathered.add(*number, program, shared, &shape);
            }
        }
        gathered.plan(order.len())
    }
}

/// Everything that was read off the programs.
#[derive(Default)]
struct Gathered<'p> {
    routes: Routes,
    // What all of them share tables with.
    first: Option<&'p Program>,
    kinds: BTreeMap<Kinds, u32>,
    // How many rows have a clause of each kind.
    counts: Vec<u32>,
    // The last row that has one.
    last: Vec<Option<u32>>,
    clauses: Vec<Clause>,
    literals: Vec<(&'p Program, Atom, bool)>,
    rows: Vec<(u32, usize)>,
}

struct Clause {
    row: u32,
    // None where no index answers it.
    kind: Option<u32>,
    // Where its literals end.
    end: usize,
}

impl<'p> Gathered<'p> {
    fn add(&mut self, number: u32, program: &'p Program, shared: bool, shape: &Shape) {
        for clauses in shape.rows() {
            let row = self.rows.len() as u32;
            for clause in clauses {
                let start = self.literals.len();
                for literal in shape.clause(clause) {
                    self.literal(number, program, shared, literal);
                }
                let kind = self.kind(start, row);
                self.clauses.push(Clause { row, kind, end: self.literals.len() });
            }
            self.rows.push((number, self.clauses.len()));
        }
    }

    fn literal(
        &mut self,
        number: u32,
        program: &'p Program,
        shared: bool,
        literal: &shape::Literal,
    ) {
        let test = Test::read(program, literal.region).filter(|_| shared);
        let test = test.and_then(|test| Some((test, self.routes.of(program, test.path)?)));
        let atom = Atom { program: number, region: literal.region, test };
        self.literals.push((program, atom, literal.negated));
    }

    /// The kind of the clause of the last literals; none when no index answers it, or when the row
    /// has one like it.
    fn kind(&mut self, start: usize, row: u32) -> Option<u32> {
        let literals = self.literals.get(start..).unwrap_or(&[]);
        let of = |(program, atom, negated): &(&Program, Atom, bool)| {
            let (test, route) = atom.test.filter(|_| !negated)?;
            Some((route, Class::of(&test, program)?))
        };
        let mut kinds: Kinds = [NONE; COLUMNS];
        let mut count = 0;
        for literal in literals {
            let kind = of(literal)?;
            if !kinds.contains(&kind) {
                *kinds.get_mut(count)? = kind;
                count += 1;
            }
        }
        kinds.sort_unstable();
        let next = self.counts.len() as u32;
        let kind = *self.kinds.entry(kinds).or_insert(next);
        if kind == next {
            self.counts.push(0);
            self.last.push(None);
        }
        if self.last.get_mut(kind as usize)?.replace(row) == Some(row) {
            return None;
        }
        if let Some(count) = self.counts.get_mut(kind as usize) {
            *count += 1;
        }
        Some(kind)
    }

    fn plan(self, programs: usize) -> Plan {
        let rows = self.rows.len();
        let least = (rows / RARE).max(2) as u32;
        let mut columns: BTreeMap<u32, Members> = BTreeMap::new();
        let mut rest = Rest::default();
        let mut always = vec![0; bits::words(rows)];
        let mut at = 0;
        let mut from = 0;
        for (row, (program, end)) in self.rows.iter().enumerate() {
            let row = row as u32;
            let clauses = self.clauses.get(at..*end).unwrap_or(&[]);
            at = *end;
            let count = |clause: &Clause| {
                let kind = clause.kind.filter(|_| rows > FEW)?;
                self.counts.get(kind as usize).map(|count| (kind, *count))
            };
            let is_term = |clause: &Clause| count(clause).is_some_and(|(_, count)| count >= least);
            let mut needs_entrance = !clauses.iter().any(is_term);
            for clause in clauses {
                let literals = self.literals.get(from..clause.end).unwrap_or(&[]);
                from = clause.end;
                match count(clause) {
                    Some((kind, count)) if count >= least || needs_entrance => {
                        needs_entrance = false;
                        let members = columns.entry(kind).or_default();
                        members.rows.push(clause.row);
                        for (program, atom, _) in literals {
                            members.add(row, program, atom);
                        }
                    }
                    _ => rest.clause(literals),
                }
            }
            if needs_entrance {
                bits::insert(&mut always, row);
            }
            rest.end_row(*program);
        }
        let mut plan = Plan {
            programs,
            postings: Postings::new(rows),
            all: bits::all(rows),
            always,
            starts: starts(&rest.rows, programs),
            plain: rows == programs && rest.rows.iter().zip(0..).all(|(row, at)| row.program == at),
            ..Plan::default()
        };
        let pool = self.first.map_or(&[][..], Program::pool);
        for (kind, members) in columns {
            let is_term = self.counts.get(kind as usize).is_some_and(|count| *count >= least);
            let postings = &mut plan.postings;
            let each = members.columns.into_iter();
            let built = each.map(|(key, entries)| {
                Column::new(key, entries, rows, postings, |number| {
                    pool.get(number as usize).unwrap_or(&Constant::Null)
                })
            });
            let built: Vec<Column> = built.collect();
            if is_term {
                let mut others = bits::all(rows);
                members.rows.iter().for_each(|row| bits::remove(&mut others, *row));
                plan.terms.push(Term { columns: built, others });
                // Its rows are looked at unless the term keeps them out.
                members.rows.iter().for_each(|row| bits::insert(&mut plan.always, *row));
            } else {
                plan.entrances.extend(built);
            }
        }
        plan.routes = self.routes.routes;
        plan.atoms = rest.atoms;
        plan.literals = rest.literals;
        plan.clauses = rest.clauses;
        plan.rows = rest.rows;
        plan
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

/// The rows that have a clause of one kind, and what they ask.
#[derive(Default)]
struct Members {
    rows: Vec<u32>,
    columns: BTreeMap<(u32, Class), Vec<Entry>>,
}

impl Members {
    fn add(&mut self, row: u32, program: &Program, atom: &Atom) {
        let Some((test, route)) = atom.test else { return };
        let Some(class) = Class::of(&test, program) else { return };
        let entries = self.columns.entry((route, class)).or_default();
        let mut add = |id, strict| {
            let constant = program.parts().constants.index(id);
            entries.extend(constant.map(|constant| Entry { constant, strict, row }));
        };
        match test.kind {
            Kind::Compare(comparison, id) => {
                add(id, matches!(comparison, Comparison::Less | Comparison::Greater));
            }
            Kind::In(arguments) | Kind::Call(_, arguments) => {
                arguments.ids(program).for_each(|id| add(id, false));
            }
            Kind::Truth => {}
        }
    }
}

/// What no index answers.
#[derive(Default)]
struct Rest {
    atoms: Vec<Atom>,
    known: BTreeMap<Vec<u32>, u32>,
    literals: Vec<Literal>,
    clauses: Vec<u32>,
    rows: Vec<Row>,
}

impl Rest {
    fn clause(&mut self, literals: &[(&Program, Atom, bool)]) {
        for (program, atom, negated) in literals {
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

    fn end_row(&mut self, program: u32) {
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
