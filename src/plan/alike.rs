//! When two conditions are the same, wherever in their programs they stand.

use core::any::Any;

use alloc::vec::Vec;

use super::atom::Atom;
use super::shape::Region;
use super::test::{Kind, Test};
use crate::bytecode::{
    AccumulatorId, ChainId, ConstantId, Constants, IteratorId, Label, LocalId, Op, Parts, Program,
    key_of,
};

/// What conditions of programs of the same tables have in common when they always give the same
/// answer; none when that is not known. Linear in the code of the condition.
pub(super) fn key(program: &Program, atom: &Atom) -> Option<Vec<u32>> {
    match atom.test {
        Some((test, route)) => test_key(program, test, route),
        None => region_key(program.parts(), atom.region),
    }
}

/// Of a test on what a route leads to.
fn test_key(program: &Program, test: Test, route: u32) -> Option<Vec<u32>> {
    let constants = program.constants();
    let mut key = alloc::vec![1, route];
    match test.kind {
        Kind::Truth => {}
        Kind::Compare(comparison, id) => {
            key.extend([2, comparison as u32, constants.index(id)?]);
        }
        Kind::In(arguments) => {
            key.push(4);
            key.extend(arguments.ids(program).filter_map(|id| constants.index(id)));
        }
        Kind::Call(function, arguments) => {
            key.extend([3, u32::from(function.0), u32::from(arguments.list.is_some())]);
            key.extend(arguments.ids(program).filter_map(|id| constants.index(id)));
        }
    }
    Some(key)
}

/// Of code: its instructions with everything that is numbered in its program numbered anew, and the
/// constants.
fn region_key(parts: Parts<'_>, region: Region) -> Option<Vec<u32>> {
    let Region { start, end } = region;
    let ops = parts.code.get(start as usize..end as usize)?;
    // Memberships are looked up among those found so far. Where the id is a constant these are
    // final; of one that the profile says, the answer depends on who asks.
    let constant = |at: usize| matches!(ops.get(at), Some(Op::Constant { .. }));
    let settled = |(at, op): (usize, &Op)| {
        *op != (Op::InSegment {}) || at >= 2 && constant(at - 1) && constant(at - 2)
    };
    if !ops.iter().enumerate().all(settled) {
        return None;
    }
    let constants = parts.constants;
    let mut names = Names { start, ..Names::default() };
    // No test begins with a zero.
    let mut key = alloc::vec![0];
    for op in ops {
        // Most of the code; the rest is told as it is written.
        match *op {
            Op::Constant { constant } => key.extend([1, constants.index(constant)?]),
            Op::Path { path } => key.extend([2, path.0]),
            Op::Field { name } => key.extend([3, name.0]),
            Op::Local { local } => key.extend([4, names.variables.of(local.0).into()]),
            Op::Compare { comparison } => key.extend([5, comparison as u32]),
            Op::JumpIfFalse { target } => key.extend([6, target.0.wrapping_sub(start)]),
            other => {
                key.push(0);
                names.tell(other, constants, &mut key)?;
            }
        }
    }
    Some(key)
}

/// New numbers for everything that is numbered in a program.
#[derive(Default)]
struct Names {
    start: u32,
    variables: Numbers,
    iterations: Numbers,
    collections: Numbers,
    sequences: Numbers,
}

impl Names {
    /// Any instruction: how it is written with new numbers, and the constants that it names. None for a
    /// constant that there is not.
    #[inline(never)]
    fn tell(&mut self, mut op: Op, constants: Constants<'_>, key: &mut Vec<u32>) -> Option<()> {
        let mut is_whole = true;
        let mut named = Vec::new();
        op.visit(&mut |operand| {
            if let Some(id) = operand.downcast_mut::<ConstantId>() {
                let index = constants.index(core::mem::take(id));
                is_whole = is_whole && index.is_some();
                named.extend(index);
            } else {
                self.rename(operand);
            }
        });
        let mut bytes = Vec::new();
        op.write(&mut bytes);
        // The instruction says how many constants follow.
        key.extend(key_of(&bytes));
        key.extend(named);
        is_whole.then_some(())
    }

    fn rename(&mut self, operand: &mut dyn Any) {
        if let Some(Label(at)) = operand.downcast_mut() {
            *at = at.wrapping_sub(self.start);
        } else if let Some(LocalId(id)) = operand.downcast_mut() {
            *id = self.variables.of(*id);
        } else if let Some(IteratorId(id)) = operand.downcast_mut() {
            *id = self.iterations.of((*id).into()) as u8;
        } else if let Some(AccumulatorId(id)) = operand.downcast_mut() {
            *id = self.collections.of((*id).into()) as u8;
        } else if let Some(ChainId(id)) = operand.downcast_mut() {
            *id = self.sequences.of((*id).into()) as u8;
        }
    }
}

/// Numbers in the order in which they are first met.
#[derive(Default)]
struct Numbers {
    // The new number of each old one; none where it was not met.
    new: Vec<Option<u16>>,
    count: u16,
}

impl Numbers {
    fn of(&mut self, id: u16) -> u16 {
        if self.new.len() <= usize::from(id) {
            self.new.resize(usize::from(id) + 1, None);
        }
        let next = self.count;
        let known = self.new.get_mut(usize::from(id));
        let number = known.map_or(next, |known| *known.get_or_insert(next));
        if number == next {
            self.count = next.saturating_add(1);
        }
        number
    }
}
