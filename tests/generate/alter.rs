//! Artifacts as no compiler writes them.

use super::checksum::put_right;
use super::random::Random;

pub use super::checksum::HEADER;

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
    if first == HEADER {
        put_right(&mut out);
    }
    out
}
