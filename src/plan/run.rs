//! A profile against a plan.

use core::cell::Cell;

use super::{Literal, Plan, Programs, Row, bits};
use crate::functions::Scratch;
use crate::profile::{Profile, Reads};
use crate::value::{Arena, Value};
use crate::vm::OutOfFuel;

/// Which programs are true. While it is being found out, that holds for those that come before the
/// one at hand.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a> {
    plan: &'a Plan,
    rows: &'a [Cell<u64>],
}

/// An evaluation that took too many steps.
#[derive(Clone, Copy, Debug)]
pub struct Failed {
    /// The program that was being evaluated.
    pub program: u32,
}

impl Plan {
    /// Evaluates all programs but those whose rows are in `out` ([`Plan::rows_among`]).
    ///
    /// `profile` is what the programs see, given the answers so far; `root` the profile that it is
    /// made of, read along `reads` or more. `fuel` is what each row may take. Linear in the rows divided by 64, and in what
    /// the indexes leave of them.
    ///
    /// # Errors
    /// A program that takes more steps than its fuel.
    pub fn evaluate<'a>(
        &'a self,
        programs: &'a (impl Programs + ?Sized),
        (root, reads): (Value<'a>, &'a Reads),
        scratch: Scratch<'a>,
        out: &[u64],
        fuel: impl Fn(u32) -> u64,
        profile: impl FnOnce(Answers<'a>) -> Profile<'a>,
    ) -> Result<Answers<'a>, Failed> {
        let known = values(self, scratch.arena);
        let mut values = Values { plan: self, root, reads, scratch, known };
        let rows = self.candidates(&mut values);
        for (word, out) in rows.iter_mut().zip(out) {
            *word &= !out;
        }
        let answers = Answers { plan: self, rows: Cell::from_mut(rows).as_slice_of_cells() };
        let mut run =
            Run { programs, values, profile: profile(answers), atoms: self.no_atoms(scratch) };
        for (word, base) in answers.rows.iter().zip((0..).step_by(64)) {
            for row in bits::ones(word.get(), base) {
                let Some((clauses, program)) = self.clauses_of(row) else { continue };
                scratch.meter.fill(fuel(program));
                let holds = run.all(clauses).map_err(|OutOfFuel| Failed { program })?;
                if !holds {
                    word.set(word.get() & !(1 << (row % 64)));
                }
            }
        }
        Ok(answers)
    }

    /// The rows of some programs, as `evaluate` takes them.
    #[must_use]
    pub fn rows_among(&self, programs: impl Fn(u32) -> bool) -> alloc::vec::Vec<u64> {
        let mut rows = alloc::vec![0; self.always.len()];
        for (row, at) in self.rows.iter().zip(0..) {
            if programs(row.program) {
                bits::insert(&mut rows, at);
            }
        }
        rows
    }

    /// All rows, as `evaluate` takes those that are left out.
    #[must_use]
    pub fn all_rows(&self) -> &[u64] {
        &self.all
    }

    /// The rows that the indexes leave.
    fn candidates<'a>(&'a self, values: &mut Values<'a>) -> &'a mut [u64] {
        let arena = values.scratch.arena;
        let rows = arena.alloc_slice_copy(&self.always);
        for column in &self.entrances {
            column.add(values.get(column.route), &self.postings, rows);
        }
        if let Some(first) = self.terms.first() {
            let holds = arena.alloc_slice_copy(&first.others);
            for term in &self.terms {
                holds.copy_from_slice(&term.others);
                for column in &term.columns {
                    column.add(values.get(column.route), &self.postings, holds);
                }
                bits::intersect(rows, holds);
            }
        }
        rows
    }

    fn no_atoms<'a>(&self, scratch: Scratch<'a>) -> &'a mut [Option<bool>] {
        scratch.arena.alloc_slice_fill_copy(self.atoms.len(), None)
    }

    /// What is left of a row's clauses, if there is anything, and its program.
    fn clauses_of(&self, row: u32) -> Option<((u32, u32), u32)> {
        let start = row.checked_sub(1).and_then(|before| self.rows.get(before as usize));
        let start = start.map_or(0, |before| before.end);
        let Row { program, end } = *self.rows.get(row as usize)?;
        (start < end).then_some(((start, end), program))
    }
}

