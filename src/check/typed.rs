//! The checked tree: names resolved, functions found, one node for each way of evaluating.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::bytecode::{Accumulator, Constant, LocalId, Part, Spread};
use crate::functions::Function;
use crate::profile::NodeId;
use crate::span::Span;
use crate::types::Type;
use crate::value::{Arithmetic, Comparison, Direction, Relation, Unit};

/// A checked expression.
#[derive(Clone, Debug)]
pub struct Typed {
    /// What to evaluate.
    pub node: Node,
    /// Where it was written.
    pub span: Span,
    /// What is known of its value.
    pub kind: Type,
}

impl Typed {
    /// Whether it is the profile's `xEvent`: the one field that is an array without a schema to say
    /// so.
    pub(super) fn is_events(&self) -> bool {
        matches!(&self.node, Node::Field(object, name)
            if name == "xEvent" && matches!(object.node, Node::Root))
    }
}

/// The ways of evaluating.
#[derive(Clone, Debug)]
pub enum Node {
    /// A scalar of the text.
    Constant(Constant),
    /// The profile.
    Root,
    /// What the host gave besides the profile: `$2`, `@{…}`, `modelInstances(…)`.
    Parameters,
    /// The event that an earlier step of a chain found, or its time.
    Found(Found),
    /// A variable or the item of a scope.
    Local(LocalId),
    /// A field of an object, or of every object of an array.
    Field(Box<Typed>, String),
    /// A call of a native function, the receiver first.
    Call(&'static Function, Vec<Typed>),
    /// `inSegment`: id and namespace.
    InSegment(Box<[Typed; 2]>),
    /// Two operands or more.
    And(Vec<Typed>),
    /// Two operands or more.
    Or(Vec<Typed>),
    /// The opposite of the operand's truth.
    Not(Box<Typed>),
    /// Condition, then, else.
    If(Box<[Typed; 3]>),
    /// A comparison of two values.
    Compare(Comparison, Box<[Typed; 2]>),
    /// Arithmetic on two numbers.
    Arithmetic(Arithmetic, Box<[Typed; 2]>),
    /// A change of sign.
    Negate(Box<Typed>),
    /// A new array.
    List(Vec<Typed>),
    /// A new object, each key once.
    Object(Vec<(String, Typed)>),
    /// A part of a list, from 0.
    Item(Box<Typed>, u8),
    /// The values of a map, or its entries, as a list.
    Spread(Spread, Box<Typed>),
    /// A variable, its value, and where it is used.
    Let(LocalId, Box<[Typed; 2]>),
    /// The execution time.
    Now,
    /// A calendar unit seen from the execution time.
    Calendar(Relation, Unit),
    /// A time condition.
    Occurs(Box<Typed>, Box<Period>),
    /// A loop over items.
    Iterate(Box<Iterate>),
    /// A sequence of events.
    Chain(Box<Chain>),
}

/// A checked time condition.
#[derive(Clone, Debug)]
pub enum Period {
    /// `on R`
    On(Typed),
    /// `before R`
    Toward(Direction, Typed),
    /// `between A and B`
    Between(Typed, Typed),
    /// `<= n units before R`
    Within {
        /// How the distance is compared.
        comparison: Comparison,
        /// How many units.
        count: Typed,
        /// Which unit.
        unit: Unit,
        /// On which side.
        direction: Direction,
        /// Of what.
        reference: Typed,
    },
}

/// One or more variables that go through arrays, and what becomes of the tuples that survive.
#[derive(Clone, Debug)]
pub struct Iterate {
    /// What becomes of them.
    pub form: Form,
    /// From the outermost loop to the innermost.
    pub variables: Vec<Variable>,
    /// A condition on the whole tuple, after all others.
    pub condition: Option<Typed>,
    /// What is collected of each; the item itself (or the tuple) when absent.
    pub value: Option<Typed>,
    /// What it is filed under, where the collection has keys.
    pub key: Option<Typed>,
    /// How many are taken of a collection in order.
    pub count: Option<Typed>,
}

/// A reference in `WHEN` to a step before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// How many chains are around the one of the step.
    pub level: u8,
    /// Which step, from 0.
    pub step: u8,
    /// What of its event.
    pub part: Part,
}

/// `X from a where c`
#[derive(Clone, Debug)]
pub struct Variable {
    /// Where its item is.
    pub local: LocalId,
    /// The array.
    pub source: Typed,
    /// The condition on the item.
    pub condition: Option<Typed>,
}

/// What becomes of the tuples of a loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// True at the first one, else false.
    Any,
    /// False at the first one, else true.
    None,
    /// False at the first item that fails, else true.
    Every,
    /// True when there is exactly one.
    One,
    /// Collected into this.
    Collect(Accumulator),
}

/// A checked event sequence.
#[derive(Clone, Debug)]
pub struct Chain {
    /// The events.
    pub array: Typed,
    /// How many chains are around it.
    pub level: u8,
    /// Where the event at hand is.
    pub local: LocalId,
    /// Its time.
    pub timestamp: Typed,
    /// In their order.
    pub steps: Vec<Step>,
}

/// A checked step of an event sequence.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which events count.
    pub what: Typed,
    /// When they have to be, and where that was written.
    pub when: Option<(Period, Span)>,
    /// A second condition on them.
    pub condition: Option<Typed>,
    /// How many it takes at least; a step that takes none finds no event itself.
    pub least: i64,
    /// How many there may be at most.
    pub most: Option<i64>,
    /// Whether its condition refers to a step before.
    pub varies: bool,
    /// From the name to the last parenthesis.
    pub span: Span,
}

/// Which part of the profile a variable stands for, while paths are gathered.
pub(super) type Place = Option<NodeId>;
