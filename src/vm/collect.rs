//! Instructions that go through items and collect values.

use bumpalo::collections::Vec;

use super::Machine;
use super::limits::{ITEM, OutOfFuel};
use crate::bytecode::{Accumulator, AccumulatorId, IteratorId, LocalId};
use crate::value::{Arena, Arithmetic, Comparison, Value, arithmetic, holds};

/// Values on their way into a list or an aggregate.
pub(super) struct Collection<'a> {
    kind: Accumulator,
    items: Vec<'a, Value<'a>>,
    count: i64,
    // The sum, the smallest or the largest so far.
    total: Value<'a>,
}

impl<'a> Collection<'a> {
    pub(super) fn new(arena: &'a Arena) -> Collection<'a> {
        let (kind, total) = (Accumulator::List, Value::Null);
        Collection { kind, items: Vec::new_in(arena), count: 0, total }
    }

    fn add(&mut self, value: Value<'a>) {
        match self.kind {
            Accumulator::List => self.items.push(value),
            Accumulator::Count => self.count += 1,
            Accumulator::Sum | Accumulator::Average => self.fold(value, |sum, value| {
                arithmetic(Arithmetic::Add, sum, value)
            }),
            Accumulator::Minimum => self.fold(value, |least, value| {
                if holds(Comparison::Less, value, least) { value } else { least }
            }),
            Accumulator::Maximum => self.fold(value, |most, value| {
                if holds(Comparison::Greater, value, most) { value } else { most }
            }),
        }
    }

    /// Takes a number into the total; anything else is left out (pql.md 10.4).
    fn fold(&mut self, value: Value<'a>, join: impl Fn(Value<'a>, Value<'a>) -> Value<'a>) {
        if !matches!(value, Value::Integer(_) | Value::Double(_)) {
            return;
        }
        self.total = if self.count == 0 { value } else { join(self.total, value) };
        self.count += 1;
    }

    fn end(&mut self, arena: &'a Arena) -> Value<'a> {
        match self.kind {
            Accumulator::List => {
                let items = core::mem::replace(&mut self.items, Vec::new_in(arena));
                Value::List(items.into_bump_slice())
            }
            Accumulator::Count => Value::Integer(self.count),
            Accumulator::Sum if self.count == 0 => Value::Integer(0),
            Accumulator::Sum | Accumulator::Minimum | Accumulator::Maximum => self.total,
            Accumulator::Average => {
                arithmetic(Arithmetic::Divide, self.total, Value::Integer(self.count))
            }
        }
    }
}

impl<'a> Machine<'a> {
    pub(super) fn open(&mut self, iterator: IteratorId) {
        let items = self.pop().items();
        if let Some(open) = self.iterators.get_mut(iterator.index()) {
            *open = items;
        }
    }

    /// Sets the variable to the next item; false when there is none.
    #[inline]
    pub(super) fn next_item(&mut self, iterator: IteratorId, local: LocalId) -> bool {
        let Some(open) = self.iterators.get_mut(iterator.index()) else {
            return false;
        };
        let Some((first, rest)) = open.split_first() else {
            return false;
        };
        *open = rest;
        self.set(local, *first);
        true
    }

    pub(super) fn set(&mut self, local: LocalId, value: Value<'a>) {
        if let Some(variable) = self.locals.get_mut(local.index()) {
            *variable = value;
        }
    }

    pub(super) fn begin(&mut self, accumulator: AccumulatorId, kind: Accumulator) {
        if let Some(collection) = self.collections.get_mut(accumulator.index()) {
            *collection = Collection { kind, ..Collection::new(self.arena) };
        }
    }

    pub(super) fn add(&mut self, accumulator: AccumulatorId) -> Result<(), OutOfFuel> {
        let value = self.pop();
        if let Some(collection) = self.collections.get_mut(accumulator.index()) {
            if collection.kind == Accumulator::List {
                self.fuel.burn(ITEM)?;
            }
            collection.add(value);
        }
        Ok(())
    }

    pub(super) fn end(&mut self, accumulator: AccumulatorId) {
        let collection = self.collections.get_mut(accumulator.index());
        let value = collection.map_or(Value::Null, |collection| collection.end(self.arena));
        self.push(value);
    }
}
