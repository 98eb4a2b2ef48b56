//! Sequences of events: `chain` (pql.md 9), every way to place the steps tried one by one.

use pql_edge::syntax::ast::{Count, Expression, Step};
use pql_edge::value::Comparison;

use super::expression::Walker;
use super::scope::Scope;
use super::value::Value;

/// An event and its time.
#[derive(Clone, Copy)]
struct Event<'a> {
    time: i64,
    value: &'a Value,
}

/// A step and how many events it may have.
struct Part<'a> {
    step: &'a Step,
    least: i64,
    most: Option<i64>,
}

impl Part<'_> {
    /// Whether it finds an event itself; the others only forbid some.
    fn is_positive(&self) -> bool {
        self.least >= 1
    }

    fn is_possible(&self) -> bool {
        self.most.is_none_or(|most| most >= self.least)
    }
}

/// A positive step and the event that it was placed on.
#[derive(Clone, Copy)]
struct Place<'a> {
    label: &'a str,
    event: Event<'a>,
}

/// One evaluation of a chain.
struct Search<'a> {
    walker: &'a Walker<'a>,
    scope: &'a Scope<'a>,
    /// Sorted by time; of equal times as they stand in the array.
    events: Vec<Event<'a>>,
    parts: Vec<Part<'a>>,
}

impl Walker<'_> {
    /// Whether the steps can be placed on the events.
    pub fn chain(
        &self,
        array: &Expression,
        timestamp: &Expression,
        steps: &[Step],
        scope: &Scope<'_>,
    ) -> bool {
        let array = self.value(array, scope);
        let with_time = |value| {
            let time = self.value(timestamp, &scope.item(value)).instant()?;
            Some(Event { time, value })
        };
        let mut events: Vec<Event<'_>> = array.items().iter().filter_map(with_time).collect();
        events.sort_by_key(|event| event.time);
        let parts: Vec<Part<'_>> = steps.iter().map(part).collect();
        parts.iter().all(Part::is_possible)
            && Search { walker: self, scope, events, parts }.can_be_placed(&[])
    }
}

impl<'a> Search<'a> {
    fn positive(&self) -> Vec<&Part<'a>> {
        self.parts.iter().filter(|part| part.is_positive()).collect()
    }

    /// Whether the positive steps behind those that have a place can get one too.
    fn can_be_placed(&'a self, places: &[Place<'a>]) -> bool {
        let Some(part) = self.positive().get(places.len()).copied() else {
            return self.has_not_too_many(places);
        };
        let from = part.least as usize - 1;
        self.found(part, places).into_iter().skip(from).any(|event| {
            let place = Place { label: &part.step.name.node, event };
            self.can_be_placed(&[places, &[place]].concat())
        })
    }

    /// The events of a step that are later than the last of the places before it.
    fn found(&self, part: &Part<'a>, before: &[Place<'a>]) -> Vec<Event<'a>> {
        let start = before.last().map(|place| place.event.time);
        let later = self.events.iter().filter(|event| start.is_none_or(|it| event.time > it));
        later.copied().filter(|event| self.is_of(part, *event, before)).collect()
    }

    fn is_of(&self, part: &Part<'a>, event: Event<'a>, before: &[Place<'a>]) -> bool {
        let (step, inside) = (part.step, self.scope.item(event.value));
        let condition = step.condition.as_ref();
        self.walker.truth(&step.what, &inside)
            && condition.is_none_or(|condition| self.walker.truth(condition, &inside))
            && self.is_in_time(part, event, before, &inside)
    }

    /// WHEN, in which the labels of the places are names.
    fn is_in_time(
        &self,
        part: &Part<'a>,
        event: Event<'a>,
        labels: &[Place<'a>],
        scope: &Scope<'_>,
    ) -> bool {
        if let Some((first, rest)) = labels.split_first() {
            let time = Value::Instant(first.event.time);
            let scope = scope.label(first.label, &time, first.event.value);
            return self.is_in_time(part, event, rest, &scope);
        }
        let when = part.step.when.as_ref();
        let time = Value::Instant(event.time);
        when.is_none_or(|when| self.walker.occurs(&time, &when.form, scope))
    }

    /// Whether no step has more events than it may have, between the places around it.
    fn has_not_too_many(&self, places: &[Place<'a>]) -> bool {
        let positive = self.positive();
        self.parts.iter().enumerate().all(|(at, part)| {
            let Some(most) = part.most else {
                return true;
            };
            let earlier = self.parts[..at].iter().filter(|it| it.is_positive()).count();
            let next = earlier + usize::from(part.is_positive());
            // The first event that the next step could have taken ends the stretch.
            let end =
                positive.get(next).map(|following| self.found(following, &places[..next])[0].time);
            let found = self.found(part, &places[..earlier]);
            let inside = found.iter().filter(|event| end.is_none_or(|end| event.time < end));
            inside.count() as i64 <= most
        })
    }
}

fn part(step: &Step) -> Part<'_> {
    let number = |count: &u32| i64::from(*count);
    let (least, most) = match &step.count {
        None => (1, None),
        Some(Count::AtLeast(count)) => (number(count), None),
        Some(Count::Compared(comparison, count)) => {
            let count = number(count);
            match comparison {
                Comparison::GreaterEqual => (count, None),
                Comparison::Greater => (count + 1, None),
                Comparison::LessEqual => (0, Some(count)),
                Comparison::Less => (0, Some(count - 1)),
                Comparison::Equal => (count, Some(count)),
                Comparison::NotEqual => panic!("the checker refuses COUNT(!= n)"),
            }
        }
        Some(Count::Between(least, most)) => (number(least), Some(number(most))),
    };
    let (least, most) = match (step.negated, least, most) {
        (false, ..) => (least, most),
        (true, least, None) => (0, Some(least - 1)),
        (true, 0, Some(most)) => (most + 1, None),
        (true, ..) => panic!("the checker refuses NOT of such a range"),
    };
    Part { step, least, most }
}
