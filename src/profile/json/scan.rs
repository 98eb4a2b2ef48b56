//! The text that is being read: its spaces, its texts, and what is wrong with it.
//!
//! Where reading is goes from hand to hand as `at`, so that it stays in a register.

use super::escape;
use super::fault::{CONTROL, ENDS, Fault, LITERAL, NOT_UTF8};

/// A byte in every byte of a word.
const EACH: u64 = 0x0101_0101_0101_0101;

/// The highest bit of every byte of a word.
const HIGH: u64 = EACH << 7;

/// So many bytes are looked at together.
const STRIDE: usize = 16;

/// A JSON text. What finds a fault in it answers nothing and keeps the fault.
pub(super) struct Scan<'a> {
    text: &'a [u8],
    fault: Option<Fault>,
}

/// A text between its quotes; every escape in it is right.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    /// As it is written.
    pub(super) raw: &'a [u8],
    /// Whether what it says differs from how it is written.
    pub(super) escaped: bool,
    /// Behind the closing quote.
    pub(super) end: usize,
}

impl<'a> Scan<'a> {
    pub(super) const fn new(text: &'a [u8]) -> Scan<'a> {
        Scan { text, fault: None }
    }

    /// The byte at a place.
    #[inline(always)]
    pub(super) fn byte(&self, at: usize) -> Option<u8> {
        self.text.get(at).copied()
    }

    /// The bytes from one place to another.
    #[inline(always)]
    pub(super) fn bytes(&self, start: usize, end: usize) -> &'a [u8] {
        self.text.get(start..end).unwrap_or_default()
    }

    /// The first byte from a place on that is no space, and where it is.
    #[inline(always)]
    pub(super) fn next(&mut self, at: usize) -> Option<(u8, usize)> {
        match self.text.get(at) {
            Some(byte) if *byte > b' ' => Some((*byte, at)),
            _ => {
                let at = self.behind_spaces(at);
                match self.text.get(at) {
                    Some(byte) => Some((*byte, at)),
                    None => self.fail(at, ENDS),
                }
            }
        }
    }

    /// Where the spaces end that are at a place.
    #[inline(never)]
    pub(super) fn behind_spaces(&self, at: usize) -> usize {
        let mut at = at;
        // Indentation comes in long rows.
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.text.get(at) {
            at += 1;
            while self.text.get(at..at + 8) == Some(&[b' '; 8]) {
                at += 8;
            }
        }
        at
    }

    /// Where a literal ends that goes on like this.
    #[inline]
    pub(super) fn literal(&mut self, at: usize, rest: &[u8]) -> Option<usize> {
        if self.text.get(at..at + rest.len()) == Some(rest) {
            return Some(at + rest.len());
        }
        let ends = self.text.get(at..).is_some_and(|behind| rest.starts_with(behind));
        self.fail(at, if ends { ENDS } else { LITERAL })
    }

    /// The text that starts behind the quote in front of `start`.
    #[inline(always)]
    pub(super) fn text(&mut self, start: usize) -> Option<Text<'a>> {
        let (mut at, mut seen, mut escaped) = (start, 0, false);
        loop {
            let (low, high) = self.words(at);
            // Branches that guess where the stop is are faster than waiting for it.
            let mut found = stops(low);
            seen |= low;
            if found == 0 {
                found = stops(high);
                seen |= high;
                at += STRIDE / 2;
            }
            if found == 0 {
                at += STRIDE / 2;
                continue;
            }
            at += (found.trailing_zeros() / 8) as usize;
            if self.byte(at) == Some(b'"') {
                break;
            }
            escaped = true;
            at = self.escape(at)?;
        }
        let raw = self.bytes(start, at);
        if seen & HIGH != 0 {
            self.check(start, raw)?;
        }
        Some(Text { raw, escaped, end: at + 1 })
    }

    /// The next sixteen bytes as two words, the first byte lowest; behind the end there are zeros.
    #[inline(always)]
    fn words(&self, at: usize) -> (u64, u64) {
        let sixteen = match self.text.get(at..).and_then(|rest| rest.first_chunk::<STRIDE>()) {
            Some(sixteen) => u128::from_le_bytes(*sixteen),
            None => self.last_words(at),
        };
        (sixteen as u64, (sixteen >> 64) as u64)
    }

    #[inline(never)]
    fn last_words(&self, at: usize) -> u128 {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.iter().rev().fold(0, |words, byte| words << 8 | u128::from(*byte))
    }

    /// Where an escape ends, or why the text does not go on.
    #[inline(never)]
    fn escape(&mut self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..).unwrap_or_default();
        match rest.first() {
            Some(b'\\') => match escape::read(rest) {
                Ok((_, behind)) => Some(self.text.len() - behind.len()),
                Err(what) => self.fail(at, what),
            },
            Some(_) => self.fail(at, CONTROL),
            None => self.fail(at, ENDS),
        }
    }

    /// Texts end where ASCII says so: each is for itself right or wrong.
    #[inline(never)]
    fn check(&mut self, start: usize, raw: &[u8]) -> Option<()> {
        match core::str::from_utf8(raw) {
            Ok(_) => Some(()),
            Err(_) => self.fail(start, NOT_UTF8),
        }
    }

    /// A fault at a byte.
    #[cold]
    #[inline(never)]
    pub(super) fn fail<T>(&mut self, at: usize, what: &'static str) -> Option<T> {
        self.fault.get_or_insert(Fault { what, at: at.min(self.text.len()) });
        None
    }

    /// The first fault; there is one when something answered nothing.
    #[cold]
    pub(super) fn fault(self) -> Fault {
        self.fault.unwrap_or(Fault { what: ENDS, at: self.text.len() })
    }
}

/// Marks the first byte of a word that is a quote, a backslash or a control character; marks on
/// bytes behind it mean nothing.
#[inline(always)]
const fn stops(word: u64) -> u64 {
    // With bit 1 turned over, quotes and control characters are what is less than 0x21.
    let quote_or_control = (word ^ (EACH * 0x02)).wrapping_sub(EACH * 0x21);
    let backslash = word ^ (EACH * 0x5c);
    (quote_or_control | backslash.wrapping_sub(EACH)) & !word & HIGH
}

#[cfg(test)]
mod tests {
    use super::stops;

    #[test]
    fn the_first_stop_is_found() {
        for byte in 0..=u8::MAX {
            for at in 0..8 {
                let mut bytes = *b"a\x80\xff~ !zA";
                bytes[at] = byte;
                let stop = byte == b'"' || byte == b'\\' || byte < b' ';
                let found = stops(u64::from_le_bytes(bytes));
                assert_eq!(found != 0, stop, "{byte} at {at}");
                assert!(!stop || found.trailing_zeros() as usize / 8 == at, "{byte} at {at}");
            }
        }
    }
}
