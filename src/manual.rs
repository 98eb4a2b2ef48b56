//! The manual: long documents about the program, their examples run as tests.

#[doc = include_str!("docs/architecture.md")]
pub mod architecture {}

#[doc = include_str!("docs/design.md")]
pub mod design {}

#[doc = include_str!("docs/compatibility.md")]
pub mod compatibility {}
