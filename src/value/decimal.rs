//! Doubles from decimals and back, both exact and without tables.
//!
//! The library has faster ways for either, with 10 KB of powers for each; here reading is fast up to
//! 19 digits with exponents that people write, and everything else is exact arithmetic.

use alloc::string::String;
use core::fmt::{self, Write};

use super::big::Big;

/// Digits behind these decide nothing but whether there are any but zeros.
const MOST_DIGITS: usize = 800;

/// A decimal as it is written: its digits, between which a dot may stand, times a power of ten.
struct Decimal<'t> {
    negative: bool,
    // From the first digit that is not 0 on.
    written: &'t [u8],
    digits: usize,
    // Of the first 19 digits.
    significand: u64,
    // The power of ten of the last digit.
    exponent: i32,
}

/// The nearest Double to a decimal: digits, perhaps with a sign, a dot and an exponent. Infinite
/// when it is too large, none for other text. Linear in the text.
#[must_use]
pub fn read_double(text: &str) -> Option<f64> {
    let decimal = decimal(text.as_bytes())?;
    let value = small(&decimal).unwrap_or_else(|| large(&decimal));
    Some(if decimal.negative { -value } else { value })
}

fn decimal(text: &[u8]) -> Option<Decimal<'_>> {
    let (negative, text) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let end = text.iter().position(|byte| matches!(byte, b'e' | b'E')).unwrap_or(text.len());
    let (mut written, exponent) = text.split_at_checked(end)?;
    let shift = if exponent.is_empty() { 0 } else { whole(exponent.get(1..)?)? };
    let (mut seen, mut dot, mut digits, mut significand, mut fraction) =
        (false, false, 0, 0_u64, 0);
    for byte in written {
        match byte {
            b'.' if !dot => dot = true,
            b'0'..=b'9' => {
                seen = true;
                fraction += i64::from(dot);
                if digits > 0 || *byte > b'0' {
                    digits += 1;
                }
                if digits < 20 {
                    significand = significand * 10 + u64::from(byte - b'0');
                }
            }
            _ => return None,
        }
    }
    while let [b'0' | b'.', rest @ ..] = written {
        written = rest;
    }
    let exponent = (i64::from(shift) - fraction).clamp(-i64::from(i32::MAX), i64::from(i32::MAX));
    let exponent = exponent as i32;
    seen.then_some(Decimal { negative, written, digits, significand, exponent })
}

/// An exponent; one that is too long is as good as a very large one.
fn whole(text: &[u8]) -> Option<i32> {
    let (sign, text) = match text {
        [b'-', rest @ ..] => (-1, rest),
        [b'+', rest @ ..] => (1, rest),
        _ => (1, text),
    };
    let digits = text.iter().all(u8::is_ascii_digit) && !text.is_empty();
    let value = |value: i32, digit: &u8| (value * 10 + i32::from(digit - b'0')).min(99_999_999);
    digits.then(|| sign * text.iter().fold(0, value))
}

/// What two words of the machine can do: exact integers, scaled and rounded once.
fn small(decimal: &Decimal<'_>) -> Option<f64> {
    let Decimal { digits, significand, exponent, .. } = *decimal;
    if digits == 0 {
        return Some(0.0);
    }
    if digits > 19 || exponent.unsigned_abs() > 27 {
        return None;
    }
    let power = 5_u128.pow(exponent.unsigned_abs());
    if exponent >= 0 {
        return Some((u128::from(significand) * power) as f64 * two_to(exponent));
    }
    let shift = u128::from(significand).leading_zeros() as i32;
    let dividend = u128::from(significand) << shift;
    let quotient = dividend / power;
    let sticky = u128::from(quotient * power < dividend);
    // The quotient has more than 60 bits, so that the lowest one stands for all that is behind it.
    Some((quotient | sticky) as f64 * two_to(exponent - shift))
}

/// A power of two that is a usual Double.
const fn two_to(exponent: i32) -> f64 {
    f64::from_bits(((1023 + exponent) as u64) << 52)
}

