//! What one evaluation finds out once for all of its programs: histories in order, places of fields.

use core::cell::Cell;

use super::{Arena, Value};

/// An event of a history.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// When it was, in epoch ms.
    pub time: i64,
    /// Its place in the array, those without a time counted.
    pub place: usize,
    /// The event.
    pub value: Value<'a>,
}

/// The items of an array that have a time, sorted by it; those of one time in their order.
#[derive(Clone, Copy, Debug)]
pub struct History<'a> {
    /// The array.
    pub items: &'a [Value<'a>],
    /// The field of the items that is their time.
    pub field: &'a str,
    /// What came out.
    pub events: &'a [Event<'a>],
    /// How many steps it took, which whoever uses it pays again: what an evaluation may take does
    /// not depend on what others found out before.
    pub steps: u64,
}

/// Where a field was in the last object that had it: objects that are items of one array mostly have
/// the same fields at the same places.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hint<'a> {
    /// The number of its name.
    pub name: u32,
    /// Its place among the fields.
    pub place: usize,
    /// The key that was found there. Its address tells that it is the same, without a look at it.
    pub key: &'a str,
}

/// How many hints are kept; a name has one place among them.
const HINTS: usize = 32;

/// How many histories are kept: there are few arrays of events, but a program may make any number.
const HISTORIES: usize = 4;

/// The memory of one evaluation; it takes nothing of the arena before it keeps something.
#[derive(Debug, Default)]
pub struct Memo<'a> {
    histories: Cell<Option<&'a [Cell<Option<History<'a>>>; HISTORIES]>>,
    hints: Cell<Option<&'a Hints<'a>>>,
}

/// Places of fields, by names that are numbered in the tables at this address.
#[derive(Debug)]
pub struct Hints<'a> {
    tables: usize,
    hints: [Cell<Hint<'a>>; HINTS],
}

impl<'a> Memo<'a> {
    /// The history of an array, if it is known.
    #[must_use]
    pub fn history(&self, items: &[Value<'_>], field: &str) -> Option<History<'a>> {
        let known = self.histories.get()?.iter().map_while(Cell::get);
        let is_it = |it: &History<'_>| {
            core::ptr::eq(it.items.as_ptr(), items.as_ptr().cast())
                && it.items.len() == items.len()
                && it.field == field
        };
        known.into_iter().find(is_it)
    }

    /// Keeps a history, if there is room.
    pub fn keep(&self, history: History<'a>, arena: &'a Arena) {
        let known = self.histories.get().unwrap_or_else(|| arena.alloc(Default::default()));
        self.histories.set(Some(known));
        if let Some(free) = known.iter().find(|known| known.get().is_none()) {
            free.set(Some(history));
        }
    }

    /// The places of fields for programs of these tables.
    #[must_use]
    pub fn hints(&self, tables: usize, arena: &'a Arena) -> &'a Hints<'a> {
        match self.hints.get() {
            Some(known) if known.tables == tables => known,
            _ => {
                let hints: &Hints<'_> = arena.alloc(Hints { tables, hints: Default::default() });
                self.hints.set(Some(hints));
                hints
            }
        }
    }
}

impl<'a> Hints<'a> {
    /// What was kept last in the place of this name, perhaps of another one.
    #[inline]
    #[must_use]
    pub fn get(&self, name: u32) -> Hint<'a> {
        self.hints.get(name as usize % HINTS).map(Cell::get).unwrap_or_default()
    }

    /// Keeps where a field was.
    #[inline]
    pub fn set(&self, hint: Hint<'a>) {
        if let Some(known) = self.hints.get(hint.name as usize % HINTS) {
            known.set(hint);
        }
    }
}
