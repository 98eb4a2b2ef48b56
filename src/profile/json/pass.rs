//! What nobody wants of a JSON text is checked like the rest, and nothing of it is kept.

use super::fault::{COLON, DEEP, KEY, LIST_END, OBJECT_END, VALUE};
use super::scan::Scan;
use crate::profile::MAX_DEPTH;

/// The arrays and objects that are open: a bit for each, the innermost one lowest and set for
/// objects, and how many there are.
struct Open {
    objects: u128,
    count: usize,
    most: usize,
}

const _: () = assert!(MAX_DEPTH < u128::BITS as usize, "every open one has a bit");

impl Open {
    #[inline]
    fn enter(&mut self, object: bool) -> bool {
        self.objects = self.objects << 1 | u128::from(object);
        self.count += 1;
        self.count <= self.most
    }

    #[inline]
    fn leave(&mut self) {
        self.objects >>= 1;
        self.count -= 1;
    }

    #[inline]
    const fn in_object(&self) -> bool {
        self.objects & 1 == 1
    }
}

impl Scan<'_> {
    /// Where the value ends that starts with the byte `first` at `at`; it may have so many levels.
    /// Linear in the text, and takes no memory.
    #[inline]
    pub(super) fn pass(&mut self, first: u8, at: usize, levels: usize) -> Option<usize> {
        match first {
            b'"' => self.text(at + 1).map(|text| text.end),
            b'{' | b'[' => self.pass_open(first, at, levels),
            _ => self.pass_scalar(first, at),
        }
    }

    #[inline]
    fn pass_scalar(&mut self, first: u8, at: usize) -> Option<usize> {
        match first {
            b'-' | b'0'..=b'9' => self.pass_number(first, at),
            b't' => self.literal(at + 1, b"rue"),
            b'f' => self.literal(at + 1, b"alse"),
            b'n' => self.literal(at + 1, b"ull"),
            _ => self.fail(at, VALUE),
        }
    }

    #[inline(never)]
    fn pass_open(&mut self, first: u8, at: usize, levels: usize) -> Option<usize> {
        let mut open = Open { objects: 0, count: 0, most: levels };
        let (mut first, mut at) = (first, at);
        loop {
            match first {
                b'"' => at = self.text(at + 1)?.end,
                b'{' | b'[' => {
                    if !open.enter(first == b'{') {
                        return self.fail(at, DEEP);
                    }
                    (first, at) = self.next(at + 1)?;
                    if !matches!((first, open.in_object()), (b'}', true) | (b']', false)) {
                        if open.in_object() {
                            (first, at) = self.pass_key(first, at)?;
                        }
                        continue;
                    }
                    open.leave();
                    at += 1;
                }
                _ => at = self.pass_scalar(first, at)?,
            }
            // Behind a value: what ends here, and what comes next.
            loop {
                if open.count == 0 {
                    return Some(at);
                }
                (first, at) = self.next(at)?;
                match (first, open.in_object()) {
                    (b',', _) => break,
                    (b'}', true) | (b']', false) => open.leave(),
                    (_, true) => return self.fail(at, OBJECT_END),
                    (_, false) => return self.fail(at, LIST_END),
                }
                at += 1;
            }
            (first, at) = self.next(at + 1)?;
            if open.in_object() {
                (first, at) = self.pass_key(first, at)?;
            }
        }
    }

    /// The first byte of the value behind a key, whose first byte is given.
    #[inline(always)]
    fn pass_key(&mut self, first: u8, at: usize) -> Option<(u8, usize)> {
        if first != b'"' {
            return self.fail(at, KEY);
        }
        let end = self.text(at + 1)?.end;
        self.colon(end)
    }

    /// The first byte of the value behind a key that ends here.
    #[inline(always)]
    pub(super) fn colon(&mut self, at: usize) -> Option<(u8, usize)> {
        match self.next(at)? {
            (b':', at) => self.next(at + 1),
            (_, at) => self.fail(at, COLON),
        }
    }
}
