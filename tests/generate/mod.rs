//! Random queries and profiles over one small vocabulary, so that conditions are often true.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test binary uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

pub mod alter;
pub mod chains;
pub mod checksum;
pub mod collections;
pub mod conditions;
pub mod patterns;
pub mod profile;
pub mod query;
pub mod random;
pub mod report;
pub mod values;
pub mod vocabulary;
pub mod windows;
