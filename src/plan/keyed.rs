//! Equality with constants: a value leads to the rows of all constants that it equals.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::postings::{Posting, Postings};
use crate::bytecode::Constant;
use crate::sorted::sort_ranked;
use crate::value::{Value, double_text, number, rank_order};

use super::ordered::rank;
use super::test::value;

/// Rows by the constants that they accept.
#[derive(Clone, Debug, Default)]
pub(super) struct Keyed {
    // INVARIANT: sorted, each key once.
    texts: Vec<(Text, Posting)>,
    numbers: Vec<(Value<'static>, Posting)>,
}

/// A text with its hash in front, so that most comparisons are those of a number.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text {
    hash: u64,
    text: Box<str>,
}

impl Text {
    pub(super) fn new(text: Box<str>) -> Text {
        Text { hash: hash(text.as_bytes()), text }
    }

    /// Whether a text with its hash comes before this one, behind it, or is the same.
    fn order(&self, hash: u64, text: &str) -> Ordering {
        self.hash.cmp(&hash).then_with(|| (*self.text).cmp(text))
    }
}

/// What stands behind a text. Logarithmic in the texts.
pub(super) fn find(texts: &[(Text, Posting)], text: &str) -> Option<Posting> {
    let hash = hash(text.as_bytes());
    let at = texts.binary_search_by(|(known, _)| known.order(hash, text)).ok()?;
    texts.get(at).map(|(_, posting)| *posting)
}

/// Eight bytes at a time. It need not withstand anybody: equal hashes are told apart by the texts.
fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| (hash.rotate_left(29) ^ word).wrapping_mul(FACTOR);
    let (words, rest) = bytes.as_chunks::<8>();
    let hash = words.iter().fold(bytes.len() as u64, |hash, it| mix(hash, u64::from_le_bytes(*it)));
    let rest = rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
    mix(hash, rest)
}

/// One hit for every text of entries.
pub(super) fn merged_texts(
    entries: Vec<(Text, &[u32])>,
    postings: &mut Postings,
) -> Vec<(Text, Posting)> {
    merged(entries, postings, |text| text.hash, Ord::cmp)
}

/// One hit for every key of entries, in the order of the keys: of those whose rank is the same, as
/// `order` says.
fn merged<K>(
    mut entries: Vec<(K, &[u32])>,
    postings: &mut Postings,
    mut rank: impl FnMut(&K) -> u64,
    mut order: impl FnMut(&K, &K) -> Ordering,
) -> Vec<(K, Posting)> {
    sort_ranked(&mut entries, |(key, _)| rank(key), |left, right| order(&left.0, &right.0));
    let mut out: Vec<(K, Posting)> = Vec::with_capacity(entries.len());
    let mut rows: Vec<u32> = Vec::new();
    let mut entries = entries.into_iter().peekable();
    while let Some((key, first)) = entries.next() {
        rows.clear();
        while let Some((_, more)) = entries.next_if(|(next, _)| order(&key, next).is_eq()) {
            rows.extend_from_slice(if rows.is_empty() { first } else { &[] });
            rows.extend_from_slice(more);
        }
        let posting = postings.keep(if rows.is_empty() { first } else { &rows });
        out.push((key, posting));
    }
    out
}

impl Keyed {
    /// From constants and the rows that accept each.
    #[inline(never)]
    pub(super) fn new<'c>(
        groups: impl Iterator<Item = (&'c Constant, &'c [u32])> + Clone,
        postings: &mut Postings,
    ) -> Keyed {
        let texts = groups.clone().filter_map(|(constant, rows)| {
            let text = match constant {
                Constant::Null => return None,
                Constant::Boolean(value) => format!("{value}").into(),
                Constant::Integer(value) => format!("{value}").into(),
                Constant::Double(value) => double_text(*value).into(),
                Constant::String(text) => text.clone(),
            };
            Some((Text::new(text), rows))
        });
        let numbers = groups.filter_map(|(constant, rows)| {
            let number = match number(value(constant))? {
                Value::Double(number) => Value::Double(number),
                Value::Integer(number) => Value::Integer(number),
                _ => return None,
            };
            Some((number, rows))
        });
        let (texts, numbers) = (texts.collect(), numbers.collect());
        Keyed {
            texts: merged_texts(texts, postings),
            numbers: merged(
                numbers,
                postings,
                |number| rank(*number),
                |left, right| rank_order(*left, *right),
            ),
        }
    }

    /// The rows that accept a scalar of the profile.
    pub(super) fn hit(&self, value: Value<'_>) -> Option<Posting> {
        match value {
            Value::String(text) => find(&self.texts, text),
            Value::Boolean(true) => find(&self.texts, "true"),
            Value::Boolean(false) => find(&self.texts, "false"),
            Value::Integer(_) | Value::Double(_) => {
                let order = |known: &(Value<'static>, Posting)| rank_order(known.0, value);
                let at = self.numbers.binary_search_by(order).ok()?;
                self.numbers.get(at).map(|(_, posting)| *posting)
            }
            _ => None,
        }
    }
}