/// By exact arithmetic: a quotient of 64 bits, and whether anything is left.
fn large(decimal: &Decimal<'_>) -> f64 {
    let magnitude = decimal.digits as i64 + i64::from(decimal.exponent);
    if magnitude < -330 {
        return 0.0;
    }
    if magnitude > 310 {
        return f64::INFINITY;
    }
    let mut digits = decimal.written.iter().filter(|byte| **byte != b'.').map(|byte| byte - b'0');
    let mut above = Big::new(0);
    digits.by_ref().take(MOST_DIGITS).for_each(|digit| above.multiply(10, u32::from(digit)));
    // What is behind them can only tip the scale.
    above.multiply(10, u32::from(digits.any(|digit| digit > 0)));
    let left_out = decimal.digits.saturating_sub(MOST_DIGITS) as i32;
    let exponent = decimal.exponent + left_out - 1;
    let mut below = Big::new(1);
    let scaled = if exponent < 0 { &mut below } else { &mut above };
    scaled.scale(10, exponent.unsigned_abs());
    let mut binary = above.bits() - below.bits();
    let scaled = if binary < 0 { &mut above } else { &mut below };
    scaled.scale(2, binary.unsigned_abs());
    if above.compare(&below).is_lt() {
        above.multiply(2, 0);
        binary -= 1;
    }
    let mut quotient = 0_u64;
    for _ in 0..64 {
        quotient = quotient << 1 | u64::from(above.divide(&below));
        above.multiply(2, 0);
    }
    rounded(quotient, !above.is_zero(), binary)
}

/// `quotient * 2^(exponent - 63)`, where the quotient has its highest bit, and a little more when
/// there is a rest; to the nearest Double, and of two as near ones to the even one.
fn rounded(quotient: u64, rest: bool, exponent: i32) -> f64 {
    if exponent > 1023 {
        return f64::INFINITY;
    }
    // Below the usual Doubles there are fewer bits.
    let dropped = 11 + (-1022 - exponent).max(0) as u32;
    let significand = quotient.checked_shr(dropped).unwrap_or(0);
    let behind = u128::from(quotient) << (128 - dropped.min(128)) | u128::from(rest);
    let half = 1_u128 << 127;
    let up = behind > half || behind == half && significand & 1 == 1;
    let biased = if exponent < -1022 { 0 } else { (exponent + 1022) as u64 };
    f64::from_bits((biased << 52) + significand + u64::from(up))
}

/// The digits of a number, of which the first is not 0, and its power of ten.
struct Digits {
    all: [u8; 20],
    count: usize,
    point: i32,
}

impl Digits {
    const NONE: Digits = Digits { all: [0; 20], count: 0, point: 0 };

    fn push(&mut self, digit: u8) {
        if let Some(place) = self.all.get_mut(self.count) {
            *place = digit;
            self.count += 1;
        }
    }

    /// The digit at a place, with zeros on both sides.
    fn at(&self, place: i32) -> u8 {
        let digit = usize::try_from(place).ok().and_then(|place| self.all.get(place));
        digit.copied().unwrap_or(0)
    }
}

/// The shortest digits that are read as this Double; of these the nearest, of two as near ones the
/// even one. For finite numbers other than zero; the sign is left out.
fn shortest(value: f64) -> Digits {
    few_digits(value.abs()).unwrap_or_else(|| most_digits(value))
}

/// No two decimals of so many digits are the same Double, so one that is it is the shortest.
const FEW: f64 = 1e15;

fn few_digits(value: f64) -> Option<Digits> {
    let mut power = 1.0;
    for places in 0..16 {
        let scaled = value * power;
        if scaled >= FEW {
            break;
        }
        let whole = (scaled + 0.5) as u64;
        if whole > 0 && whole as f64 / power == value {
            return Some(of_integer(whole, places));
        }
        power *= 10.0;
    }
    None
}

fn of_integer(value: u64, places: i32) -> Digits {
    let mut digits = Digits::NONE;
    let mut unit = 1;
    while value / unit >= 10 {
        unit *= 10;
        digits.point += 1;
    }
    digits.point -= places;
    let mut left = value;
    while left > 0 {
        digits.push((left / unit) as u8);
        left %= unit;
        unit /= 10;
    }
    digits
}

