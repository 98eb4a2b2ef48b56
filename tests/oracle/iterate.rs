//! What goes over the items of arrays: filters, quantifiers and aggregates (pql.md 7).

use std::cmp::Ordering;

use pql_edge::syntax::ast::{Aggregate, Declaration, Expression, Node, Operator, Quantifier};

use super::expression::Walker;
use super::number;
use super::scope::Scope;
use super::value::Value;

impl Walker<'_> {
    /// An expression for an item: a lambda names it, anything else stands in its scope.
    pub fn for_item(&self, body: &Expression, item: &Value, scope: &Scope<'_>) -> Value {
        self.for_entry(body, &Value::Null, item, scope, |body, scope| self.value(body, scope))
    }

    /// The same where two names stand for a key and its value; `visit` gets the innermost part.
    pub fn for_entry<T>(
        &self,
        body: &Expression,
        key: &Value,
        item: &Value,
        scope: &Scope<'_>,
        visit: impl FnOnce(&Expression, &Scope<'_>) -> T,
    ) -> T {
        let Node::Lambda { parameters, body } = &body.node else {
            return visit(body, &scope.item(item));
        };
        match parameters.as_slice() {
            [name] => visit(body, &scope.variable(&name.node, item)),
            [first, second] => {
                let outer = scope.variable(&first.node, key);
                visit(body, &outer.variable(&second.node, item))
            }
            _ => panic!("a lambda names an item, or a key and its value"),
        }
    }

    /// The items of an array for which a predicate holds.
    pub fn filtered(
        &self,
        array: &Expression,
        predicate: &Expression,
        scope: &Scope<'_>,
    ) -> Vec<Value> {
        let array = self.value(array, scope);
        let holds = |item: &&Value| self.for_item(predicate, item, scope).truth();
        array.items().iter().filter(holds).cloned().collect()
    }

    pub fn quantified(
        &self,
        quantifier: Quantifier,
        declarations: &[Declaration],
        condition: Option<&Expression>,
        scope: &Scope<'_>,
    ) -> Value {
        if matches!(quantifier, Quantifier::Forall | Quantifier::All) {
            return Value::Boolean(match condition {
                Some(condition) => {
                    let mut all = true;
                    self.each_tuple(declarations, &mut Vec::new(), scope, &mut |_, scope| {
                        all &= self.truth(condition, scope);
                    });
                    all
                }
                None => self.every(declarations, scope),
            });
        }
        let mut tuples = Vec::new();
        self.each_tuple(declarations, &mut Vec::new(), scope, &mut |tuple, scope| {
            if condition.is_none_or(|condition| self.truth(condition, scope)) {
                tuples.push(match tuple {
                    [single] => single.clone(),
                    several => Value::list(several.to_vec()),
                });
            }
        });
        match quantifier {
            Quantifier::Select => Value::list(tuples),
            Quantifier::Exists | Quantifier::Some => Value::Boolean(!tuples.is_empty()),
            Quantifier::None => Value::Boolean(tuples.is_empty()),
            Quantifier::One => Value::Boolean(tuples.len() == 1),
            Quantifier::Forall | Quantifier::All => panic!("handled above"),
        }
    }

    /// Calls `visit` with every tuple that survives the conditions of its declarations.
    fn each_tuple(
        &self,
        declarations: &[Declaration],
        tuple: &mut Vec<Value>,
        scope: &Scope<'_>,
        visit: &mut dyn FnMut(&[Value], &Scope<'_>),
    ) {
        let Some((first, rest)) = declarations.split_first() else {
            visit(tuple, scope);
            return;
        };
        for item in self.value(&first.source, scope).items() {
            let scope = scope.variable(&first.name.node, item);
            if first.condition.as_ref().is_none_or(|condition| self.truth(condition, &scope)) {
                tuple.push(item.clone());
                self.each_tuple(rest, tuple, &scope, visit);
                tuple.pop();
            }
        }
    }

    /// Every item satisfies its condition, and for it every item of the next declaration.
    fn every(&self, declarations: &[Declaration], scope: &Scope<'_>) -> bool {
        let Some((first, rest)) = declarations.split_first() else {
            return true;
        };
        self.value(&first.source, scope).items().iter().all(|item| {
            let scope = scope.variable(&first.name.node, item);
            first.condition.as_ref().is_none_or(|condition| self.truth(condition, &scope))
                && self.every(rest, &scope)
        })
    }

    pub fn prefix_aggregate(
        &self,
        which: Aggregate,
        value: Option<&Expression>,
        declarations: &[Declaration],
        scope: &Scope<'_>,
    ) -> Value {
        let mut values = Vec::new();
        self.each_tuple(declarations, &mut Vec::new(), scope, &mut |tuple, scope| {
            values.push(match value {
                Some(value) => self.value(value, scope),
                None => tuple.last().cloned().unwrap_or(Value::Null),
            });
        });
        aggregate(which, &values)
    }

    /// `array.sum(e)` and its kin; without `e` over the items themselves.
    pub fn method_aggregate(
        &self,
        which: Aggregate,
        operands: &[&Expression],
        scope: &Scope<'_>,
    ) -> Value {
        let array = self.value(operands[0], scope);
        let values: Vec<Value> = match operands.get(1) {
            Some(value) => {
                array.items().iter().map(|item| self.for_item(value, item, scope)).collect()
            }
            None => array.items().to_vec(),
        };
        aggregate(which, &values)
    }
}

/// The aggregate of those values that are numbers.
fn aggregate(which: Aggregate, values: &[Value]) -> Value {
    let numbers: Vec<&Value> = values.iter().filter(|value| number::is_number(value)).collect();
    match which {
        Aggregate::Sum => sum(&numbers),
        Aggregate::Average if numbers.is_empty() => Value::Null,
        Aggregate::Average => number::arithmetic(
            Operator::Divide,
            &sum(&numbers),
            &Value::Integer(numbers.len() as i64),
        ),
        Aggregate::Min => first_with(&numbers, Ordering::Less),
        Aggregate::Max => first_with(&numbers, Ordering::Greater),
    }
}

fn sum(numbers: &[&Value]) -> Value {
    let add = |sum: Value, value: &Value| number::arithmetic(Operator::Add, &sum, value);
    match numbers {
        [] => Value::Integer(0),
        [first, rest @ ..] => rest.iter().fold((*first).clone(), |sum, value| add(sum, value)),
    }
}

/// The number that compares so with all before it.
fn first_with(numbers: &[&Value], better: Ordering) -> Value {
    let mut best = Value::Null;
    for value in numbers {
        if best.is_null() || number::order(value, &best) == Some(better) {
            best = (*value).clone();
        }
    }
    best
}
