//! When a time satisfies `occurs`: the table of pql.md 8.2, row by row.

use pql_edge::syntax::ast::{Expression, PeriodForm};
use pql_edge::value::{Comparison, Direction, Unit};

use super::calendar::shift;
use super::expression::Walker;
use super::scope::Scope;
use super::value::Value;

/// What a time is compared with: `[start, end)`, or an instant with `start == end`.
#[derive(Clone, Copy)]
struct Reference {
    start: i64,
    end: i64,
    instant: bool,
}

impl Walker<'_> {
    /// Whether a time, or any of several, satisfies a time condition.
    pub fn occurs(&self, time: &Value, form: &PeriodForm, scope: &Scope<'_>) -> bool {
        let one = |time: &Value| {
            time.instant().is_some_and(|time| self.satisfies(time, form, scope).unwrap_or(false))
        };
        match time {
            Value::List(times) => times.iter().any(one),
            single => one(single),
        }
    }

    /// None when the condition itself has a part that is no time or no distance.
    fn satisfies(&self, time: i64, form: &PeriodForm, scope: &Scope<'_>) -> Option<bool> {
        let reference = |tree: &Expression| reference(&self.value(tree, scope));
        Some(match form {
            PeriodForm::On(tree) => on(time, reference(tree)?),
            PeriodForm::Toward(direction, tree) => toward(time, *direction, reference(tree)?),
            PeriodForm::Between(first, last) => {
                let (first, last) = (reference(first)?, reference(last)?);
                let ended = if last.instant { time > last.start } else { time >= last.end };
                first.start <= time && !ended
            }
            PeriodForm::Distance { comparison, count, unit, direction, reference: tree } => {
                let count = self.value(count, scope).as_whole().filter(|count| *count >= 0)?;
                let distance = Distance { comparison: *comparison, count, unit: *unit };
                let reference = reference(tree)?;
                match direction {
                    Direction::Before => distance.before(time, reference),
                    Direction::After => distance.after(time, reference),
                    Direction::From => distance.around(time, reference),
                }
            }
        })
    }
}

fn reference(value: &Value) -> Option<Reference> {
    if let Value::Interval(start, end) = value {
        return Some(Reference { start: *start, end: *end, instant: false });
    }
    let time = value.instant()?;
    Some(Reference { start: time, end: time, instant: true })
}

fn on(time: i64, reference: Reference) -> bool {
    let Reference { start, end, instant } = reference;
    if instant { time == start } else { start <= time && time < end }
}

fn toward(time: i64, direction: Direction, reference: Reference) -> bool {
    let Reference { start, end, instant } = reference;
    match direction {
        Direction::Before => time < start,
        Direction::After if instant => time > start,
        Direction::After => time >= end,
        Direction::From => time >= start,
    }
}

/// `<= 3 days`
#[derive(Clone, Copy)]
struct Distance {
    comparison: Comparison,
    count: i64,
    unit: Unit,
}

impl Distance {
    fn before(self, time: i64, reference: Reference) -> bool {
        let Reference { start, instant, .. } = reference;
        let bound = shift(start, -self.count, self.unit);
        let side = time < start || (instant && time == start);
        let slot = if self.count == 0 {
            on(time, reference)
        } else {
            bound <= time && time < shift(start, -(self.count - 1), self.unit)
        };
        match self.comparison {
            Comparison::LessEqual => side && time >= bound,
            Comparison::Less => side && time > bound,
            Comparison::Greater => side && time < bound,
            Comparison::GreaterEqual => side && time <= bound,
            Comparison::Equal => slot,
            Comparison::NotEqual => side && !slot,
        }
    }

    fn after(self, time: i64, reference: Reference) -> bool {
        let Reference { end, instant, .. } = reference;
        let bound = shift(end, self.count, self.unit);
        let side = time >= end;
        let slot = if self.count == 0 {
            on(time, reference)
        } else {
            let first = shift(end, self.count - 1, self.unit);
            if instant { first < time && time <= bound } else { first <= time && time < bound }
        };
        match (self.comparison, instant) {
            (Comparison::LessEqual, true) => side && time <= bound,
            (Comparison::Less, true) => side && time < bound,
            (Comparison::Greater, true) => side && time > bound,
            (Comparison::GreaterEqual, true) => side && time >= bound,
            (Comparison::LessEqual | Comparison::Less, false) => side && time < bound,
            (Comparison::GreaterEqual | Comparison::Greater, false) => side && time >= bound,
            (Comparison::Equal, _) => slot,
            (Comparison::NotEqual, _) => side && !slot,
        }
    }

    /// On either side; a time on the reference has the distance 0.
    fn around(self, time: i64, reference: Reference) -> bool {
        if on(time, reference) {
            return match self.comparison {
                Comparison::LessEqual => true,
                Comparison::Less | Comparison::NotEqual => self.count > 0,
                Comparison::Equal | Comparison::GreaterEqual => self.count == 0,
                Comparison::Greater => false,
            };
        }
        self.before(time, reference) || self.after(time, reference)
    }
}
