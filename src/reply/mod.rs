//! What goes out as JSON, the same to every host: findings, failures, explanations.

mod explanation;
mod failure;

pub(crate) use explanation::explanation;
pub(crate) use failure::{Failure, failure};
#[cfg(all(feature = "wasm", feature = "compile"))]
pub(crate) use failure::{Finding, diagnostics};
