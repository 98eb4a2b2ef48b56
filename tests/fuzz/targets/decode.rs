//! Any bytes as a compiled query.
#![no_main]

#[path = "../properties.rs"]
mod properties;
#[path = "../reading.rs"]
mod reading;

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::decode(data));
