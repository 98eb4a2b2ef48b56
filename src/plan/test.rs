//! Conditions on one path of the profile: recognised in the code, evaluated without the machine.

use super::shape::Region;
use crate::bytecode::{Constant, ConstantId, FunctionId, Op, PathId, Program};
use crate::functions::{Body, Cost, Scope};
use crate::value::{Comparison, Value, holds, scalar_holds};
use crate::vm::{OutOfFuel, pay_for_call};

/// A condition on what a path leads to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Test {
    pub(super) path: PathId,
    pub(super) kind: Kind,
}

/// What is asked of the value.
#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// Its own truth.
    Truth,
    /// How it compares with a constant.
    Compare(Comparison, ConstantId),
    /// Whether it is one of some constants.
    In(Arguments),
    /// What a function says of it and of constants.
    Call(FunctionId, Arguments),
}

/// Constants behind the first argument of a call: the code that pushes them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arguments {
    pub(super) region: Region,
    /// Whether the first of them are made into a list, and how many.
    pub(super) list: Option<u16>,
}

/// The most arguments that are evaluated here.
const MOST: usize = 8;

impl Test {
    /// The condition that a region is; none when it is more than that.
    pub(super) fn read(program: &Program, region: Region) -> Option<Test> {
        let ops = program.parts().code.get(region.start as usize..region.end as usize)?;
        let (Op::Path { path }, rest) = ops.split_first()? else {
            return None;
        };
        let kind = match rest {
            [] => Kind::Truth,
            [Op::Constant { constant }, Op::Compare { comparison }] => {
                Kind::Compare(*comparison, *constant)
            }
            [between @ .., Op::Call { function, arguments }] => {
                let arguments = Arguments::read(between, region, *arguments)?;
                let row = program.parts().functions.get(function.index())?;
                match row.body {
                    Body::Native(_) if row.name == "in" && arguments.list.is_some() => {
                        Kind::In(arguments)
                    }
                    Body::Native(_) => Kind::Call(*function, arguments),
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(Test { path: *path, kind })
    }

    /// Whether the value of the path passes.
    pub(super) fn passes<'a>(
        &self,
        program: &'a Program,
        value: Value<'a>,
        scope: Scope<'a>,
    ) -> Result<bool, OutOfFuel> {
        let meter = scope.scratch.meter;
        let passes = match self.kind {
            Kind::Truth => value.truth(),
            Kind::Compare(comparison, constant) => {
                holds(comparison, value, self::constant(program, constant), meter)
            }
            Kind::In(arguments) => {
                let is_one = |value: Value<'a>| {
                    let mut constants = arguments.constants(program).map(self::value);
                    meter.take(usize::from(arguments.list.unwrap_or(0)))
                        && constants.any(|it| scalar_holds(Comparison::Equal, value, it))
                };
                match value {
                    Value::List(items) => items.iter().any(|item| is_one(*item)),
                    value => is_one(value),
                }
            }
            Kind::Call(function, arguments) => {
                let row = program.parts().functions.get(function.index());
                let Some(Body::Native(body)) = row.map(|row| row.body) else {
                    return Ok(false);
                };
                let mut all = [Value::Null; MOST];
                let count = arguments.fill(program, value, scope, &mut all);
                let all = all.get(..count).unwrap_or(&[]);
                pay_for_call(meter, row.map_or(Cost::Constant, |row| row.cost), all)?;
                body(scope, all).truth()
            }
        };
        if meter.take(1) { Ok(passes) } else { Err(OutOfFuel) }
    }
}

impl Arguments {
    /// Constants only, of which the first may be the items of a list; as many as the call takes.
    fn read(ops: &[Op], region: Region, count: u8) -> Option<Arguments> {
        let constants = ops.iter().take_while(|op| matches!(op, Op::Constant { .. })).count();
        let (_, behind) = ops.split_at_checked(constants)?;
        let given = usize::from(count).checked_sub(1)?;
        let list = match behind {
            [] if constants == given => None,
            [Op::MakeList { items }] if usize::from(*items) == constants && given == 1 => {
                Some(*items)
            }
            _ => return None,
        };
        let start = region.start + 1;
        let region = Region { start, end: start + constants as u32 };
        (given < MOST).then_some(Arguments { region, list })
    }

    /// The constants, in their order.
    pub(super) fn constants(self, program: &Program) -> impl Iterator<Item = &Constant> {
        let constants = program.constants();
        self.ids(program).filter_map(move |id| constants.get(id.index()))
    }

    /// Their numbers in the program.
    pub(super) fn ids(self, program: &Program) -> impl Iterator<Item = ConstantId> {
        let Region { start, end } = self.region;
        let ops = program.parts().code.get(start as usize..end as usize).unwrap_or(&[]);
        ops.iter().filter_map(|op| match op {
            Op::Constant { constant } => Some(*constant),
            _ => None,
        })
    }

    /// Puts the arguments of the call in order; how many there are.
    fn fill<'a>(
        self,
        program: &'a Program,
        first: Value<'a>,
        scope: Scope<'a>,
        all: &mut [Value<'a>; MOST],
    ) -> usize {
        let constants = self.constants(program).map(value);
        let mut slots = all.iter_mut();
        let mut count = 0;
        let mut put = |value| {
            if let Some(slot) = slots.next() {
                *slot = value;
                count += 1;
            }
        };
        put(first);
        if self.list.is_some() {
            let items = bumpalo::collections::Vec::from_iter_in(constants, scope.scratch.arena);
            put(Value::List(items.into_bump_slice()));
        } else {
            constants.for_each(put);
        }
        count
    }
}

fn constant(program: &Program, id: ConstantId) -> Value<'_> {
    program.constants().get(id.index()).map_or(Value::Null, value)
}

/// A constant as a value.
pub(super) fn value(constant: &Constant) -> Value<'_> {
    match constant {
        Constant::Null => Value::Null,
        Constant::Boolean(value) => Value::Boolean(*value),
        Constant::Integer(value) => Value::Integer(*value),
        Constant::Double(value) => Value::Double(*value),
        Constant::String(text) => Value::String(text),
    }
}
