//! Instructions that mostly stand together, carried out together when nobody watches.
//!
//! What a condition on an item looks like in code is always the same: a variable, its fields, a
//! constant, a comparison, a jump. Read ahead, that is one step without anything on the stack. The
//! instructions behind are left where they are, for those who come from elsewhere.

use super::Machine;
use super::limits::OutOfFuel;
use crate::bytecode::{ConstantId, NameId, Op};
use crate::value::{Comparison, Distance, Hint, Object, Value, distance, holds};

impl<'a> Machine<'a> {
    /// Goes on from a value that the instructions before `at` would have left on the stack; where
    /// to go on.
    pub(super) fn read_on(
        &mut self,
        mut value: Value<'a>,
        code: &[Op],
        mut at: usize,
    ) -> Result<usize, OutOfFuel> {
        while let Some(Op::Field { name }) = code.get(at) {
            self.fuel.burn(1)?;
            value = self.quick_step(value, *name)?;
            at += 1;
        }
        match code.get(at..) {
            Some([Op::Constant { constant }, Op::Compare { comparison }, ..]) => {
                self.fuel.burn(2)?;
                let right = self.constant(*constant);
                let holds = self.compare(*comparison, value, right)?;
                self.decide(holds, code, at + 2)
            }
            Some(
                [
                    Op::Constant { constant },
                    Op::Now {},
                    Op::OccursWithin { comparison, unit, direction },
                    ..,
                ],
            ) if !matches!(value, Value::List(_)) => {
                self.fuel.burn(3)?;
                let (comparison, unit, direction) = (*comparison, *unit, *direction);
                let within = |count| Distance { comparison, count, unit, direction };
                let holds = self.is_within(value, *constant, within);
                self.decide(holds, code, at + 3)
            }
            _ => {
                self.push(value);
                Ok(at)
            }
        }
    }

    fn is_within(
        &self,
        time: Value<'a>,
        count: ConstantId,
        within: impl Fn(i64) -> Distance,
    ) -> bool {
        let reference = Value::Instant(self.profile.now).reference();
        let (Some(count), Some(reference)) = (self.constant(count).integer(), reference) else {
            return false;
        };
        time.instant().is_some_and(|time| distance(time, within(count), reference))
    }

    /// Whether two values compare, the scalars that are met most first.
    #[inline]
    pub(super) fn compare(
        &self,
        comparison: Comparison,
        left: Value<'a>,
        right: Value<'a>,
    ) -> Result<bool, OutOfFuel> {
        if let (Value::String(left), Value::String(right), Comparison::Equal) =
            (left, right, comparison)
        {
            self.fuel.burn(left.len().min(right.len()) / 16)?;
            return Ok(left == right);
        }
        self.fuel.burn_for(left, right)?;
        let holds = holds(comparison, left, right, self.scratch.meter);
        self.fuel.check()?;
        Ok(holds)
    }

    /// Follows what a Boolean decides, as long as it decides something; where to go on.
    pub(super) fn decide(
        &mut self,
        mut holds: bool,
        code: &[Op],
        mut at: usize,
    ) -> Result<usize, OutOfFuel> {
        loop {
            self.fuel.burn(1)?;
            match code.get(at) {
                Some(Op::Truth {}) => at += 1,
                Some(Op::Not {}) => {
                    holds = !holds;
                    at += 1;
                }
                // What it decides goes along to the target.
                Some(Op::And { target }) if !holds => at = target.index(),
                Some(Op::Or { target }) if holds => at = target.index(),
                Some(Op::And { .. } | Op::Or { .. }) => return Ok(at + 1),
                Some(Op::JumpIfFalse { target }) => {
                    return Ok(if holds { at + 1 } else { target.index() });
                }
                _ => {
                    self.push(Value::Boolean(holds));
                    return Ok(at);
                }
            }
        }
    }

    /// A step of a path, with a hint where the field is.
    pub(super) fn quick_step(
        &mut self,
        value: Value<'a>,
        name: NameId,
    ) -> Result<Value<'a>, OutOfFuel> {
        let Value::Object(object) = value else {
            return self.step(value, name);
        };
        let hint = self.hints.get(name.0);
        if let Some((key, found)) = object.entries.get(hint.place)
            && hint.name == name.0
            && core::ptr::eq(*key, hint.key)
        {
            return Ok(*found);
        }
        Ok(self.slow_step(object, name))
    }

    /// Looks for a field, and keeps where it was.
    fn slow_step(&self, object: &'a Object<'a>, name: NameId) -> Value<'a> {
        let text = self.program.parts().names.get(name.index()).map_or("", |name| name);
        let Some(place) = object.place(text) else {
            return Value::Null;
        };
        let Some((key, found)) = object.entries.get(place) else {
            return Value::Null;
        };
        self.hints.set(Hint { name: name.0, place, key });
        *found
    }
}
