//! Sorting where it is not hot: one sort in the module instead of one for every type.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// Sorts by what `compare` says; equal items keep their order. Takes memory for the items once more.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, compare: impl FnMut(&T, &T) -> Ordering) {
    sort_ranked(items, |_| 0, compare);
}

/// The same where most items are told apart by a number: an item whose rank is less comes before
/// another one, whatever `compare` says of them.
pub(crate) fn sort_ranked<T>(
    items: &mut Vec<T>,
    rank: impl FnMut(&T) -> u64,
    mut compare: impl FnMut(&T, &T) -> Ordering,
) {
    let mut order: Vec<(u64, u32)> = items.iter().map(rank).zip(0..).collect();
    let all = items.as_slice();
    sort(&mut order, &mut |left, right| match (all.get(left), all.get(right)) {
        (Some(left), Some(right)) => compare(left, right),
        _ => Ordering::Equal,
    });
    let mut unsorted: Vec<Option<T>> = items.drain(..).map(Some).collect();
    let each = order.into_iter();
    items.extend(each.filter_map(|(_, index)| unsorted.get_mut(index as usize)?.take()));
}

/// The same by a key that borrows nothing.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, mut key: impl FnMut(&T) -> K) {
    sort_by(items, |left, right| key(left).cmp(&key(right)));
}

/// What tells texts apart as far as eight bytes do, from a place on up to which they are alike.
pub(crate) fn rank(text: &str, from: usize) -> u64 {
    let bytes = text.as_bytes().get(from..).unwrap_or(&[]);
    let mut first = [0; 8];
    first.iter_mut().zip(bytes).for_each(|(to, byte)| *to = *byte);
    u64::from_be_bytes(first)
}

/// How many bytes texts have in common at their front.
pub(crate) fn common<'t>(mut texts: impl Iterator<Item = &'t str>) -> usize {
    let Some(first) = texts.next() else { return 0 };
    texts.fold(first.len(), |common, text| {
        let alike = first.bytes().zip(text.bytes()).take(common);
        alike.take_while(|(one, other)| one == other).count()
    })
}

/// Pairs of rank and index in their order: byte by byte, and what is alike as `compare` says.
fn sort(order: &mut Vec<(u64, u32)>, compare: &mut dyn FnMut(usize, usize) -> Ordering) {
    if !order.is_sorted_by_key(|(rank, _)| *rank) {
        let mut other = order.clone();
        for shift in (0..64).step_by(8) {
            if spread(order, &mut other, shift) {
                core::mem::swap(order, &mut other);
            }
        }
    }
    for same in order.chunk_by_mut(|left, right| left.0 == right.0) {
        if same.len() > 1 {
            finish(same, compare);
        }
    }
}

/// Copies pairs in the order of one byte of their ranks; whether that byte differs at all.
#[inline(never)]
fn spread(from: &[(u64, u32)], to: &mut [(u64, u32)], shift: u32) -> bool {
    let byte = |(rank, _): &(u64, u32)| usize::from((rank >> shift) as u8);
    let mut places = [0_usize; 257];
    for pair in from {
        if let Some(count) = places.get_mut(byte(pair) + 1) {
            *count += 1;
        }
    }
    if places.contains(&from.len()) {
        return false;
    }
    let mut sum = 0;
    for place in &mut places {
        sum += *place;
        *place = sum;
    }
    for pair in from {
        let Some(place) = places.get_mut(byte(pair)) else { continue };
        if let Some(slot) = to.get_mut(*place) {
            *slot = *pair;
        }
        *place += 1;
    }
    true
}

/// The one place that the library's sort is made for.
#[inline(never)]
fn finish(same: &mut [(u64, u32)], compare: &mut dyn FnMut(usize, usize) -> Ordering) {
    let mut order = |left: u32, right: u32| compare(left as usize, right as usize);
    // What has one rank is mostly equal.
    if !same.is_sorted_by(|(_, left), (_, right)| order(*left, *right).is_le()) {
        same.sort_unstable_by(|(_, left), (_, right)| order(*left, *right).then(left.cmp(right)));
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::{common, rank, sort_by_key, sort_ranked};

    #[test]
    fn equal_items_keep_their_order() {
        let mut items = vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (0, 'e')];
        sort_by_key(&mut items, |(key, _)| *key);
        assert_eq!(items, [(0, 'e'), (1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
        sort_by_key(&mut vec![(); 3], |()| 0);
    }

    #[test]
    fn texts_are_ranked_behind_what_they_have_in_common() {
        let texts =
            ["id-0000000012", "id-000000002", "id-", "id-00000000120", "id-é", "id-000000001"];
        let from = common(texts.into_iter());
        assert_eq!(from, 3);
        let mut ranked = texts.to_vec();
        sort_ranked(&mut ranked, |text| rank(text, from), |left, right| left.cmp(right));
        let mut sorted = texts.to_vec();
        sorted.sort_unstable();
        assert_eq!(ranked, sorted);
        assert_eq!(common([].into_iter()), 0);
    }
}
