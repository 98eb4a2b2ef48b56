//! Sets of small numbers as bits.

use alloc::vec;
use alloc::vec::Vec;

/// How many words hold so many bits.
pub(super) const fn words(bits: usize) -> usize {
    bits.div_ceil(64)
}

/// Adds a number; one that there is no room for is left out.
#[inline]
pub(super) fn insert(bits: &mut [u64], number: u32) {
    if let Some(word) = bits.get_mut(number as usize / 64) {
        *word |= 1 << (number % 64);
    }
}

/// Adds many numbers. A call for some of them at a time: hosts use compiled code from the next call
/// on.
pub(super) fn insert_all(bits: &mut [u64], numbers: &[u32]) {
    numbers.chunks(1024).for_each(|some| insert_some(bits, some));
}

#[inline(never)]
fn insert_some(bits: &mut [u64], numbers: &[u32]) {
    numbers.iter().for_each(|number| insert(bits, *number));
}

/// Adds what another set holds.
#[inline]
pub(super) fn unite(bits: &mut [u64], others: &[u64]) {
    for (word, other) in bits.iter_mut().zip(others) {
        *word |= other;
    }
}

/// Keeps what another set holds as well.
#[inline]
pub(super) fn intersect(bits: &mut [u64], others: &[u64]) {
    for (word, other) in bits.iter_mut().zip(others) {
        *word &= other;
    }
}

/// The numbers from 0 up to `count`.
pub(super) fn all(count: usize) -> Vec<u64> {
    let mut bits = vec![u64::MAX; words(count)];
    if let Some(last) = bits.last_mut().filter(|_| !count.is_multiple_of(64)) {
        *last = (1 << (count % 64)) - 1;
    }
    bits
}

/// The numbers in a set, in their order.
pub fn numbers(bits: &[u64]) -> impl Iterator<Item = u32> {
    bits.iter().zip(0..).flat_map(|(word, at): (&u64, u32)| ones(*word, at * 64))
}

/// The numbers in one word of a set, of which the lowest bit stands for `base`.
pub(super) const fn ones(word: u64, base: u32) -> Ones {
    Ones { word, base }
}

pub(super) struct Ones {
    word: u64,
    base: u32,
}

impl Iterator for Ones {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.word == 0 {
            return None;
        }
        let at = self.word.trailing_zeros();
        self.word &= self.word - 1;
        Some(self.base + at)
    }
}
