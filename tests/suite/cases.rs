//! Reads the case files of this folder.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test binary uses its own part")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

/// The time of a case that names none.
pub const DEFAULT_NOW: &str = "2026-11-20T12:00:00Z";

#[derive(Clone, Debug)]
pub struct Case {
    /// `file.pql: name`
    pub title: String,
    pub now: String,
    /// Whether extensions of the language are refused.
    pub strict: bool,
    /// The folder of `tests/schema` that it is checked with.
    pub schema: Option<String>,
    pub profile: Json,
    /// What the host gives besides the profile.
    pub parameters: Option<Json>,
    pub query: String,
    pub expected: Expected,
    /// The lines behind `??`.
    pub warnings: Vec<String>,
}

#[derive(Clone, Debug)]
pub enum Expected {
    Result(Json),
    /// The lines behind `!!`.
    Errors(Vec<String>),
}

/// All cases of the suite, in the order of file names.
pub fn load() -> Vec<Case> {
    load_from(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite"))
}

/// All cases below a folder.
pub fn load_from(root: &Path) -> Vec<Case> {
    let mut files = Vec::new();
    collect(root, &mut files);
    files.sort();
    let cases: Vec<Case> = files.iter().flat_map(|file| read(root, file)).collect();
    let mut titles: Vec<&str> = cases.iter().map(|case| case.title.as_str()).collect();
    titles.sort_unstable();
    for pair in titles.windows(2) {
        assert_ne!(pair[0], pair[1], "two cases have the same name");
    }
    cases
}

/// The documents of a folder of `tests/schema`.
pub fn schema(name: &str) -> Json {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/schema").join(name);
    let files = fs::read_dir(&folder).unwrap_or_else(|error| panic!("schema {name}: {error}"));
    let mut files: Vec<PathBuf> = files.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    let read = |file: &PathBuf| fs::read_to_string(file).expect("a schema can be read");
    files.iter().map(|file| serde_json::from_str::<Json>(&read(file)).expect("JSON")).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the suite is there") {
        let path = entry.expect("the suite can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "pql") {
            files.push(path);
        }
    }
}

fn read(root: &Path, file: &Path) -> Vec<Case> {
    let text = fs::read_to_string(file).expect("a case file can be read");
    let name = file.strip_prefix(root).expect("it is in the folder").display().to_string();
    let mut cases = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            continue;
        }
        let header = line.strip_prefix("--- ").and_then(|rest| rest.strip_suffix(" ---"));
        let header = header.unwrap_or_else(|| panic!("{name}: not a header: {line}"));
        let mut body = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.starts_with("--- ")) {
            body.push(line);
        }
        cases.push(case(&name, header, &body));
    }
    cases
}

pub fn case(file: &str, header: &str, body: &[&str]) -> Case {
    let mut words = header.split_whitespace();
    let title = format!("{file}: {}", words.next().expect("a case has a name"));
    let (mut now, mut strict, mut schema) = (DEFAULT_NOW.to_owned(), false, None);
    for word in words {
        match word.split_once('=') {
            Some(("now", time)) => time.clone_into(&mut now),
            Some(("schema", name)) => schema = Some(name.to_owned()),
            None if word == "strict" => strict = true,
            _ => panic!("{title}: what is {word}?"),
        }
    }
    let (profile, rest) = object(&title, "", body);
    let profile = profile.unwrap_or_else(|| Json::Object(serde_json::Map::new()));
    let (parameters, rest) = object(&title, "with ", rest);
    let is_outcome = |line: &&str| ["=> ", "!! ", "?? "].iter().any(|mark| line.starts_with(mark));
    let end = rest.iter().position(is_outcome);
    let end = end.unwrap_or_else(|| panic!("{title}: nothing is expected"));
    let query = rest[..end].join("\n").trim_end().to_owned();
    let outcome: Vec<&str> =
        rest[end..].iter().copied().filter(|line| !line.trim().is_empty()).collect();
    assert!(outcome.iter().all(is_outcome), "{title}: text behind the outcome");
    let marked = |mark: &str| -> Vec<String> {
        outcome.iter().filter_map(|line| line.strip_prefix(mark)).map(str::to_owned).collect()
    };
    let expected = match (marked("=> ").as_slice(), marked("!! ")) {
        ([result], errors) if errors.is_empty() => {
            let result = serde_json::from_str(result);
            Expected::Result(result.unwrap_or_else(|error| panic!("{title}: {error}")))
        }
        ([], errors) if !errors.is_empty() => Expected::Errors(errors),
        _ => panic!("{title}: one result or some errors"),
    };
    Case {
        title,
        now,
        strict,
        schema,
        profile,
        parameters,
        query,
        expected,
        warnings: marked("?? "),
    }
}

/// The JSON object that the first line begins behind `word`, if it does, and the lines behind it.
fn object<'a, 'b>(title: &str, word: &str, lines: &'a [&'b str]) -> (Option<Json>, &'a [&'b str]) {
    let rest = skip_blank(lines);
    if !rest.first().is_some_and(|line| line.starts_with(&format!("{word}{{"))) {
        return (None, rest);
    }
    let length = (1..=rest.len()).find(|length| is_balanced(&rest[..*length].join("\n")));
    let length = length.unwrap_or_else(|| panic!("{title}: the object never ends"));
    let text = rest[..length].join("\n");
    let json = serde_json::from_str(text.strip_prefix(word).unwrap_or(&text));
    let json = json.unwrap_or_else(|error| panic!("{title}: {error}"));
    (Some(json), skip_blank(&rest[length..]))
}

fn skip_blank<'a, 'b>(lines: &'a [&'b str]) -> &'a [&'b str] {
    let first = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(lines.len());
    &lines[first..]
}

/// Whether every brace of a JSON text is closed.
fn is_balanced(text: &str) -> bool {
    let (mut depth, mut quoted, mut escaped) = (0, false, false);
    for character in text.chars() {
        match character {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            '{' if !quoted => depth += 1,
            '}' if !quoted => depth -= 1,
            _ => {}
        }
    }
    depth == 0
}
