//! Programs: verified bytecode with all that it needs to run.

mod encode;
mod envelope;
mod listing;
mod op;
mod operand;
mod verify;
mod wire;

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::functions::Function;
use crate::profile::Reads;
use crate::span::Span;
use crate::types::Type;
use crate::words::words;

pub use encode::decode;
pub(crate) use envelope::Format;
pub use op::{Op, Row};
pub(crate) use operand::Reader;
pub use operand::{
    AccumulatorId, ChainId, ConstantId, FunctionId, IteratorId, Label, LocalId, NameId, PathId,
};
pub use verify::Flaw;
pub(crate) use wire::Wire;

/// A scalar of the query's text.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// `null`
    Null,
    /// `true`
    Boolean(bool),
    /// `1`
    Integer(i64),
    /// `0.5`
    Double(f64),
    /// `"US"`
    String(Box<str>),
}

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

/// A program that was not yet verified.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The instructions.
    pub code: Vec<Op>,
    /// What `Constant` refers to.
    pub constants: Vec<Constant>,
    /// What `Field` and paths refer to.
    pub names: Vec<Box<str>>,
    /// What `Path` refers to.
    pub paths: Vec<Vec<NameId>>,
    /// What `Call` refers to.
    pub functions: Vec<&'static Function>,
    /// In the order of `at`; of one instruction, inner expressions first.
    pub marks: Vec<Mark>,
    /// Which paths the program can look at.
    pub reads: Reads,
    /// The audiences made by definitions that `inSegment` names, sorted by id.
    pub segments: Vec<Box<str>>,
    /// The query's text, which the marks refer to.
    pub source: Box<str>,
    /// How many variables there are.
    pub locals: u16,
    /// How many iterations can be open.
    pub iterators: u8,
    /// How many collections can be open.
    pub accumulators: u8,
    /// How many event sequences can be open.
    pub chains: u8,
    /// The static type of the result.
    pub result: Type,
}

/// A program that can run: built only through [`Program::verify`].
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    // INVARIANT: `draft` passed `verify`: operands in range, one stack depth per instruction on
    // every path to it, `Return` or a jump at the end.
    draft: Draft,
    // The deepest stack on any path.
    stack: u32,
}

impl Program {
    /// Checks a draft. Linear in the code.
    ///
    /// # Errors
    /// The first flaw that would make the code run wild.
    pub fn verify(draft: Draft) -> Result<Program, Flaw> {
        let stack = verify::verify(&draft)?;
        Ok(Program { draft, stack })
    }

    /// What was verified.
    #[must_use]
    pub const fn parts(&self) -> &Draft {
        &self.draft
    }

    /// How many values the stack must hold.
    #[must_use]
    pub const fn stack(&self) -> usize {
        self.stack as usize
    }

    /// The encoded form: versioned, little-endian, checksummed; the same program gives the same
    /// bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        encode::encode(&self.draft)
    }
}
