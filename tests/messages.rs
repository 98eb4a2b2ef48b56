//! What users read: every error and every advice of the suite as it is drawn, one golden per file.
//!
//! `INSTA_UPDATE=always cargo test --test messages` rewrites the goldens; read the difference
//! before committing it. A message is good when its help can be pasted.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "suite/cases.rs"]
mod cases;
mod corpus;

use pql_edge::check::Options;
use pql_edge::diagnostic::{Code, Diagnostic, render};
use pql_edge::functions;
use pql_edge::query::analyse;
use pql_edge::syntax::parse;

use cases::{Case, Expected};

/// Cases of `foreign.pql` that hold several mistakes.
const SEVERAL: &[&str] = &["foreign.pql: single-quotes-in-a-list"];

fn of(file: &str) -> Vec<Case> {
    let all: Vec<Case> =
        cases::load().into_iter().filter(|case| case.title.starts_with(file)).collect();
    assert!(!all.is_empty(), "{file} has no cases");
    all
}

fn found(query: &str) -> Vec<Diagnostic> {
    analyse(query, &Options::default()).1
}

fn drawn(file: &str) -> String {
    let draw = |case: Case| {
        let name = case.title.split_once(": ").unwrap().1.to_owned();
        format!("--- {name} ---\n{}", render(&case.query, &found(&case.query)))
    };
    of(file).into_iter().map(draw).collect::<Vec<_>>().join("\n")
}

macro_rules! golden {
    ($($name:ident: $file:literal;)*) => {$(
        #[test]
        fn $name() {
            insta::with_settings!({
                snapshot_path => "messages",
                prepend_module_to_snapshot => false,
                omit_expression => true,
            }, {
                insta::assert_snapshot!(stringify!($name), drawn($file));
            });
        }
    )*};
}

golden! {
    foreign: "foreign.pql";
    lints: "lints.pql";
}

#[test]
fn one_mistake_is_one_error_with_advice() {
    for case in of("foreign.pql") {
        assert!(matches!(case.expected, Expected::Errors(_)), "{}", case.title);
        let found = found(&case.query);
        let several = SEVERAL.contains(&case.title.as_str());
        assert_eq!(found.len() > 1, several, "{}\n{}", case.title, render(&case.query, &found));
        assert!(found.iter().all(|it| it.help.is_some()), "{} has no help", case.title);
    }
}

/// What stands in back-ticks in the help.
fn quoted(diagnostic: &Diagnostic) -> Vec<String> {
    let help = diagnostic.help.as_deref().unwrap_or("");
    help.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn older_sets_are_answered_with_a_select() {
    let lines = corpus::lines();
    let public = lines.into_iter().filter(|line| line.dialect == "pql-2018-sets");
    let own = of("foreign.pql").into_iter().filter(|case| case.title.contains(": set-"));
    let sources = own.map(|case| case.query).chain(public.map(|line| line.expression));
    for source in sources {
        let found = found(&source);
        let errors: Vec<&Diagnostic> = found.iter().filter(|it| it.is_error()).collect();
        let [error] = errors.as_slice() else {
            assert!(errors.is_empty() && !source.contains('{'), "{}", render(&source, &found));
            continue;
        };
        assert_eq!(error.code, Code::ForeignSyntax, "{source}");
        let better = quoted(error).pop().unwrap();
        assert!(better.starts_with("select "), "{source}: {better}");
        let wrong = parse(&better).diagnostics;
        assert!(wrong.is_empty(), "{source}\n{}", render(&better, &wrong));
    }
}

#[test]
fn functions_of_personalization_are_named_with_what_replaces_them() {
    for foreign in functions::FOREIGN {
        assert!(functions::lookup(foreign.name).is_none(), "{} is a function", foreign.name);
        let source = format!("{}(a, b)", foreign.name);
        let found = found(&source);
        let [error] = found.as_slice() else {
            panic!("{}", render(&source, &found));
        };
        assert!(error.message.contains("Journey Optimizer"), "{}", error.message);
        for better in quoted(error) {
            let wrong = analyse(&better, &Options::default()).1;
            assert!(!wrong.iter().any(Diagnostic::is_error), "{}", render(&better, &wrong));
        }
    }
}
