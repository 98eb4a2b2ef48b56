//! What goes out as JSON, the same to every host: findings, failures, explanations, memberships.

mod audience;
mod explanation;
mod failure;
mod json;

pub(crate) use audience::LookbackReply;
pub(crate) use audience::{explained, lookback, qualification};
pub(crate) use explanation::explanation;
pub(crate) use failure::Failure;
pub(crate) use failure::failure;
#[cfg(feature = "wasm")]
pub(crate) use failure::{Finding, diagnostics, failure_of};
pub(crate) use json::{Members, Object, ToJson, json_of};
