//! Any text: reading, printing and formatting it.
#![no_main]

#[path = "../properties.rs"]
mod properties;
#[path = "../reading.rs"]
mod reading;

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::parse(data));
