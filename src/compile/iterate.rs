//! Loops over items: quantifiers, filters and aggregates.

use alloc::vec::Vec;

use super::emit::{Emitter, Hole};
use super::expression::LATER;
use crate::bytecode::{Accumulator, AccumulatorId, Constant, IteratorId, Label, Op, Role};
use crate::check::{Form, Iterate, Variable};
use crate::span::Span;
use crate::value::Comparison;

/// An open loop.
struct Loop {
    next: Label,
    // From here the loop is left; it leads to the next item of the loop around it.
    exit: Hole,
}

impl Emitter {
    pub(super) fn iterate(&mut self, span: Span, iterate: &Iterate) {
        match iterate.form {
            Form::Any => self.decide(span, iterate, true),
            Form::None => self.decide(span, iterate, false),
            Form::Every => self.every(span, iterate),
            Form::One => self.collect(span, iterate, Accumulator::Count),
            Form::Collect(accumulator) => self.collect(span, iterate, accumulator),
        }
    }

    /// Gives `found` at the first tuple that satisfies everything, else its opposite.
    fn decide(&mut self, span: Span, iterate: &Iterate, found: bool) {
        let role = if found { Role::Some } else { Role::None };
        let (loops, inner) = self.open_loops(span, iterate, role);
        if let Some(condition) = &iterate.condition {
            self.skip_unless(condition, inner);
        }
        self.boolean(found);
        let done = self.emit_hole(Op::Jump { target: LATER });
        self.mark(span, Role::Value);
        self.close_loops(loops);
        self.boolean(!found);
        self.mark(span, Role::Value);
        self.land([done]);
    }

    /// Every item of every level satisfies its condition; or, behind `:`, every tuple that
    /// satisfies the conditions satisfies the last one (decision A19).
    fn every(&mut self, span: Span, iterate: &Iterate) {
        let mut failures = Vec::new();
        let mut loops = Vec::new();
        for variable in &iterate.variables {
            let open = self.open_loop(variable, around(span, variable, iterate), Role::Every);
            let next = open.next;
            loops.push(open);
            let Some(condition) = &variable.condition else {
                continue;
            };
            if iterate.condition.is_some() {
                self.skip_unless(condition, next);
            } else {
                self.expression(condition);
                failures.push(self.emit_hole(Op::JumpIfFalse { target: LATER }));
            }
        }
        if let Some(condition) = &iterate.condition {
            self.expression(condition);
            failures.push(self.emit_hole(Op::JumpIfFalse { target: LATER }));
        }
        self.again(&loops);
        self.close_loops(loops);
        self.boolean(true);
        let done = self.emit_hole(Op::Jump { target: LATER });
        self.mark(span, Role::Value);
        self.land(failures);
        self.boolean(false);
        self.mark(span, Role::Value);
        self.land([done]);
    }

    /// Collects a value of every tuple that satisfies everything.
    fn collect(&mut self, span: Span, iterate: &Iterate, kind: Accumulator) {
        let slot = self.accumulators.take();
        let accumulator = AccumulatorId(self.or_overflow(slot, "nested loops"));
        self.emit(Op::Begin { accumulator, kind });
        let (loops, inner) = self.open_loops(span, iterate, Role::Each);
        if let Some(condition) = &iterate.condition {
            self.skip_unless(condition, inner);
        }
        match &iterate.key {
            Some(key) => {
                self.expression(key);
                self.collected(iterate);
                self.emit(Op::AddUnder { accumulator });
            }
            None => {
                self.collected(iterate);
                self.emit(Op::Add { accumulator });
            }
        }
        self.again(&loops);
        self.close_loops(loops);
        self.accumulators.give_back();
        self.emit(Op::End { accumulator });
        if let Some(count) = &iterate.count {
            self.expression(count);
            self.emit(Op::Take {});
        }
        if iterate.form == Form::One {
            let constant = self.constant(&Constant::Integer(1));
            self.emit(Op::Constant { constant });
            self.emit(Op::Compare { comparison: Comparison::Equal });
        }
        self.mark(span, Role::Value);
    }

    /// The value to collect, the item, or the tuple of all items.
    fn collected(&mut self, iterate: &Iterate) {
        if let Some(value) = &iterate.value {
            return self.expression(value);
        }
        for variable in &iterate.variables {
            self.emit(Op::Local { local: variable.local });
        }
        if iterate.variables.len() != 1 {
            let items = self.or_overflow(u16::try_from(iterate.variables.len()).ok(), "variables");
            self.emit(Op::MakeList { items });
        }
    }

    /// Opens a loop for every variable, each with its condition; where the innermost goes on.
    fn open_loops(&mut self, span: Span, iterate: &Iterate, role: Role) -> (Vec<Loop>, Label) {
        let mut loops = Vec::new();
        let mut inner = self.here();
        for variable in &iterate.variables {
            let open = self.open_loop(variable, around(span, variable, iterate), role);
            inner = open.next;
            loops.push(open);
            if let Some(condition) = &variable.condition {
                self.skip_unless(condition, inner);
            }
        }
        (loops, inner)
    }

    fn open_loop(&mut self, variable: &Variable, span: Span, role: Role) -> Loop {
        self.expression(&variable.source);
        let slot = self.iterators.take();
        let iterator = IteratorId(self.or_overflow(slot, "nested loops"));
        self.emit(Op::Iterate { iterator });
        let next = self.here();
        let local = variable.local;
        let exit = self.emit_hole(Op::Next { iterator, local, target: LATER });
        self.mark(span, role);
        Loop { next, exit }
    }

    fn skip_unless(&mut self, condition: &crate::check::Typed, next: Label) {
        self.expression(condition);
        self.emit(Op::JumpIfFalse { target: next });
    }

    fn again(&mut self, loops: &[Loop]) {
        if let Some(inner) = loops.last() {
            self.emit(Op::Jump { target: inner.next });
        }
    }

    /// Lets the exit of each loop lead to the next item of the one around it, that of the
    /// outermost to the instruction that follows.
    fn close_loops(&mut self, loops: Vec<Loop>) {
        let mut around = None;
        for open in loops {
            self.iterators.give_back();
            match around {
                Some(next) => self.lead(open.exit, next),
                None => self.land([open.exit]),
            }
            around = Some(open.next);
        }
    }
}

/// What is evaluated for every item: all of the construct, or what stands from a further variable's
/// array on.
fn around(span: Span, variable: &Variable, iterate: &Iterate) -> Span {
    let first = iterate.variables.first().is_some_and(|first| first.local == variable.local);
    if first { span } else { Span::new(variable.source.span.start, span.end) }
}
