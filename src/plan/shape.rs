//! The outermost logic of a program, read off its verified code: which conditions have to hold.

use core::ops::Range;

use alloc::vec::Vec;

use crate::bytecode::{Op, Program};

/// Code that leaves one value on an empty stack; where it begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Region {
    /// Its first instruction.
    pub(super) start: u32,
    /// The instruction behind it.
    pub(super) end: u32,
}

/// A condition or its opposite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Literal {
    pub(super) region: Region,
    pub(super) negated: bool,
}

/// A program as rows of clauses: it is true when all clauses of some row hold, and a clause holds
/// when one of its literals does. Reused from program to program.
#[derive(Debug, Default)]
pub(super) struct Shape {
    literals: Vec<Literal>,
    // Where each clause ends among the literals, and each row among the clauses.
    clauses: Vec<usize>,
    rows: Vec<usize>,
    // Of the program that was read last.
    jumps: Vec<Jump>,
}

/// An instruction that may go on elsewhere.
#[derive(Clone, Copy, Debug)]
struct Jump {
    at: u32,
    to: u32,
    // Whether it is an `And`; none where it is neither that nor an `Or`.
    all: Option<bool>,
}

/// How deep `and`, `or` and `not` are taken apart.
const DEPTH: u32 = 16;

/// The most rows that one program is taken apart into.
const ROWS: usize = 32;

impl Shape {
    /// Reads a program; as one condition unless it may be taken `apart`.
    ///
    /// A value that is part of a series is used by nothing but its jump, and the parts of a series
    /// are entered only from the front (both are looked up, not assumed), so the order in which they
    /// are evaluated does not matter. Linear in the code times the depth of its logic.
    pub(super) fn read(&mut self, program: &Program, apart: bool) {
        let code = program.parts().code;
        self.clear();
        let mut jumps = core::mem::take(&mut self.jumps);
        let (whole, has_state) = survey(code, &mut jumps);
        let view = View { code, jumps: &jumps };
        let apart = apart && view.is_confined(whole) && {
            self.rows_of(view, whole);
            let independent = |it: &Literal| begins_what_it_uses(view.ops(it.region));
            !has_state || self.literals.iter().all(independent)
        };
        self.jumps = jumps;
        if !apart {
            self.clear();
            self.push(Literal { region: whole, negated: false });
            self.end_clause();
            self.end_row();
        }
    }

    #[inline]
    fn clear(&mut self) {
        self.literals.clear();
        self.clauses.clear();
        self.rows.clear();
    }

    /// The clauses of each row.
    pub(super) fn rows(&self) -> impl Iterator<Item = Range<usize>> {
        ranges(&self.rows)
    }

    /// The literals of a clause.
    pub(super) fn clause(&self, clause: usize) -> &[Literal] {
        let start = clause.checked_sub(1).and_then(|before| self.clauses.get(before));
        let end = self.clauses.get(clause).copied().unwrap_or(0);
        self.literals.get(start.copied().unwrap_or(0)..end).unwrap_or(&[])
    }

    fn rows_of(&mut self, view: View<'_>, whole: Region) {
        let alternatives = match view.node(whole) {
            Node::Series(series) if !series.all && series.len() <= ROWS => {
                let any_series = series
                    .operands()
                    .any(|operand| matches!(view.node(operand), Node::Series(inner) if inner.all));
                any_series.then_some(series)
            }
            _ => None,
        };
        match alternatives {
            Some(series) => {
                for operand in series.operands() {
                    self.all_of(view, operand, false, DEPTH);
                    self.end_row();
                }
            }
            None => {
                self.all_of(view, whole, false, DEPTH);
                self.end_row();
            }
        }
    }

    /// Clauses that hold together when the region, or its opposite, does.
    fn all_of(&mut self, view: View<'_>, region: Region, negated: bool, depth: u32) {
        match view.node(region) {
            Node::Not(inner) if depth > 0 => self.all_of(view, inner, !negated, depth - 1),
            Node::Series(series) if series.all != negated && depth > 0 => {
                for operand in series.operands() {
                    self.all_of(view, operand, negated, depth - 1);
                }
            }
            Node::Leaf => {
                self.push(Literal { region, negated });
                self.end_clause();
            }
            _ => {
                let before = self.literals.len();
                if !self.any_of(view, region, negated, depth) {
                    self.literals.truncate(before);
                    self.push(Literal { region, negated });
                }
                self.end_clause();
            }
        }
    }

