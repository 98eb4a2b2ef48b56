//! Instructions on time.

use super::Machine;
use crate::value::{
    Comparison, Direction, Distance, Reference, Relation, Unit, Value, between, calendar_unit,
    distance, on, toward,
};

impl<'a> Machine<'a> {
    pub(super) fn calendar(&mut self, relation: Relation, unit: Unit) {
        let interval = calendar_unit(self.profile.now, relation, unit);
        self.push(interval.map_or(Value::Null, |(start, end)| Value::Interval(start, end)));
    }

    pub(super) fn occurs_on(&mut self) {
        let (time, reference) = self.pop_two();
        self.test(time, reference, on);
    }

    pub(super) fn occurs_toward(&mut self, direction: Direction) {
        let (time, reference) = self.pop_two();
        self.test(time, reference, |time, reference| toward(time, direction, reference));
    }

    pub(super) fn occurs_between(&mut self) {
        let (first, last) = self.pop_two();
        let time = self.pop();
        match last.reference() {
            Some(last) => self.test(time, first, |time, first| between(time, first, last)),
            None => self.push(Value::Boolean(false)),
        }
    }

    pub(super) fn occurs_within(&mut self, comparison: Comparison, unit: Unit, direction: Direction) {
        let (count, reference) = self.pop_two();
        let time = self.pop();
        let Some(count) = count.integer() else {
            return self.push(Value::Boolean(false));
        };
        let within = Distance { comparison, count, unit, direction };
        self.test(time, reference, |time, reference| distance(time, within, reference));
    }

    /// Pushes whether the time, or any of an array of times, passes (decision A5); false when
    /// either side is not a time.
    fn test(
        &mut self,
        time: Value<'a>,
        reference: Value<'a>,
        test: impl Fn(i64, Reference) -> bool,
    ) {
        let passes = |time: Value<'a>, reference| {
            time.instant().is_some_and(|time| test(time, reference))
        };
        let found = reference.reference().is_some_and(|reference| match time {
            Value::List(times) => times.iter().any(|time| passes(*time, reference)),
            time => passes(time, reference),
        });
        self.push(Value::Boolean(found));
    }
}
