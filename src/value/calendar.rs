//! The calendar of PQL: words of time, and arithmetic on instants in UTC (pql.md 8.1).

use time::{Date, Month, OffsetDateTime};

use crate::words::words;

words! {
    /// The words of time that stand for themselves.
    TimeWord { Now "now", Today "today", Yesterday "yesterday", Tomorrow "tomorrow" }
}

words! {
    /// Which calendar unit, seen from now.
    Relation { This "this", Last "last", Next "next" }
}

words! {
    /// Units of time.
    Unit {
        Millisecond "millisecond", Second "second", Minute "minute", Hour "hour", Day "day",
        Week "week", Month "month", Year "year", Decade "decade", Century "century",
        Millennium "millennium",
    }
}

words! {
    /// Where a time lies, seen from its reference.
    Direction { Before "before", After "after", From "from" }
}

words! {
    /// The comparisons of numbers, values and distances in time.
    Comparison {
        Equal "=", NotEqual "!=", Less "<", LessEqual "<=", Greater ">", GreaterEqual ">=",
    }
}

impl Comparison {
    /// The comparison with its sides exchanged.
    #[must_use]
    pub const fn turned(self) -> Comparison {
        match self {
            Comparison::Less => Comparison::Greater,
            Comparison::LessEqual => Comparison::GreaterEqual,
            Comparison::Greater => Comparison::Less,
            Comparison::GreaterEqual => Comparison::LessEqual,
            Comparison::Equal | Comparison::NotEqual => self,
        }
    }
}

const SECOND: i64 = 1_000;
const DAY: i64 = 86_400 * SECOND;

/// How long a unit is.
enum Length {
    Milliseconds(i64),
    Months(i64),
}

impl Unit {
    const fn length(self) -> Length {
        match self {
            Unit::Millisecond => Length::Milliseconds(1),
            Unit::Second => Length::Milliseconds(SECOND),
            Unit::Minute => Length::Milliseconds(60 * SECOND),
            Unit::Hour => Length::Milliseconds(3_600 * SECOND),
            Unit::Day => Length::Milliseconds(DAY),
            Unit::Week => Length::Milliseconds(7 * DAY),
            Unit::Month => Length::Months(1),
            Unit::Year => Length::Months(12),
            Unit::Decade => Length::Months(120),
            Unit::Century => Length::Months(1_200),
            Unit::Millennium => Length::Months(12_000),
        }
    }
}

/// The instant `count` units after `instant` (before it, when negative), in epoch ms.
///
/// Months and years keep the day of the month or clamp to its last (pql.md 8.1). What lies
/// outside the years -9999 to 9999 saturates.
#[must_use]
pub fn shift(instant: i64, count: i64, unit: Unit) -> i64 {
    match unit.length() {
        Length::Milliseconds(length) => instant.saturating_add(count.saturating_mul(length)),
        Length::Months(length) => shift_months(instant, count.saturating_mul(length)),
    }
}

fn shift_months(instant: i64, months: i64) -> i64 {
    let shifted = calendar_day(instant).and_then(|date| {
        let total = i64::from(date.year()) * 12 + month_index(date);
        let total = total.checked_add(months)?;
        let year = i32::try_from(total.div_euclid(12)).ok()?;
        let month = month_of_index(total.rem_euclid(12))?;
        let day = date.day().min(month.length(year));
        let day = Date::from_calendar_date(year, month, day).ok()?;
        Some(midnight(day) + instant.rem_euclid(DAY))
    });
    shifted.unwrap_or(if months < 0 { i64::MIN } else { i64::MAX })
}

