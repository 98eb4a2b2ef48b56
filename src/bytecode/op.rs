//! The instructions: one row each in the `ops!` table.

use crate::value::{Arithmetic, Comparison, Direction, Relation, Unit};

use super::operand::{
    AccumulatorId, Bounds, ChainId, ConstantId, FunctionId, IteratorId, Label, LocalId, NameId,
    Operand, PathId, Reader,
};
use super::wire::Wire;
use super::{Accumulator, Part, Spread};

/// One instruction as the manual describes it.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The byte that it is encoded as.
    pub number: u8,
    /// The name in listings.
    pub name: &'static str,
    /// Name and type of each operand, in their order.
    pub operands: &'static [(&'static str, &'static str)],
    /// How many values it takes: a number, or an expression of its operands.
    pub pops: &'static str,
    /// How many values it leaves when it does not jump.
    pub pushes: u32,
    /// What it does.
    pub doc: &'static str,
}

/// Declares `Op` from rows of: explanation, name with operands, what it pops and pushes.
macro_rules! ops {
    ($($(#[doc = $doc:literal])+ $code:literal $name:ident
        { $($field:ident: $type:ty),* } $pops:expr => $pushes:literal;)*) => {
        /// One instruction of the stack machine.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Op {
            $($(#[doc = $doc])+ $name { $(
                #[doc = concat!("The operand `", stringify!($field), "`.")] $field: $type
            ),* }),*
        }

        impl Op {
            /// What the manual says of every instruction, by number.
            pub const ROWS: &'static [Row] = &[$(Row {
                number: $code,
                name: stringify!($name),
                operands: &[$((stringify!($field), stringify!($type))),*],
                pops: stringify!($pops),
                pushes: $pushes,
                doc: concat!($($doc),+),
            }),*];

            /// The name in listings.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Op::$name { .. } => stringify!($name)),* }
            }

            /// How many values it takes from the stack and puts on it when it does not jump.
            #[must_use]
            #[inline(never)]
            #[expect(unused_variables, reason = "most instructions pop a fixed number")]
            pub fn effect(self) -> (u32, u32) {
                match self { $(Op::$name { $($field),* } => ($pops, $pushes)),* }
            }

            /// Where it may go on besides the next instruction.
            #[must_use]
            #[inline(never)]
            pub fn target(self) -> Option<Label> {
                match self { $(Op::$name { $($field),* } => None$(.or($field.label()))*),* }
            }

            /// The operand that says so, to be set when the place is known.
            pub fn target_mut(&mut self) -> Option<&mut Label> {
                self.operand_mut()
            }

            /// Its first operand of a type.
            pub(super) fn operand_mut<T: 'static>(&mut self) -> Option<&mut T> {
                match self { $(Op::$name { $($field),* } => None$(.or($field.of_type()))*),* }
            }

            /// Shows all its operands, each as what it is.
            pub(crate) fn visit(&mut self, see: &mut dyn FnMut(&mut dyn core::any::Any)) {
                match self { $(Op::$name { $($field),* } => { $(see($field);)* }),* }
            }

            /// Appends the instruction in its encoded form.
            pub(crate) fn write(self, out: &mut alloc::vec::Vec<u8>) {
                match self { $(Op::$name { $($field),* } => {
                    out.push($code);
                    $(Operand::write($field, out);)*
                }),* }
            }

            /// Reads one instruction back; none for an unknown code or a short text.
            #[inline(never)]
            pub(super) fn read(reader: &mut Reader<'_>) -> Option<Op> {
                match <u8 as Wire>::read(reader)? {
                    $($code => Some(Op::$name { $($field: Operand::read(reader)?),* }),)*
                    _ => None,
                }
            }

            /// Whether every operand names something that the program has.
            pub(super) fn in_range(self, bounds: &Bounds) -> bool {
                match self { $(Op::$name { $($field),* } => true $(&& $field.in_range(bounds))*),* }
            }

            /// Its operands as they are listed.
            pub(super) fn operands(self, out: &mut alloc::vec::Vec<alloc::string::String>) {
                match self { $(Op::$name { $($field),* } => {
                    $(out.push($field.listed());)*
                }),* }
            }
        }
    };
}

