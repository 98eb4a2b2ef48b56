//! The front of the front end: text to tree and back.

pub mod ast;
mod chain;
mod cursor;
mod expression;
mod foreign;
pub mod json;
mod period;
mod precedence;
mod primary;
mod print;
mod quantified;
mod set;
mod string;
mod token;

use alloc::format;
use alloc::vec;
use alloc::vec::Vec;

use crate::diagnostic::{Code, Diagnostic};
use crate::limits::Limits;
use crate::sorted::sort_by_key;
use crate::span::{Span, Spanned};

use ast::{Expression, Node};
pub use print::{print, print_within};

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
/// With the default limits; see [`parse_within`].
#[must_use]
pub fn parse(source: &str) -> Parse {
    parse_within(source, &Limits::DEFAULT)
}

/// Reads PQL text as long and as deep as the limits allow.
///
/// Linear in the length of the text; beyond a limit the tree is `Node::Error` and a diagnostic
/// names the limit.
#[must_use]
pub fn parse_within(source: &str, limits: &Limits) -> Parse {
    if source.len() > limits.source {
        let message = format!(
            "the query is {} bytes long; the limit `source` is {}",
            source.len(),
            limits.source
        );
        let diagnostic = Diagnostic::new(Code::SourceTooLong, Span::new(0, 0), message);
        let tree = Spanned::new(Node::Error, Span::new(0, source.len() as u32));
        return Parse { tree, diagnostics: vec![diagnostic] };
    }
    let mut parser = cursor::Parser::new(source, limits.depth.min(Limits::DEEPEST));
    let tree = parser.query();
    if parser.diagnostics.is_empty() {
        parser.diagnostics.extend(parser.many_parentheses());
    }
    let mut diagnostics = parser.diagnostics;
    sort_by_key(&mut diagnostics, |diagnostic| diagnostic.span);
    Parse { tree, diagnostics }
}

#[cfg(test)]
mod tests;
