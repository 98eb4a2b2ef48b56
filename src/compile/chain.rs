//! Event sequences: one pass over the sorted events, step after step.

use alloc::vec::Vec;

use super::emit::{Emitter, Hole};
use super::expression::LATER;
use crate::bytecode::{ChainId, Constant, IteratorId, LocalId, Op, Role};
use crate::check::{Chain, Step};
use crate::span::Span;

impl Emitter {
    /// Without references between steps, taking the earliest event that fits is complete
    /// (pql.md 9): a later one leaves less for the steps that follow.
    pub(super) fn chain(&mut self, span: Span, chain: &Chain) {
        let slot = self.chains.take();
        let id = ChainId(self.or_overflow(slot, "nested chains"));
        self.file_events(id, chain);
        let mut misses = Vec::new();
        for step in &chain.steps {
            misses.extend(self.step(id, chain.local, step));
        }
        self.chains.give_back();
        self.boolean(true);
        let done = self.emit_hole(Op::Jump { target: LATER });
        self.mark(span, Role::Value);
        self.land(misses);
        self.boolean(false);
        self.mark(span, Role::Value);
        self.land([done]);
    }

    /// Files every event under its time.
    fn file_events(&mut self, id: ChainId, chain: &Chain) {
        self.emit(Op::ChainOpen { chain: id });
        self.expression(&chain.array);
        let slot = self.iterators.take();
        let iterator = IteratorId(self.or_overflow(slot, "nested loops"));
        self.emit(Op::Iterate { iterator });
        let next = self.here();
        let local = chain.local;
        let exit = self.emit_hole(Op::Next { iterator, local, target: LATER });
        self.expression(&chain.timestamp);
        self.emit(Op::ChainAdd { chain: id, local });
        self.emit(Op::Jump { target: next });
        self.land([exit]);
        self.iterators.give_back();
        self.emit(Op::ChainSort { chain: id });
    }

    /// Looks for the events of a step; the way out when there are too few. Time is tested first:
    /// it is cheap and rules out most.
    fn step(&mut self, id: ChainId, local: LocalId, step: &Step) -> Option<Hole> {
        if step.count == 0 {
            return None;
        }
        self.emit(Op::ChainStep { chain: id });
        let next = self.here();
        let miss = self.emit_hole(Op::ChainNext { chain: id, local, target: LATER });
        if let Some(period) = &step.when {
            self.emit(Op::ChainTime { chain: id });
            self.period(period);
            self.emit(Op::JumpIfFalse { target: next });
        }
        for condition in [Some(&step.what), step.condition.as_ref()].into_iter().flatten() {
            self.expression(condition);
            self.emit(Op::JumpIfFalse { target: next });
        }
        let count = self.constant(&Constant::Integer(i64::from(step.count)));
        self.emit(Op::ChainHit { chain: id, count, target: next });
        Some(miss)
    }
}
