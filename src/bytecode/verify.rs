//! The verifier: after it, running needs no checks that could fail.

use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use super::operand::Tables;
use super::{Constant, Draft, Label, Op};

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
    /// A mark or path that refers to nothing.
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

/// The deepest stack of any path through the code, or the first flaw.
pub(super) fn verify(draft: &Draft) -> Result<u32, Flaw> {
    let tables = tables(draft);
    check_tables(draft, &tables)?;
    for (at, op) in draft.code.iter().enumerate() {
        check_operands(draft, &tables, *op, Label(at as u32))?;
    }
    Walk { code: &draft.code, depths: vec![None; draft.code.len()], open: Vec::new() }.run()
}

fn tables(draft: &Draft) -> Tables {
    Tables {
        code: draft.code.len(),
        constants: draft.constants.len(),
        names: draft.names.len(),
        paths: draft.paths.len(),
        functions: draft.functions.len(),
        locals: draft.locals,
        iterators: draft.iterators,
        accumulators: draft.accumulators,
        chains: draft.chains,
    }
}

fn check_tables(draft: &Draft, tables: &Tables) -> Result<(), Flaw> {
    let finite = |constant: &Constant| match constant {
        Constant::Double(value) => value.is_finite(),
        _ => true,
    };
    if !draft.constants.iter().all(finite) {
        return Err(Flaw::Number);
    }
    let mut steps = draft.paths.iter().flatten();
    let paths = steps.all(|name| name.index() < tables.names);
    let marks = draft.marks.iter().all(|mark| mark.at.index() < tables.code)
        && draft.marks.is_sorted_by_key(|mark| mark.at);
    if paths && marks { Ok(()) } else { Err(Flaw::Table) }
}

fn check_operands(draft: &Draft, tables: &Tables, op: Op, at: Label) -> Result<(), Flaw> {
    if !op.in_range(tables) {
        return Err(Flaw::Operand(at));
    }
    match op {
        Op::Call { function, arguments } => {
            let function = draft.functions.get(function.index()).ok_or(Flaw::Operand(at))?;
            let (least, most) = function.arity();
            let given = usize::from(arguments);
            let fits = least <= given && most.is_none_or(|most| given <= most);
            if fits { Ok(()) } else { Err(Flaw::Arguments(at)) }
        }
        Op::ChainHit { count, .. } => match draft.constants.get(count.index()) {
            Some(Constant::Integer(_)) => Ok(()),
            _ => Err(Flaw::Number),
        },
        _ => Ok(()),
    }
}

/// Follows every path through the code.
struct Walk<'d> {
    code: &'d [Op],
    // How much is on the stack before each instruction, once it is known.
    depths: Vec<Option<u32>>,
    open: Vec<(Label, u32)>,
}

impl Walk<'_> {
    fn run(mut self) -> Result<u32, Flaw> {
        if self.code.is_empty() {
            return Err(Flaw::Empty);
        }
        let mut deepest = 0;
        self.reach(Label(0), 0)?;
        while let Some((at, depth)) = self.open.pop() {
            deepest = deepest.max(self.step(at, depth)?);
        }
        Ok(deepest)
    }

    /// Follows one instruction; how deep the stack is behind it.
    fn step(&mut self, at: Label, depth: u32) -> Result<u32, Flaw> {
        let op = *self.code.get(at.index()).ok_or(Flaw::NoEnd(at))?;
        let (pops, pushes) = op.effect();
        let behind = depth.checked_sub(pops).ok_or(Flaw::Underflow(at))? + pushes;
        if op == (Op::Return {}) && behind != 0 {
            return Err(Flaw::Leftover(at));
        }
        if let Some(target) = op.target() {
            self.reach(target, behind + op.kept_by_jump())?;
        }
        if !op.ends() {
            self.reach(Label(at.0 + 1), behind)?;
        }
        Ok(behind.max(depth))
    }

    fn reach(&mut self, at: Label, depth: u32) -> Result<(), Flaw> {
        let known = self.depths.get_mut(at.index()).ok_or(Flaw::NoEnd(at))?;
        match *known {
            Some(known) if known == depth => Ok(()),
            Some(_) => Err(Flaw::Depth(at)),
            None => {
                *known = Some(depth);
                self.open.push((at, depth));
                Ok(())
            }
        }
    }
}
