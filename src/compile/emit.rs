//! The program under construction: code, tables and labels.

use alloc::vec::Vec;

use crate::bytecode::{ChainId, Constant, ConstantId, Label, Mark, Op, Pools, Role};
use crate::span::Span;

/// A place in the code whose target is not known yet.
pub(super) struct Hole(usize);

/// What will be a draft.
#[derive(Default)]
pub(super) struct Emitter {
    pub(super) code: Vec<Op>,
    pub(super) pools: Pools,
    pub(super) marks: Vec<Mark>,
    pub(super) iterators: Slots,
    pub(super) accumulators: Slots,
    pub(super) chains: Slots,
    /// The chains that are around, the outermost first.
    pub(super) open_chains: Vec<ChainId>,
    /// What there were too many of.
    pub(super) overflow: Option<&'static str>,
}

/// Numbers that are taken and given back like plates from a stack.
#[derive(Default)]
pub(super) struct Slots {
    taken: u8,
    pub(super) most: u8,
}

impl Emitter {
    pub(super) fn emit(&mut self, op: Op) {
        self.code.push(op);
    }

    /// Emits a jump whose target comes later.
    pub(super) fn emit_hole(&mut self, op: Op) -> Hole {
        self.emit(op);
        Hole(self.code.len() - 1)
    }

    /// The next instruction's label.
    pub(super) fn here(&self) -> Label {
        Label(self.code.len() as u32)
    }

    /// Lets jumps lead to the next instruction.
    pub(super) fn land(&mut self, holes: impl IntoIterator<Item = Hole>) {
        let here = self.here();
        for hole in holes {
            self.lead(hole, here);
        }
    }

    /// Lets a jump lead to a place that is known.
    pub(super) fn lead(&mut self, hole: Hole, target: Label) {
        if let Some(label) = self.code.get_mut(hole.0).and_then(Op::target_mut) {
            *label = target;
        }
    }

    /// Says that the last instruction leaves the value of an expression on the stack.
    pub(super) fn mark(&mut self, span: Span, role: Role) {
        let at = Label(self.code.len().saturating_sub(1) as u32);
        self.mark_at(at, span, role);
    }

    pub(super) fn mark_at(&mut self, at: Label, span: Span, role: Role) {
        self.marks.push(Mark { at, span, role });
    }

    pub(super) fn constant(&mut self, constant: &Constant) -> ConstantId {
        let index = u16::try_from(self.pools.constant(constant)).ok();
        ConstantId(self.or_overflow(index, "constants"))
    }

    pub(super) fn or_overflow<T: Default>(&mut self, value: Option<T>, what: &'static str) -> T {
        if value.is_none() {
            self.overflow = Some(what);
        }
        value.unwrap_or_default()
    }
}

impl Slots {
    /// The next free number; none when there are too many.
    pub(super) fn take(&mut self) -> Option<u8> {
        let slot = self.taken;
        self.taken = self.taken.checked_add(1)?;
        self.most = self.most.max(self.taken);
        Some(slot)
    }

    /// Gives back the number taken last.
    pub(super) fn give_back(&mut self) {
        self.taken = self.taken.saturating_sub(1);
    }
}
