//! Natural numbers of any size, for the few decimals that need them.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// A natural number: its digits to the base 2^32, the lowest first, without zeros on top.
#[derive(Clone)]
pub(super) struct Big(Vec<u32>);

impl Big {
    pub(super) fn new(value: u64) -> Big {
        let mut digits = Vec::from([value as u32, (value >> 32) as u32]);
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Big(digits)
    }

    pub(super) fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// `self * factor + more`. The factor is not 0.
    pub(super) fn multiply(&mut self, factor: u32, more: u32) {
        let mut carry = u64::from(more);
        for digit in &mut self.0 {
            carry += u64::from(*digit) * u64::from(factor);
            *digit = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// `self * base ^ exponent`, with a base of at most 10.
    pub(super) fn scale(&mut self, base: u32, mut exponent: u32) {
        while exponent > 0 {
            let step = exponent.min(9);
            self.multiply(base.pow(step), 0);
            exponent -= step;
        }
    }

    pub(super) fn add(&mut self, other: &Big) {
        self.0.resize(self.0.len().max(other.0.len()), 0);
        let mut carry = 0_u64;
        let others = other.0.iter().chain(core::iter::repeat(&0));
        for (digit, more) in self.0.iter_mut().zip(others) {
            carry += u64::from(*digit) + u64::from(*more);
            *digit = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.0.push(carry as u32);
        }
    }

    /// Takes away what is not larger.
    pub(super) fn subtract(&mut self, other: &Big) {
        let mut borrow = 0_i64;
        let others = other.0.iter().chain(core::iter::repeat(&0));
        for (digit, less) in self.0.iter_mut().zip(others) {
            borrow += i64::from(*digit) - i64::from(*less);
            *digit = borrow as u32;
            borrow >>= 32;
        }
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// How many times a number goes into this one, of which the remainder stays; few times.
    pub(super) fn divide(&mut self, by: &Big) -> u8 {
        let mut times = 0;
        while self.compare(by).is_ge() {
            self.subtract(by);
            times += 1;
        }
        times
    }

    pub(super) fn compare(&self, other: &Big) -> Ordering {
        let by_length = self.0.len().cmp(&other.0.len());
        by_length.then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    /// How many bits it has, without zeros on top.
    pub(super) fn bits(&self) -> i32 {
        self.0.last().map_or(0, |top| self.0.len() as i32 * 32 - top.leading_zeros() as i32)
    }
}
