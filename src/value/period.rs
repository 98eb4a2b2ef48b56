//! When a time satisfies `occurs` (pql.md 8.2): the table of the reference, row by row.

use super::calendar::{Comparison, Direction, Unit, shift};

/// What a time is compared with: an instant, or an interval without its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The first ms.
    pub start: i64,
    /// The ms after the last; equal to `start` for an instant.
    pub end: i64,
    /// Whether it has a length, as a day has.
    pub interval: bool,
}

/// `<= 3 days before`: everything of a distance but its reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Distance {
    /// How the distance is compared with `count` units.
    pub comparison: Comparison,
    /// How many units; not negative.
    pub count: i64,
    /// Which unit.
    pub unit: Unit,
    /// On which side.
    pub direction: Direction,
}

/// `occurs on R`
#[must_use]
pub fn on(time: i64, reference: Reference) -> bool {
    if reference.interval {
        reference.start <= time && time < reference.end
    } else {
        time == reference.start
    }
}

/// `occurs before R`, `after R`, `from R`
#[must_use]
pub fn toward(time: i64, direction: Direction, reference: Reference) -> bool {
    match direction {
        Direction::Before => time < reference.start,
        Direction::After if reference.interval => time >= reference.end,
        Direction::After => time > reference.start,
        Direction::From => time >= reference.start,
    }
}

/// `occurs between A and B`
#[must_use]
pub fn between(time: i64, first: Reference, last: Reference) -> bool {
    let ended = if last.interval { time >= last.end } else { time > last.start };
    first.start <= time && !ended
}

/// `occurs <= n units before R` and its kin; false for a negative count.
#[must_use]
pub fn distance(time: i64, distance: Distance, reference: Reference) -> bool {
    if distance.count < 0 {
        return false;
    }
    match distance.direction {
        Direction::Before => before(time, distance, reference),
        Direction::After => after(time, distance, reference),
        Direction::From if on(time, reference) => compare(0, distance.comparison, distance.count),
        Direction::From => before(time, distance, reference) || after(time, distance, reference),
    }
}

fn before(time: i64, distance: Distance, reference: Reference) -> bool {
    let start = reference.start;
    let count = distance.count;
    let ahead = time < start || (!reference.interval && time == start);
    let bound = shift(start, -count, distance.unit);
    let slot = || match count {
        0 => on(time, reference),
        _ => bound <= time && time < shift(start, 1 - count, distance.unit),
    };
    match distance.comparison {
        Comparison::Equal => slot(),
        Comparison::NotEqual => ahead && !slot(),
        Comparison::LessEqual => ahead && time >= bound,
        Comparison::Less => ahead && time > bound,
        Comparison::Greater => ahead && time < bound,
        Comparison::GreaterEqual => ahead && time <= bound,
    }
}

fn after(time: i64, distance: Distance, reference: Reference) -> bool {
    let end = if reference.interval { reference.end } else { reference.start };
    let count = distance.count;
    let behind = time >= end;
    let bound = shift(end, count, distance.unit);
    let slot = || match count {
        0 => on(time, reference),
        _ => {
            let first = shift(end, count - 1, distance.unit);
            if reference.interval {
                first <= time && time < bound
            } else {
                first < time && time <= bound
            }
        }
    };
    match distance.comparison {
        Comparison::Equal => slot(),
        Comparison::NotEqual => behind && !slot(),
        // The instant at the boundary belongs to the unit that follows an interval.
        Comparison::Less => behind && time < bound,
        Comparison::LessEqual if reference.interval => behind && time < bound,
        Comparison::LessEqual => behind && time <= bound,
        Comparison::GreaterEqual => behind && time >= bound,
        Comparison::Greater if reference.interval => behind && time >= bound,
        Comparison::Greater => behind && time > bound,
    }
}

fn compare(left: i64, comparison: Comparison, right: i64) -> bool {
    match comparison {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Less => left < right,
        Comparison::LessEqual => left <= right,
        Comparison::Greater => left > right,
        Comparison::GreaterEqual => left >= right,
    }
}
