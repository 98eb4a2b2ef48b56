//! Audience decisions at the edge: compile PQL once, evaluate profiles in microseconds.
#![no_std]

extern crate alloc;
#[cfg(feature = "wasm")]
extern crate std;

pub mod span;
