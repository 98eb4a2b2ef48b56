//! Writes a corpus to begin with, one file for every case of the suite and every target.

#[path = "../suite/cases.rs"]
mod cases;
mod properties;
mod seeds;

use std::fs;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (number, case) in cases::load_from(&root.join("../suite")).iter().enumerate() {
        for (target, seed) in seeds::seeds(case) {
            let folder = root.join("corpus").join(target);
            fs::create_dir_all(&folder)?;
            fs::write(folder.join(format!("suite-{number}")), seed)?;
        }
    }
    Ok(())
}
