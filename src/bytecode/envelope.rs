//! What is around the bytes of every artifact: a mark, a version, a checksum.

use alloc::format;
use alloc::vec::Vec;

use super::operand::Reader;
use super::wire::Wire;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// A kind of artifact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Format {
    /// What its bytes begin with.
    pub(crate) magic: [u8; 4],
    /// Raised when an older reader would misread what a newer writer writes.
    pub(crate) version: u16,
    /// What it holds, for people.
    pub(crate) name: &'static str,
}

impl Format {
    /// The whole artifact: mark, version, checksum and body.
    pub(crate) fn seal(&self, body: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(body.len() + 14);
        out.extend_from_slice(&self.magic);
        self.version.write(&mut out);
        checksum(body).write(&mut out);
        out.extend_from_slice(body);
        out
    }

    /// The body of an artifact of this kind and version. Linear in the bytes.
    ///
    /// # Errors
    /// Bytes that are foreign, of another version, truncated or altered.
    pub(crate) fn open<'b>(&self, bytes: &'b [u8]) -> Result<&'b [u8], Diagnostic> {
        let mut reader = Reader::new(bytes);
        if reader.take(self.magic.len()) != Some(self.magic.as_slice()) {
            let magic = core::str::from_utf8(&self.magic).unwrap_or_default();
            return Err(self.refuse(format!("it does not start with `{magic}`")));
        }
        let version = u16::read(&mut reader).ok_or_else(|| self.refuse("it is truncated"))?;
        if version != self.version {
            let known = self.version;
            return Err(self.refuse(format!("it is of version {version}, not {known}")));
        }
        let expected = u64::read(&mut reader).ok_or_else(|| self.refuse("it is truncated"))?;
        let body = reader.take(reader.left()).unwrap_or(&[]);
        if checksum(body) == expected {
            Ok(body)
        } else {
            Err(self.refuse("it is truncated or altered"))
        }
    }

    /// What to say of bytes that are not such an artifact.
    #[cold]
    pub(crate) fn refuse(&self, reason: impl AsRef<str>) -> Diagnostic {
        let message = format!("not a {} of this version: {}", self.name, reason.as_ref());
        Diagnostic::new(Code::BadArtifact, Span::default(), message)
            .help("compile the definitions again with this version")
    }
}

/// Against accidents, not against attackers; those meet the verifier. Eight bytes at a time in four
/// lanes, which do not wait for each other; a change within eight bytes never goes unseen.
fn checksum(bytes: &[u8]) -> u64 {
    let mut lanes = [bytes.len() as u64, 1, 2, 3];
    let (blocks, rest) = bytes.as_chunks::<{ 8 * LANES }>();
    let mut last = [0; 8 * LANES];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    blocks.chunks(SOME).for_each(|blocks| mix(&mut lanes, blocks));
    mix(&mut lanes, &[last]);
    lanes.into_iter().fold(0, mixed)
}

/// A call of its own for some blocks at a time: a host replaces slow code only between calls.
#[inline(never)]
fn mix(lanes: &mut [u64; LANES], blocks: &[[u8; 8 * LANES]]) {
    let [mut a, mut b, mut c, mut d] = *lanes;
    for block in blocks {
        let (words, _) = block.as_chunks::<8>();
        let [one, two, three, four] = words else { continue };
        a = mixed(a, u64::from_le_bytes(*one));
        b = mixed(b, u64::from_le_bytes(*two));
        c = mixed(c, u64::from_le_bytes(*three));
        d = mixed(d, u64::from_le_bytes(*four));
    }
    *lanes = [a, b, c, d];
}

/// How many blocks are taken together.
const SOME: usize = 256;

const LANES: usize = 4;

/// One to one in each argument, as the factor is odd.
const fn mixed(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
