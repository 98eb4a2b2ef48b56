//! From programs to a plan: rows, what the indexes answer of them, and what is left.

use alloc::vec;
use alloc::vec::Vec;

use super::alike::key;
use super::atom::Atom;
use super::bits;
use super::column::Class;
use super::route::Routes;
use super::shape::Shape;
use super::split::Split;
use super::template::{Template, Written};
use super::{Literal, Plan, Programs, Row};
use crate::bytecode::Program;
use crate::keys::{Map, Order};

/// What a clause asks for: on which paths, and how; in order, `NONE` behind.
pub(super) type Kinds = [Asked; COLUMNS];

/// A path and what is asked of its value.
pub(super) type Asked = (u32, Class);

/// The most columns of one clause.
const COLUMNS: usize = 3;

pub(super) const NONE: Asked = (u32::MAX, Class::Is);

impl Plan {
    /// A plan for programs, of which `order` names all: each after those whose answers it asks for.
    ///
    /// Linear in the code of the routines and in the constants, but for sorting constants.
    #[must_use]
    pub fn new(programs: &(impl Programs + ?Sized), order: &[u32]) -> Plan {
        let mut gathered = Gathered::default();
        gathered.programs.reserve(order.len());
        for number in order {
            if let Some(program) = programs.program(*number) {
                gathered.add(*number, program);
            }
        }
        gathered.plan(order.len())
    }
}

/// Everything that was read off the programs. Its loops call small functions for each program: hosts
/// compile code again that is hot, and use that from the next call on.
#[derive(Default)]
struct Gathered<'p> {
    routes: Routes,
    // What all of them share tables with.
    first: Option<&'p Program>,
    kinds: Vec<Known>,
    numbers: Order,
    shape: Shape,
    templates: Vec<Template>,
    // How many rows they have.
    rows: usize,
    // The template of each routine; the one that fitted last, where there are several.
    of_routine: Vec<Option<u32>>,
    // Their numbers and templates.
    programs: Vec<(u32, &'p Program, u32)>,
}

/// A kind of clause.
pub(super) struct Known {
    pub(super) kinds: Kinds,
    // How many rows have one.
    pub(super) count: u32,
    // The last row of all templates that has one.
    last: Option<usize>,
}

impl<'p> Gathered<'p> {
    #[inline(never)]
    fn add(&mut self, number: u32, program: &'p Program) {
        let first = *self.first.get_or_insert(program);
        // Numbers of paths and constants mean the same only in the same tables.
        let shared = program.shares_with(first);
        let known = self.of_routine.get(program.routine()).copied().flatten();
        let known = known.filter(|_| shared).and_then(|at| {
            let template = self.templates.get(at as usize)?;
            template.fits(program).then_some(at)
        });
        let template = known.unwrap_or_else(|| self.template(program, shared));
        self.programs.push((number, program, template));
    }

    /// The number of a new template.
    fn template(&mut self, program: &Program, shared: bool) -> u32 {
        let Gathered { routes, numbers, kinds, shape, templates, rows, .. } = self;
        shape.read(program, shared);
        let template = Template::new(program, shared, shape, routes, |asked, row| {
            let of = |at: usize| kinds.get(at).map(|known| &known.kinds);
            let known = numbers.find(&mut |at| of(at).cmp(&Some(&asked)));
            let at = known.unwrap_or_else(|| {
                kinds.push(Known { kinds: asked, count: 0, last: None });
                let of = |at: usize| kinds.get(at).map(|known| &known.kinds);
                numbers.push(&mut |left, right| of(left).cmp(&of(right)));
                kinds.len() - 1
            });
            let row = Some(*rows + row);
            let known = kinds.get_mut(at).filter(|known| known.last != row)?;
            known.last = row;
            Some(at as u32)
        });
        *rows += template.len();
        let at = templates.len() as u32;
        templates.push(template);
        if shared {
            let routine = program.routine();
            if self.of_routine.len() <= routine {
                self.of_routine.resize(routine + 1, None);
            }
            if let Some(known) = self.of_routine.get_mut(routine) {
                *known = Some(at);
            }
        }
        at
    }

    /// How many rows there are, and counts those of each kind of clause.
    fn count(&mut self) -> usize {
        let mut uses = vec![0; self.templates.len()];
        for (_, _, template) in &self.programs {
            if let Some(uses) = uses.get_mut(*template as usize) {
                *uses += 1;
            }
        }
        let mut rows = 0;
        for (template, uses) in self.templates.iter().zip(uses) {
            rows += template.len() * uses as usize;
            for kind in template.kinds() {
                if let Some(known) = self.kinds.get_mut(kind as usize) {
                    known.count += uses;
                }
            }
        }
        rows
    }

    fn plan(mut self, programs: usize) -> Plan {
        let rows = self.count();
        let mut split = Split::new(&self.kinds, rows);
        let mut row = 0;
        for (number, program, template) in &self.programs {
            let Some(template) = self.templates.get(*template as usize) else { continue };
            for clauses in template.rows() {
                split.row(row, *number, program, clauses);
                row += 1;
            }
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
    known: Map<Vec<u32>, u32>,
    literals: Vec<Literal>,
    clauses: Vec<u32>,
    rows: Vec<Row>,
}

impl Rest {
    /// Room for so many rows.
    pub(super) fn new(rows: usize) -> Rest {
        Rest { rows: Vec::with_capacity(rows), ..Rest::default() }
    }

    /// A clause of a program of this number.
    #[inline(never)]
    pub(super) fn clause(&mut self, number: u32, program: &Program, literals: &[Written]) {
        for Written { region, test, negated, .. } in literals {
            let atom = Atom { program: number, region: *region, test: *test };
            let next = self.atoms.len() as u32;
            let number = match key(program, &atom) {
                Some(key) => self.known.or_insert(key, next).map_or(next, |known| *known),
                None => next,
            };
            if number == next {
                self.atoms.push(atom);
            }
            self.literals.push(Literal { atom: number, negated: *negated });
        }
        self.clauses.push(self.literals.len() as u32);
    }

    pub(super) fn end_row(&mut self, program: u32) {
        self.rows.push(Row { program, end: self.clauses.len() as u32 });
    }
}
