//! The text that is being read: where it is, its spaces, its texts, and what is wrong with it.

use super::escape;
use super::fault::{CONTROL, ENDS, Fault, LITERAL, NOT_UTF8};

/// A byte in every byte of a word.
const EACH: u64 = 0x0101_0101_0101_0101;

/// The highest bit of every byte of a word.
const HIGH: u64 = EACH << 7;

/// A JSON text, as far as it is not read yet. What finds a fault answers nothing and keeps it.
pub(super) struct Scan<'a> {
    text: &'a [u8],
    rest: &'a [u8],
    fault: Option<Fault>,
}

/// A text between its quotes.
#[derive(Clone, Copy)]
pub(super) struct Text<'a> {
    /// As it is written; every escape in it is right.
    pub(super) raw: &'a [u8],
    escaped: bool,
    // Whether there may be bytes of other characters than ASCII in it.
    high: bool,
}

impl<'a> Scan<'a> {
    pub(super) const fn new(text: &'a [u8]) -> Scan<'a> {
        Scan { text, rest: text, fault: None }
    }

    /// Takes the next byte that is no space.
    #[inline]
    pub(super) fn next(&mut self) -> Option<u8> {
        match self.rest.split_first() {
            Some((byte, rest)) if *byte > b' ' => {
                self.rest = rest;
                Some(*byte)
            }
            _ => self.next_behind_spaces(),
        }
    }

    #[inline(never)]
    fn next_behind_spaces(&mut self) -> Option<u8> {
        loop {
            // Indentation comes in long rows.
            while let Some((eight, rest)) = self.rest.split_first_chunk()
                && *eight == [b' '; 8]
            {
                self.rest = rest;
            }
            let (byte, rest) = self.rest.split_first().or_else(|| self.fail(ENDS))?;
            self.rest = rest;
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(*byte);
            }
        }
    }

    /// The next byte as it is, not taken.
    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.rest.first().copied()
    }

    /// Takes the spaces at the end of the text; whether nothing else is there.
    pub(super) fn is_at_end(&mut self) -> bool {
        while let Some((b' ' | b'\n' | b'\t' | b'\r', rest)) = self.rest.split_first() {
            self.rest = rest;
        }
        self.rest.is_empty()
    }

    /// Takes the byte that was seen.
    #[inline]
    pub(super) fn take(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    /// What is not read yet.
    #[inline]
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The same with the byte that was taken last.
    #[inline]
    pub(super) fn with_last(&self) -> &'a [u8] {
        self.text.get(self.text.len() - self.rest.len() - 1..).unwrap_or_default()
    }

    /// What was read since only `before` was left.
    #[inline]
    pub(super) fn since(&self, before: &'a [u8]) -> &'a [u8] {
        before.get(..before.len() - self.rest.len()).unwrap_or_default()
    }

    /// Takes what a literal consists of behind its first byte.
    #[inline]
    pub(super) fn literal(&mut self, end: &[u8]) -> Option<()> {
        match self.rest.strip_prefix(end) {
            Some(rest) => {
                self.rest = rest;
                Some(())
            }
            None => self.fail(if end.starts_with(self.rest) { ENDS } else { LITERAL }),
        }
    }

    /// A text whose opening quote is taken, and its closing quote with it.
    #[inline]
    pub(super) fn text(&mut self) -> Option<Text<'a>> {
        let start = self.rest;
        let (mut seen, mut escaped) = (0, false);
        loop {
            let word = word(self.rest);
            seen |= word;
            let stops = stops(word);
            if stops == 0 {
                // A word without a stop is eight bytes of the text.
                self.rest = self.rest.get(8..).unwrap_or_default();
            } else {
                let stop = (stops.trailing_zeros() / 8) as usize;
                self.rest = self.rest.get(stop..).unwrap_or_default();
                if self.peek() == Some(b'"') {
                    break;
                }
                escaped = true;
                self.escape()?;
            }
        }
        let raw = self.since(start);
        self.take();
        let text = Text { raw, escaped, high: seen & HIGH != 0 };
        if text.high { self.checked(text) } else { Some(text) }
    }

    /// Takes an escape, which is right, or says why the text does not go on.
    #[inline(never)]
    fn escape(&mut self) -> Option<()> {
        if self.peek() != Some(b'\\') {
            return self.fail(if self.rest.is_empty() { ENDS } else { CONTROL });
        }
        match escape::read(self.rest) {
            Ok((_, rest)) => {
                self.rest = rest;
                Some(())
            }
            Err(what) => self.fail(what),
        }
    }

    /// Texts end where ASCII says so: each is for itself right or wrong.
    #[inline(never)]
    fn checked(&mut self, text: Text<'a>) -> Option<Text<'a>> {
        match core::str::from_utf8(text.raw) {
            Ok(_) => Some(text),
            Err(_) => self.fail(NOT_UTF8),
        }
    }

    /// A fault at the next byte.
    #[cold]
    #[inline(never)]
    pub(super) fn fail<T>(&mut self, what: &'static str) -> Option<T> {
        let at = self.text.len() - self.rest.len();
        self.fault.get_or_insert(Fault { what, at });
        None
    }

    /// A fault at the byte that was taken last.
    #[cold]
    #[inline(never)]
    pub(super) fn refuse<T>(&mut self, what: &'static str) -> Option<T> {
        let at = (self.text.len() - self.rest.len()).saturating_sub(1);
        self.fault.get_or_insert(Fault { what, at });
        None
    }

    /// The first fault; there is one when something answered nothing.
    #[cold]
    pub(super) fn fault(self) -> Fault {
        self.fault.unwrap_or(Fault { what: ENDS, at: self.text.len() })
    }
}

impl<'a> Text<'a> {
    /// As it is written, if that is what it says.
    #[inline]
    pub(super) fn plain(self) -> Option<&'a str> {
        if self.escaped { None } else { core::str::from_utf8(self.raw).ok() }
    }
}

/// The next eight bytes, the first one lowest; behind the end there are zeros.
#[inline]
fn word(bytes: &[u8]) -> u64 {
    bytes.first_chunk().map_or_else(|| tail(bytes), |eight| u64::from_le_bytes(*eight))
}

#[inline(never)]
fn tail(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
}

/// Marks the first byte of a word that is a quote, a backslash or a control character; marks on
/// bytes behind it mean nothing.
#[inline]
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
