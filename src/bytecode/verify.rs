//! The verifier: after it, running needs no checks that could fail.

use alloc::vec::Vec;
use core::fmt;

use super::operand::Bounds;
use super::tables::{Constant, Place, Routine, Tables};
use super::{ConstantId, Label, Op};

/// Why code was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// There is no code.
    Empty,
    /// An operand names something that the program does not have.
    Operand(Label),
    /// The code can run past its last instruction.
    NoEnd(Label),
    /// An instruction takes more from the stack than is there.
    Underflow(Label),
    /// Two ways to an instruction disagree on how much is on the stack.
    Depth(Label),
    /// The program ends with something left on the stack.
    Leftover(Label),
    /// A call has a number of arguments that the function does not take.
    Arguments(Label),
    /// A number that is not finite, or a count that is no integer.
    Number,
    /// A constant, a name or a path that refers to nothing.
    Table,
}

impl fmt::Display for Flaw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (text, at) = match self {
            Flaw::Empty => ("there is no code", None),
            Flaw::Operand(at) => ("an operand is out of range", Some(at)),
            Flaw::NoEnd(at) => ("the code has no end", Some(at)),
            Flaw::Underflow(at) => ("the stack underflows", Some(at)),
            Flaw::Depth(at) => ("two paths disagree on the stack", Some(at)),
            Flaw::Leftover(at) => ("values are left on the stack", Some(at)),
            Flaw::Arguments(at) => ("a call has a wrong number of arguments", Some(at)),
            Flaw::Number => ("a constant is out of range", None),
            Flaw::Table => ("a table refers to nothing", None),
        };
        formatter.write_str(text)?;
        at.map_or(Ok(()), |at| write!(formatter, " at instruction {}", at.0))
    }
}

/// Checks what programs share, once for all of them.
pub(super) fn verify(tables: &Tables) -> Result<(), Flaw> {
    let common = &tables.common;
    let finite = |constant: &Constant| match constant {
        Constant::Double(value) => value.is_finite(),
        _ => true,
    };
    if !common.pool.iter().all(finite) {
        return Err(Flaw::Number);
    }
    let mut steps = common.paths.iter().flatten();
    let names = common.names.len();
    if steps.all(|name| name.index() < names) { Ok(()) } else { Err(Flaw::Table) }
}

/// Follows every path through the code of one routine after the other, in the same memory, then looks
/// at what each program brings.
#[derive(Debug, Default)]
pub(super) struct Verifier {
    // Of each routine the constants that are counts.
    counts: Vec<Vec<ConstantId>>,
    // How much is on the stack before each instruction, once it is known.
    depths: Vec<Option<u32>>,
    // Instructions that jumps lead to and that were not followed yet.
    open: Vec<Label>,
}

impl Verifier {
    /// The deepest stack of any path through the code of the next routine, or its first flaw.
    ///
    /// A call of its own for each: hosts use compiled code from the next call on.
    #[inline(never)]
    pub(super) fn routine(&mut self, tables: &Tables, routine: &Routine) -> Result<u32, Flaw> {
        let code = routine.code.of(&tables.code);
        let path = |word: &u32| tables.common.paths.get((*word >> 2) as usize);
        if !routine.reads.of(&tables.words).iter().all(|word| path(word).is_some()) {
            return Err(Flaw::Table);
        }
        let bounds = bounds(tables, routine);
        let mut counts = Vec::new();
        for (op, at) in code.iter().zip(0..) {
            check_operands(tables, &bounds, *op, Label(at))?;
            if let Op::ChainHit { count, .. } = op {
                counts.push(*count);
            }
        }
        self.counts.push(counts);
        self.walk(code)
    }

    /// Whether a program has what its routine asks for.
    #[inline(never)]
    pub(super) fn place(&self, tables: &Tables, place: &Place) -> Result<(), Flaw> {
        let Tables { common, words, .. } = tables;
        let constant = |word: &u32| common.pool.get(*word as usize);
        let constants = place.constants.of(words);
        let text = |word: &u32| matches!(constant(word), Some(Constant::String(_)));
        if constants.iter().any(|word| constant(word).is_none())
            || !place.segments.of(words).iter().all(text)
        {
            return Err(Flaw::Table);
        }
        let is_whole = |count: &ConstantId| {
            matches!(constants.get(count.index()).and_then(constant), Some(Constant::Integer(_)))
        };
        let counts = self.counts.get(place.routine as usize).ok_or(Flaw::Table)?;
        if counts.iter().all(is_whole) { Ok(()) } else { Err(Flaw::Number) }
    }

    fn walk(&mut self, code: &[Op]) -> Result<u32, Flaw> {
        if code.is_empty() {
            return Err(Flaw::Empty);
        }
        self.depths.clear();
        self.depths.resize(code.len(), None);
        self.open.clear();
        self.jump(Label(0), 0)?;
        let mut deepest = 0;
        while let Some(at) = self.open.pop() {
            deepest = deepest.max(self.follow(code, at)?);
        }
        Ok(deepest)
    }

    /// Follows the code from an instruction to one that was followed before, or to an end.
    fn follow(&mut self, code: &[Op], from: Label) -> Result<u32, Flaw> {
        let Some(mut depth) = self.depths.get(from.index()).copied().flatten() else {
            return Ok(0);
        };
        let mut deepest = depth;
        let mut at = from;
        loop {
            let op = code.get(at.index()).ok_or(Flaw::NoEnd(at))?;
            let (pops, pushes) = op.effect();
            depth = depth.checked_sub(pops).ok_or(Flaw::Underflow(at))? + pushes;
            deepest = deepest.max(depth);
            if *op == (Op::Return {}) && depth != 0 {
                return Err(Flaw::Leftover(at));
            }
            if let Some(target) = op.target() {
                self.jump(target, depth + op.kept_by_jump())?;
            }
            at = Label(at.0 + 1);
            if op.ends() || !self.reach(at, depth)? {
                return Ok(deepest);
            }
        }
    }

    /// Follows a jump, now or later.
    fn jump(&mut self, at: Label, depth: u32) -> Result<(), Flaw> {
        if self.reach(at, depth)? {
            self.open.push(at);
        }
        Ok(())
    }

    /// Whether an instruction is reached for the first time.
    fn reach(&mut self, at: Label, depth: u32) -> Result<bool, Flaw> {
        let known = self.depths.get_mut(at.index()).ok_or(Flaw::NoEnd(at))?;
        match *known {
            Some(known) if known == depth => Ok(false),
            Some(_) => Err(Flaw::Depth(at)),
            None => {
                *known = Some(depth);
                Ok(true)
            }
        }
    }
}

fn bounds(tables: &Tables, routine: &Routine) -> Bounds {
    let (common, frame) = (&tables.common, routine.frame);
    Bounds {
        code: routine.code.len(),
        constants: routine.constants as usize,
        names: common.names.len(),
        paths: common.paths.len(),
        functions: common.functions.len(),
        locals: frame.locals,
        iterators: frame.iterators,
        accumulators: frame.accumulators,
        chains: frame.chains,
    }
}

fn check_operands(tables: &Tables, bounds: &Bounds, op: Op, at: Label) -> Result<(), Flaw> {
    if !op.in_range(bounds) {
        return Err(Flaw::Operand(at));
    }
    if let Op::Call { function, arguments } = op {
        let function = tables.common.functions.get(function.index());
        let (least, most) = function.ok_or(Flaw::Operand(at))?.arity();
        let given = usize::from(arguments);
        if given < least || most.is_some_and(|most| given > most) {
            return Err(Flaw::Arguments(at));
        }
    }
    Ok(())
}
