//! The functions of PQL, one file per page of its reference; each function is one row.

mod aggregation;
mod array;
mod datetime;
mod foreign;
mod map;
mod misc;
mod object;
mod pattern;
mod string;

pub use pattern::{Patterns, flaw};

use crate::types::Type;
use crate::value::{Arena, Memo, Meter, Value};
use crate::words::words;

pub use foreign::{FOREIGN, Foreign, foreign};

/// One function: everything that the checker, the compiler, the VM and the manual know of it.
#[derive(Debug)]
pub struct Function {
    /// As it is written: `x.name(…)` or `name(x, …)`.
    pub name: &'static str,
    /// What it takes; the receiver first.
    pub params: &'static [Type],
    /// How many of the last parameters may be left out.
    pub optional: usize,
    /// Whether more arguments may follow, and of which type.
    pub rest: Option<Type>,
    /// What it gives.
    pub returns: Type,
    /// What it gives when its first argument is missing.
    pub missing: Missing,
    /// Whether it gives the list of results for an array of receivers, as a step of a path does
    /// (decision A4).
    pub steps: bool,
    /// How its work grows with its arguments.
    pub cost: Cost,
    /// What it does, for the manual.
    pub doc: &'static str,
    /// Queries without profile and their JSON results; they run as tests.
    pub examples: &'static [(&'static str, &'static str)],
    /// What runs.
    pub body: Body,
}

/// How a function is carried out.
#[derive(Clone, Copy, Debug)]
pub enum Body {
    /// A total function of values: null instead of failure.
    Native(Native),
    /// Evaluates an expression per item; lowered by the compiler.
    Form(Form),
    /// `if`: only the branch that is needed.
    If,
    /// `inSegment`: asks the membership that the host gave.
    InSegment,
    /// `modelInstances`: what the host gave under this name.
    Instances,
    /// `mapEntry`: an entry of the map that `map` makes.
    Entry,
}

impl PartialEq for Function {
    /// Rows are told apart by name.
    fn eq(&self, other: &Function) -> bool {
        self.name == other.name
    }
}

/// The type of a native body. Arguments are in order, the receiver first; there are as many as the
/// row allows.
pub type Native = for<'a> fn(Scope<'a>, &[Value<'a>]) -> Value<'a>;

/// What evaluations share: memory, and what is left of the work that one may do.
#[derive(Clone, Copy, Debug)]
pub struct Scratch<'a> {
    /// Where results live.
    pub arena: &'a Arena,
    /// How many steps are left.
    pub meter: &'a Meter,
    /// Patterns that were used before.
    pub patterns: &'a Patterns,
    /// What programs found out that others may need.
    pub memo: &'a Memo<'a>,
}

/// What a body may use besides its arguments.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a> {
    /// Memory and work.
    pub scratch: Scratch<'a>,
    /// The execution time in epoch ms.
    pub now: i64,
}

impl<'a> Scope<'a> {
    /// The result for a receiver; for an array of them the list of results, as a step of a path
    /// gives it (decision A4).
    fn each(self, receiver: Value<'a>, step: impl Fn(Value<'a>) -> Value<'a>) -> Value<'a> {
        receiver.each(self.scratch.arena, self.scratch.meter, &step)
    }

    fn list(self, items: impl ExactSizeIterator<Item = Value<'a>>) -> Value<'a> {
        Value::List(self.scratch.arena.alloc_slice_fill_iter(items))
    }
}

/// Functions whose argument is an expression in the scope of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `a.filter(p)`
    Filter,
    /// `a.exists(p)`
    Exists,
    /// `a.sum(e)`
    Sum,
    /// `a.average(e)`
    Average,
    /// `a.min(e)`
    Min,
    /// `a.max(e)`
    Max,
    /// `a.map(e)`
    Map,
    /// `a.groupBy(k)`
    GroupBy,
    /// `a.topN(k, n)`
    Top,
    /// `a.bottomN(k, n)`
    Bottom,
}

words! {
    /// What a function gives when its first argument is null, as JSON.
    Missing {
        False "false", True "true", Null "null", Zero "0", Empty "[]", EmptyMap "{}",
        Otherwise "",
    }
}

