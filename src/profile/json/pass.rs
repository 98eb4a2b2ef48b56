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
    /// Takes a value whose first byte, `first`, is taken; it may have so many levels. Linear in the
    /// text, and takes no memory.
    #[inline]
    pub(super) fn pass(&mut self, first: u8, levels: usize) -> Option<()> {
        match first {
            b'"' => self.text().map(|_| ()),
            b'{' | b'[' => self.pass_open(first, levels),
            _ => self.pass_scalar(first),
        }
    }

    #[inline]
    fn pass_scalar(&mut self, first: u8) -> Option<()> {
        match first {
            b'-' | b'0'..=b'9' => self.pass_number(first),
            b't' => self.literal(b"rue"),
            b'f' => self.literal(b"alse"),
            b'n' => self.literal(b"ull"),
            _ => self.refuse(VALUE),
        }
    }

    #[inline(never)]
    fn pass_open(&mut self, first: u8, levels: usize) -> Option<()> {
        let mut open = Open { objects: 0, count: 0, most: levels };
        let mut first = first;
        loop {
            match first {
                b'{' | b'[' => {
                    if !open.enter(first == b'{') {
                        return self.refuse(DEEP);
                    }
                    first = self.next()?;
                    if !matches!((first, open.in_object()), (b'}', true) | (b']', false)) {
                        if open.in_object() {
                            first = self.pass_key(first)?;
                        }
                        continue;
                    }
                    open.leave();
                }
                b'"' => {
                    self.text()?;
                }
                _ => self.pass_scalar(first)?,
            }
            let Some(next) = self.pass_ends(&mut open)? else {
                return Some(());
            };
            first = if open.in_object() { self.pass_key(next)? } else { next };
        }
    }

    /// Behind a value: closes what ends here, and takes the first byte of what comes next, which is
    /// none when everything is closed.
    #[inline]
    fn pass_ends(&mut self, open: &mut Open) -> Option<Option<u8>> {
        while open.count > 0 {
            match (self.next()?, open.in_object()) {
                (b',', _) => return self.next().map(Some),
                (b'}', true) | (b']', false) => open.leave(),
                (_, true) => return self.refuse(OBJECT_END),
                (_, false) => return self.refuse(LIST_END),
            }
        }
        Some(None)
    }

    /// Takes a key whose first byte is taken, and what is behind it up to the first byte of the
    /// value.
    #[inline]
    fn pass_key(&mut self, first: u8) -> Option<u8> {
        if first != b'"' {
            return self.refuse(KEY);
        }
        self.text()?;
        self.colon()
    }

    /// Takes the colon behind a key and the first byte of the value.
    #[inline]
    pub(super) fn colon(&mut self) -> Option<u8> {
        match self.next()? {
            b':' => self.next(),
            _ => self.refuse(COLON),
        }
    }
}
