//! Instructions of event sequences.

use bumpalo::collections::Vec;

use super::limits::OutOfFuel;
use super::search::{Next, Rule, Search, Times};
use super::{Machine, Trace};
use crate::bytecode::{ChainId, Constant, ConstantId, LocalId, Op, Part};
use crate::functions::Scratch;
use crate::value::{Arena, Event, History, ITEM, Value};

/// The events of a sequence and how far its steps have come.
pub(super) struct Sequence<'a> {
    events: &'a [Event<'a>],
    // On their way into `events`.
    filing: Vec<'a, Event<'a>>,
    // The array whose items they are and the field that is their time, when they can be used again,
    // and how much fuel there was.
    source: Option<(&'a [Value<'a>], &'a str, u64)>,
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

impl Times for [Event<'_>] {
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
        let filing = Vec::new_in(arena);
        let (events, source) = (&[][..], None);
        Sequence { events, filing, source, filed: 0, cursor: 0, hits: 0, last: None, search }
    }

    pub(super) fn clear(&mut self) {
        (self.events, self.source) = (&[], None);
        self.filing.clear();
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
            sequence.filing.extend(time.map(|time| Event { time, place, value }));
        });
        Ok(())
    }

    /// Sorts the events by time; events of one time keep their order.
    pub(super) fn sort_events(&mut self, chain: ChainId) -> Result<(), OutOfFuel> {
        let Scratch { arena, meter, memo, .. } = self.scratch;
        let Some(sequence) = self.sequences.get_mut(chain.index()) else {
            return Ok(());
        };
        let mut events = core::mem::replace(&mut sequence.filing, Vec::new_in(arena));
        self.fuel.burn(events.len())?;
        // Histories mostly come sorted. The place keeps the order of equal times: a stable sort
        // would allocate.
        if !events.is_sorted_by_key(|event| event.time) {
            self.fuel.burn(events.len() * ITEM)?;
            events.sort_unstable_by_key(|event| (event.time, event.place));
        }
        sequence.events = events.into_bump_slice();
        if let Some((items, field, before)) = sequence.source.take() {
            let steps = before.saturating_sub(meter.left());
            memo.keep(History { items, field, events: sequence.events, steps }, arena);
        }
        Ok(())
    }

    /// Takes the events as another sequence has filed and sorted them, where these are the items of
    /// the same array by the same field; where to go on. `at` is the place behind the instruction
    /// that starts the sequence.
    pub(super) fn recall(
        &mut self,
        chain: ChainId,
        code: &[Op],
        at: usize,
    ) -> Result<usize, OutOfFuel> {
        // What the compiler writes for an array of the profile and a field of its items; what is
        // between the instructions that begin and end it, no jump leads to from elsewhere.
        let Some(
            [
                Op::Path { path },
                Op::Iterate { iterator },
                Op::Next { iterator: next, local, target },
                Op::Local { local: event },
                Op::Field { name },
                Op::ChainAdd { chain: added, local: filed },
                Op::Jump { target: again },
                Op::ChainSort { chain: sorted },
                ..,
            ],
        ) = code.get(at..)
        else {
            return Ok(at);
        };
        let behind = at + 8;
        let is_filing = iterator == next
            && local == event
            && local == filed
            && chain == *added
            && chain == *sorted
            && again.index() == at + 2
            && target.index() == behind - 1;
        if !is_filing {
            return Ok(at);
        }
        let before = self.scratch.meter.left();
        let value = self.path(*path)?;
        let Value::List(items) = value else {
            self.scratch.meter.fill(before);
            return Ok(at);
        };
        let field = self.program.parts().names.get(name.index()).map_or("", |name| name);
        let known = self.scratch.memo.history(items, field);
        self.scratch.meter.fill(before);
        let Some(known) = known else {
            self.sequence(chain, |sequence| sequence.source = Some((items, field, before)));
            return Ok(at);
        };
        self.fuel.burn(usize::try_from(known.steps).unwrap_or(usize::MAX))?;
        self.sequence(chain, |sequence| sequence.events = known.events);
        Ok(behind)
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
        match self.program.constants().get(constant.index()) {
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
        match sequence.search.advance(sequence.events, meter) {
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
