//! When two conditions are the same, wherever in their programs they stand.

use core::any::Any;

use alloc::vec::Vec;

use super::atom::Atom;
use super::shape::Region;
use super::test::{Kind, Test};
use crate::bytecode::{
    AccumulatorId, ChainId, ConstantId, IteratorId, Label, LocalId, Op, Parts, Program, key_of,
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
    let mut names = Names { start, ..Names::default() };
    let mut bytes = Vec::new();
    for op in ops {
        let mut op = *op;
        op.visit(&mut |operand| names.rename(operand));
        op.write(&mut bytes);
    }
    // No test begins with a zero.
    let mut key = alloc::vec![0];
    key.extend(key_of(&bytes));
    for id in names.constants.old {
        key.push(parts.constants.index(ConstantId(id))?);
    }
    Some(key)
}

/// New numbers for everything that is numbered in a program.
#[derive(Default)]
struct Names {
    start: u32,
    constants: Numbers,
    variables: Numbers,
    iterations: Numbers,
    collections: Numbers,
    sequences: Numbers,
}

impl Names {
    fn rename(&mut self, operand: &mut dyn Any) {
        if let Some(ConstantId(id)) = operand.downcast_mut() {
            *id = self.constants.of(*id);
        } else if let Some(Label(at)) = operand.downcast_mut() {
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
    // The old ones in the order of the new ones.
    old: Vec<u16>,
}

impl Numbers {
    fn of(&mut self, id: u16) -> u16 {
        if self.new.len() <= usize::from(id) {
            self.new.resize(usize::from(id) + 1, None);
        }
        let next = self.old.len() as u16;
        let known = self.new.get_mut(usize::from(id));
        let number = known.map_or(next, |known| *known.get_or_insert(next));
        if number == next {
            self.old.push(id);
        }
        number
    }
}
