//! Times as they are written in profiles.

use time::{Date, Month};

use super::rare::parse_rare;

/// Epoch ms of an XDM date-time or date (edge.md 5): RFC 3339, also without zone (read as UTC) and
/// without time (midnight UTC, decision A43). Finer than ms is cut off.
#[must_use]
pub fn parse_time(text: &str) -> Option<i64> {
    // All accepted forms are short and start like `2026-01-31`; most strings are and do not.
    let bytes = text.as_bytes();
    let dashes = bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
    if !dashes || !(10..=40).contains(&text.len()) {
        return None;
    }
    parse_usual(bytes).or_else(|| parse_rare(bytes))
}

/// The usual spellings, and of them the usual times; what it knows it reads as `parse_rare` does.
fn parse_usual(text: &[u8]) -> Option<i64> {
    let (date, rest) = text.split_first_chunk()?;
    let midnight = midnight(date)?;
    // At both ends of the calendar a zone leads out of it.
    if date.starts_with(b"0000") || date.starts_with(b"9999") {
        return None;
    }
    let [b'T', h1, h2, b':', m1, m2, b':', s1, s2, rest @ ..] = rest else {
        return rest.is_empty().then_some(midnight);
    };
    let clock = seconds(below(24, [*h1, *h2])?, below(60, [*m1, *m2])?, below(60, [*s1, *s2])?);
    let (fraction, zone) = milliseconds(rest)?;
    let offset = match zone {
        [b'Z'] => 0,
        // Without a zone a fraction is left to the library.
        [] if rest.is_empty() => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let offset = seconds(below(24, [*h1, *h2])?, below(60, [*m1, *m2])?, 0);
            if *sign == b'-' { -offset } else { offset }
        }
        _ => return None,
    };
    Some(midnight + i64::from(clock - offset) * 1_000 + i64::from(fraction))
}

/// The beginning of a day in epoch ms.
pub(super) fn midnight(date: &[u8; 10]) -> Option<i64> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *date else {
        return None;
    };
    let month = Month::try_from(number([m1, m2])? as u8).ok()?;
    let day = number([d1, d2])? as u8;
    let day = Date::from_calendar_date(number([y1, y2, y3, y4])?, month, day).ok()?;
    Some(i64::from(day.to_julian_day() - EPOCH) * 86_400_000)
}

/// 1970-01-01 as a Julian day.
const EPOCH: i32 = 2_440_588;

const fn seconds(hours: i32, minutes: i32, seconds: i32) -> i32 {
    (hours * 60 + minutes) * 60 + seconds
}

/// A fraction of a second in ms, if there is one, and what is behind it.
fn milliseconds(text: &[u8]) -> Option<(i32, &[u8])> {
    let [b'.', digits @ ..] = text else {
        return Some((0, text));
    };
    let (mut fraction, mut unit, mut rest) = (0, 100, digits);
    while let [digit @ b'0'..=b'9', behind @ ..] = rest {
        fraction += i32::from(digit - b'0') * unit;
        unit /= 10;
        rest = behind;
    }
    (rest.len() < digits.len()).then_some((fraction, rest))
}

fn below(end: i32, digits: [u8; 2]) -> Option<i32> {
    number(digits).filter(|number| *number < end)
}

