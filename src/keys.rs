//! Maps and sets where they are not hot: one search in the module instead of one for every type.
//!
//! The library's trees have some 3 KB of code for every type of key, and as much again for removal.

use alloc::vec;
use alloc::vec::Vec;
use core::borrow::Borrow;
use core::cmp::Ordering;

#[cfg(any(feature = "compile", test))]
use crate::sorted::sort_by;

/// Values by their keys, in the order in which they came.
#[derive(Clone, Debug)]
pub(crate) struct Map<K, V> {
    entries: Vec<(K, V)>,
    order: Order,
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Map<K, V> {
        Map { entries: Vec::new(), order: Order::default() }
    }
}

impl<K: Ord, V> Map<K, V> {
    /// The value of a key. At most quadratic in the logarithm of the number of keys.
    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entries.get(self.find(key)?).map(|(_, value)| value)
    }

    /// The same, to be changed.
    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let at = self.find(key)?;
        self.entries.get_mut(at).map(|(_, value)| value)
    }

    /// Sets the value of a key.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        match self.get_mut(&key) {
            Some(known) => *known = value,
            None => self.push(key, value),
        }
    }

    /// The value of a key, which gets this one if it has none.
    pub(crate) fn or_insert(&mut self, key: K, value: V) -> Option<&mut V> {
        let at = self.find(&key).unwrap_or_else(|| {
            self.push(key, value);
            self.entries.len() - 1
        });
        self.entries.get_mut(at).map(|(_, value)| value)
    }

    /// Entries in the order of their keys.
    #[cfg(feature = "compile")]
    pub(crate) fn in_order(&self) -> Vec<&(K, V)> {
        let mut entries: Vec<&(K, V)> = self.entries.iter().collect();
        sort_by(&mut entries, |(left, _), (right, _)| left.cmp(right));
        entries
    }

    /// The same, owned.
    #[cfg(any(feature = "compile", test))]
    pub(crate) fn sorted(mut self) -> Vec<(K, V)> {
        sort_by(&mut self.entries, |(left, _), (right, _)| left.cmp(right));
        self.entries
    }

    /// Values as they came.
    #[cfg(feature = "compile")]
    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.entries.iter().map(|(_, value)| value)
    }

    /// How many keys there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        self.order.find(&mut |at| match self.entries.get(at) {
            Some((known, _)) => known.borrow().cmp(key),
            None => Ordering::Less,
        })
    }

    fn push(&mut self, key: K, value: V) {
        self.entries.push((key, value));
        let key = |at| self.entries.get(at).map(|(key, _)| key);
        self.order.push(&mut |left, right| key(left).cmp(&key(right)));
    }
}

/// Keys alone.
#[derive(Clone, Debug)]
pub(crate) struct Set<K>(Map<K, ()>);

impl<K> Default for Set<K> {
    fn default() -> Set<K> {
        Set(Map::default())
    }
}

impl<K: Ord> Set<K> {
    /// Adds a key; whether it is new.
    pub(crate) fn insert(&mut self, key: K) -> bool {
        let is_new = !self.contains(&key);
        if is_new {
            self.0.push(key, ());
        }
        is_new
    }

    pub(crate) fn contains<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.0.find(key).is_some()
    }

    #[cfg(any(feature = "compile", test))]
    pub(crate) fn is_empty(&self) -> bool {
        self.0.len() == 0
    }
}

impl<K: Ord> Extend<K> for Set<K> {
    fn extend<I: IntoIterator<Item = K>>(&mut self, keys: I) {
        keys.into_iter().for_each(|key| _ = self.insert(key));
    }
}

impl<K: Ord> FromIterator<K> for Set<K> {
    fn from_iter<I: IntoIterator<Item = K>>(keys: I) -> Set<K> {
        let mut set = Set::default();
        set.extend(keys);
        set
    }
}

/// The places of different keys, which are kept elsewhere, in their order: a few rows, each less than half as long as the one
/// before it, so that a place is moved at most as often as the number of places has digits in binary.
#[derive(Clone, Debug, Default)]
pub(crate) struct Order {
    rows: Vec<Vec<u32>>,
    count: usize,
}

impl Order {
    /// The place whose key is equal, which is told how the key at a place compares with it.
    #[inline(never)]
    pub(crate) fn find(&self, compare: &mut dyn FnMut(usize) -> Ordering) -> Option<usize> {
        self.rows.iter().find_map(|row| {
            let found = row.binary_search_by(|place| compare(*place as usize)).ok()?;
            row.get(found).map(|place| *place as usize)
        })
    }

    /// Adds the next place, which is told how the keys at two places compare.
    #[inline(never)]
    pub(crate) fn push(&mut self, compare: &mut dyn FnMut(usize, usize) -> Ordering) {
        let mut row = vec![self.count as u32];
        self.count += 1;
        while let Some(last) = self.rows.pop_if(|last| last.len() <= row.len()) {
            row = merged(&last, &row, compare);
        }
        self.rows.push(row);
    }
}

fn merged(
    mut left: &[u32],
    mut right: &[u32],
    compare: &mut dyn FnMut(usize, usize) -> Ordering,
) -> Vec<u32> {
    let mut all = Vec::with_capacity(left.len() + right.len());
    while let (Some((first, behind)), Some((second, beyond))) =
        (left.split_first(), right.split_first())
    {
        if compare(*first as usize, *second as usize).is_lt() {
            all.push(*first);
            left = behind;
        } else {
            all.push(*second);
            right = beyond;
        }
    }
    all.extend_from_slice(left);
    all.extend_from_slice(right);
    all
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};
    use alloc::vec::Vec;

    use super::{Map, Set};

    #[test]
    fn what_was_put_in_is_found() {
        let mut map: Map<String, usize> = Map::default();
        let key = |at: usize| (at * 7_919 % 1_000).to_string();
        for at in 0..1_000 {
            assert_eq!(map.get(key(at).as_str()), None);
            map.insert(key(at), at);
            assert_eq!(map.get("0"), Some(&0));
            assert_eq!(map.get(key(at / 2).as_str()), Some(&(at / 2)));
        }
        map.insert("7".into(), 1);
        assert_eq!(map.or_insert("7".into(), 2), Some(&mut 1));
        assert_eq!(map.or_insert("new".into(), 2), Some(&mut 2));
        assert_eq!((map.len(), map.get("x")), (1_001, None));
        let keys: Vec<String> = map.sorted().into_iter().map(|(key, _)| key).collect();
        assert!(keys.is_sorted());
    }

    #[test]
    fn a_key_is_new_once() {
        let mut set: Set<u32> = [3, 1, 3].into_iter().collect();
        assert!(!set.insert(3) && set.insert(2) && !set.insert(2));
        assert!(set.contains(&1) && !set.contains(&4) && !set.is_empty());
    }
}
