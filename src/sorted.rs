//! Sorting where it is not hot: one sort in the module instead of one for every type.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// Sorts by what `compare` says; equal items keep their order. Takes memory for the items once more.
pub(crate) fn sort_by<T>(items: &mut Vec<T>, mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = {
        let items = items.as_slice();
        order(items.len(), &mut |left, right| match (items.get(left), items.get(right)) {
            (Some(left), Some(right)) => compare(left, right),
            _ => Ordering::Equal,
        })
    };
    let mut unsorted: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(order.into_iter().filter_map(|index| unsorted.get_mut(index)?.take()));
}

/// The same by a key that borrows nothing.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut Vec<T>, mut key: impl FnMut(&T) -> K) {
    sort_by(items, |left, right| key(left).cmp(&key(right)));
}

/// The indices in the order of the items. The one place that the library's sort is made for.
fn order(count: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_unstable_by(|left, right| compare(*left, *right).then(left.cmp(right)));
    order
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::sort_by_key;

    #[test]
    fn equal_items_keep_their_order() {
        let mut items = vec![(2, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (0, 'e')];
        sort_by_key(&mut items, |(key, _)| *key);
        assert_eq!(items, [(0, 'e'), (1, 'b'), (1, 'd'), (2, 'a'), (2, 'c')]);
        sort_by_key(&mut vec![(); 3], |()| 0);
    }
}
