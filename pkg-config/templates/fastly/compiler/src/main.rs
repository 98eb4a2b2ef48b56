//! `compiler DEFINITIONS OUT`: writes the bytes that a KV Store takes.

use std::{env, fs, process::ExitCode};

fn main() -> ExitCode {
    let [_, from, to] = &env::args().collect::<Vec<_>>()[..] else {
        eprintln!("usage: compiler DEFINITIONS OUT");
        return ExitCode::from(2);
    };
    match run(from, to) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run(from: &str, to: &str) -> Result<(), String> {
    let text = fs::read_to_string(from).map_err(|error| format!("{from}: {error}"))?;
    let (bytes, left_out) = compiler::compile(&text)?;
    fs::write(to, &bytes).map_err(|error| format!("{to}: {error}"))?;
    left_out.iter().for_each(|line| println!("  {line}"));
    println!("{to}: {} bytes", bytes.len());
    Ok(())
}
