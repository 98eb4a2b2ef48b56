//! Conditions joined by `and` or `or` that rule each other out.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::key::{Path, key};
use super::range::{Passing, Test};
use super::uses::{self, Kinds};
use crate::bytecode::{Accumulator, Constant};
use crate::check::literal::folded;
use crate::check::typed::{Form, Node, Typed};
use crate::check::written::written;
use crate::diagnostic::{Code, Diagnostic};
use crate::keys::{Map, Set};
use crate::span::Span;
use crate::types::Type;
use crate::value::Comparison;

/// Why conditions joined by `and` are never true together, if that is certain.
pub(super) fn contradiction(operands: &[Typed]) -> Option<Diagnostic> {
    let mut conditions = Vec::new();
    let mut open: Vec<&Typed> = operands.iter().rev().collect();
    while let Some(condition) = open.pop() {
        match &condition.node {
            Node::And(inner) => open.extend(inner.iter().rev()),
            _ => conditions.push(condition),
        }
    }
    let refusals = conditions.iter().any(|condition| refuses(condition));
    let mut together = Together { refusals, ..Together::default() };
    let alone = conditions.iter().find_map(|condition| together.add(condition));
    alone.or_else(|| conditions.iter().find_map(|condition| together.paths(condition)))
}

/// Why one of several conditions joined by `or` is always true, if that is certain.
pub(super) fn tautology(operands: &[Typed]) -> Option<Diagnostic> {
    if !operands.iter().any(refuses) {
        return None;
    }
    let mut seen = Set::default();
    for condition in operands {
        let Some((text, truth)) = signed(condition) else {
            continue;
        };
        if seen.contains(&(text.clone(), !truth)) {
            let message = "a condition or its opposite: one of them is always true";
            return Some(Diagnostic::new(Code::AlwaysTrue, condition.span, message));
        }
        seen.insert((text, truth));
    }
    None
}

/// What conditions that hold together say.
#[derive(Default)]
struct Together {
    /// Whether any condition is the opposite of something, so that texts are worth making.
    refusals: bool,
    signed: Set<(String, bool)>,
    /// The paths that are asked to be missing.
    missing: Set<String>,
    passing: Map<String, Passing>,
    kinds: Map<String, Kinds>,
}

impl Together {
    /// Takes one more condition; what is wrong with it beside those before.
    fn add(&mut self, condition: &Typed) -> Option<Diagnostic> {
        if let Some(missing) = asks_null(condition).filter(|missing| Path::of(missing).is_some()) {
            self.missing.extend(key(missing));
        }
        self.opposite(condition).or_else(|| self.range(condition)).or_else(|| self.kind(condition))
    }

    fn opposite(&mut self, condition: &Typed) -> Option<Diagnostic> {
        if !self.refusals {
            return None;
        }
        let (text, truth) = signed(condition)?;
        let opposite = self.signed.contains(&(text.clone(), !truth));
        self.signed.insert((text, truth));
        let message = "a condition and its opposite: both are never true";
        opposite.then(|| never(condition.span, message.into()))
    }

    fn range(&mut self, condition: &Typed) -> Option<Diagnostic> {
        let (subject, test) = test(condition)?;
        let passing = self.passing.or_insert(key(subject)?, Passing::default())?;
        let message = || format!("no value of `{}` passes all of these tests", written(subject));
        (!passing.add(test)).then(|| never(condition.span, message()))
    }

    fn kind(&mut self, condition: &Typed) -> Option<Diagnostic> {
        for (subject, kinds) in uses::uses(condition) {
            let known = self.kinds.or_insert(key(subject)?, kinds)?;
            match known.common(kinds) {
                Some(common) => *known = common,
                None => return Some(both(subject, *known, kinds, condition.span)),
            }
        }
        None
    }

    /// What is wrong with a condition's paths, once all conditions are known.
    fn paths(&self, condition: &Typed) -> Option<Diagnostic> {
        if self.missing.is_empty() && self.kinds.len() == 0 {
            return None;
        }
        for needed in needs(condition) {
            let Some(path) = Path::of(needed) else {
                continue;
            };
            let last = path.parts().len().saturating_sub(1);
            for (at, (part, text)) in path.parts().enumerate() {
                if self.missing.contains(text) {
                    let message = format!("`{}` cannot be missing and have a value", written(part));
                    return Some(never(condition.span, message));
                }
                let known = self.kinds.get(text).filter(|_| at < last);
                if let Some(known) = known.filter(|known| known.common(uses::OBJECT).is_none()) {
                    return Some(both(part, *known, uses::OBJECT, condition.span));
                }
            }
        }
        None
    }
}

fn both(subject: &Typed, known: Kinds, kinds: Kinds, span: Span) -> Diagnostic {
    let subject = written(subject);
    let message = format!("`{subject}` is {known} there and {kinds} here: no value is both");
    Diagnostic::new(Code::ConflictingUse, span, message)
        .help("join the conditions with `or`, or correct one of the paths")
}

fn never(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::AlwaysFalse, span, message)
        .help("joined by `and` these conditions are always false")
}

/// Whether `signed` can call the condition refused.
fn refuses(condition: &Typed) -> bool {
    match &condition.node {
        Node::Not(_) => true,
        Node::Call(function, _) => function.name == "isNotNull",
        _ => false,
    }
}

/// The text of a condition, and whether it is asked for or refused.
fn signed(condition: &Typed) -> Option<(String, bool)> {
    match &condition.node {
        Node::Not(inner) => signed(inner).map(|(text, truth)| (text, !truth)),
        Node::Call(function, arguments) => match (function.name, arguments.as_slice()) {
            ("isNull", [value]) => Some((format!("missing {}", key(value)?), true)),
            ("isNotNull", [value]) => Some((format!("missing {}", key(value)?), false)),
            _ => key(condition).map(|text| (text, true)),
        },
        _ => key(condition).map(|text| (text, true)),
    }
}

