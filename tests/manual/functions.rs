//! Writes `functions.md` from the table of functions.

use std::fmt::Write;

use pql_edge::functions::{Body, Cost, FOREIGN, Form, Function, Missing, PAGES};
use pql_edge::types::Type;

const INTRODUCTION: &str = "# Functions

Generated from the table of functions (`src/functions/`); the examples run as tests.

Every function can be written in two ways, `x.f(a, b)` and `f(x, a, b)`. Names are case-sensitive. What
stands in brackets may be left out; `…` means as many more as wanted.

- **Arrays as receivers.** A function of one value takes an array too. A test holds when any item passes it;
  everything else gives the list of its results, as a step of a path does.
- **Null.** What a function gives for a missing receiver stands beside its types. A missing argument makes a
  test false and everything else null. Nothing fails while a query runs.
- **Case.** Tests of text mind it, unless their last argument is `false`.
- **Work** is what a call takes from the fuel of an evaluation: its arguments are what it grows with.
";

/// Functions that nobody writes as a method.
const CALLS: &[&str] = &["if", "inSegment", "modelInstances", "mapEntry", "date"];

/// The page.
pub(crate) fn page() -> String {
    let mut out = String::from(INTRODUCTION);
    for page in PAGES {
        write!(out, "\n## {}\n", page.title).unwrap();
        for function in page.functions {
            section(&mut out, function);
        }
    }
    personalization(&mut out);
    out
}

fn section(out: &mut String, function: &Function) {
    write!(out, "\n### `{}`\n\n`{}`", function.name, signature(function)).unwrap();
    if function.missing != Missing::Otherwise {
        write!(out, ", of a missing first argument `{}`", function.missing.text()).unwrap();
    }
    writeln!(out, "; work: {}\n", work(function)).unwrap();
    writeln!(out, "{}\n", super::wrapped(&function.doc.replace("\\\\", "\\"))).unwrap();
    writeln!(out, "```text").unwrap();
    for (query, result) in function.examples {
        writeln!(out, "{query}\n=> {result}").unwrap();
    }
    writeln!(out, "```").unwrap();
}

/// `String.startsWith(String [, Boolean]) → Boolean`
fn signature(function: &Function) -> String {
    let names: Vec<String> =
        (0..function.params.len()).map(|index| parameter(function, index)).collect();
    // What a value is not asked of is written as a plain call.
    let plain = CALLS.contains(&function.name);
    let (receiver, arguments) = match names.split_first() {
        Some((receiver, arguments)) if !plain => (format!("{receiver}."), arguments),
        _ => (String::new(), names.as_slice()),
    };
    let needed = arguments.len() - function.optional.min(arguments.len());
    let mut list = arguments[..needed].join(", ");
    for argument in &arguments[needed..] {
        let comma = if list.is_empty() { "" } else { ", " };
        write!(list, "[{comma}{argument}]").unwrap();
    }
    if function.rest.is_some() {
        list.push_str(", …");
    }
    format!("{receiver}{}({list}) → {}", function.name, function.returns.name())
}

fn parameter(function: &Function, index: usize) -> String {
    let kind = function.param(index);
    match (function.body, index) {
        (Body::Form(Form::Filter | Form::Exists), 1) => "condition".into(),
        (Body::Form(_), 1) => "expression".into(),
        (Body::If, 0) => "condition".into(),
        _ if kind == Type::Any => "value".into(),
        _ => kind.name().into(),
    }
}

fn work(function: &Function) -> &'static str {
    match (function.body, function.cost) {
        (Body::Form(_), _) => "the expression, once for each item",
        (Body::If, _) => "the condition and one branch",
        (_, Cost::Constant) => "always the same",
        (_, Cost::Linear) => "the size of the arguments",
        (_, Cost::Items) => "the size of the receiver",
        (_, Cost::Pairs) => "the size of the receiver times that of the argument",
        (_, Cost::Square) => "the square of the number of items",
        (_, Cost::Pattern) => "at worst the length of the text times that of the pattern",
    }
}

fn personalization(out: &mut String) {
    out.push_str(
        "\n## Not here\n\nFunctions of personalization (Journey Optimizer) that PQL for segments does \
         not have. Their names\nare errors whose help says what does their work.\n\n\
         | function | instead |\n| --- | --- |\n",
    );
    for foreign in FOREIGN {
        let instead = foreign.instead.replace('|', "\\|");
        let cell = if instead.is_empty() { "nothing" } else { &instead };
        writeln!(out, "| `{}` | {cell} |", foreign.name).unwrap();
    }
}
