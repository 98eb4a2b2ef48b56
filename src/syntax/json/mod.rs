//! `pql/json`: the tree of a query as JSON, both ways (pql.md 15).
//!
//! Between the tree as written and JSON stands the *resolved* tree: the same types, but every item
//! scope is a lambda, every name a variable or a field of something. `resolve` makes it of a
//! written tree and `spell` takes it back; `write` and `read` know nothing of item scopes.

mod bind;
mod calls;
mod chain;
mod door;
mod literals;
mod names;
mod occurs;
mod read;
mod resolve;
mod rows;
mod scopes;
mod spell;
mod walk;
mod write;

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value as Json;

use super::ast::Expression;
use crate::diagnostic::{Diagnostic, arrange};
use crate::limits::Limits;
use crate::value::json_text;

pub use door::{Text, is_tree, parse, text_of, text_of_json, unmistakable};
pub use names::ITEM_FUNCTIONS;
pub(crate) use read::found as kind_of;

/// What was understood of a JSON tree and what was minded.
#[derive(Clone, Debug)]
pub struct Read {
    /// The tree, without places; `Node::Error` stands where the JSON could not be read.
    pub tree: Expression,
    /// Each names its place by a JSON pointer in the message.
    pub diagnostics: Vec<Diagnostic>,
}

/// The one canonical JSON of a tree. Linear in the tree.
///
/// # Errors
/// A tree with parts that could not be parsed, or with a `^` out of the outermost scope.
pub fn to_json(tree: &Expression) -> Result<Json, Vec<Diagnostic>> {
    resolve::resolve(tree).map(|resolved| write::node(&resolved))
}

/// Reads the canonical form and everything else that is known to have been written.
///
/// Never fails: one bad node does not hide the others. Work is bounded by the limits on length (a
/// node of JSON is a byte of text or more) and depth.
#[must_use]
pub fn from_json(json: &Json, limits: &Limits) -> Read {
    let (mut tree, mut diagnostics) = read::read(json, limits);
    if !diagnostics.iter().any(Diagnostic::is_error) {
        spell::spell(&mut tree);
    }
    arrange(&mut diagnostics);
    Read { tree, diagnostics }
}

/// Canonical JSON text of a tree.
///
/// # Errors
/// As `to_json`, and JSON that is longer than what could be read again.
pub fn to_json_text(tree: &Expression, limits: &Limits) -> Result<String, Vec<Diagnostic>> {
    let text = json_text(&to_json(tree)?);
    door::fits(&text, limits).map_err(|diagnostic| Vec::from([diagnostic]))?;
    Ok(text)
}
