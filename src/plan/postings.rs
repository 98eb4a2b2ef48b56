//! Which rows a hit adds: lists of a few, bits of many.

use alloc::vec::Vec;

use super::bits;

/// The rows of all hits, in one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Postings {
    rows: Vec<u32>,
    words: Vec<u64>,
    // How many words hold a bit for every row.
    width: usize,
}

/// The rows of one hit.
#[derive(Clone, Copy, Debug)]
pub(super) enum Posting {
    /// A range of the lists.
    Rows(u32, u32),
    /// Where the bits begin.
    Bits(u32),
}

impl Postings {
    /// No hits yet, for so many rows.
    pub(super) fn new(rows: usize) -> Postings {
        Postings { rows: Vec::new(), words: Vec::new(), width: bits::words(rows) }
    }

    /// Keeps the rows of a hit; in bits where that takes less memory.
    pub(super) fn keep(&mut self, rows: &[u32]) -> Posting {
        if rows.len() > self.width * 2 {
            let start = self.words.len();
            self.words.resize(start + self.width, 0);
            let words = self.words.get_mut(start..).unwrap_or_default();
            bits::insert_all(words, rows);
            return Posting::Bits(start as u32);
        }
        let start = self.rows.len() as u32;
        self.rows.extend_from_slice(rows);
        Posting::Rows(start, self.rows.len() as u32)
    }

    /// Adds the rows of a hit.
    #[inline]
    pub(super) fn add(&self, posting: Posting, to: &mut [u64]) {
        match posting {
            Posting::Rows(start, end) => {
                let rows = self.rows.get(start as usize..end as usize).unwrap_or(&[]);
                rows.iter().for_each(|row| bits::insert(to, *row));
            }
            Posting::Bits(start) => {
                bits::unite(to, self.words.get(start as usize..).unwrap_or(&[]));
            }
        }
    }
}
