//! The dispatch loop: runs a verified program.
#![deny(clippy::wildcard_enum_match_arm, reason = "a new instruction has to find its arm")]

mod chain;
mod collect;
mod fused;
mod limits;
mod search;
mod step;
mod time;

use core::iter::repeat_n;
use core::ops::Range;

use bumpalo::collections::Vec;

use crate::bytecode::{Constant, Op, Program};
use crate::functions::Scratch;
use crate::profile::Profile;
use crate::value::{Hints, Value, negate};

pub use limits::{OutOfFuel, pay_for_call};

use chain::Sequence;
use collect::Collection;
use limits::Fuel;

/// Told of everything that an explanation needs to know. Instructions are named by their place.
pub trait Trace<'a> {
    /// Whether it wants to be told of every instruction.
    const WATCHES: bool = true;
    /// The instruction left `value` on the stack; for `And` and `Or`, by jumping.
    fn value(&mut self, at: usize, value: Value<'a>);
    /// The instruction took the item at this place of its array, for a loop; for a step the event
    /// of this time.
    fn item(&mut self, _at: usize, _item: usize, _time: Option<i64>) {}
    /// The item at hand of the innermost loop was collected, or it fits its step.
    fn fits(&mut self) {}
    /// The instruction found no item more.
    fn end(&mut self, _at: usize) {}
    /// A step of a sequence was decided; which event it found last, unless that is the one at hand.
    fn step(&mut self, _at: usize, _found: bool, _event: Option<usize>) {}
}

/// For when nobody asks why.
impl<'a> Trace<'a> for () {
    const WATCHES: bool = false;

    #[inline]
    fn value(&mut self, _: usize, _: Value<'a>) {}
}

/// Runs a program on a profile. The arena of `scratch` takes intermediate lists; nothing is
/// allocated elsewhere.
///
/// # Errors
/// Only when the program needs more steps than the meter of `scratch` has.
pub fn run<'a>(
    program: &'a Program,
    profile: Profile<'a>,
    scratch: Scratch<'a>,
    trace: &mut impl Trace<'a>,
) -> Result<Value<'a>, OutOfFuel> {
    Machine::new(program, profile, scratch).run(0, usize::MAX, trace)
}

/// Runs a part of a program that leaves one value on an empty stack, and gives that value.
///
/// # Errors
/// As `run`.
pub fn run_region<'a>(
    program: &'a Program,
    region: Range<u32>,
    profile: Profile<'a>,
    scratch: Scratch<'a>,
) -> Result<Value<'a>, OutOfFuel> {
    let Range { start, end } = region;
    Machine::new(program, profile, scratch).run(start as usize, end as usize, &mut ())
}

/// The state of one run.
struct Machine<'a> {
    program: &'a Program,
    profile: Profile<'a>,
    scratch: Scratch<'a>,
    fuel: Fuel<'a>,
    stack: Vec<'a, Value<'a>>,
    locals: Vec<'a, Value<'a>>,
    // The items of each open loop, and how many were taken.
    iterators: Vec<'a, (&'a [Value<'a>], usize)>,
    collections: Vec<'a, Collection<'a>>,
    sequences: Vec<'a, Sequence<'a>>,
    hints: &'a Hints<'a>,
}

