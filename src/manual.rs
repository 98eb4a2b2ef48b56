//! The manual: long documents about the program, their examples run as tests.

#[doc = include_str!("docs/architecture.md")]
pub mod architecture {}

#[doc = include_str!("docs/design.md")]
pub mod design {}

#[doc = include_str!("docs/compatibility.md")]
pub mod compatibility {}

#[doc = include_str!("docs/language.md")]
pub mod language {}

#[doc = include_str!("docs/functions.md")]
pub mod functions {}

#[doc = include_str!("docs/errors.md")]
pub mod errors {}

#[doc = include_str!("docs/bytecode.md")]
pub mod bytecode {}
