//! Rare spellings of times: those that the `time` library reads besides the usual ones.
//!
//! Its reader of RFC 3339 and ISO 8601 is 12 KB of code, for spellings that hardly a profile has; what
//! this one takes is what that one takes, to the rounding of fractions.

use super::calendar::last_of_month;
use super::instant::midnight;

/// Epoch ms of a date, alone or with a time behind it.
#[inline(never)]
pub(super) fn parse_rare(text: &[u8]) -> Option<i64> {
    let (date, time) = text.split_first_chunk()?;
    let midnight = midnight(date)?;
    match time {
        [] => Some(midnight),
        time => zoned(midnight, time).or_else(|| plain(midnight, time)),
    }
}

/// RFC 3339, with any sign between date and time.
fn zoned(midnight: i64, time: &[u8]) -> Option<i64> {
    let mut rest = Rest(time.get(1..)?);
    let hour = rest.two()?;
    rest.pass(b":")?;
    let minute = rest.two()?;
    rest.pass(b":")?;
    let second = rest.two()?;
    let mut fraction = 0;
    if rest.pass(b".").is_some() {
        let mut unit = 100;
        fraction = rest.digit()? * unit;
        while let Some(digit) = rest.digit() {
            unit /= 10;
            fraction += digit * unit;
        }
    }
    let mut offset = 0;
    if rest.pass(b"Zz").is_none() {
        let sign = rest.pass(b"+-")?;
        let hours = rest.two().filter(|hours| *hours < 24)?;
        rest.pass(b":")?;
        let minutes = rest.two().filter(|minutes| *minutes < 60)?;
        offset = i64::from(hours * 60 + minutes) * if sign == b'-' { -60_000 } else { 60_000 };
    }
    if !rest.0.is_empty() {
        return None;
    }
    // A leap second is the end of the one before it, and only at the end of a month.
    if second == 60 {
        let time = clock(midnight, hour, minute, 59, 999)? - offset;
        return (time.rem_euclid(86_400_000) == 86_399_999 && last_of_month(time)).then_some(time);
    }
    Some(clock(midnight, hour, minute, second, fraction)? - offset)
}

/// ISO 8601: the last part may have a fraction and parts behind the minutes may miss.
fn plain(midnight: i64, time: &[u8]) -> Option<i64> {
    let mut rest = Rest(time);
    rest.pass(b"T")?;
    let (hour, part) = rest.decimal()?;
    let (minute, second, nanoseconds) = match part {
        Some(part) => (part * 60.0, part * 3_600.0 % 60.0, part * 3.6e12 % 1e9),
        None => {
            rest.pass(b":");
            let (minute, part) = rest.decimal()?;
            let (second, nanoseconds) = match part {
                Some(part) => (part * 60.0, part * 6e10 % 1e9),
                None if rest.pass(b":").is_some() => {
                    let (second, part) = rest.decimal()?;
                    // Rounded, and the others cut off, as the library does.
                    (f64::from(second), part.map_or(0.0, |part| part * 1e9 + 0.5))
                }
                None => (0.0, 0.0),
            };
            (f64::from(minute), second, nanoseconds)
        }
    };
    let mut offset = 0;
    if rest.pass(b"Z").is_none()
        && let Some(sign) = rest.pass(b"+-")
    {
        let hours = rest.two().filter(|hours| *hours < 26)?;
        rest.pass(b":");
        let minutes = rest.two().unwrap_or(0);
        if minutes > 59 {
            return None;
        }
        offset = i64::from(hours * 60 + minutes) * if sign == b'-' { -60_000 } else { 60_000 };
    }
    let fraction = nanoseconds as u32 / 1_000_000;
    let time = clock(midnight, hour, minute as u32, second as u32, fraction)? - offset;
    rest.0.is_empty().then_some(time)
}

fn clock(midnight: i64, hour: u32, minute: u32, second: u32, fraction: u32) -> Option<i64> {
    let there = hour < 24 && minute < 60 && second < 60 && fraction < 1_000;
    let seconds = (hour * 60 + minute) * 60 + second;
    there.then(|| midnight + i64::from(seconds) * 1_000 + i64::from(fraction))
}

/// What is not yet read.
struct Rest<'t>(&'t [u8]);

impl Rest<'_> {
    /// The next byte, if it is one of these.
    fn pass(&mut self, these: &[u8]) -> Option<u8> {
        let (byte, rest) = self.0.split_first()?;
        these.contains(byte).then(|| {
            self.0 = rest;
            *byte
        })
    }

    fn digit(&mut self) -> Option<u32> {
        self.pass(b"0123456789").map(|byte| u32::from(byte - b'0'))
    }

    /// The number of two digits, or nothing is passed.
    fn two(&mut self) -> Option<u32> {
        let [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] = self.0 else { return None };
        self.0 = rest;
        Some(u32::from(tens - b'0') * 10 + u32::from(ones - b'0'))
    }

    /// The same, and a fraction behind it if there is one.
    fn decimal(&mut self) -> Option<(u32, Option<f64>)> {
        let whole = self.two()?;
        if self.pass(b".,").is_none() {
            return Some((whole, None));
        }
        let (mut part, mut unit) = (f64::from(self.digit()?) / 10.0, 10.0);
        while let Some(digit) = self.digit() {
            unit *= 10.0;
            part += f64::from(digit) / unit;
        }
        Some((whole, Some(part)))
    }
}
