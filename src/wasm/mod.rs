//! The JavaScript face: conversions, no decisions.

pub mod audience;
pub mod compile;
mod convert;
mod eligibility;
mod options;
mod profile;
pub mod query;
pub mod schema;
