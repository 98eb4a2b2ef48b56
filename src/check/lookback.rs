//! How far back a checked query can look at events.

use super::typed::{Chain, Form, Iterate, Node, Period, Step, Typed, Variable};
use crate::bytecode::{Constant, LocalId};
use crate::profile::Lookback;
use crate::value::{Comparison, Direction, Relation, Unit};

/// The events that can matter to a query, now or at any later time. Linear in the tree.
///
/// An event is known not to matter where a loop leaves it out, or no step of a chain takes it, for
/// its `timestamp` alone. What cannot be bounded that way counts as looking at everything.
#[must_use]
pub fn lookback(tree: &Typed) -> Lookback {
    match &tree.node {
        // The whole profile holds its events.
        Node::Root => Lookback::Everything,
        Node::Field(..) if tree.is_events() => Lookback::Everything,
        Node::Field(object, _) if matches!(object.node, Node::Root) => Lookback::Nothing,
        Node::Constant(_)
        | Node::Now
        | Node::Calendar(..)
        | Node::Local(_)
        | Node::Parameters
        | Node::Found(_) => Lookback::Nothing,
        Node::Field(inner, _)
        | Node::Not(inner)
        | Node::Negate(inner)
        | Node::Item(inner, _)
        | Node::Spread(_, inner) => lookback(inner),
        Node::Call(_, parts) | Node::And(parts) | Node::Or(parts) | Node::List(parts) => all(parts),
        Node::InSegment(parts)
        | Node::Compare(_, parts)
        | Node::Arithmetic(_, parts)
        | Node::Let(_, parts) => all(&**parts),
        Node::If(parts) => all(&**parts),
        Node::Object(fields) => all(fields.iter().map(|(_, value)| value)),
        Node::Occurs(time, period) => lookback(time).max(of_period(period)),
        Node::Iterate(iterate) => of_loop(iterate),
        Node::Chain(chain) => of_chain(chain),
    }
}

fn all<'t>(trees: impl IntoIterator<Item = &'t Typed>) -> Lookback {
    trees.into_iter().map(lookback).max().unwrap_or_default()
}

fn of_period(period: &Period) -> Lookback {
    match period {
        Period::On(reference) | Period::Toward(_, reference) => lookback(reference),
        Period::Between(first, last) => lookback(first).max(lookback(last)),
        Period::Within { count, reference, .. } => lookback(count).max(lookback(reference)),
    }
}

fn of_loop(iterate: &Iterate) -> Lookback {
    let Iterate { form, variables, condition, value, key, count } = iterate;
    // What `every` asks of an item does not leave it out; behind `:` stands what it asks, else it
    // is the condition of each variable.
    let asked = *form == Form::Every;
    let filter = condition.as_ref().filter(|_| !asked);
    let leaves_out = !asked || condition.is_some();
    let sources = variables.iter().map(|it| of_variable(it, leaves_out, filter)).max();
    let conditions = variables.iter().filter_map(|variable| variable.condition.as_ref());
    let inside = conditions.chain(condition).chain(value).chain(key).chain(count);
    sources.unwrap_or_default().max(all(inside))
}

fn of_variable(variable: &Variable, leaves_out: bool, filter: Option<&Typed>) -> Lookback {
    if !variable.source.is_events() {
        return lookback(&variable.source);
    }
    let own = variable.condition.as_ref().filter(|_| leaves_out);
    let conditions = own.into_iter().chain(filter);
    within(conditions.filter_map(|it| condition_reach(it, variable.local)).min())
}

/// A chain takes the events of its first step that finds one, and of the steps before, wherever
/// they lie; all that follow are later.
fn of_chain(chain: &Chain) -> Lookback {
    let array = if chain.array.is_events() {
        let first = chain.steps.iter().position(|step| step.least > 0);
        let free = first.map_or(chain.steps.len(), |first| first + 1);
        let reaches = chain.steps.iter().take(free).map(|step| within(step_reach(chain, step)));
        reaches.max().unwrap_or_default()
    } else {
        lookback(&chain.array)
    };
    let steps = chain.steps.iter().map(|step| {
        let when = step.when.as_ref().map_or(Lookback::Nothing, |(period, _)| of_period(period));
        all([&step.what].into_iter().chain(&step.condition)).max(when)
    });
    array.max(steps.max().unwrap_or_default())
}

fn step_reach(chain: &Chain, step: &Step) -> Option<u64> {
    let timed = is_timestamp(&chain.timestamp, chain.local);
    let when = step.when.as_ref().filter(|_| timed).and_then(|(period, _)| period_reach(period));
    let conditions = [&step.what].into_iter().chain(&step.condition);
    conditions.filter_map(|it| condition_reach(it, chain.local)).chain(when).min()
}

fn within(reach: Option<u64>) -> Lookback {
    reach.map_or(Lookback::Everything, Lookback::Within)
}

/// How many ms before the execution time an event that passes a condition can lie; none when it
/// can lie anywhere.
fn condition_reach(condition: &Typed, event: LocalId) -> Option<u64> {
    match &condition.node {
        Node::Occurs(time, period) if is_timestamp(time, event) => period_reach(period),
        Node::And(operands) => {
            operands.iter().filter_map(|operand| condition_reach(operand, event)).min()
        }
        Node::Or(operands) => {
            let reaches = operands.iter().map(|operand| condition_reach(operand, event));
            reaches.collect::<Option<alloc::vec::Vec<u64>>>()?.into_iter().max()
        }
        _ => None,
    }
}

fn is_timestamp(tree: &Typed, event: LocalId) -> bool {
    matches!(&tree.node, Node::Field(object, name)
        if name == "timestamp" && matches!(object.node, Node::Local(local) if local == event))
}

/// The same of a time condition.
fn period_reach(period: &Period) -> Option<u64> {
    match period {
        Period::On(reference) | Period::Between(reference, _) => reference_reach(reference),
        Period::Toward(Direction::After | Direction::From, reference) => reference_reach(reference),
        Period::Toward(Direction::Before, _) => None,
        Period::Within { direction: Direction::After, reference, .. } => reference_reach(reference),
        Period::Within { comparison, count, unit, reference, .. } => {
            let near = [Comparison::Less, Comparison::LessEqual, Comparison::Equal];
            let Node::Constant(Constant::Integer(count)) = count.node else {
                return None;
            };
            let distance = u64::try_from(count).unwrap_or(0).saturating_mul(longest(*unit));
            let reach = reference_reach(reference)?.saturating_add(distance);
            near.contains(comparison).then_some(reach)
        }
    }
}

/// How many ms before the execution time the start of a reference can lie.
fn reference_reach(reference: &Typed) -> Option<u64> {
    match reference.node {
        Node::Now | Node::Calendar(Relation::Next, _) => Some(0),
        Node::Calendar(Relation::This, unit) => Some(longest(unit)),
        Node::Calendar(Relation::Last, unit) => Some(2 * longest(unit)),
        _ => None,
    }
}

/// The longest that a unit can be, in ms.
const fn longest(unit: Unit) -> u64 {
    const DAY: u64 = 86_400_000;
    const YEAR: u64 = 366 * DAY;
    match unit {
        Unit::Millisecond => 1,
        Unit::Second => 1_000,
        Unit::Minute => 60_000,
        Unit::Hour => 3_600_000,
        Unit::Day => DAY,
        Unit::Week => 7 * DAY,
        Unit::Month => 31 * DAY,
        Unit::Year => YEAR,
        Unit::Decade => 10 * YEAR,
        Unit::Century => 100 * YEAR,
        Unit::Millennium => 1_000 * YEAR,
    }
}
