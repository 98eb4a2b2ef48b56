//! The JavaScript face: conversions, no decisions.

pub mod audience;
pub mod compile;
mod convert;
mod eligibility;
pub mod membership;
mod options;
mod profile;
pub mod query;
pub mod schema;
