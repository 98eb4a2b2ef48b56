//! Reads `fnApply`: operators, functions, methods, and functions made on the spot.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use serde_json::Value as Json;

use super::names::is_item_argument;
use super::read::{Members, Reader, excerpt};
use super::walk::{bare, name, wrap};
use crate::syntax::ast::{Aggregate, Declaration, Expression, Node, Operator, Quantifier};
use crate::syntax::token::is_word;

/// Other spellings of functions.
const ALIASES: &[(&str, &str)] = &[
    ("NOT", "not"),
    ("!", "not"),
    ("notEquals", "notEqualTo"),
    ("greaterThan", ">"),
    ("lessThan", "<"),
    ("some", "exists"),
];

/// Words that before a parenthesis are no function.
const NO_FUNCTIONS: &[&str] = &["select", "not", "chain"];

impl<'j> Reader<'j> {
    pub(super) fn apply(&mut self, members: &'j Members) -> Node {
        match members.get("function") {
            Some(function) if !members.contains_key("fnName") => self.created(function, members),
            _ => match self.name(members, "fnName") {
                Some(function) => self.named(function, members),
                None => Node::Error,
            },
        }
    }

    fn named(&mut self, written: &'j str, members: &'j Members) -> Node {
        let alias = ALIASES.iter().find(|(alias, _)| *alias == written);
        let function = alias.map_or(written, |(_, function)| function);
        let operands = self.items(members, "params", |reader, index, json| {
            if is_item_argument(function, index) || (function, index) == ("all", 1) {
                reader.per_item(json)
            } else {
                reader.node(json)
            }
        });
        let count = operands.len();
        self.call(function, operands).unwrap_or_else(|| {
            self.bad(&format!("`{}` does not take {count} parameters", excerpt(written)));
            Node::Error
        })
    }

    /// The node of a function and its parameters; none when their number is wrong.
    fn call(&mut self, function: &str, mut operands: Vec<Expression>) -> Option<Node> {
        let operator = Operator::ALL.iter().find(|operator| operator.text() == function);
        let node = match (function, operands.len()) {
            ("and" | "or", 1) => return operands.pop().map(|only| only.node),
            ("and", 2..) => Node::And(operands),
            ("or", 2..) => Node::Or(operands),
            ("not", 1) => Node::Not(Box::new(operands.pop()?)),
            ("neg" | "-", 1) => Node::Negate(Box::new(operands.pop()?)),
            ("and" | "or" | "not" | "neg", _) => return None,
            ("all", 2) => return every(operands),
            (_, 2) if operator.is_some() => {
                let (right, left) = (Box::new(operands.pop()?), Box::new(operands.pop()?));
                Node::Binary { operator: *operator?, left, right }
            }
            // A third parameter was the flag of letter case.
            ("=", 3) => method("equals", operands),
            (_, _) if operator.is_some() && !is_word(function) => return None,
            (_, 0) if !is_function(function) => return None,
            _ => method(function, operands),
        };
        Some(node)
    }

    /// A lambda, or an expression of its item.
    pub(super) fn per_item(&mut self, json: &'j Json) -> Expression {
        if is_lambda(json) { self.lambda_at(json) } else { self.of_item(json) }
    }

    /// An expression of an item that has no name.
    pub(super) fn of_item(&mut self, json: &'j Json) -> Expression {
        self.items += 1;
        let mut body = self.node(json);
        self.items -= 1;
        wrap(&mut body, "");
        body
    }

    /// A lambda that belongs to the node around it; other nodes are deeper than that.
    pub(super) fn lambda_at(&mut self, json: &'j Json) -> Expression {
        let Some((kind, members)) = self.kind(json) else {
            return bare(Node::Error);
        };
        let known: &[&str] =
            if kind == "lambda" { &["varNames", "body"] } else { &["params", "body"] };
        self.known(members, kind, known);
        bare(self.lambda(members))
    }

    /// A function given as a node: applied to an array it filters.
    fn created(&mut self, function: &'j Json, members: &'j Members) -> Node {
        if let Some(name) = function.get("fnName").and_then(Json::as_str) {
            return self.named(name, members);
        }
        if !is_lambda(function) {
            self.at("function", |reader| reader.bad("expected a `lambda` or `fnCreate`"));
            return Node::Error;
        }
        let lambda = self.at("function", |reader| reader.lambda_at(function));
        let mut params = self.items(members, "params", |reader, _, json| reader.node(json));
        let Node::Lambda { parameters, body } = lambda.node else {
            return Node::Error;
        };
        let ([parameter], Some(param), true) =
            (parameters.as_slice(), params.pop(), params.is_empty())
        else {
            self.bad("a function that is made here takes one parameter");
            return Node::Error;
        };
        match param.node {
            Node::Literal(_) | Node::Object(_) => {
                Node::Let { name: parameter.clone(), value: Box::new(param), body }
            }
            _ => {
                let lambda = bare(Node::Lambda { parameters, body });
                method("filter", Vec::from([param, lambda]))
            }
        }
    }
}

/// Whether JSON is a lambda, in the old form or the new one.
pub(super) fn is_lambda(json: &Json) -> bool {
    json.get("nodeType").is_some_and(|kind| kind == "lambda" || kind == "fnCreate")
}

/// `all(array, X => c)`, which was a function once.
fn every(mut operands: Vec<Expression>) -> Option<Node> {
    let (condition, source) = (operands.pop()?, operands.pop()?);
    let Node::Lambda { mut parameters, body } = condition.node else {
        return None;
    };
    let (name, true) = (parameters.pop()?, parameters.is_empty()) else {
        return None;
    };
    if name.is_empty() {
        return None;
    }
    let declarations = Vec::from([Declaration { name, source, condition: Some(*body) }]);
    Some(Node::Quantified { quantifier: Quantifier::Forall, declarations, condition: None })
}

fn method(function: &str, arguments: Vec<Expression>) -> Node {
    Node::Call { name: name(function), receiver: None, arguments }
}

/// Whether a name before an empty pair of parentheses is a call.
fn is_function(name: &str) -> bool {
    let others = Aggregate::ALL.iter().map(|aggregate| aggregate.text());
    let mut others = NO_FUNCTIONS.iter().copied().chain(others);
    is_word(name) && !others.any(|word| name.eq_ignore_ascii_case(word))
}
