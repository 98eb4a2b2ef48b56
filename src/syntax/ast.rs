//! The syntax tree: PQL as it was written.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use crate::span::{Span, Spanned};
use crate::value::{Comparison, Direction, Relation, TimeWord, Unit};
use crate::words::words;

/// A node of the tree with its place in the source.
pub type Expression = Spanned<Node>;

/// A name with its place.
pub type Name = Spanned<String>;

/// What an expression can be. Each variant is described by a text that makes it.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `1`, `"a"`, `true`, `null`
    Literal(Literal),
    /// `now`, `today`
    Instant(TimeWord),
    /// `last month` behind `occurs`
    Calendar {
        /// `this`, `last` or `next`.
        relation: Relation,
        /// The unit it names.
        unit: Unit,
    },
    /// `homeAddress`
    Name(String),
    /// `this`
    This,
    /// `$1`
    Parameter(u32),
    /// `^^name`: the item scope `levels` out
    Up {
        /// How many `^`.
        levels: u32,
        /// The field of that scope's item.
        name: String,
    },
    /// `@{schema;version=1}`
    Context(String),
    /// `a.b`
    Field {
        /// `a`
        object: Box<Expression>,
        /// `b`
        name: Name,
    },
    /// `a[p]`
    Filter {
        /// `a`
        array: Box<Expression>,
        /// `p`, in the scope of an item
        predicate: Box<Expression>,
    },
    /// `x.f(a)` and `f(x, a)`
    Call {
        /// `f`
        name: Name,
        /// `x` of the first spelling.
        receiver: Option<Box<Expression>>,
        /// What stands between the parentheses.
        arguments: Vec<Expression>,
    },
    /// `[a, b]` and, behind `in`, `(a, b)`
    List(Vec<Expression>),
    /// `{"k": a}`
    Object(Vec<(Name, Expression)>),
    /// `(K, G) => e`
    Lambda {
        /// `K`, `G`
        parameters: Vec<Name>,
        /// `e`
        body: Box<Expression>,
    },
    /// `let S = v in e`
    Let {
        /// `S`
        name: Name,
        /// `v`
        value: Box<Expression>,
        /// `e`
        body: Box<Expression>,
    },
    /// `a or b or c`
    Or(Vec<Expression>),
    /// `a and b and c`
    And(Vec<Expression>),
    /// `not a`, `!a`
    Not(Box<Expression>),
    /// `-a`
    Negate(Box<Expression>),
    /// `a = b`, `a in b`, `a + b`
    Binary {
        /// The operator.
        operator: Operator,
        /// `a`
        left: Box<Expression>,
        /// `b`
        right: Box<Expression>,
    },
    /// `t occurs …`
    Occurs {
        /// `t`
        timestamp: Box<Expression>,
        /// What follows `occurs`.
        period: Box<Period>,
    },
    /// `select X from a where c, Y from b : d`
    Quantified {
        /// The first word.
        quantifier: Quantifier,
        /// One or more, each seeing the ones before it.
        declarations: Vec<Declaration>,
        /// What follows `:`.
        condition: Option<Box<Expression>>,
    },
    /// `sum e over X from a`, `sum X from a`
    Aggregate {
        /// The first word.
        aggregate: Aggregate,
        /// `e`; absent in the shorthand.
        value: Option<Box<Expression>>,
        /// One or more.
        declarations: Vec<Declaration>,
    },
    /// `chain(a, t, [C0: WHAT(p)])`
    Chain {
        /// `a`
        array: Box<Expression>,
        /// `t`, in the scope of an item
        timestamp: Box<Expression>,
        /// In their order.
        steps: Vec<Step>,
    },
    /// Where the text could not be understood; a diagnostic says why.
    Error,
}

/// A scalar written in the text.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true`
    Boolean(bool),
    /// `-201`
    Integer(i64),
    /// `2.02E12`
    Double(f64),
    /// `"US"`, unescaped
    String(String),
}

/// `X from a where c`
#[derive(Clone, Debug, PartialEq)]
pub struct Declaration {
    /// `X`
    pub name: Name,
    /// `a`
    pub source: Expression,
    /// `c`
    pub condition: Option<Expression>,
}

/// `C0: WHAT(a) WHEN(today) WHERE(b) COUNT(2)`
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// `C0`
    pub name: Name,
    /// `a`, in the scope of an event
    pub what: Expression,
    /// What could follow `occurs`.
    pub when: Option<Period>,
    /// `b`, in the scope of an event
    pub condition: Option<Expression>,
    /// How many events; one or more when absent.
    pub count: Option<Count>,
    /// `NOT WHAT(…)`: no such event.
    pub negated: bool,
    /// From the name to the last parenthesis.
    pub span: Span,
}

/// The argument of `COUNT(…)`.
#[derive(Clone, Debug, PartialEq)]
pub enum Count {
    /// `5`: at least so many
    AtLeast(Spanned<u32>),
    /// `<= 5`: an extension of the language
    Compared(Comparison, Spanned<u32>),
    /// `between 2 and 4`: an extension of the language
    Between(Spanned<u32>, Spanned<u32>),
}

/// What follows `occurs`: the time condition without its timestamp.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// The condition.
    pub form: PeriodForm,
    /// From the first word to the last.
    pub span: Span,
}

/// The forms of a time condition (pql.md 8.2).
#[derive(Clone, Debug, PartialEq)]
pub enum PeriodForm {
    /// `today`, `on date(2017, 10, 1)`
    On(Expression),
    /// `before today`
    Toward(Direction, Expression),
    /// `between a and b`
    Between(Expression, Expression),
    /// `<= 3 days before today`
    Distance {
        /// `<=`
        comparison: Comparison,
        /// `3`
        count: Expression,
        /// `days`
        unit: Unit,
        /// `before`
        direction: Direction,
        /// `today`
        reference: Expression,
    },
}

words! {
    /// The infix operators but `and` and `or`.
    Operator {
        Equal "=", NotEqual "!=", Less "<", LessEqual "<=", Greater ">", GreaterEqual ">=",
        In "in", NotIn "notIn", Like "like", Matches "matches",
        Add "+", Subtract "-", Multiply "*", Divide "/", Remainder "%",
    }
}

words! {
    /// The words that bind variables to items.
    Quantifier {
        Select "select", Exists "exists", Forall "forall", Some "some", All "all", None "none",
        One "one",
    }
}

words! {
    /// The prefix aggregates.
    Aggregate { Sum "sum", Average "average", Min "min", Max "max" }
}
