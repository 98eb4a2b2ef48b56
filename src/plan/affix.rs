//! Tests of text from one end: what a text begins or ends with, or is.

use alloc::vec::Vec;

use super::keyed::{Text, find, merged_texts};
use super::postings::{Posting, Postings};
use crate::bytecode::Constant;

/// Which part of a text is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    Front,
    Back,
    Whole,
}

/// Rows by the texts that they look for, which are cut from the value by their lengths.
#[derive(Clone, Debug)]
pub(super) struct Affix {
    cut: Cut,
    // INVARIANT: sorted, each key once.
    texts: Vec<(Text, Posting)>,
    // The lengths of the texts in bytes, sorted, each once.
    lengths: Vec<usize>,
}

impl Affix {
    /// From constants, of which texts count, and the rows that look for each.
    #[inline(never)]
    pub(super) fn new<'c>(
        cut: Cut,
        groups: impl Iterator<Item = (&'c Constant, &'c [u32])>,
        postings: &mut Postings,
    ) -> Affix {
        let mut lengths = Vec::new();
        let texts = groups.filter_map(|(constant, rows)| match constant {
            Constant::String(text) => {
                if let Err(at) = lengths.binary_search(&text.len()) {
                    lengths.insert(at, text.len());
                }
                Some((Text::new(text.clone()), rows))
            }
            _ => None,
        });
        let texts = texts.collect();
        Affix { cut, texts: merged_texts(texts, postings), lengths }
    }

    /// The hits of a text. Linear in the lengths that there are, logarithmic in the texts.
    pub(super) fn hits(&self, value: &str, mut add: impl FnMut(Posting)) {
        if self.cut == Cut::Whole {
            return find(&self.texts, value).into_iter().for_each(add);
        }
        for length in &self.lengths {
            let Some(rest) = value.len().checked_sub(*length) else {
                break;
            };
            // A cut inside of a character has no text, and no constant is such a half.
            let part = match self.cut {
                Cut::Front => value.get(..*length),
                Cut::Back | Cut::Whole => value.get(rest..),
            };
            let posting = part.and_then(|part| find(&self.texts, part));
            posting.into_iter().for_each(&mut add);
        }
    }
}