ops! {
    /// Pushes a constant.
    1 Constant { constant: ConstantId } 0 => 1;
    /// Pushes the profile.
    2 Root {} 0 => 1;
    /// Pushes what a path from the profile leads to.
    3 Path { path: PathId } 0 => 1;
    /// Replaces a value by a field of it.
    4 Field { name: NameId } 1 => 1;
    /// Pushes a variable.
    5 Local { local: LocalId } 0 => 1;
    /// Pushes the execution time.
    6 Now {} 0 => 1;
    /// Pushes a calendar unit seen from the execution time.
    7 Calendar { relation: Relation, unit: Unit } 0 => 1;
    /// Compares two values.
    8 Compare { comparison: Comparison } 2 => 1;
    /// Calculates with two numbers.
    9 Arithmetic { operator: Arithmetic } 2 => 1;
    /// Changes the sign of a number.
    10 Negate {} 1 => 1;
    /// Replaces a value by the opposite of its truth.
    11 Not {} 1 => 1;
    /// Replaces a value by its truth.
    12 Truth {} 1 => 1;
    /// Goes on elsewhere.
    13 Jump { target: Label } 0 => 0;
    /// Takes a value and goes on elsewhere when it is false.
    14 JumpIfFalse { target: Label } 1 => 0;
    /// Takes a value when it is true; else makes it `false` and goes on elsewhere.
    15 And { target: Label } 1 => 0;
    /// Takes a value when it is false; else makes it `true` and goes on elsewhere.
    16 Or { target: Label } 1 => 0;
    /// Calls a function with as many arguments.
    17 Call { function: FunctionId, arguments: u8 } u32::from(arguments) => 1;
    /// Asks whether the profile is in the audience of an id and, above it, a namespace.
    18 InSegment {} 2 => 1;
    /// Makes a list of as many values.
    19 MakeList { items: u16 } u32::from(items) => 1;
    /// Time and reference: whether the time is on it.
    20 OccursOn {} 2 => 1;
    /// Time and reference: whether the time lies in a direction of it.
    21 OccursToward { direction: Direction } 2 => 1;
    /// Time, first and last reference: whether the time lies between.
    22 OccursBetween {} 3 => 1;
    /// Time, count and reference: whether the time is so far from it.
    23 OccursWithin { comparison: Comparison, unit: Unit, direction: Direction } 3 => 1;
    /// Takes an array to go through.
    24 Iterate { iterator: IteratorId } 1 => 0;
    /// Sets a variable to the next item, or goes on elsewhere after the last.
    25 Next { iterator: IteratorId, local: LocalId, target: Label } 0 => 0;
    /// Starts to collect.
    26 Begin { accumulator: AccumulatorId, kind: Accumulator } 0 => 0;
    /// Takes a value to the collected ones.
    27 Add { accumulator: AccumulatorId } 1 => 0;
    /// Pushes what was collected.
    28 End { accumulator: AccumulatorId } 0 => 1;
    /// Starts an event sequence.
    29 ChainOpen { chain: ChainId } 0 => 0;
    /// Takes a time and files the event in a variable under it, if it is a time.
    30 ChainAdd { chain: ChainId, local: LocalId } 1 => 0;
    /// Puts the filed events in the order of their times.
    31 ChainSort { chain: ChainId } 0 => 0;
    /// Starts a step: passes over events that are not later than the step before.
    32 ChainStep { chain: ChainId } 0 => 0;
    /// Sets a variable to the next event, or goes on elsewhere after the last.
    33 ChainNext { chain: ChainId, local: LocalId, target: Label } 0 => 0;
    /// Pushes the time of the current event.
    34 ChainTime { chain: ChainId } 0 => 1;
    /// Counts the current event for the step; goes on elsewhere while there are too few.
    35 ChainHit { chain: ChainId, count: ConstantId, target: Label } 0 => 0;
    /// Ends the program with the value on the stack.
    36 Return {} 1 => 0;
    /// Pushes the object of what the host gave besides the profile.
    37 Parameters {} 0 => 1;
    /// Sets a variable.
    38 Set { local: LocalId } 1 => 0;
    /// Makes an object of the names of a path and as many values.
    39 MakeObject { keys: PathId, items: u16 } u32::from(items) => 1;
    /// Replaces a list by one of its items.
    40 Item { item: u8 } 1 => 1;
    /// Replaces a map by the list of its values or of its keys and values.
    41 Spread { spread: Spread } 1 => 1;
    /// Takes a key and a value to the collected ones.
    42 AddUnder { accumulator: AccumulatorId } 2 => 0;
    /// Array and count: keeps so many of the first items.
    43 Take {} 2 => 1;
    /// Says how many events the next step takes at least and, unless null, at most, and whether
    /// its condition varies with the events found before.
    44 ChainRule { chain: ChainId, least: ConstantId, most: ConstantId, varies: u8 } 0 => 0;
    /// Sets a variable to the event that a step is asked of next; goes on elsewhere with the answer
    /// when the sequence is decided.
    45 ChainSeek { chain: ChainId, local: LocalId, target: Label } 0 => 0;
    /// Goes on elsewhere unless it is this step that is asked.
    46 ChainCase { chain: ChainId, step: u8, target: Label } 0 => 0;
    /// Says that the event fits the step that was asked.
    47 ChainFits { chain: ChainId } 0 => 0;
    /// Pushes what a step before found.
    48 ChainFound { chain: ChainId, step: u8, part: Part } 0 => 1;
}

const _: () = assert!(size_of::<Op>() == 8, "shrink the operand; do not raise this");

impl Op {
    /// How many more values are on the stack after a jump than after going on.
    pub(super) const fn kept_by_jump(self) -> u32 {
        matches!(self, Op::And { .. } | Op::Or { .. } | Op::ChainSeek { .. }) as u32
    }

    /// Whether the next instruction is never reached from here.
    pub(super) const fn ends(self) -> bool {
        matches!(self, Op::Jump { .. } | Op::Return {})
    }
}
