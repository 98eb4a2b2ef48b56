//! The checksum of artifacts as `bytecode.md` describes it, written a second time.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses its own part")]

/// Magic, version and checksum.
pub const HEADER: usize = 14;

/// Puts the checksum right, if there are so many bytes.
pub fn put_right(bytes: &mut [u8]) {
    if bytes.len() >= HEADER {
        let sum = checksum(&bytes[HEADER..]).to_le_bytes();
        bytes[HEADER - 8..HEADER].copy_from_slice(&sum);
    }
}

fn checksum(bytes: &[u8]) -> u64 {
    let mut padded = bytes.to_vec();
    padded.resize((bytes.len() / 32 + 1) * 32, 0);
    let mut lanes = [bytes.len() as u64, 1, 2, 3];
    for (at, word) in padded.chunks(8).enumerate() {
        lanes[at % 4] = mixed(lanes[at % 4], u64::from_le_bytes(word.try_into().unwrap()));
    }
    lanes.into_iter().fold(0, mixed)
}

fn mixed(hash: u64, word: u64) -> u64 {
    (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}
