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
        let mut out = Vec::with_capacity(body.len() + 10);
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
        let expected = u32::read(&mut reader).ok_or_else(|| self.refuse("it is truncated"))?;
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

/// FNV-1a: against accidents, not against attackers; those meet the verifier.
fn checksum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}
