//! Numbers of JSON: whole ones are Integers as far as those go, all others Doubles.

use super::fault::{ENDS, NUMBER, RANGE};
use super::scan::Scan;
use crate::value::Value;

/// How a number is written.
pub(super) struct Number<'a> {
    raw: &'a [u8],
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
    /// A number whose first byte, `first`, is taken.
    #[inline]
    pub(super) fn number(&mut self, first: u8) -> Option<Number<'a>> {
        let before = self.with_last();
        let negative = first == b'-';
        let first = if negative { self.digit()? } else { first };
        let mut significand = u64::from(first - b'0');
        // A zero has no digits behind it.
        let mut digits = if first == b'0' { 1 } else { 1 + self.digits(&mut significand) };
        let (mut fraction, mut whole, mut exponent) = (0, true, false);
        if self.peek() == Some(b'.') {
            self.take();
            let digit = self.digit()?;
            significand = significand.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            fraction = 1 + self.digits(&mut significand);
            digits += fraction;
            whole = false;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.take();
            if let Some(b'+' | b'-') = self.peek() {
                self.take();
            }
            self.digit()?;
            self.digits(&mut 0);
            (whole, exponent) = (false, true);
        }
        let raw = self.since(before);
        Some(Number { raw, negative, significand, digits, fraction, whole, exponent })
    }

    /// Takes a digit, which has to be there.
    #[inline]
    fn digit(&mut self) -> Option<u8> {
        match self.peek() {
            Some(digit @ b'0'..=b'9') => {
                self.take();
                Some(digit)
            }
            None => self.fail(ENDS),
            Some(_) => self.fail(NUMBER),
        }
    }

    /// Takes all digits that follow and says how many there were.
    #[inline]
    fn digits(&mut self, significand: &mut u64) -> usize {
        let before = self.rest().len();
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            *significand = significand.wrapping_mul(10).wrapping_add(u64::from(digit - b'0'));
            self.take();
        }
        before - self.rest().len()
    }

    /// Takes a number that nobody wants.
    #[inline]
    pub(super) fn pass_number(&mut self, first: u8) -> Option<()> {
        let number = self.number(first)?;
        match number.exponent || number.digits > IN_RANGE {
            true => self.number_value(&number).map(|_| ()),
            false => Some(()),
        }
    }

    /// The value of a number.
    #[inline]
    pub(super) fn number_value(&mut self, number: &Number<'a>) -> Option<Value<'a>> {
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
    fn rare_number(&mut self, number: &Number<'a>) -> Option<Value<'a>> {
        let text = core::str::from_utf8(number.raw).unwrap_or_default();
        if number.whole
            && let Ok(value) = text.parse()
        {
            return Some(Value::Integer(value));
        }
        let value = text.parse().ok().filter(|value: &f64| value.is_finite());
        value.map(Value::Double).or_else(|| self.refuse(RANGE))
    }
}