/// How much fuel a call takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// The same for every argument.
    Constant,
    /// Proportional to the sizes of the arguments.
    Linear,
    /// Proportional to the size of the first argument, of which it makes a list.
    Items,
    /// Compares every item of the first argument with every item of the second.
    Pairs,
    /// Compares the items of the first argument with each other.
    Square,
    /// At worst looks at every byte of the first argument for every byte of the second.
    Pattern,
}

/// The functions of one page of the reference.
#[derive(Debug)]
pub struct Page {
    /// What they are for.
    pub title: &'static str,
    /// In the order of the reference.
    pub functions: &'static [Function],
}

/// A page; a build that only runs has the rows without the words that people read, 6 KB of them.
macro_rules! page {
    ($title:literal, $rows:path) => {
        Page {
            title: $title,
            #[cfg(feature = "compile")]
            functions: $rows,
            #[cfg(not(feature = "compile"))]
            functions: &wordless::<{ $rows.len() }>($rows),
        }
    };
}

/// Pages in the order of the reference.
pub const PAGES: &[Page] = &[
    page!("Logic and audiences", misc::FUNCTIONS),
    page!("Strings", string::FUNCTIONS),
    page!("Regular expressions", pattern::FUNCTIONS),
    page!("Arrays and sets", array::FUNCTIONS),
    page!("Aggregation", aggregation::FUNCTIONS),
    page!("Maps", map::FUNCTIONS),
    page!("Presence", object::FUNCTIONS),
    page!("Dates and times", datetime::FUNCTIONS),
];

/// Rows without documentation and examples.
#[cfg(not(feature = "compile"))]
#[allow(
    clippy::indexing_slicing,
    reason = "it runs in the compiler, which refuses what is outside"
)]
const fn wordless<const COUNT: usize>(rows: &[Function]) -> [Function; COUNT] {
    let mut wordless = [const { Function::DEFAULT }; COUNT];
    let mut at = 0;
    while at < COUNT {
        let Function { name, params, optional, rest, returns, missing, steps, cost, body, .. } =
            rows[at];
        let rest = Function { optional, rest, returns, missing, steps, cost, ..Function::DEFAULT };
        wordless[at] = Function { name, params, body, ..rest };
        at += 1;
    }
    wordless
}

/// Every function, in the order of the reference.
pub fn all() -> impl Iterator<Item = &'static Function> {
    PAGES.iter().flat_map(|page| page.functions)
}

/// Whether a function makes one number of all items of an array.
#[must_use]
pub fn is_aggregation(name: &str) -> bool {
    aggregation::FUNCTIONS.iter().any(|function| function.name == name)
}

/// The function of this name; names are case-sensitive.
#[must_use]
pub fn lookup(name: &str) -> Option<&'static Function> {
    all().find(|function| function.name == name)
}

impl Function {
    /// What most rows have; a row overrides the rest.
    const DEFAULT: Function = Function {
        name: "",
        params: &[],
        optional: 0,
        rest: None,
        returns: Type::Boolean,
        missing: Missing::False,
        steps: false,
        cost: Cost::Constant,
        doc: "",
        examples: &[],
        body: Body::If,
    };

    /// The fewest and, unless unbounded, the most arguments.
    #[must_use]
    pub const fn arity(&self) -> (usize, Option<usize>) {
        let most = match self.rest {
            Some(_) => None,
            None => Some(self.params.len()),
        };
        (self.params.len() - self.optional, most)
    }

    /// The type asked of an argument, counted from 0.
    #[must_use]
    pub fn param(&self, index: usize) -> Type {
        self.params.get(index).copied().or(self.rest).unwrap_or(Type::Any)
    }
}

/// Whether any item of an array receiver, or the receiver itself, passes (decision A5).
fn any<'a>(receiver: Value<'a>, test: impl Fn(Value<'a>) -> bool) -> Value<'a> {
    Value::Boolean(match receiver {
        Value::List(items) => items.iter().any(|item| test(*item)),
        value => test(value),
    })
}
