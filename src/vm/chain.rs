//! Instructions of event sequences.

use bumpalo::collections::Vec;

use super::limits::OutOfFuel;
use super::search::{Next, Rule, Search, Times};
use super::{Machine, Trace};
use crate::bytecode::{ChainId, Constant, ConstantId, LocalId, Part};
use crate::value::{Arena, ITEM, Value};

/// An event, its time and its place in the history.
#[derive(Clone, Copy)]
struct Event<'a> {
    time: i64,
    place: usize,
    value: Value<'a>,
}

/// The events of a sequence and how far its steps have come.
pub(super) struct Sequence<'a> {
    events: Vec<'a, Event<'a>>,
    // How many there were, those without a time among them.
    filed: usize,
    // The event to look at next.
    cursor: usize,
    // How many events the step has found.
    hits: i64,
    // The time of the last event found by any step.
    last: Option<i64>,
    pub(super) search: Search<'a>,
}

impl Times for Vec<'_, Event<'_>> {
    fn count(&self) -> usize {
        self.len()
    }

    fn at(&self, event: usize) -> i64 {
        self.get(event).map_or(i64::MAX, |event| event.time)
    }
}

impl<'a> Sequence<'a> {
    pub(super) fn new(arena: &'a Arena) -> Sequence<'a> {
        let search = Search::new(arena);
        Sequence { events: Vec::new_in(arena), filed: 0, cursor: 0, hits: 0, last: None, search }
    }

    pub(super) fn clear(&mut self) {
        self.events.clear();
        self.search.clear();
        (self.cursor, self.filed, self.hits, self.last) = (0, 0, 0, None);
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
    fn current(&self) -> Option<&Event<'a>> {
        let at = self.cursor.checked_sub(1)?;
        self.events.get(at)
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
        self.sequence(chain, |sequence| {
            let place = sequence.filed;
            sequence.filed += 1;
            sequence.events.extend(time.map(|time| Event { time, place, value }));
        });
        Ok(())
    }

    /// Sorts the events by time; events of one time keep their order.
    pub(super) fn sort_events(&mut self, chain: ChainId) -> Result<(), OutOfFuel> {
        if let Some(sequence) = self.sequences.get_mut(chain.index()) {
            let events = &mut sequence.events;
            self.fuel.burn(events.len())?;
            // Histories mostly come sorted. The place keeps the order of equal times: a stable
            // sort would allocate.
            if !events.is_sorted_by_key(|event| event.time) {
                self.fuel.burn(events.len() * ITEM)?;
                events.sort_unstable_by_key(|event| (event.time, event.place));
            }
        }
        Ok(())
    }

    /// Sets the variable to the next event; its place in the array and its time, if there is one.
    pub(super) fn next_event(&mut self, chain: ChainId, local: LocalId) -> Option<(usize, i64)> {
        let sequence = self.sequences.get_mut(chain.index())?;
        let Event { time, place, value } = *sequence.events.get(sequence.cursor)?;
        sequence.cursor += 1;
        self.set(local, value);
        Some((place, time))
    }

    /// The place in the array of the current event.
    pub(super) fn event(&self, chain: ChainId) -> Option<usize> {
        let current = self.sequences.get(chain.index()).and_then(Sequence::current)?;
        Some(current.place)
    }

    pub(super) fn event_time(&self, chain: ChainId) -> Value<'a> {
        let event = self.sequences.get(chain.index()).and_then(Sequence::current);
        event.map_or(Value::Null, |event| Value::Instant(event.time))
    }

    /// Counts the current event; whether the step needs more.
    pub(super) fn hit(&mut self, chain: ChainId, count: ConstantId) -> bool {
        let needed = self.integer(count).unwrap_or(0);
        let Some(sequence) = self.sequences.get_mut(chain.index()) else {
            return false;
        };
        sequence.hits += 1;
        sequence.last = sequence.current().map(|event| event.time);
        sequence.hits < needed
    }

    fn integer(&self, constant: ConstantId) -> Option<i64> {
        match self.program.parts().constants.get(constant.index()) {
            Some(Constant::Integer(value)) => Some(*value),
            _ => None,
        }
    }

    /// Says how many events the next step takes.
    pub(super) fn rule(
        &mut self,
        chain: ChainId,
        least: ConstantId,
        most: ConstantId,
        varies: u8,
    ) -> Result<(), OutOfFuel> {
        let least = self.integer(least).unwrap_or(0);
        let rule = Rule { least, most: self.integer(most), varies: varies != 0 };
        let arena = self.scratch.arena;
        let Some(sequence) = self.sequences.get_mut(chain.index()) else {
            return Ok(());
        };
        sequence.search.rule(rule, arena);
        let events = sequence.events.len();
        self.fuel.burn(events)
    }

    /// Sets the variable to the event that the search asks of; the answer when it is decided.
    pub(super) fn seek(&mut self, chain: ChainId, local: LocalId) -> Option<bool> {
        let meter = self.scratch.meter;
        let sequence = self.sequences.get_mut(chain.index())?;
        match sequence.search.advance(&sequence.events, meter) {
            Next::Done(found) => Some(found),
            Next::Ask { event, .. } => {
                sequence.cursor = event + 1;
                let value = sequence.events.get(event).map_or(Value::Null, |event| event.value);
                self.set(local, value);
                None
            }
        }
    }

    /// The place and the time of the event that the search asks of, if it asks this step.
    pub(super) fn asked(&self, chain: ChainId, step: u8) -> Option<(usize, i64)> {
        let sequence = self.sequences.get(chain.index())?;
        let (_, event) = sequence.search.asked().filter(|(it, _)| *it == usize::from(step))?;
        sequence.events.get(event).map(|event| (event.place, event.time))
    }

    /// Tells what became of each step; their rules stand before the instruction that seeks.
    pub(super) fn tell(&self, chain: ChainId, found: bool, at: usize, trace: &mut impl Trace<'a>) {
        let Some(Sequence { search, events, .. }) = self.sequences.get(chain.index()) else {
            return;
        };
        let first = at.saturating_sub(search.steps());
        for step in (0..search.steps()).rev() {
            let event = search.position(step).and_then(|position| events.get(position));
            let event = event.filter(|_| found).map(|event| event.place);
            if let Some(verdict) = search.verdict(step, found) {
                trace.step(first + step, verdict, event);
            }
        }
    }

    /// What a step before found.
    pub(super) fn found(&mut self, chain: ChainId, step: u8, part: Part) {
        let event = self.sequences.get(chain.index()).and_then(|sequence| {
            let position = sequence.search.position(usize::from(step))?;
            sequence.events.get(position)
        });
        let value = event.map_or(Value::Null, |event| match part {
            Part::Time => Value::Instant(event.time),
            Part::Event => event.value,
        });
        self.push(value);
    }
}