impl<'a> Machine<'a> {
    fn new(program: &'a Program, profile: Profile<'a>, scratch: Scratch<'a>) -> Machine<'a> {
        let arena = scratch.arena;
        let parts = program.parts();
        let empty: (&[Value<'a>], usize) = (&[], 0);
        let nulls = repeat_n(Value::Null, usize::from(parts.locals));
        let collections = (0..parts.accumulators).map(|_| Collection::new(arena));
        let sequences = (0..parts.chains).map(|_| Sequence::new(arena));
        Machine {
            program,
            profile,
            scratch,
            fuel: Fuel(scratch.meter),
            stack: Vec::with_capacity_in(program.stack(), arena),
            locals: Vec::from_iter_in(nulls, arena),
            iterators: Vec::from_iter_in(repeat_n(empty, usize::from(parts.iterators)), arena),
            collections: Vec::from_iter_in(collections, arena),
            sequences: Vec::from_iter_in(sequences, arena),
            hints: scratch.memo.hints(program.tables_at(), arena),
        }
    }

    fn run<T: Trace<'a>>(
        mut self,
        start: usize,
        end: usize,
        trace: &mut T,
    ) -> Result<Value<'a>, OutOfFuel> {
        let code = self.program.parts().code;
        let code = code.get(..end).unwrap_or(code);
        let mut pc = start;
        while let Some(op) = code.get(pc) {
            self.fuel.burn(1)?;
            let mut next = pc + 1;
            match *op {
                Op::Constant { constant } => self.push(self.constant(constant)),
                Op::Root {} => self.push(self.profile.root),
                Op::Path { path } => {
                    let value = self.path(path)?;
                    if T::WATCHES {
                        self.push(value);
                    } else {
                        next = self.read_on(value, code, next)?;
                    }
                }
                Op::Field { name } => self.field(name)?,
                Op::Local { local } => {
                    let value = self.locals.get(local.index()).copied().unwrap_or_default();
                    if T::WATCHES {
                        self.push(value);
                    } else {
                        next = self.read_on(value, code, next)?;
                    }
                }
                Op::Now {} => self.push(Value::Instant(self.profile.now)),
                Op::Calendar { relation, unit } => self.calendar(relation, unit),
                Op::Compare { comparison } => {
                    let (left, right) = self.pop_two();
                    let holds = self.compare(comparison, left, right)?;
                    self.push(Value::Boolean(holds));
                }
                Op::Arithmetic { operator } => self.arithmetic(operator)?,
                Op::Negate {} => self.change(negate),
                Op::Not {} => self.change(|value| Value::Boolean(!value.truth())),
                Op::Truth {} => self.change(|value| Value::Boolean(value.truth())),
                Op::Jump { target } => next = target.index(),
                Op::JumpIfFalse { target } => {
                    if !self.pop().truth() {
                        next = target.index();
                    }
                }
                Op::And { target } => {
                    if self.pop().truth() {
                        pc = next;
                        continue;
                    }
                    self.push(Value::Boolean(false));
                    next = target.index();
                }
                Op::Or { target } => {
                    if !self.pop().truth() {
                        pc = next;
                        continue;
                    }
                    self.push(Value::Boolean(true));
                    next = target.index();
                }
                Op::Call { function, arguments } => self.call(function, arguments)?,
                Op::InSegment {} => self.in_segment(),
                Op::MakeList { items } => self.make_list(items)?,
                Op::OccursOn {} => self.occurs_on(),
                Op::OccursToward { direction } => self.occurs_toward(direction),
                Op::OccursBetween {} => self.occurs_between(),
                Op::OccursWithin { comparison, unit, direction } => {
                    self.occurs_within(comparison, unit, direction);
                }
                Op::Iterate { iterator } => self.open(iterator),
                Op::Next { iterator, local, target } => {
                    if let Some(item) = self.next_item(iterator, local) {
                        trace.item(pc, item, None);
                    } else {
                        trace.end(pc);
                        next = target.index();
                    }
                }
                Op::Begin { accumulator, kind } => self.begin(accumulator, kind),
                Op::Add { accumulator } => {
                    self.add(accumulator)?;
                    trace.fits();
                }
                Op::End { accumulator } => self.end(accumulator)?,
                Op::ChainOpen { chain } => {
                    self.sequence(chain, Sequence::clear);
                    if !T::WATCHES {
                        next = self.recall(chain, code, next)?;
                    }
                }
                Op::ChainAdd { chain, local } => self.file_event(chain, local)?,
                Op::ChainSort { chain } => self.sort_events(chain)?,
                Op::ChainStep { chain } => self.sequence(chain, Sequence::step),
                Op::ChainNext { chain, local, target } => {
                    if let Some((place, time)) = self.next_event(chain, local) {
                        trace.item(pc, place, Some(time));
                    } else {
                        trace.end(pc);
                        trace.step(pc, false, None);
                        next = target.index();
                    }
                }
                Op::ChainTime { chain } => {
                    let value = self.event_time(chain);
                    if T::WATCHES {
                        self.push(value);
                    } else {
                        next = self.read_on(value, code, next)?;
                    }
                }
                Op::ChainHit { chain, count, target } => {
                    trace.fits();
                    if self.hit(chain, count) {
                        next = target.index();
                    } else {
                        trace.step(target.index(), true, self.event(chain));
                    }
                }
                Op::Return {} => break,
                Op::Parameters {} => self.push(self.profile.parameters),
                Op::Set { local } => {
                    let value = self.pop();
                    self.set(local, value);
                }
                Op::MakeObject { keys, items } => self.make_object(keys, items)?,
                Op::Item { item } => self.change(|list| {
                    list.items().get(usize::from(item)).copied().unwrap_or_default()
                }),
                Op::Spread { spread } => self.spread(spread)?,
                Op::AddUnder { accumulator } => {
                    self.add_under(accumulator)?;
                    trace.fits();
                }
                Op::Take {} => self.take(),
                Op::ChainRule { chain, least, most, varies } => {
                    self.rule(chain, least, most, varies)?;
                }
                Op::ChainSeek { chain, local, target } => {
                    let decided = self.seek(chain, local);
                    self.fuel.check()?;
                    if let Some(found) = decided {
                        self.tell(chain, found, pc, trace);
                        self.push(Value::Boolean(found));
                        next = target.index();
                    }
                }
                Op::ChainCase { chain, step, target } => match self.asked(chain, step) {
                    Some((place, time)) => trace.item(pc, place, Some(time)),
                    None => next = target.index(),
                },
                Op::ChainFits { chain } => {
                    self.sequence(chain, |sequence| sequence.search.fits());
                    trace.fits();
                }
                Op::ChainFound { chain, step, part } => self.found(chain, step, part),
            }
            if let Some(top) = self.stack.last() {
                trace.value(pc, *top);
            }
            pc = next;
        }
        Ok(self.pop())
    }

    fn constant(&self, constant: crate::bytecode::ConstantId) -> Value<'a> {
        match self.program.constants().get(constant.index()) {
            Some(Constant::Boolean(value)) => Value::Boolean(*value),
            Some(Constant::Integer(value)) => Value::Integer(*value),
            Some(Constant::Double(value)) => Value::Double(*value),
            Some(Constant::String(text)) => Value::String(text),
            Some(Constant::Null) | None => Value::Null,
        }
    }
}
