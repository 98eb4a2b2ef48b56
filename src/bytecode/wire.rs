//! How values become bytes and come back: little-endian, lengths in front, nothing aligned.

use alloc::boxed::Box;
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

impl<T: Wire> Wire for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u32).write(out);
        self.iter().for_each(|item| item.write(out));
    }

    fn read(reader: &mut Reader<'_>) -> Option<Vec<T>> {
        let length = u32::read(reader)? as usize;
        // Every item takes a byte at least, so a hostile length cannot ask for memory.
        if length > reader.left() {
            return None;
        }
        (0..length).map(|_| T::read(reader)).collect()
    }
}

impl Wire for Box<str> {
    fn write(&self, out: &mut Vec<u8>) {
        (self.len() as u32).write(out);
        out.extend_from_slice(self.as_bytes());
    }

    fn read(reader: &mut Reader<'_>) -> Option<Box<str>> {
        let length = u32::read(reader)? as usize;
        core::str::from_utf8(reader.take(length)?).ok().map(Into::into)
    }
}