    /// Literals of which one holds when the region, or its opposite, does; false when it takes more
    /// than literals to say so.
    fn any_of(&mut self, view: View<'_>, region: Region, negated: bool, depth: u32) -> bool {
        match view.node(region) {
            Node::Not(inner) if depth > 0 => self.any_of(view, inner, !negated, depth - 1),
            Node::Series(series) if depth > 0 => {
                series.all == negated
                    && series
                        .operands()
                        .all(|operand| self.any_of(view, operand, negated, depth - 1))
            }
            _ => {
                self.push(Literal { region, negated });
                true
            }
        }
    }

    fn push(&mut self, literal: Literal) {
        self.literals.push(literal);
    }

    fn end_clause(&mut self) {
        self.clauses.push(self.literals.len());
    }

    fn end_row(&mut self) {
        self.rows.push(self.clauses.len());
    }
}

fn ranges(ends: &[usize]) -> impl Iterator<Item = Range<usize>> {
    let starts = core::iter::once(0).chain(ends.iter().copied());
    starts.zip(ends.iter().copied()).map(|(start, end)| start..end)
}

/// What a region is made of.
enum Node<'c> {
    /// `a and b`, `a or b`
    Series(Series<'c>),
    /// `not a`
    Not(Region),
    /// Anything else.
    Leaf,
}

/// Operands with a jump to the end of the series behind each but the last.
#[derive(Clone, Copy)]
struct Series<'c> {
    region: Region,
    // Those in it.
    jumps: &'c [Jump],
    // Whether all operands have to hold, or one of them.
    all: bool,
}

/// The code of one program, and its jumps in the order of their places.
#[derive(Clone, Copy)]
struct View<'c> {
    code: &'c [Op],
    jumps: &'c [Jump],
}

/// What is evaluated of a program, its jumps there, and whether it uses state beside the stack. The
/// one time that all of the code is looked at.
#[inline(never)]
fn survey(code: &[Op], jumps: &mut Vec<Jump>) -> (Region, bool) {
    jumps.clear();
    let mut has_state = false;
    for (op, at) in code.iter().zip(0..) {
        let all = match op {
            Op::Constant { .. } | Op::Path { .. } | Op::Compare { .. } | Op::Call { .. } => {
                continue;
            }
            Op::Return {} => return (Region { start: 0, end: at }, has_state),
            Op::And { .. } => Some(true),
            Op::Or { .. } => Some(false),
            _ => None,
        };
        if let Some(to) = op.target() {
            jumps.push(Jump { at, to: to.0, all });
        }
        has_state = has_state || state(*op) != ([None; 2], None);
    }
    (Region { start: 0, end: code.len() as u32 }, has_state)
}

impl<'c> View<'c> {
    fn ops(self, region: Region) -> &'c [Op] {
        self.code.get(region.start as usize..region.end as usize).unwrap_or(&[])
    }

    fn node(self, mut region: Region) -> Node<'c> {
        loop {
            let Some(last @ (Op::Truth {} | Op::Not {})) = self.ops(region).last() else {
                return Node::Leaf;
            };
            let shorter = Region { end: region.end - 1, ..region };
            let jumps = self.jumps(region);
            let exit = jumps.iter().find(|jump| jump.to == region.end);
            match (exit, last) {
                (None, Op::Truth {}) => region = shorter,
                (None, _) => return Node::Not(shorter),
                (Some(exit), Op::Truth {}) => {
                    let all = exit.all == Some(true);
                    let series = Series { region, jumps, all };
                    return if series.is_sound() { Node::Series(series) } else { Node::Leaf };
                }
                _ => return Node::Leaf,
            }
        }
    }

    /// Whether what begins in a region stays in it, to its end.
    fn is_confined(self, region: Region) -> bool {
        let mut jumps = self.jumps(region).iter();
        jumps.all(|jump| region.start <= jump.to && jump.to <= region.end)
    }

    /// The jumps in a region.
    fn jumps(self, region: Region) -> &'c [Jump] {
        let from = before(self.jumps, region.start);
        let rest = self.jumps.get(from..).unwrap_or(&[]);
        rest.get(..before(rest, region.end)).unwrap_or(&[])
    }
}

