//! The front of the front end: text to tree and back.

pub mod ast;
mod chain;
mod cursor;
mod expression;
mod period;
mod precedence;
mod primary;
mod print;
mod quantified;
mod token;

use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use crate::diagnostic::{Code, Diagnostic};
use crate::span::{Span, Spanned};

use ast::{Expression, Node};
pub use print::{print, print_within};

/// The longest query text, in bytes.
pub const MAX_SOURCE: usize = 1 << 20;
/// The deepest nesting of a query.
pub const MAX_DEPTH: u32 = 100;

/// What the parser understood and what it minded.
#[derive(Clone, Debug)]
pub struct Parse {
    /// The tree; `Node::Error` stands where the text could not be read.
    pub tree: Expression,
    /// In the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads PQL text (pql.md 3). Never fails: one bad clause does not hide the others.
///
/// Linear in the length of the text, which is at most [`MAX_SOURCE`] bytes nested at most
/// [`MAX_DEPTH`] deep; beyond that the tree is `Node::Error` and a diagnostic names the limit.
#[must_use]
pub fn parse(source: &str) -> Parse {
    if source.len() > MAX_SOURCE {
        let message = format!("the query is {} bytes long; the limit is {MAX_SOURCE}", source.len());
        let diagnostic = Diagnostic::new(Code::SourceTooLong, Span::new(0, 0), message);
        let tree = Spanned::new(Node::Error, Span::new(0, source.len() as u32));
        return Parse { tree, diagnostics: vec![diagnostic] };
    }
    let mut parser = cursor::Parser::new(source, MAX_DEPTH);
    let tree = parser.query();
    let mut diagnostics = parser.diagnostics;
    diagnostics.sort_by_key(|diagnostic| diagnostic.span);
    Parse { tree, diagnostics }
}

#[cfg(test)]
mod tests;
