//! Artifacts as no compiler writes them.

use super::random::Random;

/// Magic, version and checksum.
pub const HEADER: usize = 10;

/// An artifact with some bytes changed, cut off, added or taken from another place. Mostly its
/// checksum is put right again, or nothing behind the checksum would ever be read.
pub fn altered(random: &mut Random, bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let first = if random.percent(95) { HEADER } else { 0 };
    for _ in 0..1 + random.below(3) {
        if out.len() <= first {
            break;
        }
        let at = first + random.below(out.len() - first);
        match random.below(8) {
            0 | 1 => out[at] ^= 1 << random.below(8),
            2 => out[at] = random.next() as u8,
            3 => out[at] = random.below(40) as u8,
            4 => out[at] = out[random.below(out.len())],
            5 => out.truncate(at),
            6 => out.insert(at, random.next() as u8),
            _ => {
                out.remove(at);
            }
        }
    }
    if first == HEADER && out.len() >= HEADER {
        let sum = checksum(&out[HEADER..]).to_le_bytes();
        out[HEADER - 4..HEADER].copy_from_slice(&sum);
    }
    out
}

/// FNV-1a
pub fn checksum(bytes: &[u8]) -> u32 {
    let step = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    bytes.iter().fold(0x811c_9dc5, step)
}
