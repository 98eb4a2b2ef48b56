//! The calendar of the oracle: UTC, proleptic Gregorian, in epoch milliseconds (pql.md 8.1).

use pql_edge::value::{Relation, Unit};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// A day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Civil {
    pub year: i64,
    /// From 1.
    pub month: i64,
    /// From 1.
    pub day: i64,
}

/// The day that an instant is in.
pub fn civil(instant: i64) -> Civil {
    // Years of this reckoning start in March, so that a leap day is the last of its year.
    let days = instant.div_euclid(DAY) + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let march_month = (5 * of_year + 2) / 153;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    Civil {
        year: year + era * 400 + i64::from(month <= 2),
        month,
        day: of_year - (153 * march_month + 2) / 5 + 1,
    }
}

/// The first ms of a day.
pub fn midnight(date: Civil) -> i64 {
    let year = date.year - i64::from(date.month <= 2);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let march_month = (date.month + 9) % 12;
    let of_year = (153 * march_month + 2) / 5 + date.day - 1;
    let days = era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    (days - 719_468) * DAY
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Whether a calendar has that day.
pub fn exists(date: Civil) -> bool {
    (-9_999..=9_999).contains(&date.year)
        && (1..=12).contains(&date.month)
        && (1..=month_length(date.year, date.month)).contains(&date.day)
}

/// How many ms or months a unit has.
fn milliseconds(unit: Unit) -> Option<i64> {
    Some(match unit {
        Unit::Millisecond => 1,
        Unit::Second => SECOND,
        Unit::Minute => MINUTE,
        Unit::Hour => HOUR,
        Unit::Day => DAY,
        Unit::Week => 7 * DAY,
        _ => return None,
    })
}

fn months(unit: Unit) -> i64 {
    match unit {
        Unit::Month => 1,
        Unit::Year => 12,
        Unit::Decade => 120,
        Unit::Century => 1_200,
        Unit::Millennium => 12_000,
        _ => panic!("a {} has no whole months", unit.text()),
    }
}

/// `count` units later; months keep the day or take the last one of the month.
pub fn shift(instant: i64, count: i64, unit: Unit) -> i64 {
    if let Some(length) = milliseconds(unit) {
        return instant.saturating_add(length.saturating_mul(count));
    }
    let date = civil(instant);
    let month = date.year * 12 + date.month - 1
        + count.saturating_mul(months(unit)).clamp(-1 << 40, 1 << 40);
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    if !(-9_999..=9_999).contains(&year) {
        // Beyond the calendar lies only the end of time.
        return if count < 0 { i64::MIN } else { i64::MAX };
    }
    let day = date.day.min(month_length(year, month));
    midnight(Civil { year, month, day }) + instant.rem_euclid(DAY)
}

/// `this`, `last` or `next` calendar unit: its start and end.
pub fn unit(now: i64, relation: Relation, unit: Unit) -> (i64, i64) {
    let steps = match relation {
        Relation::This => 0,
        Relation::Last => -1,
        Relation::Next => 1,
    };
    let start = shift(unit_start(now, unit), steps, unit);
    (start, shift(start, 1, unit))
}

fn unit_start(now: i64, unit: Unit) -> i64 {
    let date = civil(now);
    // Years are grouped by integer division: 2000 to 2009, 2000 to 2099.
    let year_of = |length: i64| date.year.div_euclid(length) * length;
    let first = |year, month| midnight(Civil { year, month, day: 1 });
    match unit {
        Unit::Week => {
            // 1970-01-05 was a Monday.
            let monday = 4 * DAY;
            now - (now - monday).rem_euclid(7 * DAY)
        }
        Unit::Month => first(date.year, date.month),
        Unit::Year => first(date.year, 1),
        Unit::Decade => first(year_of(10), 1),
        Unit::Century => first(year_of(100), 1),
        Unit::Millennium => first(year_of(1_000), 1),
        shorter => now - now.rem_euclid(milliseconds(shorter).unwrap()),
    }
}

/// Epoch ms of `2018-04-26`, `2018-04-26T15:52`, `2018-04-26T15:52:25`, with a fraction, with `Z` or
/// `+02:00`.
pub fn parse(text: &str) -> Option<i64> {
    if !text.is_ascii() {
        return None;
    }
    let (date, rest) = (text.get(..10)?, &text[10..]);
    let day = midnight(parse_date(date)?);
    if rest.is_empty() {
        return Some(day);
    }
    let rest = rest.strip_prefix(['T', 't'])?;
    let end = rest.find(|sign: char| !sign.is_ascii_digit() && sign != ':').unwrap_or(rest.len());
    let (clock, rest) = rest.split_at(end);
    let mut time = day + parse_clock(clock)?;
    let (fraction, zone) = split_fraction(rest)?;
    time += fraction;
    Some(time - parse_zone(zone)?)
}

fn parse_date(text: &str) -> Option<Civil> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let date = Civil { year: digits(year, 4)?, month: digits(month, 2)?, day: digits(day, 2)? };
    (parts.next().is_none() && exists(date)).then_some(date)
}

fn parse_clock(text: &str) -> Option<i64> {
    let mut parts = text.split(':');
    let (hour, minute) = (digits(parts.next()?, 2)?, digits(parts.next()?, 2)?);
    let second = parts.next().map_or(Some(0), |second| digits(second, 2))?;
    (parts.next().is_none() && hour < 24 && minute < 60 && second < 60)
        .then_some(hour * HOUR + minute * MINUTE + second * SECOND)
}

/// The ms of a fraction, finer ones cut off, and what follows it.
fn split_fraction(text: &str) -> Option<(i64, &str)> {
    let Some(tail) = text.strip_prefix('.') else {
        return Some((0, text));
    };
    let length = tail.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 {
        return None;
    }
    let padded = format!("{}00", &tail[..length]);
    Some((padded[..3].parse().ok()?, &tail[length..]))
}

fn parse_zone(text: &str) -> Option<i64> {
    let sign = match text.bytes().next() {
        None => return Some(0),
        Some(b'Z' | b'z') if text.len() == 1 => return Some(0),
        Some(b'+') => 1,
        Some(b'-') => -1,
        Some(_) => return None,
    };
    let (hour, minute) = text[1..].split_once(':')?;
    let (hour, minute) = (digits(hour, 2)?, digits(minute, 2)?);
    (hour < 24 && minute < 60).then_some(sign * (hour * HOUR + minute * MINUTE))
}

fn digits(text: &str, length: usize) -> Option<i64> {
    let fits = text.len() == length && text.bytes().all(|it| it.is_ascii_digit());
    if fits { text.parse().ok() } else { None }
}

/// `2018-04-26T15:52:25.000Z`
pub fn write(instant: i64) -> String {
    let Civil { year, month, day } = civil(instant);
    let time = instant.rem_euclid(DAY);
    let (hour, minute, second) = (time / HOUR, time / MINUTE % 60, time / SECOND % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", time % SECOND)
}
