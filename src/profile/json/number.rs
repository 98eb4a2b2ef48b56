//! Numbers of JSON: whole ones are Integers as far as those go, all others Doubles.

use super::fault::{ENDS, NUMBER, RANGE};
use super::scan::Scan;
use crate::value::{Value, read_double};

/// How a number is written.
pub(super) struct Number {
    start: usize,
    /// Behind its last digit.
    pub(super) end: usize,
    negative: bool,
    // The digits as one number, which may have wrapped when there are more than `EXACT`.
    significand: u64,
    digits: usize,
    fraction: usize,
    whole: bool,
    exponent: bool,
}

/// So many digits always fit an Integer.
const EXACT: usize = 18;

/// No number of so few digits is too large without an exponent.
const IN_RANGE: usize = 300;

/// The powers of ten that are Doubles without loss, as far as they are needed.
const POWERS: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

impl<'a> Scan<'a> {
    /// The number that starts with the byte `first` at `start`: a digit or a minus.
    #[inline]
    pub(super) fn number(&mut self, first: u8, start: usize) -> Option<Number> {
        let negative = first == b'-';
        let first_digit = start + usize::from(negative);
        let mut significand = 0;
        let mut at = self.digits(first_digit, &mut significand);
        // A zero has no digits behind it.
        if at > first_digit + 1 && self.byte(first_digit) == Some(b'0') {
            at = first_digit + 1;
            significand = 0;
        }
        self.some_digits(first_digit, at)?;
        let (mut digits, mut fraction) = (at - first_digit, 0);
        let (mut whole, mut exponent) = (true, false);
        if self.byte(at) == Some(b'.') {
            let point = at + 1;
            at = self.digits(point, &mut significand);
            self.some_digits(point, at)?;
            fraction = at - point;
            digits += fraction;
            whole = false;
        }
        if let Some(b'e' | b'E') = self.byte(at) {
            let signed = matches!(self.byte(at + 1), Some(b'+' | b'-'));
            let power = at + 1 + usize::from(signed);
            at = self.digits(power, &mut 0);
            self.some_digits(power, at)?;
            (whole, exponent) = (false, true);
        }
        Some(Number { start, end: at, negative, significand, digits, fraction, whole, exponent })
    }

    /// Where the digits end that start at a place.
    #[inline(always)]
    fn digits(&self, start: usize, significand: &mut u64) -> usize {
        let mut at = start;
        while let Some(digit @ b'0'..=b'9') = self.byte(at) {
            *significand = significand.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            at += 1;
        }
        at
    }

    /// There is a digit between two places, or a fault.
    #[inline(always)]
    fn some_digits(&mut self, start: usize, end: usize) -> Option<()> {
        if end > start {
            return Some(());
        }
        let ends = self.byte(start).is_none();
        self.fail(start, if ends { ENDS } else { NUMBER })
    }

    /// Where a number ends that nobody wants.
    #[inline]
    pub(super) fn pass_number(&mut self, first: u8, start: usize) -> Option<usize> {
        let number = self.number(first, start)?;
        if number.exponent || number.digits > IN_RANGE {
            self.rare_number(&number)?;
        }
        Some(number.end)
    }

    /// The value of a number.
    #[inline]
    pub(super) fn number_value(&mut self, number: &Number) -> Option<Value<'a>> {
        if number.digits > EXACT || number.exponent {
            return self.rare_number(number);
        }
        let significand = number.significand as i64;
        if number.whole && !(number.negative && significand == 0) {
            return Some(Value::Integer(if number.negative { -significand } else { significand }));
        }
        match POWERS.get(number.fraction) {
            // 2^53: both are exact, so that the division is rounded once.
            Some(power) if significand <= 1 << 53 => {
                let value = significand as f64 / power;
                Some(Value::Double(if number.negative { -value } else { value }))
            }
            _ => self.rare_number(number),
        }
    }

    #[inline(never)]
    fn rare_number(&mut self, number: &Number) -> Option<Value<'a>> {
        let text = core::str::from_utf8(self.bytes(number.start, number.end)).unwrap_or_default();
        if number.whole
            && let Ok(value) = text.parse()
        {
            return Some(Value::Integer(value));
        }
        match read_double(text) {
            Some(value) if value.is_finite() => Some(Value::Double(value)),
            _ => self.fail(number.end.saturating_sub(1), RANGE),
        }
    }
}
