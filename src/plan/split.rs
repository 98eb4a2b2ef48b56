//! The clauses of all rows: which of them become indexes, and these indexes.

use alloc::vec;
use alloc::vec::Vec;

use super::bits;
use super::build::{Asked, Known, NONE, Rest};
use super::column::{Column, Entry};
use super::postings::Postings;
use super::template::{Clause, Clauses, Written};
use super::test::Kind;
use super::{Plan, Term};
use crate::bytecode::{Constant, Program};
use crate::value::Comparison;

/// A set this small is faster without indexes.
const FEW: usize = 8;

/// A kind of clause becomes a term when it is in one of so many rows: fewer are visited one by one
/// in less time than it takes to pass over the bits of all.
const RARE: usize = 64;

/// The clauses of all rows: those that indexes answer, and those that are left.
pub(super) struct Split<'k, 'p> {
    kinds: &'k [Known],
    // The rows of each kind that is indexed.
    members: Vec<Option<Members<'p>>>,
    pub(super) rest: Rest,
    // The rows that no index leads to.
    pub(super) always: Vec<u64>,
    rows: usize,
    // How many rows make a kind a term.
    least: u32,
}

impl<'k, 'p> Split<'k, 'p> {
    pub(super) fn new(kinds: &'k [Known], rows: usize) -> Split<'k, 'p> {
        let mut members = Vec::new();
        members.resize_with(kinds.len(), || None);
        let least = (rows / RARE).max(2) as u32;
        let always = vec![0; bits::words(rows)];
        Split { kinds, members, rest: Rest::new(rows), always, rows, least }
    }

    /// Tells the clauses of a row apart, which is one of the program of this number.
    #[inline(never)]
    pub(super) fn row(
        &mut self,
        row: u32,
        number: u32,
        program: &'p Program,
        clauses: Clauses<'_>,
    ) {
        let is_term = |clause: Clause| self.known(clause).is_some_and(|it| self.is_term(it));
        let mut needs_entrance = !clauses.iter().any(|(clause, _)| is_term(clause));
        for (clause, literals) in clauses.iter() {
            match self.known(clause) {
                Some(known) if self.is_term(known) || needs_entrance => {
                    needs_entrance = false;
                    let slot = clause.kind.and_then(|kind| self.members.get_mut(kind as usize));
                    if let Some(slot) = slot {
                        slot.get_or_insert_with(|| Members::of(known))
                            .add(row, program, clauses, literals);
                    }
                }
                _ => self.rest.clause(number, program, literals),
            }
        }
        if needs_entrance {
            bits::insert(&mut self.always, row);
        }
        self.rest.end_row(number);
    }

    /// The kind of a clause, if it is worth an index.
    fn known(&self, clause: Clause) -> Option<&'k Known> {
        let kind = clause.kind.filter(|_| self.rows > FEW)?;
        self.kinds.get(kind as usize)
    }

    const fn is_term(&self, known: &Known) -> bool {
        known.count >= self.least
    }

    /// Makes the indexes.
    #[inline(never)]
    pub(super) fn index(&mut self, plan: &mut Plan, pool: &[Constant]) {
        plan.postings = Postings::new(self.rows);
        let members = core::mem::take(&mut self.members);
        for (members, known) in members.into_iter().zip(self.kinds) {
            let Some(members) = members else { continue };
            let each = members.columns.into_iter();
            let built = each.map(|(key, entries)| {
                Column::new(key, &entries, self.rows, &mut plan.postings, pool)
            });
            let built: Vec<Column> = built.collect();
            if self.is_term(known) {
                // Its rows are looked at unless the term keeps them out.
                bits::insert_all(&mut self.always, &members.rows);
                let mut own = vec![0; self.always.len()];
                bits::insert_all(&mut own, &members.rows);
                let mut others = bits::all(self.rows);
                others.iter_mut().zip(own).for_each(|(others, own)| *others &= !own);
                plan.terms.push(Term { columns: built, others });
            } else {
                plan.entrances.extend(built);
            }
        }
    }
}

/// The rows that have a clause of one kind, and what they ask.
struct Members<'p> {
    rows: Vec<u32>,
    columns: Vec<(Asked, Vec<Entry<'p>>)>,
}

impl<'p> Members<'p> {
    fn of(known: &Known) -> Members<'p> {
        let count = known.count as usize;
        let columns = known.kinds.iter().filter(|asked| **asked != NONE);
        let columns = columns.map(|asked| (*asked, Vec::with_capacity(count)));
        Members { rows: Vec::with_capacity(count), columns: columns.collect() }
    }

    #[inline(never)]
    fn add(&mut self, row: u32, program: &'p Program, clauses: Clauses<'_>, literals: &[Written]) {
        self.rows.push(row);
        for literal in literals {
            let (Some((test, _)), Some(asked)) = (literal.test, literal.asked) else { continue };
            let column = self.columns.iter_mut().find(|(known, _)| *known == asked);
            let Some((_, entries)) = column else { continue };
            let strict =
                matches!(test.kind, Kind::Compare(Comparison::Less | Comparison::Greater, _));
            let constants = literal.constants(clauses, program);
            entries.extend(constants.map(|constants| Entry { constants, strict, row }));
        }
    }
}