/// How many of some jumps are before a place; of a few the fastest way is to look at each.
fn before(jumps: &[Jump], at: u32) -> usize {
    if jumps.len() > FEW {
        return jumps.partition_point(|jump| jump.at < at);
    }
    jumps.iter().take_while(|jump| jump.at < at).count()
}

/// How many are a few.
const FEW: usize = 16;

/// How much state an operand may have, to stand for itself.
const STATE: usize = 64;

/// Whether each variable, iteration, collection and sequence is set before it is used, in the order
/// of the code: then no operand sees what another one left there.
fn begins_what_it_uses(ops: &[Op]) -> bool {
    let mut begun: Vec<State> = Vec::new();
    for op in ops {
        let (uses, begins) = state(*op);
        if uses.into_iter().flatten().any(|it| !begun.contains(&it)) {
            return false;
        }
        begun.extend(begins.filter(|it| !begun.contains(it)));
        if begun.len() > STATE {
            return false;
        }
    }
    true
}

/// Something that is kept beside the stack: its kind and its number.
type State = (u8, u16);

/// What of the state beside the stack an instruction uses, and what it begins.
fn state(op: Op) -> ([Option<State>; 2], Option<State>) {
    let variable = |id: crate::bytecode::LocalId| Some((0, id.0));
    let iteration = |id: crate::bytecode::IteratorId| Some((1, id.0.into()));
    let collection = |id: crate::bytecode::AccumulatorId| Some((2, id.0.into()));
    let sequence = |id: crate::bytecode::ChainId| Some((3, id.0.into()));
    match op {
        Op::Local { local } => ([variable(local), None], None),
        Op::Set { local } => ([None; 2], variable(local)),
        Op::Iterate { iterator } => ([None; 2], iteration(iterator)),
        Op::Next { iterator, local, .. } => ([iteration(iterator), None], variable(local)),
        Op::Begin { accumulator, .. } => ([None; 2], collection(accumulator)),
        Op::Add { accumulator } | Op::End { accumulator } | Op::AddUnder { accumulator } => {
            ([collection(accumulator), None], None)
        }
        Op::ChainOpen { chain } => ([None; 2], sequence(chain)),
        Op::ChainAdd { chain, local } => ([sequence(chain), variable(local)], None),
        Op::ChainNext { chain, local, .. } | Op::ChainSeek { chain, local, .. } => {
            ([sequence(chain), None], variable(local))
        }
        Op::ChainSort { chain }
        | Op::ChainStep { chain }
        | Op::ChainTime { chain }
        | Op::ChainHit { chain, .. }
        | Op::ChainRule { chain, .. }
        | Op::ChainCase { chain, .. }
        | Op::ChainFits { chain }
        | Op::ChainFound { chain, .. } => ([sequence(chain), None], None),
        _ => ([None; 2], None),
    }
}

impl<'c> Series<'c> {
    /// Whether all jumps to its end are of one kind, and nothing else leaves an operand.
    fn is_sound(self) -> bool {
        let Region { mut start, end } = self.region;
        let mut furthest = 0;
        for jump in self.jumps {
            let is_exit = jump.to == end;
            if is_exit && (jump.all != Some(self.all) || furthest > jump.at)
                || !is_exit && jump.to < start
            {
                return false;
            }
            (start, furthest) =
                if is_exit { (jump.at + 1, 0) } else { (start, furthest.max(jump.to)) };
        }
        furthest < end
    }

    /// The jumps to its end.
    fn exits(self) -> impl Iterator<Item = &'c Jump> + Clone {
        let end = self.region.end;
        self.jumps.iter().filter(move |jump| jump.to == end)
    }

    fn len(self) -> usize {
        self.exits().count() + 1
    }

    /// Its operands, without the jumps behind them and the `Truth` behind the last one.
    fn operands(self) -> impl Iterator<Item = Region> + 'c {
        let starts =
            core::iter::once(self.region.start).chain(self.exits().map(|jump| jump.at + 1));
        let ends = self.exits().map(|jump| jump.at).chain(core::iter::once(self.region.end - 1));
        starts.zip(ends).map(|(start, end)| Region { start, end })
    }
}
