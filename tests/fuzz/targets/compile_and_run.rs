//! Any text as a query with a profile and parameters.
#![no_main]

#[path = "../properties.rs"]
mod properties;
#[path = "../reading.rs"]
mod reading;

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::compile_and_run(data));
