//! Which tests are answered by an index, and the indexes: one for each path and kind of test.

use alloc::vec::Vec;

use super::affix::{Affix, Cut};
use super::keyed::Keyed;
use super::ordered::{Ordered, Written};
use super::postings::Postings;
use super::test::{Kind, Test};
use crate::bytecode::{Constant, Program};
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
            Kind::Call(function, arguments) => {
                let row = program.parts().functions.get(function.index())?;
                let class = match row.name {
                    "in" if arguments.list.is_some() => return Some(Class::In),
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

/// A constant that rows of an index name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    /// Its number in the set.
    pub(super) constant: u32,
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
    /// Indexes what rows ask of a path. `constant` tells a constant by its number.
    pub(super) fn new<'c>(
        (route, class): (u32, Class),
        mut entries: Vec<Entry>,
        rows: usize,
        postings: &mut Postings,
        constant: impl Fn(u32) -> &'c Constant + Copy,
    ) -> Column {
        if matches!(class, Class::Above | Class::Below) {
            let written = |it: &Entry| Written {
                constant: constant(it.constant),
                strict: it.strict,
                row: it.row,
            };
            let written: Vec<Written<'c>> = entries.iter().map(written).collect();
            let index = Index::Ordered(Ordered::new(class == Class::Above, &written, rows));
            return Column { route, class, index };
        }
        entries.sort_unstable_by_key(|it| (it.constant, it.row));
        let listed: Vec<u32> = entries.iter().map(|it| it.row).collect();
        let same = |left: &Entry, right: &Entry| left.constant == right.constant;
        let groups = entries.chunk_by(same).scan(0, |start, group| {
            let range = *start..*start + group.len();
            *start = range.end;
            group.first().map(|first| (constant(first.constant), listed.get(range).unwrap_or(&[])))
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
