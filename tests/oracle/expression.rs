//! Every kind of node and what it evaluates to.

use std::collections::BTreeMap;

use pql_edge::syntax::ast::{Expression, Literal, Name, Node, Operator};
use pql_edge::value::{Relation, TimeWord, Unit};

use super::membership::Stored;
use super::scope::Scope;
use super::value::Value;
use super::{calendar, compare, number, regex, sets, strings};

/// Walks a tree at one point in time.
pub struct Walker<'a> {
    pub now: i64,
    pub fresh: Option<&'a BTreeMap<String, bool>>,
    pub stored: &'a Stored,
    /// What the host gives besides the profile, by its key.
    pub parameters: Value,
    pub watch: Option<Watch<'a>>,
}

/// Sees the functions that are called: their names, and their arguments none for what is
/// evaluated per item.
pub type Watch<'a> = &'a dyn Fn(&str, &[Option<Value>]);

impl Walker<'_> {
    pub fn value(&self, tree: &Expression, scope: &Scope<'_>) -> Value {
        match &tree.node {
            Node::Literal(literal) => literal_value(literal),
            Node::Instant(word) => self.time_word(*word),
            Node::Calendar { relation, unit } => self.unit(*relation, *unit),
            Node::Name(name) => scope.name(name),
            Node::This => scope.this().clone(),
            Node::Parameter(number) => self.parameter(*number, scope),
            Node::Context(id) => self.context(id),
            Node::Up { levels, name } => scope.up(*levels).field(name),
            Node::Field { object, name } => match event_of_label(object, scope) {
                Some(event) => event.field(name),
                None => self.value(object, scope).field(name),
            },
            Node::Filter { array, predicate } => self.call("filter", &[array, predicate], scope),
            Node::Call { name, receiver, arguments } => {
                let operands: Vec<&Expression> =
                    receiver.as_deref().into_iter().chain(arguments).collect();
                self.call(name, &operands, scope)
            }
            Node::List(items) => {
                Value::list(items.iter().map(|item| self.value(item, scope)).collect())
            }
            Node::Object(entries) => Value::object(
                entries
                    .iter()
                    .map(|(key, value)| (key.node.clone(), self.value(value, scope)))
                    .collect(),
            ),
            Node::Let { name, value, body } => {
                let value = self.value(value, scope);
                self.value(body, &scope.variable(&name.node, &value))
            }
            // The query as a whole; the lambdas of functions are theirs to call.
            Node::Lambda { parameters, body } => self.query(parameters, 1, body, scope),
            Node::Or(operands) => {
                Value::Boolean(operands.iter().any(|operand| self.truth(operand, scope)))
            }
            Node::And(operands) => {
                Value::Boolean(operands.iter().all(|operand| self.truth(operand, scope)))
            }
            Node::Not(operand) => Value::Boolean(!self.truth(operand, scope)),
            Node::Negate(operand) => number::negate(&self.value(operand, scope)),
            Node::Binary { operator, left, right } => {
                let operands = [self.value(left, scope), self.value(right, scope)];
                if let Some(watch) = self.watch {
                    watch(operator.text(), &operands.clone().map(Some));
                }
                binary(*operator, &operands[0], &operands[1])
            }
            Node::Occurs { timestamp, period } => {
                Value::Boolean(self.occurs(&self.value(timestamp, scope), &period.form, scope))
            }
            Node::Quantified { quantifier, declarations, condition } => {
                self.quantified(*quantifier, declarations, condition.as_deref(), scope)
            }
            Node::Aggregate { aggregate, value, declarations } => {
                self.prefix_aggregate(*aggregate, value.as_deref(), declarations, scope)
            }
            Node::Chain { array, timestamp, steps } => {
                Value::Boolean(self.chain(array, timestamp, steps, scope))
            }
            Node::Error => panic!("a tree with errors is not evaluated: {tree:?}"),
        }
    }

    /// What an expression counts as where a Boolean is needed.
    pub fn truth(&self, tree: &Expression, scope: &Scope<'_>) -> bool {
        self.value(tree, scope).truth()
    }

    /// The body of `(P1, P2) => …`, whose names are `$first`, the one behind it and so on.
    fn query(&self, names: &[Name], first: u32, body: &Expression, scope: &Scope<'_>) -> Value {
        let Some((name, rest)) = names.split_first() else {
            return self.value(body, scope);
        };
        let value = self.parameter(first, scope);
        self.query(rest, first + 1, body, &scope.variable(&name.node, &value))
    }

    /// `$1` is the profile, the others are what the host gives.
    fn parameter(&self, number: u32, scope: &Scope<'_>) -> Value {
        match number {
            1 => scope.profile().clone(),
            other => self.parameters.field(&format!("${other}")),
        }
    }

    /// `@{id;version=1}` is given as `@{id}`.
    fn context(&self, text: &str) -> Value {
        let id = text.split(';').next().unwrap_or(text);
        self.parameters.field(&format!("@{{{id}}}"))
    }

    fn time_word(&self, word: TimeWord) -> Value {
        let (today, tomorrow) = calendar::unit(self.now, Relation::This, Unit::Day);
        match word {
            TimeWord::Now => Value::Instant(self.now),
            TimeWord::Today => Value::Interval(today, tomorrow),
            TimeWord::Yesterday => Value::Interval(today - calendar::DAY, today),
            TimeWord::Tomorrow => Value::Interval(tomorrow, tomorrow + calendar::DAY),
        }
    }

    fn unit(&self, relation: Relation, unit: Unit) -> Value {
        let (start, end) = calendar::unit(self.now, relation, unit);
        Value::Interval(start, end)
    }
}

/// The event of `C0.field`, where `C0` is the label of an earlier step.
fn event_of_label<'a>(object: &Expression, scope: &'a Scope<'_>) -> Option<&'a Value> {
    match &object.node {
        Node::Name(name) => scope.event_of_label(name),
        _ => None,
    }
}

fn literal_value(literal: &Literal) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Boolean(value) => Value::Boolean(*value),
        Literal::Integer(value) => Value::Integer(*value),
        Literal::Double(value) => Value::Double(*value),
        Literal::String(text) => Value::string(text),
    }
}

fn binary(operator: Operator, left: &Value, right: &Value) -> Value {
    match operator {
        Operator::Equal
        | Operator::NotEqual
        | Operator::Less
        | Operator::LessEqual
        | Operator::Greater
        | Operator::GreaterEqual => Value::Boolean(compare::holds(operator, left, right)),
        Operator::In => Value::Boolean(sets::is_in(left, right)),
        Operator::NotIn => Value::Boolean(sets::is_not_in(left, right)),
        Operator::Like => Value::Boolean(strings::like(left, right)),
        Operator::Add
        | Operator::Subtract
        | Operator::Multiply
        | Operator::Divide
        | Operator::Remainder => number::arithmetic(operator, left, right),
        Operator::Matches => Value::Boolean(regex::matches(left, right)),
    }
}
