//! Any bytes as a list of definitions and a profile.
#![no_main]

#[path = "../properties.rs"]
mod properties;

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::definitions(data));
