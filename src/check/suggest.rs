//! The nearest name to one that was misspelt.

use alloc::vec;
use alloc::vec::Vec;

use crate::lowercase::lower_letters;

/// The known name nearest to `wrong`: at most a third of its letters have to change.
pub(super) fn nearest<'n>(wrong: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    // Nobody misspells names of this length; the comparison is quadratic.
    if wrong.len() > 64 {
        return None;
    }
    let limit = wrong.chars().count().div_ceil(3);
    let ranked = known.map(|name| (distance(wrong, name), name));
    ranked.filter(|(distance, _)| *distance <= limit).min().map(|(_, name)| name)
}

/// How many letters have to be changed, added, removed or swapped with their neighbour, in lower
/// case.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = lower_letters(left).chars().collect();
    let right: Vec<char> = lower_letters(right).chars().collect();
    let mut before: Vec<usize> = vec![];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, letter) in left.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(row);
            let change = at(&last, column) + usize::from(letter != other);
            let mut least = change.min(at(&last, column + 1) + 1).min(at(&line, column) + 1);
            let swapped = row > 0
                && column > 0
                && left.get(row - 1) == Some(other)
                && right.get(column - 1) == Some(letter);
            if swapped {
                least = least.min(at(&before, column - 1) + 1);
            }
            line.push(least);
        }
        before = last;
        last = line;
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_what_was_meant() {
        let known = || ["startsWith", "endsWith", "equals", "isNull", "isNotNull"].into_iter();
        assert_eq!(nearest("startWith", known()), Some("startsWith"));
        assert_eq!(nearest("STARTSWITH", known()), Some("startsWith"));
        assert_eq!(nearest("eqauls", known()), Some("equals"));
        assert_eq!(nearest("upper", known()), None);
    }
}
