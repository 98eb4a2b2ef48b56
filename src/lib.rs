//! Audience decisions at the edge: compile PQL once, evaluate profiles in microseconds.
#![no_std]

extern crate alloc;
#[cfg(feature = "wasm")]
extern crate std;

pub mod diagnostic;
pub mod span;
#[cfg(feature = "compile")]
pub mod syntax;
pub mod value;
mod words;