fn most_digits(value: f64) -> Digits {
    let bits = value.to_bits();
    let (biased, fraction) = ((bits >> 52 & 0x7ff) as i32, bits & ((1 << 52) - 1));
    let (significand, exponent) = match biased {
        0 => (fraction, -1074),
        _ => (fraction | 1 << 52, biased - 1075),
    };
    let even = significand & 1 == 0;
    // Just below a power of two the next Double is half as far away.
    let uneven = fraction == 0 && biased > 1;
    let (up, down) = (exponent.max(0) as u32, (-exponent).max(0) as u32);
    let mut rest = Big::new(significand);
    rest.scale(2, up + 1 + u32::from(uneven));
    let mut unit = Big::new(1);
    unit.scale(2, down + 1 + u32::from(uneven));
    let mut below = Big::new(1);
    below.scale(2, up);
    let mut above = below.clone();
    above.scale(2, u32::from(uneven));

    // Numbers up to half way to the next Double are read as this one, at the even ends as well.
    let reaches = |rest: &Big, above: &Big, unit: &Big| {
        let mut sum = rest.clone();
        sum.add(above);
        let order = sum.compare(unit);
        order.is_gt() || even && order.is_eq()
    };
    // One less than its power of ten, or two.
    let width = exponent + 63 - significand.leading_zeros() as i32;
    let mut point = ((width * 1233) >> 12) - 1;
    match point {
        0.. => unit.scale(10, point.unsigned_abs()),
        _ => each(&mut rest, &mut above, &mut below, |it| it.scale(10, point.unsigned_abs())),
    }
    unit.multiply(10, 0);
    while reaches(&rest, &above, &unit) {
        unit.multiply(10, 0);
        point += 1;
    }
    let mut digits = Digits { point, ..Digits::NONE };
    loop {
        each(&mut rest, &mut above, &mut below, |it| it.multiply(10, 0));
        let digit = rest.divide(&unit);
        let order = rest.compare(&below);
        let low = order.is_lt() || even && order.is_eq();
        let high = reaches(&rest, &above, &unit);
        if !low && !high {
            digits.push(digit);
            continue;
        }
        let mut twice = rest.clone();
        twice.multiply(2, 0);
        let order = twice.compare(&unit);
        let nearer = order.is_gt() || order.is_eq() && digit & 1 == 1;
        digits.push(digit + u8::from(high && (!low || nearer)));
        return digits;
    }
}

fn each(first: &mut Big, second: &mut Big, third: &mut Big, act: impl Fn(&mut Big)) {
    [first, second, third].into_iter().for_each(act);
}

/// Writes the shortest decimal that is read as this Double, without an exponent: `0.1`, `120`.
///
/// # Errors
/// Those of what it writes to.
pub fn write_double(out: &mut dyn Write, value: f64) -> fmt::Result {
    if value == 0.0 || !value.is_finite() {
        return write_rare(out, value);
    }
    sign(out, value)?;
    plain(out, &shortest(value))
}

/// The same as a text.
#[must_use]
pub fn double_text(value: f64) -> String {
    let mut out = String::new();
    // Nothing that is written to a text fails.
    write_double(&mut out, value).unwrap_or_default();
    out
}

/// The same as JSON has Doubles: with a dot or an exponent, so that no Integer is read back.
///
/// # Errors
/// Those of what it writes to.
pub fn write_json_double(out: &mut dyn Write, value: f64) -> fmt::Result {
    if value == 0.0 || !value.is_finite() {
        write_rare(out, value)?;
        return out.write_str(".0");
    }
    sign(out, value)?;
    let digits = shortest(value);
    let point = digits.point;
    if (-5..=15).contains(&point) {
        plain(out, &digits)?;
        return out.write_str(if point + 1 >= digits.count as i32 { ".0" } else { "" });
    }
    plain(out, &Digits { point: 0, ..digits })?;
    out.write_str(if point < 0 { "e-" } else { "e+" })?;
    plain(out, &of_integer(u64::from(point.unsigned_abs()), 0))
}

fn sign(out: &mut dyn Write, value: f64) -> fmt::Result {
    out.write_str(if value.is_sign_negative() { "-" } else { "" })
}

/// Zero, and what is no value: no number, and numbers without end.
fn write_rare(out: &mut dyn Write, value: f64) -> fmt::Result {
    if value.is_nan() {
        return out.write_str("NaN");
    }
    sign(out, value)?;
    out.write_str(if value == 0.0 { "0" } else { "inf" })
}

/// Digits with a dot behind the ones, and zeros where there are no digits.
fn plain(out: &mut dyn Write, digits: &Digits) -> fmt::Result {
    let last = (digits.count as i32 - 1).max(digits.point);
    for place in digits.point.min(0)..=last {
        if place == digits.point + 1 {
            out.write_char('.')?;
        }
        out.write_char(char::from(b'0' + digits.at(place)))?;
    }
    Ok(())
}
