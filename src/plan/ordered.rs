//! Bounds: a value passes those on one side of it.

use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::bits;
use super::test::value;
use crate::bytecode::Constant;
use crate::sorted::sort_ranked;
use crate::value::{Value, number, parse_time, rank_order};

/// Rows by a bound that the value has to be above, or below.
#[derive(Clone, Debug)]
pub(super) struct Ordered {
    above: bool,
    numbers: Bounds,
    // Text compares with text as a time.
    times: Bounds,
}

/// Bounds in the order in which values that go away from them pass.
#[derive(Clone, Debug, Default)]
struct Bounds {
    bounds: Vec<Bound>,
    rows: Vec<u32>,
    // The rows of the first `step` bounds, of the first two times `step`, and so on, as bits.
    sums: Vec<u64>,
    step: usize,
}

#[derive(Clone, Copy, Debug)]
struct Bound {
    value: Value<'static>,
    strict: bool,
}

/// A bound of a row, as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Written<'c> {
    pub(super) constant: &'c Constant,
    pub(super) strict: bool,
    pub(super) row: u32,
}

/// The most sums of one index: together they are 64 bits for every row.
const SUMS: usize = 64;

impl Ordered {
    /// From bounds in any order.
    #[inline(never)]
    pub(super) fn new(above: bool, written: &[Written<'_>], rows: usize) -> Ordered {
        let (mut numbers, mut times) = (Vec::new(), Vec::new());
        for Written { constant, strict, row } in written {
            let bound = |value| (Bound { value, strict: *strict }, *row);
            match number(value(constant)) {
                Some(Value::Integer(number)) => numbers.push(bound(Value::Integer(number))),
                Some(Value::Double(number)) => numbers.push(bound(Value::Double(number))),
                _ => {}
            }
            if let Constant::String(text) = constant
                && let Some(time) = parse_time(text)
            {
                times.push(bound(Value::Integer(time)));
            }
        }
        Ordered {
            above,
            numbers: Bounds::new(above, numbers, rows),
            times: Bounds::new(above, times, rows),
        }
    }

    /// Adds the rows whose bound a scalar of the profile passes.
    pub(super) fn add(&self, value: Value<'_>, to: &mut [u64]) {
        match value {
            Value::Integer(number) => self.numbers.add(self.above, Value::Integer(number), to),
            Value::Double(number) => self.numbers.add(self.above, Value::Double(number), to),
            Value::String(text) if !self.times.rows.is_empty() => {
                if let Some(time) = parse_time(text) {
                    self.times.add(self.above, Value::Integer(time), to);
                }
            }
            _ => {}
        }
    }
}

/// In the order of numbers, as far as Doubles can tell them apart.
pub(super) fn rank(value: Value<'_>) -> u64 {
    let near = match value {
        Value::Integer(number) => number as f64,
        Value::Double(number) => number,
        _ => 0.0,
    };
    // There is one zero only.
    let bits = (near + 0.0).to_bits();
    if near < 0.0 { !bits } else { bits | 1 << 63 }
}

impl Bounds {
    #[inline(never)]
    fn new(above: bool, mut sorted: Vec<(Bound, u32)>, rows: usize) -> Bounds {
        let far = |value| if above { rank(value) } else { !rank(value) };
        sort_ranked(
            &mut sorted,
            |(bound, _)| far(bound.value),
            |(left, _), (right, _)| {
                let order = rank_order(left.value, right.value);
                let order = if above { order } else { order.reverse() };
                order.then(left.strict.cmp(&right.strict))
            },
        );
        let step = sorted.len().div_ceil(SUMS).max(bits::words(rows)).max(1);
        let mut sum = vec![0; bits::words(rows)];
        let mut sums = Vec::new();
        for some in sorted.chunks_exact(step) {
            some.iter().for_each(|(_, row)| bits::insert(&mut sum, *row));
            sums.extend_from_slice(&sum);
        }
        let (bounds, rows) = sorted.into_iter().unzip();
        Bounds { bounds, rows, sums, step }
    }

    fn add(&self, above: bool, value: Value<'_>, to: &mut [u64]) {
        let passes = |bound: &Bound| match rank_order(bound.value, value) {
            Ordering::Equal => !bound.strict,
            Ordering::Less => above,
            Ordering::Greater => !above,
        };
        let passed = self.bounds.partition_point(passes);
        let whole = passed.checked_div(self.step).unwrap_or(0);
        if let Some(last) = whole.checked_sub(1) {
            bits::unite(to, self.sums.get(last * to.len()..).unwrap_or(&[]));
        }
        let rest = self.rows.get(whole * self.step..passed).unwrap_or(&[]);
        rest.iter().for_each(|row| bits::insert(to, *row));
    }
}
