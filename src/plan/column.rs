//! Which tests are answered by an index, and the indexes: one for each path and kind of test.

use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::affix::{Affix, Cut};
use super::keyed::Keyed;
use super::ordered::{Ordered, Written};
use super::postings::Postings;
use super::test::{Kind, Test};
use crate::bytecode::{Constant, Program};
use crate::sorted::sort_ranked;
use crate::value::{Comparison, Value};

/// What an index is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// `= c`; of an array any item, however deep.
    Equal,
    /// `in [c, …]`; of an array any item.
    In,
    /// `> c`, `>= c`
    Above,
    /// `< c`, `<= c`
    Below,
    /// `.startsWith(c)`
    Starts,
    /// `.endsWith(c)`
    Ends,
    /// `.equals(c, …)`
    Is,
}

impl Class {
    /// What answers a test; none when it has to be evaluated.
    pub(super) fn of(test: &Test, program: &Program) -> Option<Class> {
        match test.kind {
            Kind::Compare(comparison, _) => match comparison {
                Comparison::Equal => Some(Class::Equal),
                Comparison::Greater | Comparison::GreaterEqual => Some(Class::Above),
                Comparison::Less | Comparison::LessEqual => Some(Class::Below),
                Comparison::NotEqual => None,
            },
            Kind::In(_) => Some(Class::In),
            Kind::Call(function, arguments) => {
                let row = program.parts().functions.get(function.index())?;
                let class = match row.name {
                    "startsWith" => Class::Starts,
                    "endsWith" => Class::Ends,
                    "equals" => Class::Is,
                    _ => return None,
                };
                let mut texts = 0;
                let mut minds_case = arguments.list.is_none();
                for constant in arguments.constants(program) {
                    match constant {
                        Constant::String(_) if minds_case => texts += 1,
                        Constant::Boolean(true) if texts > 0 => {}
                        _ => minds_case = false,
                    }
                }
                let one = class == Class::Is || texts == 1;
                (minds_case && texts > 0 && one).then_some(class)
            }
            Kind::Truth => None,
        }
    }

    /// Whether an array in an array is looked into.
    const fn is_deep(self) -> bool {
        matches!(self, Class::Equal | Class::Above | Class::Below)
    }
}

/// Constants that a row of an index names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'p> {
    /// Their numbers in the set.
    pub(super) constants: &'p [u32],
    pub(super) strict: bool,
    pub(super) row: u32,
}

/// One index: the tests of one kind on one path.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) route: u32,
    class: Class,
    index: Index,
}

#[derive(Clone, Debug)]
enum Index {
    Keyed(Keyed),
    Ordered(Ordered),
    Affix(Affix),
}

impl Column {
    /// Indexes what rows ask of a path, of constants of this pool.
    pub(super) fn new<'c>(
        (route, class): (u32, Class),
        entries: &[Entry<'_>],
        rows: usize,
        postings: &mut Postings,
        pool: &'c [Constant],
    ) -> Column {
        let constant = |number: u32| pool.get(number as usize).unwrap_or(&Constant::Null);
        if matches!(class, Class::Above | Class::Below) {
            let written = entries.iter().flat_map(|it| {
                let written = |number: &u32| (constant(*number), it.strict, it.row);
                it.constants.iter().map(written)
            });
            let written = written.map(|(constant, strict, row)| Written { constant, strict, row });
            let written: Vec<Written<'c>> = written.collect();
            let index = Index::Ordered(Ordered::new(class == Class::Above, &written, rows));
            return Column { route, class, index };
        }
        let (listed, ends) = grouped(entries, pool.len());
        let groups = ends.iter().scan(0, |start, (number, end)| {
            let rows = listed.get(*start..*end).unwrap_or(&[]);
            *start = *end;
            Some((constant(*number), rows))
        });
        let affix = |cut, postings| Index::Affix(Affix::new(cut, groups.clone(), postings));
        let index = match class {
            Class::Starts => affix(Cut::Front, postings),
            Class::Ends => affix(Cut::Back, postings),
            Class::Is => affix(Cut::Whole, postings),
            _ => Index::Keyed(Keyed::new(groups, postings)),
        };
        Column { route, class, index }
    }

