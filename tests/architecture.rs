//! The shape of the source: who may use whom, and how a file begins and ends.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules from the top line to the bottom; a module uses only those on lower lines.
const LINES: &[&[&str]] = &[
    &["manual", "wasm", "abi"],
    &["reply"],
    &["audience", "explain", "query"],
    &["plan"],
    &["compile", "vm"],
    &["check"],
    &["bytecode"],
    &["syntax", "schema", "functions", "profile"],
    &["diagnostic", "value"],
    &["span", "types", "words", "limits", "sorted", "keys", "lowercase"],
];

/// Who may use whom on one line.
const SIDEWAYS: &[(&str, &str)] = &[
    ("audience", "query"),
    ("audience", "explain"),
    ("query", "explain"),
    ("wasm", "abi"),
    ("keys", "sorted"),
];

/// Who may not use whom although the lines would allow it.
const APART: &[(&str, &str)] = &[
    ("vm", "syntax"),
    ("vm", "check"),
    ("vm", "compile"),
    ("functions", "vm"),
    ("functions", "bytecode"),
];

/// The longest file, in lines.
const LONGEST: usize = 400;

/// The world is an argument: nothing of these stands in the source.
const WORLD: &[&str] = &[
    "std::time",
    "SystemTime",
    "Instant::now",
    "now_utc",
    "std::env",
    "std::fs",
    "std::io",
    "std::net",
    "std::process",
    "std::thread",
    "static mut",
    "getrandom",
    "Date::now",
];

/// Marks of unfinished work.
const UNFINISHED: &[&str] = &["TODO", "FIXME", "todo!(", "unimplemented!("];

struct File {
    /// As it is named in messages, with `/`.
    name: String,
    text: String,
}

impl File {
    /// The module directly below the crate that it belongs to.
    fn module(&self) -> &str {
        let inside = self.name.trim_start_matches("src/");
        inside.split('/').next().unwrap().trim_end_matches(".rs")
    }

    /// The code without comments and without its tests.
    fn code(&self) -> String {
        let code = self.text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let lines = code.lines().map(|line| match line.find("//") {
            // An address in a text is no comment.
            Some(at) if !line[..at].ends_with(':') => &line[..at],
            _ => line,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn is_test(&self) -> bool {
        self.name.ends_with("/tests.rs")
    }
}

fn files(folder: &str) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    collect(&root.join(folder), &mut paths);
    paths.sort();
    assert!(!paths.is_empty(), "{folder} is empty");
    paths
        .into_iter()
        .map(|path| File {
            name: path.strip_prefix(root).unwrap().display().to_string().replace('\\', "/"),
            text: fs::read_to_string(path).unwrap(),
        })
        .collect()
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            paths.push(path);
        }
    }
}

/// The modules that a text names behind `crate::`.
fn used(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, name) in code.match_indices("crate::") {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|it| it.is_alphanumeric() || it == '_') {
            continue;
        }
        let rest = &code[at + name.len()..];
        match rest.strip_prefix('{') {
            // use crate::{a::b, c}
            Some(group) => found.extend(heads(group)),
            None => found.extend(word(rest)),
        }
    }
    found
}

/// The first words of the paths in a group, up to its closing brace.
fn heads(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let (mut depth, mut fresh) = (0, true);
    for (at, character) in group.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            space if space.is_whitespace() => {}
            _ if fresh && depth == 0 => {
                heads.extend(word(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    heads
}

fn word(text: &str) -> Option<String> {
    let word: String = text.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect();
    (!word.is_empty()).then_some(word)
}

fn line_of(module: &str) -> Option<usize> {
    LINES.iter().position(|line| line.contains(&module))
}

#[test]
fn modules_use_only_lower_lines() {
    let mut broken = Vec::new();
    let files = files("src");
    for file in files.iter().filter(|file| file.name != "src/lib.rs" && !file.is_test()) {
        let module = file.module();
        let own = line_of(module).unwrap_or_else(|| panic!("`{module}` is on no line; add it"));
        for used in used(&file.code()) {
            let Some(line) = line_of(&used) else {
                panic!("{}: `crate::{used}` is on no line; is it re-exported?", file.name);
            };
            let pair = (module, used.as_str());
            let allowed = used == module || line > own || SIDEWAYS.contains(&pair);
            if !allowed || APART.contains(&pair) {
                broken.push(format!("{}: `{module}` may not use `{used}`", file.name));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_reader_of_paths_sees_them() {
    let code = "use crate::{a::{b, c}, d};\nuse crate::e::f;\nlet x = crate::g::h();\nmycrate::i;";
    let found: Vec<String> = used(code).into_iter().collect();
    assert_eq!(found, ["a", "d", "e", "g"]);
}

#[test]
fn every_file_says_in_one_sentence_what_it_is() {
    let mut broken = Vec::new();
    for file in files("src").iter().chain(&files("tests")) {
        let first: Vec<&str> =
            file.text.lines().map_while(|line| line.strip_prefix("//! ")).collect();
        let sentence = first.join(" ");
        let inside = sentence.trim_end_matches('.');
        let another = inside
            .match_indices(". ")
            .any(|(at, _)| inside[at + 2..].chars().next().is_some_and(char::is_uppercase));
        if !sentence.ends_with('.') || another {
            broken.push(format!("{}: {sentence}", file.name));
        }
    }
    assert!(broken.is_empty(), "not one sentence:\n{}", broken.join("\n"));
}

#[test]
fn no_file_is_too_long() {
    let mut broken = Vec::new();
    for file in files("src").iter().chain(&files("tests")) {
        let length = file.text.lines().count();
        if length > LONGEST {
            broken.push(format!("{}: {length} lines", file.name));
        }
    }
    assert!(broken.is_empty(), "longer than {LONGEST} lines:\n{}", broken.join("\n"));
}

#[test]
fn the_world_is_an_argument() {
    let mut broken = Vec::new();
    for file in files("src").iter().filter(|file| !file.is_test()) {
        let code = file.code();
        for word in WORLD.iter().filter(|word| code.contains(**word)) {
            broken.push(format!("{}: `{word}`", file.name));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn nothing_is_left_unfinished() {
    let mut broken = Vec::new();
    for file in &files("src") {
        for word in UNFINISHED.iter().filter(|word| file.text.contains(**word)) {
            broken.push(format!("{}: `{word}`", file.name));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn imports_start_at_the_crate() {
    let mut broken = Vec::new();
    for file in files("src").iter().filter(|file| !file.is_test()) {
        let code = file.code();
        for sign in ["super::super::", "use super::*", "use crate::*"] {
            if code.contains(sign) {
                broken.push(format!("{}: `{sign}`", file.name));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}
