//! What the cases of the suite cover: every function with null and with other types, and every
//! diagnostic.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use pql_edge::diagnostic::Code;
use pql_edge::functions::{self, Function};
use pql_edge::syntax::ast::{Expression, Node};
use pql_edge::syntax::parse;
use pql_edge::types::Type;

use crate::beyond::BEYOND_TEXTS;
use crate::cases::{self, Case, Expected};
use crate::oracle::coverage::children;
use crate::oracle::value::Value;

/// A function has so many cases.
const AT_LEAST: usize = 6;

/// The arguments of this one are literals, so that none of them can be null.
const NEVER_NULL: &str = "modelInstances";

/// What is known of the calls of one function.
#[derive(Default)]
struct Calls {
    cases: BTreeSet<String>,
    with_null: bool,
    with_another_type: bool,
}

#[test]
fn every_function_has_cases() {
    let mut all: BTreeMap<String, Calls> = BTreeMap::new();
    for case in cases::load() {
        let tree = parse(&case.query).tree;
        let mut names = BTreeSet::new();
        add_names(&tree, &mut names);
        for name in names {
            let calls = all.entry(name.clone()).or_default();
            calls.cases.insert(case.title.clone());
            calls.with_another_type |= refuses_an_argument(&case, &name);
        }
        if let Expected::Result(_) = case.expected {
            watch_calls(&case, &tree, &mut all);
        }
    }
    let mut missing = Vec::new();
    for function in functions::all() {
        let calls = all.remove(function.name).unwrap_or_default();
        let number = calls.cases.len();
        if number < AT_LEAST {
            missing.push(format!("`{}` has only {number} cases", function.name));
        }
        if !calls.with_null && !function.params.is_empty() && function.name != NEVER_NULL {
            missing.push(format!("`{}` has no case with null", function.name));
        }
        let has_types = function.params.iter().any(|asked| *asked != Type::Any);
        if !calls.with_another_type && has_types {
            missing.push(format!("`{}` has no case with another type", function.name));
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// The functions that a tree calls, also as operators and brackets.
fn add_names(tree: &Expression, names: &mut BTreeSet<String>) {
    match &tree.node {
        Node::Call { name, .. } => {
            names.insert(name.node.clone());
        }
        Node::Binary { operator, .. } => {
            names.insert(operator.text().to_owned());
        }
        Node::Filter { .. } => {
            names.insert("filter".to_owned());
        }
        _ => {}
    }
    for child in children(tree) {
        add_names(child, names);
    }
}

fn refuses_an_argument(case: &Case, name: &str) -> bool {
    let refusal = format!(" `{name}` takes ");
    match &case.expected {
        Expected::Errors(errors) => {
            errors.iter().any(|error| error.starts_with("P0203") && error.contains(&refusal))
        }
        Expected::Result(_) => false,
    }
}

fn watch_calls(case: &Case, tree: &Expression, all: &mut BTreeMap<String, Calls>) {
    let seen = RefCell::new(all);
    let watch = |name: &str, arguments: &[Option<Value>]| {
        let mut seen = seen.borrow_mut();
        let calls = seen.entry(name.to_owned()).or_default();
        let function = functions::lookup(name);
        for (at, argument) in arguments.iter().enumerate() {
            let Some(argument) = argument else { continue };
            calls.with_null |= argument.is_null();
            calls.with_another_type |=
                function.is_some_and(|function| !is_of_type(function, at, argument));
        }
    };
    let now = crate::oracle::instant(&case.now).unwrap();
    let mut input = crate::oracle::Input::new(&case.profile, now);
    input.parameters = case.parameters.as_ref();
    input.watch = Some(&watch);
    crate::oracle::evaluate_input(tree, &input);
}

fn is_of_type(function: &Function, at: usize, argument: &Value) -> bool {
    // A function of a single value takes a list of them as its receiver.
    if argument.is_null() || (at == 0 && argument.as_list().is_some()) {
        return true;
    }
    match function.param(at) {
        Type::Any | Type::Null => true,
        Type::Boolean => matches!(argument, Value::Boolean(_)),
        Type::Integer => argument.as_whole().is_some(),
        Type::Double | Type::Number => matches!(argument, Value::Integer(_) | Value::Double(_)),
        Type::String => argument.as_str().is_some(),
        Type::Timestamp => argument.instant().is_some(),
        Type::Array => argument.as_list().is_some(),
        Type::Object => matches!(argument, Value::Object(_)),
    }
}

/// Diagnostics that only the JavaScript package gives, and a text of its tests that asks for them.
const IN_JAVASCRIPT: &[(Code, &str)] = &[(Code::BadTime, "message: /not a time/")];

#[test]
fn every_diagnostic_has_a_case() {
    let mut seen = BTreeSet::new();
    for case in cases::load() {
        let errors = match &case.expected {
            Expected::Errors(errors) => errors.as_slice(),
            Expected::Result(_) => &[],
        };
        let numbers = errors.iter().chain(&case.warnings).filter_map(|line| line.get(..5));
        seen.extend(numbers.map(str::to_owned));
    }
    for (code, _, trigger) in BEYOND_TEXTS {
        let found = trigger();
        assert!(found.iter().any(|it| it.code == *code), "{}: {found:?}", code.number());
        assert!(seen.insert(code.number().to_owned()), "{} has a case, too", code.number());
    }
    let tests = include_str!("../js/query.test.mjs");
    for (code, text) in IN_JAVASCRIPT {
        assert!(tests.contains(text), "{}", code.number());
        seen.insert(code.number().to_owned());
    }
    let missing: Vec<&str> = Code::ALL
        .iter()
        .map(|code| code.number())
        .filter(|number| !seen.contains(*number))
        .collect();
    assert!(missing.is_empty(), "without a case: {missing:?}");
}
