//! Instructions that go through items and collect values.

use core::cmp::Ordering;

use bumpalo::collections::Vec;

use super::Machine;
use super::limits::OutOfFuel;
use crate::bytecode::{Accumulator, AccumulatorId, IteratorId, LocalId};
use crate::value::{
    Arena, Arithmetic, ITEM, Object, Value, arithmetic, key_text, rank, rank_order,
};

/// A value under a key.
struct Filed<'a> {
    name: &'a str,
    rank: Option<Value<'a>>,
    // Equal keys keep their order by it: a stable sort would allocate.
    place: usize,
    value: Value<'a>,
}

/// Values on their way into a list or an aggregate.
pub(super) struct Collection<'a> {
    kind: Accumulator,
    items: Vec<'a, Value<'a>>,
    filed: Vec<'a, Filed<'a>>,
    count: i64,
    // The sum, the smallest or the largest so far.
    total: Value<'a>,
}

impl<'a> Collection<'a> {
    pub(super) fn new(arena: &'a Arena) -> Collection<'a> {
        let (kind, total) = (Accumulator::List, Value::Null);
        Collection { kind, items: Vec::new_in(arena), filed: Vec::new_in(arena), count: 0, total }
    }

    /// Files a value under a key; without one that fits the collection it may be left out.
    fn add_under(&mut self, key: Value<'a>, value: Value<'a>, arena: &'a Arena) {
        let place = self.filed.len();
        let named = matches!(self.kind, Accumulator::Groups | Accumulator::Entries);
        let filed = if named {
            key_text(key, arena).map(|name| Filed { name, rank: None, place, value })
        } else {
            Some(Filed { name: "", rank: rank(key), place, value })
        };
        self.filed.extend(filed);
    }

    /// The items by their ranks, those without one last; equal ones in the order that they came.
    fn ranked(&mut self, arena: &'a Arena, direction: fn(Ordering) -> Ordering) -> Value<'a> {
        self.filed.sort_unstable_by(|left, right| {
            let ranks = match (left.rank, right.rank) {
                (Some(left), Some(right)) => direction(rank_order(left, right)),
                (left, right) => left.is_none().cmp(&right.is_none()),
            };
            ranks.then(left.place.cmp(&right.place))
        });
        let values = self.filed.iter().map(|filed| filed.value);
        Value::List(arena.alloc_slice_fill_iter(values))
    }

    /// The values by their names, those of one name in the order that they came.
    fn groups(&mut self, arena: &'a Arena) -> Value<'a> {
        self.filed.sort_unstable_by(|left, right| {
            left.name.cmp(right.name).then(left.place.cmp(&right.place))
        });
        let mut fields = Vec::new_in(arena);
        for group in self.filed.chunk_by(|left, right| left.name == right.name) {
            let values = group.iter().map(|filed| filed.value);
            let name = group.first().map_or("", |filed| filed.name);
            fields.push((name, Value::List(arena.alloc_slice_fill_iter(values))));
        }
        Value::Object(arena.alloc(Object::from_fields(fields, 0)))
    }

    fn entries(&mut self, arena: &'a Arena) -> Value<'a> {
        let fields = self.filed.iter().map(|filed| (filed.name, filed.value));
        let fields = Vec::from_iter_in(fields, arena);
        Value::Object(arena.alloc(Object::from_fields(fields, 0)))
    }

    fn add(&mut self, value: Value<'a>) {
        match self.kind {
            Accumulator::List => self.items.push(value),
            // Verified: what has keys is added to under them.
            Accumulator::Groups | Accumulator::Entries | Accumulator::Top | Accumulator::Bottom => {
            }
            Accumulator::Count => self.count += 1,
            Accumulator::Sum | Accumulator::Average => {
                self.fold(value, |sum, value| arithmetic(Arithmetic::Add, sum, value))
            }
            Accumulator::Minimum => {
                self.fold(
                    value,
                    |least, value| {
                        if rank_order(value, least).is_lt() { value } else { least }
                    },
                )
            }
            Accumulator::Maximum => {
                self.fold(
                    value,
                    |most, value| {
                        if rank_order(value, most).is_gt() { value } else { most }
                    },
                )
            }
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
            Accumulator::Groups => self.groups(arena),
            Accumulator::Entries => self.entries(arena),
            Accumulator::Top => self.ranked(arena, Ordering::reverse),
            Accumulator::Bottom => self.ranked(arena, core::convert::identity),
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
            *open = (items, 0);
        }
    }

    /// Sets the variable to the next item; which one it is, if there is one.
    #[inline]
    pub(super) fn next_item(&mut self, iterator: IteratorId, local: LocalId) -> Option<usize> {
        let (items, taken) = self.iterators.get_mut(iterator.index())?;
        let (item, index) = (*items.get(*taken)?, *taken);
        *taken += 1;
        self.set(local, item);
        Some(index)
    }

    pub(super) fn set(&mut self, local: LocalId, value: Value<'a>) {
        if let Some(variable) = self.locals.get_mut(local.index()) {
            *variable = value;
        }
    }

    pub(super) fn begin(&mut self, accumulator: AccumulatorId, kind: Accumulator) {
        if let Some(collection) = self.collections.get_mut(accumulator.index()) {
            *collection = Collection { kind, ..Collection::new(self.scratch.arena) };
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

    pub(super) fn add_under(&mut self, accumulator: AccumulatorId) -> Result<(), OutOfFuel> {
        let (key, value) = self.pop_two();
        // A filed value is three times as large as another, and its key may be long.
        self.fuel.burn(3 * ITEM)?;
        self.fuel.burn_for(key, Value::Null)?;
        let arena = self.scratch.arena;
        if let Some(collection) = self.collections.get_mut(accumulator.index()) {
            collection.add_under(key, value, arena);
        }
        Ok(())
    }

    pub(super) fn end(&mut self, accumulator: AccumulatorId) -> Result<(), OutOfFuel> {
        let arena = self.scratch.arena;
        let Some(collection) = self.collections.get_mut(accumulator.index()) else {
            self.push(Value::Null);
            return Ok(());
        };
        // Sorting looks at every key a few times.
        let keys: usize = collection.filed.iter().map(|filed| 1 + filed.name.len() / 16).sum();
        self.fuel.burn(keys * ITEM)?;
        let value = collection.end(arena);
        self.push(value);
        Ok(())
    }

    /// The first so many items of the list below; null unless the count is a whole number.
    pub(super) fn take(&mut self) {
        let (list, count) = self.pop_two();
        let count = count.integer().and_then(|count| u64::try_from(count).ok());
        self.push(count.map_or(Value::Null, |count| {
            let items = list.items();
            // More than memory can hold is all of them.
            let kept = usize::try_from(count).ok().and_then(|count| items.get(..count));
            Value::List(kept.unwrap_or(items))
        }));
    }
}
