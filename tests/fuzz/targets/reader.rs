//! Any bytes as a profile.
#![no_main]

#[path = "../properties.rs"]
mod properties;
#[path = "../reading.rs"]
mod reading;

libfuzzer_sys::fuzz_target!(|data: &[u8]| properties::reader(data));