fn values<'a>(plan: &Plan, arena: &'a Arena) -> &'a mut [Option<Value<'a>>] {
    arena.alloc_slice_fill_copy(plan.routes.len(), None)
}

/// What the paths lead to, as far as it was asked for.
struct Values<'a> {
    plan: &'a Plan,
    root: Value<'a>,
    reads: &'a Reads,
    scratch: Scratch<'a>,
    known: &'a mut [Option<Value<'a>>],
}

impl<'a> Values<'a> {
    fn get(&mut self, route: u32) -> Value<'a> {
        let (Some(known), Some(route)) =
            (self.known.get_mut(route as usize), self.plan.routes.get(route as usize))
        else {
            return Value::Null;
        };
        *known.get_or_insert_with(|| route.value(self.root, self.reads, self.scratch))
    }
}

/// The evaluation of what is left.
struct Run<'a, P: ?Sized> {
    programs: &'a P,
    values: Values<'a>,
    profile: Profile<'a>,
    // What is known of the atoms.
    atoms: &'a mut [Option<bool>],
}

impl<P: Programs + ?Sized> Run<'_, P> {
    /// Whether all clauses of a range hold.
    fn all(&mut self, (start, end): (u32, u32)) -> Result<bool, OutOfFuel> {
        let plan = self.values.plan;
        let before = start.checked_sub(1).and_then(|before| plan.clauses.get(before as usize));
        let mut at = before.copied().unwrap_or(0);
        for clause in plan.clauses.get(start as usize..end as usize).unwrap_or(&[]) {
            let literals = plan.literals.get(at as usize..*clause as usize).unwrap_or(&[]);
            at = *clause;
            if !self.any(literals)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn any(&mut self, literals: &[Literal]) -> Result<bool, OutOfFuel> {
        for literal in literals {
            if self.atom(literal.atom)? != literal.negated {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn atom(&mut self, number: u32) -> Result<bool, OutOfFuel> {
        let plan = self.values.plan;
        if let Some(Some(known)) = self.atoms.get(number as usize) {
            return Ok(*known);
        }
        let atom = plan.atoms.get(number as usize);
        let program = atom.and_then(|atom| self.programs.program(atom.program));
        let (Some(atom), Some(program)) = (atom, program) else {
            return Ok(false);
        };
        let Run { values, profile, .. } = self;
        let scratch = values.scratch;
        let holds = atom.holds(program, |route| values.get(route), *profile, scratch)?;
        if let Some(known) = self.atoms.get_mut(number as usize) {
            *known = Some(holds);
        }
        Ok(holds)
    }
}

impl<'a> Answers<'a> {
    /// Whether a program is true.
    #[must_use]
    pub fn is_true(&self, program: u32) -> bool {
        let range = self.plan.starts.get(program as usize);
        range.is_some_and(|(start, end)| (*start..*end).any(|row| self.holds(row)))
    }

    /// The programs that are true, as bits: the first one is the lowest of the first word.
    #[must_use]
    pub fn bits(&self, arena: &'a Arena) -> &'a [u64] {
        let rows = self.rows.iter().map(Cell::get);
        if self.plan.plain {
            return arena.alloc_slice_fill_iter(rows);
        }
        let programs = arena.alloc_slice_fill_copy(bits::words(self.plan.programs), 0);
        for (word, base) in rows.zip((0..).step_by(64)) {
            let rows = bits::ones(word, base).filter_map(|row| self.plan.rows.get(row as usize));
            rows.for_each(|row| bits::insert(programs, row.program));
        }
        programs
    }

    fn holds(&self, row: u32) -> bool {
        let word = self.rows.get(row as usize / 64).map_or(0, Cell::get);
        word >> (row % 64) & 1 == 1
    }
}
