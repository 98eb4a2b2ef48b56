//! How values become bytes and come back: little-endian, lengths in front, nothing aligned.

use alloc::vec::Vec;

use super::operand::Reader;

/// What can be written and read back.
pub(crate) trait Wire: Sized {
    /// Puts the bytes behind what is there.
    fn write(&self, out: &mut Vec<u8>);
    /// The value at the front, or none when the bytes are not one.
    fn read(reader: &mut Reader<'_>) -> Option<Self>;
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl Wire for $type {
            fn write(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(&self.to_le_bytes());
            }

            fn read(reader: &mut Reader<'_>) -> Option<$type> {
                let bytes = reader.take(size_of::<$type>())?;
                Some(<$type>::from_le_bytes(bytes.try_into().ok()?))
            }
        }
    )*};
}
integers!(u8 u16 u32 u64);

impl Wire for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(reader: &mut Reader<'_>) -> Option<bool> {
        match u8::read(reader)? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl<T: Wire> Wire for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        self.iter().for_each(|value| value.write(out));
    }

    fn read(reader: &mut Reader<'_>) -> Option<Option<T>> {
        if bool::read(reader)? { T::read(reader).map(Some) } else { Some(None) }
    }
}

/// A number in as few bytes as it needs: seven bits each, the lowest first; the highest bit says that
/// more follow.
pub(crate) fn write_number(number: impl Into<u64>, out: &mut Vec<u8>) {
    let mut rest = number.into();
    while rest >= 0x80 {
        out.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    out.push(rest as u8);
}

/// Bytes as a key: how many there are, and four of them to a word.
pub(crate) fn key_of(bytes: &[u8]) -> Vec<u32> {
    let word = |four: &[u8]| four.iter().fold(0, |word, byte| word << 8 | u32::from(*byte));
    core::iter::once(bytes.len() as u32).chain(bytes.chunks(4).map(word)).collect()
}

/// A length or an index in the same form.
pub(crate) fn write_count(count: usize, out: &mut Vec<u8>) {
    write_number(count as u64, out);
}

/// A number that may be negative: small ones become small ones without a sign.
pub(crate) const fn unsigned(number: i64) -> u64 {
    (number << 1 ^ number >> 63) as u64
}

/// The way back.
pub(crate) const fn signed(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

impl<'b> Reader<'b> {
    /// What `write_number` wrote.
    #[inline]
    pub(crate) fn number(&mut self) -> Option<u64> {
        let first = u8::read(self)?;
        if first < 0x80 { Some(u64::from(first)) } else { self.long(first) }
    }

    fn long(&mut self, first: u8) -> Option<u64> {
        let mut number = u64::from(first & 0x7f);
        for shift in (7..64).step_by(7) {
            let byte = u8::read(self)?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// An index, or a size that is checked where it is used.
    #[inline]
    pub(crate) fn index(&mut self) -> Option<u32> {
        self.number()?.try_into().ok()
    }

    /// How many things follow that take a byte each at least, so that a hostile count cannot ask
    /// for memory.
    pub(crate) fn count(&mut self) -> Option<usize> {
        self.index().map(|count| count as usize).filter(|count| *count <= self.left())
    }

    /// As many things as are counted in front of them.
    pub(crate) fn list<T>(
        &mut self,
        mut read: impl FnMut(&mut Reader<'b>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let count = self.count()?;
        // An item takes a byte at least, but may take much more memory.
        let mut all = Vec::with_capacity(count.min(1 << 14));
        for _ in 0..count {
            all.push(read(self)?);
        }
        Some(all)
    }

    /// UTF-8 behind its length in bytes.
    pub(crate) fn text(&mut self) -> Option<&'b str> {
        let length = self.count()?;
        core::str::from_utf8(self.take(length)?).ok()
    }
}
