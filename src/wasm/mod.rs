//! The JavaScript face: conversions, no decisions.

#[cfg(feature = "compile")]
pub mod audience;
#[cfg(feature = "compile")]
pub mod compile;
mod convert;
#[cfg(feature = "compile")]
mod options;
mod profile;
pub mod query;
#[cfg(feature = "compile")]
pub mod schema;
