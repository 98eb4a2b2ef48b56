//! The examples in the function table are true.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

use pql_edge::functions;

// A build that compiles nothing has the functions without their words.
#[cfg(feature = "compile")]
#[test]
fn every_function_has_a_doc_and_an_example() {
    for function in functions::all() {
        assert!(function.doc.ends_with('.'), "{}", function.name);
        assert!(!function.examples.is_empty(), "{}", function.name);
    }
}

#[test]
fn names_are_unique() {
    let mut names: Vec<&str> = functions::all().map(|function| function.name).collect();
    names.sort_unstable();
    assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
}

#[cfg(feature = "compile")]
#[test]
fn examples_run() {
    use pql_edge::query::{Evaluator, Input, Query};

    let mut evaluator = Evaluator::new();
    for function in functions::all() {
        for (source, expected) in function.examples {
            let query = Query::compile(source).unwrap_or_else(|all| panic!("{source}: {all:?}"));
            let result = query.evaluate(&mut evaluator, &Input::new(b"{}", 1_763_640_000_000));
            let expected: serde_json::Value = serde_json::from_str(expected).expect("JSON");
            assert_eq!(result, Ok(expected), "{source}");
        }
    }
}

/// An argument of each type.
#[cfg(feature = "compile")]
fn sample(asked: pql_edge::types::Type) -> &'static str {
    use pql_edge::types::Type;
    match asked {
        Type::Any | Type::Integer | Type::Number => "1",
        Type::Null => "null",
        Type::Boolean => "true",
        Type::Double => "1.5",
        Type::String => r#""a""#,
        Type::Timestamp => "now",
        Type::Array => "[1]",
        Type::Object => "null",
    }
}

#[cfg(feature = "compile")]
#[test]
fn a_missing_first_argument_gives_what_the_row_says() {
    use pql_edge::functions::Missing;
    use pql_edge::query::{Evaluator, Input, Query};

    for function in functions::all().filter(|it| it.missing != Missing::Otherwise) {
        let (least, _) = function.arity();
        let rest = (1..least).map(|index| sample(function.param(index)));
        let arguments: Vec<&str> = std::iter::once("nothing").chain(rest).collect();
        let source = format!("{}({})", function.name, arguments.join(", "));
        let query = Query::compile(&source).unwrap_or_else(|all| panic!("{source}: {all:?}"));
        let result = query.evaluate(&mut Evaluator::new(), &Input::new(b"{}", 0)).unwrap();
        assert_eq!(result.to_string(), function.missing.text(), "{source}");
    }
}