/// The number of some digits.
fn number<const N: usize>(digits: [u8; N]) -> Option<i32> {
    let mut number = 0;
    for digit in digits {
        number = number * 10 + i32::from(digit.is_ascii_digit().then(|| digit - b'0')?);
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use time::format_description::well_known::{Iso8601, Rfc3339};
    use time::{Date, OffsetDateTime, PrimitiveDateTime, UtcOffset};

    use super::{parse_time, parse_usual};

    /// Whatever the library reads.
    fn parse_any(text: &str) -> Option<i64> {
        let parsed = if text.len() == 10 {
            Date::parse(text, &Iso8601::DATE).ok()?.midnight().assume_utc()
        } else {
            OffsetDateTime::parse(text, &Rfc3339).ok().or_else(|| {
                let plain = PrimitiveDateTime::parse(text, &Iso8601::DATE_TIME).ok()?;
                // That one passes over a zone; a time with one means that zone.
                if text.get(10..)?.contains(['Z', '+', '-']) {
                    return OffsetDateTime::parse(text, &Iso8601::DEFAULT).ok();
                }
                Some(plain.assume_offset(UtcOffset::UTC))
            })?
        };
        i64::try_from(parsed.unix_timestamp_nanos().div_euclid(1_000_000)).ok()
    }

    #[test]
    fn reads_every_spelling_of_the_samples() {
        let expected = Some(1_524_757_945_000);
        assert_eq!(parse_time("2018-04-26T15:52:25Z"), expected);
        assert_eq!(parse_time("2018-04-26T15:52:25+00:00"), expected);
        assert_eq!(parse_time("2018-04-26T17:52:25.000+02:00"), expected);
        assert_eq!(parse_time("2018-04-26T08:52:25.0000009-07:00"), expected);
        assert_eq!(parse_time("2018-04-26T15:52:25"), expected);
        assert_eq!(parse_time("2018-04-26"), Some(1_524_700_800_000));
        for wrong in
            ["", "2018", "2018-13-01", "2018-02-30", "20180426", "yesterday!", "2018-W17-4"]
        {
            assert_eq!(parse_time(wrong), None, "{wrong}");
        }
    }

    /// What is read is what the library reads; how often the short way read anything.
    fn alike(text: &str) -> usize {
        let bytes = text.as_bytes();
        let dashes = bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-');
        if dashes && (10..=40).contains(&text.len()) {
            assert_eq!(parse_time(text), parse_any(text), "{text}");
        }
        usize::from(parse_usual(bytes).is_some())
    }

    /// splitmix64
    fn next(state: &mut u64, end: u64) -> u64 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    fn random(state: &mut u64) -> String {
        let mut below = |end| next(state, end);
        let year = [below(10_000), 1_960 + below(100), 9_997 + below(3), below(3)];
        let year = year[below(4) as usize];
        let date = format!("{year:04}-{:02}-{:02}", below(14), below(33));
        let clock = match below(8) {
            0 => format!("{:02}{}{:02}", below(25), [":", ""][below(2) as usize], below(61)),
            1 => format!("{:02}", below(25)),
            2 => "23:59:60".into(),
            _ => format!("{:02}:{:02}:{:02}", below(25), below(61), below(61)),
        };
        let digits = below(13) as usize;
        let fraction = match below(2) {
            0 => String::new(),
            _ => {
                let dot = [".", ".", ","][below(3) as usize];
                format!("{dot}{:0digits$}", below(10_u64.pow(digits as u32)))
            }
        };
        let offset = match below(8) {
            0 => format!("{:02}", below(27)),
            1 => format!("{:02}{:02}", below(27), below(61)),
            2 => "01:00".into(),
            _ => format!("{:02}:{:02}", below(25), below(61)),
        };
        let zone = match below(5) {
            0 => String::new(),
            1 => format!("+{offset}"),
            2 => format!("-{offset}"),
            _ => "Z".into(),
        };
        if below(8) == 0 { date } else { format!("{date}T{clock}{fraction}{zone}") }
    }

    #[test]
    fn all_ways_lead_where_the_library_does() {
        let mut state = 20_261_120;
        let mut read = 0;
        for _ in 0..60_000 {
            let text = random(&mut state);
            read += alike(&text);
            let at = next(&mut state, text.len() as u64) as usize;
            let sign = b"0123456789-+:.,TtZz 9"[next(&mut state, 21) as usize] as char;
            let (before, behind) = text.split_at(at);
            let changed = format!("{before}{sign}{}", behind.get(1..).unwrap_or_default());
            read += alike(&changed);
            alike(&format!("{before}{sign}{behind}"));
            alike(before);
        }
        assert!(read > 10_000, "{read}");
    }

    #[test]
    fn rare_spellings_are_read_as_the_library_does() {
        for text in [
            "2018-06-30T23:59:60Z",
            "2018-06-30T23:59:60.5-00:00",
            "2018-07-01T00:59:60+01:00",
            "2018-06-29T23:59:60Z",
            "9999-12-31T23:59:60Z",
            "9999-12-31T23:59:60-01:00",
            "0000-01-01T00:59:60+01:00",
            "0000-01-01",
            "9999-12-31",
            "2018-04-26 15:52:25z",
            "2018-04-26T15",
            "2018-04-26T15,",
            "2018-04-26T15.5",
            "2018-04-26T15,123456789012345",
            "2018-04-26T15.99999999999999999999",
            "2018-04-26T1552.25",
            "2018-04-26T15:52+02:00",
            "2018-04-26T15:52+02:",
            "2018-04-26T15:52:59.9999999996",
            "2018-04-26T15:52:59.9999999994",
            "2018-04-26T15:52:59,0009999999999",
            "2018-04-26T15:52:59,4999999995",
            "2018-04-26T24:00:00Z",
            "2018-04-26é15:52:25Z",
        ] {
            alike(text);
        }
    }

    /// The short way is the usual one, or it would be for nothing.
    #[test]
    fn usual_times_go_the_short_way() {
        for text in [
            "2018-04-26T15:52:25Z",
            "2018-04-26T15:52:25.123Z",
            "2018-04-26T15:52:25.123456789+05:30",
            "2018-04-26T15:52:25-07:00",
            "2018-04-26T15:52:25",
            "2018-04-26",
        ] {
            assert_eq!(alike(text), 1, "{text}");
        }
    }
}
