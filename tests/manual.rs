//! The manual: pages made from the code's tables are up to date, and what the others say runs.
//!
//! `UPDATE=1 cargo test --test manual` writes the generated pages of `src/docs` anew.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "suite/beyond.rs"]
mod beyond;
#[path = "manual/bytecode.rs"]
mod bytecode;
#[path = "suite/cases.rs"]
mod cases;
#[path = "manual/errors.rs"]
mod errors;
#[path = "manual/functions.rs"]
mod functions;
#[path = "manual/language.rs"]
mod language;
mod oracle;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Makes a page of what the code knows.
type Generate = fn() -> String;

/// The pages that are generated.
const PAGES: &[(&str, Generate)] =
    &[("functions", functions::page), ("errors", errors::page), ("bytecode", bytecode::page)];

fn path(page: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/docs").join(page).with_extension("md")
}

/// A paragraph on lines of at most 110 characters.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        let broken = column > 0 && column + 1 + length > 110;
        out.push_str(if broken {
            "\n"
        } else if column > 0 {
            " "
        } else {
            ""
        });
        out.push_str(word);
        column = if broken { length } else { column + usize::from(column > 0) + length };
    }
    out
}

#[test]
fn generated_pages_are_fresh() {
    let update = std::env::var_os("UPDATE").is_some();
    for (page, generate) in PAGES {
        let text = generate();
        assert!(text.lines().all(|line| line.trim_end() == line), "blanks at the end in {page}");
        if update {
            fs::write(path(page), &text).expect("the page can be written");
        }
        let known = fs::read_to_string(path(page)).unwrap_or_default();
        if let Some((wrong, right)) =
            known.lines().zip(text.lines()).find(|(known, text)| known != text)
        {
            panic!("{page}.md is stale, run with UPDATE=1:\n  {wrong}\nshould be\n  {right}");
        }
        assert_eq!(known.len(), text.len(), "{page}.md is stale; run with UPDATE=1");
    }
}

/// Decisions name the cases that pin them, as `file/name`.
#[test]
fn cases_that_compatibility_names_exist() {
    let text = fs::read_to_string(path("compatibility")).unwrap();
    let mut known: BTreeSet<String> =
        cases::load().into_iter().map(|case| case.title.replace(".pql: ", "/")).collect();
    known.extend(cases_of_memberships());
    let files: BTreeSet<&str> =
        known.iter().filter_map(|case| case.rsplit_once('/')).map(|(file, _)| file).collect();
    let named: Vec<&str> = text
        .split('`')
        .skip(1)
        .step_by(2)
        .filter(|word| word.rsplit_once('/').is_some_and(|(file, _)| files.contains(file)))
        .collect();
    assert!(named.len() > 100, "only {} cases are named", named.len());
    let missing: Vec<&&str> = named.iter().filter(|case| !known.contains(**case)).collect();
    assert!(missing.is_empty(), "compatibility.md names cases that are not there: {missing:?}");
}

/// The cases of `tests/membership`, as `file/name`.
fn cases_of_memberships() -> Vec<String> {
    let mut names = Vec::new();
    for file in ["qualify", "consent", "activation"] {
        let path = format!("{}/tests/membership/{file}.json", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(path).unwrap();
        let found = text.split("\"name\": \"").skip(1).filter_map(|rest| rest.split('"').next());
        names.extend(found.map(|name| format!("{file}/{name}")));
    }
    assert!(names.len() > 80, "only {} cases of memberships", names.len());
    names
}
