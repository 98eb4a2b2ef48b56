//! Programs: verified bytecode with all that it needs to run.

mod decode;
#[cfg(feature = "compile")]
mod draft;
mod encode;
mod envelope;
mod join;
mod listing;
mod marks;
mod op;
mod operand;
mod pattern;
mod pools;
mod program;
mod tables;
mod verify;
mod wire;

use crate::span::Span;
use crate::words::words;

pub use decode::decode;
pub(crate) use decode::read;
#[cfg(feature = "compile")]
pub(crate) use draft::Draft;
pub(crate) use encode::write;
pub(crate) use envelope::Format;
#[cfg(feature = "compile")]
pub(crate) use join::Join;
pub use marks::Marks;
pub use op::{Op, Row};
pub(crate) use operand::Reader;
pub use operand::{
    AccumulatorId, ChainId, ConstantId, FunctionId, IteratorId, Label, LocalId, NameId, PathId,
};
#[cfg(feature = "compile")]
pub(crate) use pools::Pools;
pub use program::{Constants, Parts, Program};
pub use tables::{Constant, Frame};
pub use verify::Flaw;
pub(crate) use wire::{Wire, key_of, write_count, write_number};

words! {
    /// What a collection makes of its values.
    Accumulator {
        List "list", Count "count", Sum "sum", Average "average", Minimum "min", Maximum "max",
        Groups "groups", Entries "entries", Top "top", Bottom "bottom",
    }
}

words! {
    /// What a map is made into, to go through it.
    Spread { Values "values", Entries "entries" }
}

words! {
    /// What of the event that a step found.
    Part { Time "time", Event "event" }
}

words! {
    /// How an expression's parts bear on its value; for explanations.
    Role {
        All "and", Any "or", Literal "literal", Value "value",
        Some "some", Every "every", None "none", Each "each", Step "step",
    }
}

impl Role {
    /// Whether it stands at the instruction that takes the next item of a loop or event of a step,
    /// not at one that leaves a value.
    #[must_use]
    pub const fn is_loop(self) -> bool {
        matches!(self, Role::Some | Role::Every | Role::None | Role::Each | Role::Step)
    }
}

/// Says that an instruction leaves the value of an expression on the stack, or takes the next item
/// of its loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// The instruction. For `And` and `Or`: when it jumps.
    pub at: Label,
    /// The expression's place in the source, in bytes.
    pub span: Span,
    /// How its parts bear on it.
    pub role: Role,
}