/// What a condition asks to be missing.
fn asks_null(condition: &Typed) -> Option<&Typed> {
    let (wanted, condition) = match &condition.node {
        Node::Not(inner) => ("isNotNull", &**inner),
        _ => ("isNull", condition),
    };
    match &condition.node {
        Node::Call(function, arguments) if function.name == wanted => arguments.first(),
        _ => None,
    }
}

/// Tests that are false when their first argument is null (pql.md 5.4).
const FALSE_OF_NULL: &[&str] = &[
    "in",
    "notIn",
    "includes",
    "intersects",
    "subsetOf",
    "supersetOf",
    "like",
    "startsWith",
    "doesNotStartWith",
    "endsWith",
    "doesNotEndWith",
    "contains",
    "doesNotContain",
    "equals",
    "notEqualTo",
    "matches",
    "isNotNull",
];

/// The parts of a condition that cannot be null when it holds.
fn needs(condition: &Typed) -> Vec<&Typed> {
    match &condition.node {
        Node::Compare(_, operands) => operands.iter().collect(),
        Node::Occurs(time, _) => Vec::from([&**time]),
        Node::Call(function, arguments) if FALSE_OF_NULL.contains(&function.name) => {
            arguments.first().into_iter().collect()
        }
        Node::Iterate(iterate) if matches!(iterate.form, Form::Any | Form::One) => {
            iterate.variables.first().map(|variable| &variable.source).into_iter().collect()
        }
        Node::Not(inner) => match &inner.node {
            Node::Call(function, arguments) if function.name == "isNull" => {
                arguments.first().into_iter().collect()
            }
            _ => Vec::new(),
        },
        Node::Field(..) => Vec::from([condition]),
        _ => Vec::new(),
    }
}

/// A test of one scalar against literals.
fn test(condition: &Typed) -> Option<(&Typed, Test)> {
    match &condition.node {
        Node::Compare(comparison, operands) => {
            let [left, right] = &**operands;
            match (&left.node, &right.node) {
                (_, Node::Constant(constant)) => compared(left, *comparison, constant),
                (Node::Constant(constant), _) => compared(right, comparison.turned(), constant),
                _ => None,
            }
        }
        Node::Call(function, arguments) => {
            let (subject, values) = arguments.split_first()?;
            let wanted = scalar(subject)?;
            let literals = |values: &[Typed]| -> Option<Vec<Constant>> {
                values.iter().map(|value| literal(value, wanted)).collect()
            };
            let test = match (function.name, values) {
                ("in", [Typed { node: Node::List(items), .. }]) => Test::OneOf(literals(items)?),
                ("notIn", [Typed { node: Node::List(items), .. }]) => {
                    Test::NoneOf(literals(items)?)
                }
                ("equals", [values @ .., last]) => match &last.node {
                    Node::Constant(Constant::Boolean(true)) => Test::OneOf(literals(values)?),
                    Node::Constant(Constant::Boolean(false)) => {
                        Test::OneOfFolded(literals(values)?.iter().filter_map(lower).collect())
                    }
                    _ => Test::OneOf(literals(arguments.get(1..)?)?),
                },
                _ => return None,
            };
            Some((subject, test))
        }
        _ => None,
    }
}

fn compared<'t>(
    subject: &'t Typed,
    comparison: Comparison,
    constant: &Constant,
) -> Option<(&'t Typed, Test)> {
    let wanted = scalar(subject)?;
    let constant = fitting(constant, wanted)?;
    let test = match comparison {
        Comparison::Equal => Test::OneOf(Vec::from([constant])),
        Comparison::NotEqual => Test::NoneOf(Vec::from([constant])),
        _ if wanted == Type::Number => Test::Bound(comparison, constant),
        _ => return None,
    };
    Some((subject, test))
}

/// The type of an expression that is one value, not several, and never converted by a comparison.
fn scalar(subject: &Typed) -> Option<Type> {
    let single = match &subject.node {
        // Only a schema gives a path a type.
        Node::Field(..) => true,
        Node::Call(function, _) => function.name == "count" || function.name == "get",
        Node::Iterate(iterate) => matches!(
            iterate.form,
            Form::Collect(
                Accumulator::Sum
                    | Accumulator::Average
                    | Accumulator::Minimum
                    | Accumulator::Maximum
            )
        ),
        _ => false,
    };
    match subject.kind {
        Type::Integer | Type::Double | Type::Number if single => Some(Type::Number),
        kind @ (Type::String | Type::Boolean) if single => Some(kind),
        _ => None,
    }
}

/// A literal, if comparing it with a value of this type converts neither.
fn literal(tree: &Typed, wanted: Type) -> Option<Constant> {
    match &tree.node {
        Node::Constant(constant) => fitting(constant, wanted),
        _ => None,
    }
}

fn fitting(constant: &Constant, wanted: Type) -> Option<Constant> {
    let kind = match constant {
        Constant::Integer(_) | Constant::Double(_) => Type::Number,
        Constant::String(_) => Type::String,
        Constant::Boolean(_) => Type::Boolean,
        Constant::Null => return None,
    };
    (kind == wanted).then(|| constant.clone())
}

fn lower(constant: &Constant) -> Option<alloc::boxed::Box<str>> {
    match constant {
        Constant::String(text) => Some(folded(text)),
        _ => None,
    }
}
