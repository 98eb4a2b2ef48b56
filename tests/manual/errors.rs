//! Writes `errors.md` from the table of codes, each with a case of the suite as it is drawn.

use std::collections::BTreeMap;
use std::fmt::Write;

use pql_edge::check::Options;
use pql_edge::diagnostic::{Code, Diagnostic, Severity, render};
use pql_edge::query::analyse;
use pql_edge::schema::Schema;

use crate::beyond::BEYOND_TEXTS;
use crate::cases::{self, Case};

const INTRODUCTION: &str = "# Messages

Generated from the table of codes (`src/diagnostic/codes.rs`) and the suite: for each code what it means and
an example as it is drawn.

An **error** means that a query, profile or program cannot be used. A **warning** means that the query runs,
and probably not as its author meant it. A **hint** is worth knowing. Codes keep their numbers for ever;
texts may improve.
";

/// The hundreds of the numbers.
const CHAPTERS: &[(&str, &str)] = &[
    ("P01", "The text of a query"),
    ("P02", "Names and types"),
    ("P03", "Limits, and what the caller ruled out"),
    ("P04", "Advice"),
    ("P05", "Profiles and events"),
    ("P06", "Programs as bytes"),
    ("P07", "Sets of audiences"),
    ("P08", "Schemas"),
];

/// An example: what was given, when the drawing does not show it, and the drawing.
struct Example {
    given: Option<String>,
    drawn: String,
}

/// The page.
pub(crate) fn page() -> String {
    let examples = examples();
    let mut out = String::from(INTRODUCTION);
    for (prefix, title) in CHAPTERS {
        write!(out, "\n## {title}\n").unwrap();
        for code in Code::ALL.iter().filter(|code| code.number().starts_with(prefix)) {
            write!(out, "\n### {}: {}\n\n", code.number(), code.severity().name()).unwrap();
            writeln!(out, "{}", super::wrapped(code.explanation())).unwrap();
            let Some(example) = examples.get(code.number()) else {
                continue;
            };
            if let Some(given) = &example.given {
                writeln!(out, "\nGiven: {given}.").unwrap();
            }
            writeln!(out, "\n```text\n{}```", example.drawn).unwrap();
        }
    }
    out
}

/// The best example of each code: of one message, with help, short.
fn examples() -> BTreeMap<&'static str, Example> {
    let mut best: BTreeMap<&'static str, (usize, Example)> = BTreeMap::new();
    for case in cases::load() {
        let found = found(&case);
        let Some(first) = found.first() else {
            continue;
        };
        let given = case.schema.map(|name| format!("the schema `tests/schema/{name}`"));
        let given = given.or(case.strict.then(|| "the option `strict`".into()));
        // Shorter is better, without help worse, several at once worse.
        let cost = case.query.len()
            + usize::from(first.help.is_none()) * 1_000
            + (found.len() - 1) * 100
            + usize::from(given.is_some()) * 10
            + usize::from(first.severity() != Severity::Error && found.len() > 1) * 1_000;
        let drawn = plain(&render(&case.query, &found));
        let known = best.get(first.code.number());
        if known.is_none_or(|(least, _)| cost < *least) {
            best.insert(first.code.number(), (cost, Example { given, drawn }));
        }
    }
    let mut examples: BTreeMap<_, _> =
        best.into_iter().map(|(number, (_, example))| (number, example)).collect();
    for (code, given, trigger) in BEYOND_TEXTS {
        let found: Vec<Diagnostic> =
            trigger().into_iter().filter(|it| it.code == *code).take(1).collect();
        let drawn = plain(&render("", &found));
        let example = Example { given: Some((*given).to_owned()), drawn };
        examples.entry(code.number()).or_insert(example);
    }
    examples
}

fn found(case: &Case) -> Vec<Diagnostic> {
    let schema = case.schema.as_deref().map(cases::schema);
    let schema = schema.map(|documents| Schema::from_json(&documents).expect("a schema"));
    let options = Options { strict: case.strict, schema: schema.as_ref(), ..Options::default() };
    analyse(&case.query, &options).1
}

/// Without blanks at the ends of lines, and one line feed at the end.
fn plain(drawn: &str) -> String {
    let lines: Vec<&str> = drawn.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim_end())
}
