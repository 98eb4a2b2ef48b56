//! Which values of one field pass several tests.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::bytecode::Constant;
use crate::check::literal::holds;
use crate::lowercase::lowercase;
use crate::value::Comparison;

/// What one test asks of a value.
#[derive(Clone, Debug)]
pub(super) enum Test {
    /// Larger or smaller than a number.
    Bound(Comparison, Constant),
    /// One of these.
    OneOf(Vec<Constant>),
    /// None of these.
    NoneOf(Vec<Constant>),
    /// One of these texts, in any letter case; they are in lower case.
    OneOfFolded(Vec<Box<str>>),
}

/// The values that pass the tests so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Passing {
    low: Option<(Comparison, Constant)>,
    high: Option<(Comparison, Constant)>,
    allowed: Option<Vec<Constant>>,
    folded: Option<Vec<Box<str>>>,
    refused: Vec<Constant>,
}

/// Lists whose comparison would take longer are passed over.
const MAX_PAIRS: usize = 2_000;

impl Passing {
    /// Takes one more test; whether there are values left.
    pub(super) fn add(&mut self, test: Test) -> bool {
        match test {
            Test::Bound(comparison, bound) => self.bound(comparison, bound),
            Test::OneOf(values) => match &mut self.allowed {
                Some(known) if known.len() * values.len() > MAX_PAIRS => {}
                Some(known) => known.retain(|it| values.iter().any(|other| same(it, other))),
                None => self.allowed = Some(values),
            },
            Test::OneOfFolded(values) => match &mut self.folded {
                Some(known) if known.len() * values.len() > MAX_PAIRS => {}
                Some(known) => known.retain(|it| values.contains(it)),
                None => self.folded = Some(values),
            },
            Test::NoneOf(values) => self.refused.extend(values),
        }
        self.has_values()
    }

    fn bound(&mut self, comparison: Comparison, bound: Constant) {
        let lower = matches!(comparison, Comparison::Greater | Comparison::GreaterEqual);
        let strict = matches!(comparison, Comparison::Greater | Comparison::Less);
        let side = if lower { &mut self.low } else { &mut self.high };
        let narrower = side.as_ref().is_none_or(|(known, at)| {
            let beyond = if lower { Comparison::Greater } else { Comparison::Less };
            let equal = holds(Comparison::Equal, &bound, at);
            let open = matches!(known, Comparison::Greater | Comparison::Less);
            holds(beyond, &bound, at) || equal && strict && !open
        });
        if narrower {
            *side = Some((comparison, bound));
        }
    }

    fn has_values(&self) -> bool {
        if let (Some((above, low)), Some((below, high))) = (&self.low, &self.high) {
            let inclusive = *above == Comparison::GreaterEqual && *below == Comparison::LessEqual;
            let order = if inclusive { Comparison::LessEqual } else { Comparison::Less };
            if !holds(order, low, high) {
                return false;
            }
        }
        match (&self.allowed, &self.folded) {
            (Some(allowed), _) if allowed.len() * self.refused.len() > MAX_PAIRS => true,
            (Some(allowed), _) => allowed.iter().any(|it| self.passes(it)),
            (None, Some(folded)) => !folded.is_empty(),
            (None, None) => true,
        }
    }

    /// Whether a value that is allowed passes everything else.
    fn passes(&self, it: &Constant) -> bool {
        let inside = |bound: &Option<(Comparison, Constant)>| {
            bound.as_ref().is_none_or(|(comparison, at)| holds(*comparison, it, at))
        };
        let folded = match (it, &self.folded) {
            (Constant::String(text), Some(folded)) => {
                let text = lowercase(text);
                folded.iter().any(|other| **other == *text)
            }
            _ => true,
        };
        inside(&self.low)
            && inside(&self.high)
            && folded
            && !self.refused.iter().any(|other| same(it, other))
    }
}

fn same(left: &Constant, right: &Constant) -> bool {
    holds(Comparison::Equal, left, right)
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::{Passing, Test};
    use crate::bytecode::Constant;
    use crate::value::Comparison::{Greater, GreaterEqual, Less, LessEqual};

    fn left(tests: &[Test]) -> bool {
        let mut passing = Passing::default();
        tests.iter().map(|test| passing.add(test.clone())).last().unwrap_or(true)
    }

    fn integers(values: &[i64]) -> Vec<Constant> {
        values.iter().map(|value| Constant::Integer(*value)).collect()
    }

    #[test]
    fn bounds_meet() {
        let bound = |comparison, at| Test::Bound(comparison, Constant::Integer(at));
        assert!(left(&[bound(Greater, 1), bound(Less, 2)]));
        assert!(left(&[bound(GreaterEqual, 1), bound(LessEqual, 1)]));
        assert!(!left(&[bound(Greater, 1), bound(LessEqual, 1)]));
        assert!(!left(&[bound(GreaterEqual, 1), bound(Greater, 1), bound(LessEqual, 1)]));
        assert!(!left(&[bound(Greater, 5), bound(Less, 3)]));
        assert!(left(&[bound(Greater, 5), bound(Greater, 3), bound(Less, 6)]));
        assert!(!left(&[bound(Greater, 5), Test::OneOf(integers(&[1, 5]))]));
        assert!(left(&[bound(Greater, 5), Test::OneOf(integers(&[1, 6]))]));
    }

    #[test]
    fn lists_meet() {
        let text = |text: &str| Constant::String(text.into());
        assert!(!left(&[Test::OneOf(integers(&[1, 2])), Test::OneOf(integers(&[3]))]));
        assert!(left(&[Test::OneOf(integers(&[1, 2])), Test::OneOf(integers(&[3, 2]))]));
        assert!(!left(&[Test::OneOf(integers(&[1, 2])), Test::NoneOf(integers(&[2, 1]))]));
        assert!(left(&[Test::NoneOf(integers(&[2, 1]))]));
        let folded = |text: &str| Test::OneOfFolded([text.into()].into());
        assert!(left(&[folded("us"), Test::OneOf([text("US")].into())]));
        assert!(!left(&[folded("us"), Test::OneOf([text("CA")].into())]));
        assert!(!left(&[folded("us"), folded("ca")]));
        assert!(left(&[folded("us"), Test::NoneOf([text("us")].into())]));
    }
}
