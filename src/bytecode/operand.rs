//! Operands of instructions: how each is encoded, checked and listed.

use core::any::Any;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::wire::{Wire, write_number};
use super::{Accumulator, Part, Spread};
use crate::value::{Arithmetic, Comparison, Direction, Relation, Unit};

/// What is left of encoded programs.
#[derive(Debug)]
pub(crate) struct Reader<'b> {
    bytes: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(crate) const fn new(bytes: &'b [u8]) -> Reader<'b> {
        Reader { bytes }
    }

    pub(crate) fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(count)?;
        self.bytes = rest;
        Some(taken)
    }

    pub(crate) const fn left(&self) -> usize {
        self.bytes.len()
    }
}

/// How many of each there are: the bounds of operands.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bounds {
    pub(super) code: usize,
    pub(super) constants: usize,
    pub(super) names: usize,
    pub(super) paths: usize,
    pub(super) functions: usize,
    pub(super) locals: u16,
    pub(super) iterators: u8,
    pub(super) accumulators: u8,
    pub(super) chains: u8,
}

/// What can stand behind an opcode.
pub(super) trait Operand: Copy + 'static {
    fn write(self, out: &mut Vec<u8>);
    fn read(reader: &mut Reader<'_>) -> Option<Self>;
    fn listed(self) -> String;
    fn in_range(self, _: &Bounds) -> bool {
        true
    }
    /// The place in the code that it is.
    #[inline]
    fn label(self) -> Option<Label> {
        None
    }
    /// The operand itself where it is of this type.
    fn of_type<T: 'static>(&mut self) -> Option<&mut T> {
        (self as &mut dyn Any).downcast_mut()
    }
}

macro_rules! integers {
    ($($type:ty)*) => {$(
        impl Operand for $type {
            fn write(self, out: &mut Vec<u8>) {
                write_number(self, out);
            }
            #[inline]
            fn read(reader: &mut Reader<'_>) -> Option<$type> {
                <$type>::try_from(reader.number()?).ok()
            }
            fn listed(self) -> String {
                format!("{self}")
            }
        }
    )*};
}
integers!(u8 u16 u32);

/// An index of the code is a label.
macro_rules! label {
    (code) => {
        #[inline]
        fn label(self) -> Option<Label> {
            Some(self)
        }
    };
    ($table:ident) => {};
}

/// Indices into the tables of a program, each with its own type so that none is taken for another.
macro_rules! indices {
    ($($(#[$doc:meta])* $name:ident($type:ty) $sign:literal in $table:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name(pub $type);

        impl $name {
            /// The same as an index of a slice.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl Operand for $name {
            fn write(self, out: &mut Vec<u8>) {
                self.0.write(out);
            }
            #[inline]
            fn read(reader: &mut Reader<'_>) -> Option<$name> {
                <$type as Operand>::read(reader).map($name)
            }
            fn listed(self) -> String {
                format!("{}{}", $sign, self.0)
            }
            fn in_range(self, bounds: &Bounds) -> bool {
                self.index() < bounds.$table as usize
            }
            label!($table);
        }
    )*};
}

indices! {
    /// An index of the constants.
    ConstantId(u16) "c" in constants;
    /// An index of the names.
    NameId(u32) "n" in names;
    /// An index of the paths.
    PathId(u32) "p" in paths;
    /// An index of the program's functions.
    FunctionId(u16) "f" in functions;
    /// An index of the variables.
    LocalId(u16) "v" in locals;
    /// An index of the open iterations.
    IteratorId(u8) "i" in iterators;
    /// An index of the open collections.
    AccumulatorId(u8) "a" in accumulators;
    /// An index of the open event sequences.
    ChainId(u8) "s" in chains;
    /// An index of the code.
    Label(u32) "@" in code;
}

/// Words are encoded by their place in their list.
macro_rules! words {
    ($($type:ty)*) => {$(
        impl Operand for $type {
            fn write(self, out: &mut Vec<u8>) {
                let place = <$type>::ALL.iter().position(|it| *it == self);
                out.push(place.unwrap_or(0) as u8);
            }
            fn read(reader: &mut Reader<'_>) -> Option<$type> {
                <$type>::ALL.get(usize::from(<u8 as Wire>::read(reader)?)).copied()
            }
            fn listed(self) -> String {
                self.text().into()
            }
        }
    )*};
}
words!(Accumulator Arithmetic Comparison Direction Part Relation Spread Unit);
