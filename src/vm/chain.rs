//! Instructions of event sequences.

use bumpalo::collections::Vec;

use super::Machine;
use super::limits::{ITEM, OutOfFuel};
use crate::bytecode::{ChainId, Constant, ConstantId, LocalId};
use crate::value::{Arena, Value};

/// An event, its time and its place in the history.
struct Event<'a> {
    time: i64,
    place: usize,
    value: Value<'a>,
}

/// The events of a sequence and how far its steps have come.
pub(super) struct Sequence<'a> {
    events: Vec<'a, Event<'a>>,
    // The event to look at next.
    cursor: usize,
    // How many events the step has found.
    hits: i64,
    // The time of the last event found by any step.
    last: Option<i64>,
}

impl<'a> Sequence<'a> {
    pub(super) fn new(arena: &'a Arena) -> Sequence<'a> {
        Sequence { events: Vec::new_in(arena), cursor: 0, hits: 0, last: None }
    }

    pub(super) fn clear(&mut self) {
        self.events.clear();
        (self.cursor, self.hits, self.last) = (0, 0, None);
    }

    /// Passes over events at or before the last one found: steps are strictly later than the ones
    /// before them (decision A12).
    pub(super) fn step(&mut self) {
        self.hits = 0;
        let Some(last) = self.last else {
            return;
        };
        while self.events.get(self.cursor).is_some_and(|event| event.time <= last) {
            self.cursor += 1;
        }
    }

    /// The event that the last `next_event` came to.
    fn current(&self) -> Option<i64> {
        let at = self.cursor.checked_sub(1)?;
        self.events.get(at).map(|event| event.time)
    }
}

impl<'a> Machine<'a> {
    pub(super) fn sequence(&mut self, chain: ChainId, change: impl FnOnce(&mut Sequence<'a>)) {
        if let Some(sequence) = self.sequences.get_mut(chain.index()) {
            change(sequence);
        }
    }

    /// Files the event under the time on the stack; without a time it is left out.
    pub(super) fn file_event(&mut self, chain: ChainId, local: LocalId) -> Result<(), OutOfFuel> {
        self.fuel.burn(ITEM)?;
        let time = self.pop().instant();
        let value = self.locals.get(local.index()).copied().unwrap_or_default();
        if let Some(time) = time {
            self.sequence(chain, |sequence| {
                let place = sequence.events.len();
                sequence.events.push(Event { time, place, value });
            });
        }
        Ok(())
    }

    /// Sorts the events by time; events of one time keep their order.
    pub(super) fn sort_events(&mut self, chain: ChainId) -> Result<(), OutOfFuel> {
        if let Some(sequence) = self.sequences.get_mut(chain.index()) {
            let events = &mut sequence.events;
            // Histories mostly come sorted. The place keeps the order of equal times: a stable
            // sort would allocate.
            if !events.is_sorted_by_key(|event| event.time) {
                self.fuel.burn(events.len() * ITEM)?;
                events.sort_unstable_by_key(|event| (event.time, event.place));
            }
        }
        Ok(())
    }

    /// Sets the variable to the next event; false when there is none.
    pub(super) fn next_event(&mut self, chain: ChainId, local: LocalId) -> bool {
        let Some(sequence) = self.sequences.get_mut(chain.index()) else {
            return false;
        };
        let Some(Event { value, .. }) = sequence.events.get(sequence.cursor) else {
            return false;
        };
        sequence.cursor += 1;
        let value = *value;
        self.set(local, value);
        true
    }

    pub(super) fn event_time(&mut self, chain: ChainId) {
        let time = self.sequences.get(chain.index()).and_then(Sequence::current);
        self.push(time.map_or(Value::Null, Value::Instant));
    }

    /// Counts the current event; whether the step needs more.
    pub(super) fn hit(&mut self, chain: ChainId, count: ConstantId) -> bool {
        let needed = match self.program.parts().constants.get(count.index()) {
            Some(Constant::Integer(needed)) => *needed,
            _ => 0,
        };
        let Some(sequence) = self.sequences.get_mut(chain.index()) else {
            return false;
        };
        sequence.hits += 1;
        sequence.last = sequence.current();
        sequence.hits < needed
    }
}
