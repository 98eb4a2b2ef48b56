//! Event sequences: one pass over the sorted events, or a search where later steps bear on earlier.

use alloc::vec::Vec;

use super::emit::{Emitter, Hole};
use super::expression::LATER;
use crate::bytecode::{ChainId, Constant, IteratorId, Label, LocalId, Op, Role};
use crate::check::{Chain, Step};
use crate::span::Span;

impl Emitter {
    pub(super) fn chain(&mut self, span: Span, chain: &Chain) {
        let slot = self.chains.take();
        let id = ChainId(self.or_overflow(slot, "nested chains"));
        self.open_chains.push(id);
        self.file_events(id, chain);
        if chain.steps.iter().any(|step| step.most.is_some() || step.varies) {
            self.search(id, span, chain);
        } else {
            self.pass(id, span, chain);
        }
        self.open_chains.pop();
        self.chains.give_back();
    }

    /// Without references between steps and without upper bounds, taking the earliest event that
    /// fits is complete (pql.md 9): a later one leaves less for the steps that follow.
    fn pass(&mut self, id: ChainId, span: Span, chain: &Chain) {
        let mut misses = Vec::new();
        for step in &chain.steps {
            misses.extend(self.step(id, chain.local, step));
        }
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
        // The time of the event that was looked at last would tell nobody anything.
        let marks = self.marks.len();
        self.expression(&chain.timestamp);
        self.marks.truncate(marks);
        self.emit(Op::ChainAdd { chain: id, local });
        self.emit(Op::Jump { target: next });
        self.land([exit]);
        self.iterators.give_back();
        self.emit(Op::ChainSort { chain: id });
    }

    /// Looks for the events of a step; the way out when there are too few.
    fn step(&mut self, id: ChainId, local: LocalId, step: &Step) -> Option<Hole> {
        if step.least == 0 {
            return None;
        }
        self.emit(Op::ChainStep { chain: id });
        let next = self.here();
        let miss = self.emit_hole(Op::ChainNext { chain: id, local, target: LATER });
        self.mark(step.span, Role::Step);
        self.conditions(id, step, next);
        let count = self.constant(&Constant::Integer(step.least));
        self.emit(Op::ChainHit { chain: id, count, target: next });
        Some(miss)
    }

    /// Goes on elsewhere unless the event at hand fits. Time is tested first: it is cheap and rules
    /// out most.
    fn conditions(&mut self, id: ChainId, step: &Step, miss: Label) {
        if let Some((period, span)) = &step.when {
            self.emit(Op::ChainTime { chain: id });
            self.period(period);
            self.mark(*span, Role::Value);
            self.emit(Op::JumpIfFalse { target: miss });
        }
        for condition in [Some(&step.what), step.condition.as_ref()].into_iter().flatten() {
            self.expression(condition);
            self.emit(Op::JumpIfFalse { target: miss });
        }
    }

    /// The machine asks of one event after the other whether it fits a step, and decides from the
    /// answers which events to take.
    fn search(&mut self, id: ChainId, span: Span, chain: &Chain) {
        for step in &chain.steps {
            let least = self.constant(&Constant::Integer(step.least));
            let most = step.most.map_or(Constant::Null, Constant::Integer);
            let most = self.constant(&most);
            let varies = u8::from(step.varies);
            self.emit(Op::ChainRule { chain: id, least, most, varies });
            self.mark(step.span, Role::Step);
        }
        let seek = self.here();
        let done = self.emit_hole(Op::ChainSeek { chain: id, local: chain.local, target: LATER });
        for (index, step) in (0_u8..).zip(&chain.steps) {
            let other = self.emit_hole(Op::ChainCase { chain: id, step: index, target: LATER });
            self.mark(step.span, Role::Step);
            self.conditions(id, step, seek);
            self.emit(Op::ChainFits { chain: id });
            self.emit(Op::Jump { target: seek });
            self.land([other]);
        }
        // No step was asked: the machine asks of those that there are.
        self.emit(Op::Jump { target: seek });
        self.land([done]);
        // An instruction to carry the mark, for the answer came by jumping.
        self.emit(Op::Truth {});
        self.mark(span, Role::Value);
    }
}