    /// Adds the rows whose test the value of the path passes.
    pub(super) fn add(&self, value: Value<'_>, postings: &Postings, to: &mut [u64]) {
        if let Value::List(items) = value {
            for item in items {
                match item {
                    Value::List(_) if self.class.is_deep() => self.add(*item, postings, to),
                    Value::List(_) => {}
                    _ => self.add_scalar(*item, postings, to),
                }
            }
        } else {
            self.add_scalar(value, postings, to);
        }
    }

    fn add_scalar(&self, value: Value<'_>, postings: &Postings, to: &mut [u64]) {
        match &self.index {
            Index::Keyed(keyed) => {
                if let Some(posting) = keyed.hit(value) {
                    postings.add(posting, to);
                }
            }
            Index::Ordered(ordered) => ordered.add(value, to),
            Index::Affix(affix) => {
                if let Value::String(text) = value {
                    affix.hits(text, |posting| postings.add(posting, to));
                }
            }
        }
    }
}

/// The rows of entries by their constants, and of each constant where its rows end. Linear in the
/// constants of the entries, where these are not few of a pool of so many.
#[inline(never)]
fn grouped(entries: &[Entry<'_>], pool: usize) -> (Vec<u32>, Vec<(u32, usize)>) {
    let all: usize = entries.iter().map(|it| it.constants.len()).sum();
    if pool > all * 4 {
        let each =
            entries.iter().flat_map(|it| it.constants.iter().map(|number| (*number, it.row)));
        let mut pairs: Vec<(u32, u32)> = each.collect();
        let rank = |(number, row): &(u32, u32)| u64::from(*number) << 32 | u64::from(*row);
        sort_ranked(&mut pairs, rank, |_, _| Ordering::Equal);
        let ends = pairs.iter().zip(1..);
        let ends = ends.fold(Vec::new(), |mut ends: Vec<(u32, usize)>, ((number, _), end)| {
            match ends.last_mut().filter(|(last, _)| last == number) {
                Some((_, last)) => *last = end,
                None => ends.push((*number, end)),
            }
            ends
        });
        return (pairs.iter().map(|(_, row)| *row).collect(), ends);
    }
    // Where the next row of each constant goes; in the end, where its rows end.
    let mut places = vec![0_usize; pool + 1];
    entries.chunks(SOME).for_each(|some| count(some, &mut places));
    let mut sum = 0;
    for count in &mut places {
        sum += *count;
        *count = sum;
    }
    let mut rows = vec![0; all];
    entries.chunks(SOME).for_each(|some| place(some, &mut places, &mut rows));
    let starts = core::iter::once(0).chain(places.iter().copied());
    let ends = places.iter().zip(starts).zip(0..).take(pool);
    let ends = ends.filter(|((end, start), _)| **end > *start);
    (rows, ends.map(|((end, _), constant)| (constant, *end)).collect())
}

/// How many entries are looked at in one call: hosts use compiled code from the next call on.
const SOME: usize = 64;

/// Counts the entries of each constant behind its place.
#[inline(never)]
fn count(entries: &[Entry<'_>], places: &mut [usize]) {
    for number in entries.iter().flat_map(|it| it.constants) {
        if let Some(count) = places.get_mut(*number as usize + 1) {
            *count += 1;
        }
    }
}

/// Puts the rows of entries at the places of their constants.
#[inline(never)]
fn place(entries: &[Entry<'_>], places: &mut [usize], rows: &mut [u32]) {
    for entry in entries {
        for number in entry.constants {
            let Some(next) = places.get_mut(*number as usize) else { continue };
            if let Some(row) = rows.get_mut(*next) {
                *row = entry.row;
            }
            *next += 1;
        }
    }
}
