//! What the fuzz targets demand, of the cases of the suite and of all input that once broke it.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    unreachable_pub,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "suite/cases.rs"]
mod cases;
#[path = "fuzz/properties.rs"]
mod properties;
#[path = "fuzz/reading.rs"]
mod reading;
#[path = "fuzz/seeds.rs"]
mod seeds;

use std::fs;
use std::path::Path;

/// Every target has to have been given so much.
const AT_LEAST: usize = 5;

#[test]
fn seeds_and_regressions_hold() {
    let all: Vec<(&str, Vec<u8>)> = cases::load().iter().flat_map(seeds::seeds).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/regressions");
    for (target, property) in properties::ALL {
        let mut number = 0;
        for (_, seed) in all.iter().filter(|(name, _)| name == target) {
            property(seed);
            number += 1;
        }
        for entry in fs::read_dir(root.join(target)).expect("every target has a folder") {
            property(&fs::read(entry.unwrap().path()).unwrap());
            number += 1;
        }
        println!("{target}: {number}");
        assert!(number >= AT_LEAST, "{target} was given only {number}");
    }
}