/// The calendar unit that holds `instant`: its start and the start of the next one.
#[must_use]
fn unit_around(instant: i64, unit: Unit) -> Option<(i64, i64)> {
    let start = match unit.length() {
        // Weeks start on Monday (decision A11); the epoch was a Thursday.
        Length::Milliseconds(length) if unit == Unit::Week => {
            let monday = instant.saturating_add(3 * DAY).div_euclid(length).saturating_mul(length);
            monday.saturating_sub(3 * DAY)
        }
        Length::Milliseconds(length) => instant.div_euclid(length).saturating_mul(length),
        Length::Months(length) => {
            let date = calendar_day(instant)?;
            let total = i64::from(date.year()) * 12 + month_index(date);
            let first = total.div_euclid(length) * length;
            let year = i32::try_from(first.div_euclid(12)).ok()?;
            let month = month_of_index(first.rem_euclid(12))?;
            midnight(Date::from_calendar_date(year, month, 1).ok()?)
        }
    };
    Some((start, shift(start, 1, unit)))
}

/// The calendar unit named by `this`, `last` or `next`, seen from `now`.
#[must_use]
pub fn calendar_unit(now: i64, relation: Relation, unit: Unit) -> Option<(i64, i64)> {
    let (start, end) = unit_around(now, unit)?;
    Some(match relation {
        Relation::This => (start, end),
        Relation::Last => (shift(start, -1, unit), start),
        Relation::Next => (end, shift(end, 1, unit)),
    })
}

/// The day of a calendar date, if there is one.
#[must_use]
pub fn day(year: i64, month: i64, day: i64) -> Option<(i64, i64)> {
    let month = month_of_index(month.checked_sub(1)?)?;
    let year = i32::try_from(year).ok()?;
    let date = Date::from_calendar_date(year, month, u8::try_from(day).ok()?).ok()?;
    let start = midnight(date);
    Some((start, start + DAY))
}

/// Year, month from 1 and day of the month of an instant.
#[must_use]
pub fn civil(instant: i64) -> Option<(i64, i64, i64)> {
    let date = calendar_day(instant)?;
    Some((i64::from(date.year()), month_index(date) + 1, i64::from(date.day())))
}

/// Whether an instant is on the last day of a month.
pub(super) fn last_of_month(instant: i64) -> bool {
    calendar_day(instant).is_some_and(|date| date.day() == date.month().length(date.year()))
}

fn calendar_day(instant: i64) -> Option<Date> {
    let seconds = instant.div_euclid(SECOND);
    OffsetDateTime::from_unix_timestamp(seconds).ok().map(OffsetDateTime::date)
}

fn midnight(date: Date) -> i64 {
    date.midnight().assume_utc().unix_timestamp() * SECOND
}

fn month_index(date: Date) -> i64 {
    i64::from(u8::from(date.month())) - 1
}

fn month_of_index(index: i64) -> Option<Month> {
    Month::try_from(u8::try_from(index.checked_add(1)?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::{Relation, Unit, calendar_unit, civil, day, shift, unit_around};
    use crate::value::parse_time;

    fn at(text: &str) -> i64 {
        parse_time(text).unwrap()
    }

    #[test]
    fn months_clamp() {
        let march = at("2024-03-31T10:00:00Z");
        assert_eq!(shift(march, -1, Unit::Month), at("2024-02-29T10:00:00Z"));
        assert_eq!(shift(march, -13, Unit::Month), at("2023-02-28T10:00:00Z"));
        assert_eq!(shift(march, 100_000, Unit::Year), i64::MAX);
        assert_eq!(shift(0, i64::MIN, Unit::Day), i64::MIN);
    }

    #[test]
    fn units_are_aligned() {
        let now = at("2026-11-22T23:59:59Z");
        let week = unit_around(now, Unit::Week).unwrap();
        assert_eq!(week, (at("2026-11-16"), at("2026-11-23")));
        let decade = calendar_unit(now, Relation::Last, Unit::Decade).unwrap();
        assert_eq!(decade, (at("2010-01-01"), at("2020-01-01")));
        let century = unit_around(now, Unit::Century).unwrap();
        assert_eq!(century, (at("2000-01-01"), at("2100-01-01")));
        assert_eq!(day(2024, 2, 29), Some((at("2024-02-29"), at("2024-03-01"))));
        assert_eq!(day(2023, 2, 29), None);
        assert_eq!(civil(-1), Some((1969, 12, 31)));
        assert_eq!(civil(i64::MAX), None);
    }
}
