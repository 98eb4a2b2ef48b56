//! From the tree as written to the tree as meant.

mod call;
mod chain;
mod conditions;
pub mod eligibility;
mod expression;
mod form;
mod iterate;
mod lint;
mod literal;
mod lookback;
mod name;
mod reads;
mod schema;
mod scope;
mod suggest;
mod time;
mod typed;
mod written;

use alloc::string::String;
use alloc::vec::Vec;

use crate::diagnostic::{Code, Diagnostic};
use crate::keys::Set;
use crate::limits::Limits;
use crate::profile::Reads;
use crate::schema::Schema;
use crate::span::Span;
use crate::syntax::ast;

pub use lint::lint;
pub use lookback::lookback;
pub use typed::{Chain, Form, Found, Iterate, Node, Period, Step, Typed, Variable};

use scope::Scopes;

/// What the checker understood and what it minded.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The tree; only to be compiled when no diagnostic is an error.
    pub tree: Typed,
    /// In the order in which they were found.
    pub diagnostics: Vec<Diagnostic>,
    /// Which paths of the profile the query can look at.
    pub reads: Reads,
    /// The audiences that `inSegment` names, in the order of the text, each once.
    pub segments: Vec<Reference>,
    /// How many variables it has at most at a time.
    pub locals: u16,
}

/// An audience that a query names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// Its id.
    pub id: String,
    /// Its namespace: `ups` for audiences made by definitions.
    pub namespace: String,
    /// Where it is named first.
    pub span: Span,
}

impl Reference {
    /// Whether it can be an audience made by a definition.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.namespace.eq_ignore_ascii_case("ups")
    }
}

/// How a query is read and checked.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'s> {
    /// Refuses the extensions that only pql-edge has (pql.md 9).
    pub strict: bool,
    /// How long and deep the query may be, and how long it may run.
    pub limits: Limits,
    /// What is known of the fields; without it every field can be anything.
    pub schema: Option<&'s Schema>,
}

/// Resolves names, finds functions and checks types. Linear in the tree.
#[must_use]
pub fn check(tree: &ast::Expression, options: &Options<'_>) -> Checked {
    let known = Options { schema: None, ..*options };
    let mut checker = Checker { options: known, ..Checker::default() };
    let mut tree = checker.query(tree);
    if let Some(schema) = options.schema {
        checker.refine(&mut tree, schema);
    }
    if !checker.diagnostics.iter().any(Diagnostic::is_error) {
        checker.diagnostics.append(&mut conditions::conditions(&tree));
    }
    let reads = reads::reads(&tree, checker.scopes.most());
    Checked {
        tree,
        diagnostics: checker.diagnostics,
        reads,
        segments: checker.segments,
        locals: checker.scopes.most(),
    }
}

/// The state of a check. The rules are spread over the files of this folder as methods.
#[derive(Default)]
struct Checker {
    options: Options<'static>,
    scopes: Scopes,
    diagnostics: Vec<Diagnostic>,
    segments: Vec<Reference>,
    known_segments: Set<(String, String)>,
    // How many parameters a lambda around the query names.
    parameters: Option<u32>,
    // How many chains are around.
    chains: u8,
    // Whether the WHEN at hand refers to a step before.
    refers_to_step: bool,
}

impl Checker {
    #[cold]
    fn complain(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Where only the documented language is wanted, says that this is not part of it.
    fn extension(&mut self, span: Span, what: &str) {
        if self.options.strict {
            let message = alloc::format!("{what} is an extension, which `strict` refuses");
            self.complain(
                Diagnostic::new(Code::Extension, span, message)
                    .help("no public text of PQL shows it; the platform may not accept it"),
            );
        }
    }
}
