//! Compiles `definitions.json`, which is deployed with the program.

use std::{env, fs, path::Path, process};

fn main() {
    println!("cargo::rerun-if-changed=definitions.json");
    let text = fs::read_to_string("definitions.json").expect("definitions.json is there");
    let (bytes, left_out) = compiler::compile(&text).unwrap_or_else(|why| {
        eprintln!("{why}");
        process::exit(1);
    });
    left_out.iter().for_each(|line| println!("cargo::warning={line}"));
    let folder = env::var("OUT_DIR").expect("cargo names a folder");
    fs::write(Path::new(&folder).join("audiences.pqlb"), bytes).expect("it can be written");
}
