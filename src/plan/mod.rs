//! Many programs as one: conditions that they share are evaluated once, and those that an index can
//! answer are answered for all programs together.
//!
//! A program is true when all clauses of one of its *rows* hold; a clause is some tests of which one
//! has to pass. Both are read off the verified code (`shape.rs`), so there is nothing in a file of
//! bytes that could disagree with the programs in it. A row is a bit. Where many rows have a clause
//! on the same paths, that clause is a *term*: the values of the paths lead, by their indexes
//! (`column.rs`), to the rows in which it holds, and a row that has no such clause passes. Of a row
//! without terms one clause is the way in, and only rows that a value leads to are looked at at all.
//! What is left of a row's clauses is evaluated one by one, each test at most once for all rows.
//!
//! The published ideas behind it: counting and indexing of Boolean expressions (Whang et al., VLDB
//! 2009; Sadoghi and Jacobsen, SIGMOD 2011), with bits instead of counters.

mod affix;
mod alike;
mod atom;
mod bits;
mod build;
mod column;
mod keyed;
mod ordered;
mod postings;
mod route;
mod run;
mod shape;
mod simple;
mod split;
mod template;
mod test;

use alloc::vec::Vec;

use crate::bytecode::Program;

use atom::Atom;
use column::Column;
use postings::Postings;
use route::Route;

pub use bits::numbers;
pub use run::{Answers, Failed};
pub use simple::simple;

/// The programs of a plan by their numbers.
pub trait Programs {
    /// The program of a number.
    fn program(&self, number: u32) -> Option<&Program>;
}

impl Programs for Program {
    fn program(&self, _: u32) -> Option<&Program> {
        Some(self)
    }
}

/// What is known of many programs before they see a profile.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    // How many programs there are.
    programs: usize,
    routes: Vec<Route>,
    postings: Postings,
    all: Vec<u64>,
    // The rows that are looked at whatever the profile has.
    always: Vec<u64>,
    // The ways in of the other rows.
    entrances: Vec<Column>,
    terms: Vec<Term>,
    atoms: Vec<Atom>,
    // What is left of the rows: literals, where each clause ends, and where each row's clauses end.
    literals: Vec<Literal>,
    clauses: Vec<u32>,
    rows: Vec<Row>,
    // Where the rows of each program begin and end.
    starts: Vec<(u32, u32)>,
    // Whether row and program are the same number everywhere.
    plain: bool,
}

/// How programs are evaluated together, for reports and tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// Alternatives of all programs.
    pub rows: usize,
    /// Kinds of clauses that are answered for all rows at once.
    pub terms: usize,
    /// Indexes that lead to rows.
    pub entrances: usize,
    /// Conditions that are evaluated, each once.
    pub tests: usize,
}

impl Plan {
    /// How its programs are evaluated.
    #[must_use]
    pub const fn counts(&self) -> Counts {
        Counts {
            rows: self.rows.len(),
            terms: self.terms.len(),
            entrances: self.entrances.len(),
            tests: self.atoms.len(),
        }
    }
}

/// A clause that many rows have: it holds where one of its columns says so.
#[derive(Clone, Debug)]
struct Term {
    columns: Vec<Column>,
    // The rows that have no such clause.
    others: Vec<u64>,
}

/// A test, or its opposite.
#[derive(Clone, Copy, Debug)]
struct Literal {
    atom: u32,
    negated: bool,
}

/// One alternative of a program.
#[derive(Clone, Copy, Debug)]
struct Row {
    program: u32,
    // Where its clauses end.
    end: u32,
}
