//! The JavaScript face: conversions, no decisions.

pub mod artifact;
pub mod audience;
pub mod compile;
mod convert;
pub mod eligibility;
mod given;
pub mod membership;
mod options;
pub mod schema;
