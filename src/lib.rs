//! Audience decisions at the edge: compile PQL once, evaluate profiles in microseconds.
#![no_std]

extern crate alloc;
#[cfg(feature = "wasm")]
extern crate std;

pub mod audience;
pub mod bytecode;
#[cfg(feature = "compile")]
pub mod check;
#[cfg(feature = "compile")]
pub mod compile;
pub mod diagnostic;
pub mod explain;
pub mod functions;
pub mod profile;
pub mod query;
pub mod span;
#[cfg(feature = "compile")]
pub mod syntax;
pub mod types;
pub mod value;
pub mod vm;
mod words;
