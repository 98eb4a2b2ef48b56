//! The parts of a checked expression.

use alloc::vec::Vec;

use crate::check::typed::{Iterate, Node, Period, Typed};

/// The expressions directly inside of one, in the order of the text.
pub(super) fn parts(tree: &Typed) -> Vec<&Typed> {
    match &tree.node {
        Node::Constant(_)
        | Node::Root
        | Node::Parameters
        | Node::Found(_)
        | Node::Local(_)
        | Node::Now
        | Node::Calendar(..) => Vec::new(),
        Node::Field(only, _)
        | Node::Not(only)
        | Node::Negate(only)
        | Node::Item(only, _)
        | Node::Spread(_, only) => Vec::from([&**only]),
        Node::Object(entries) => entries.iter().map(|(_, value)| value).collect(),
        Node::Call(_, several) | Node::And(several) | Node::Or(several) | Node::List(several) => {
            several.iter().collect()
        }
        Node::InSegment(two)
        | Node::Compare(_, two)
        | Node::Arithmetic(_, two)
        | Node::Let(_, two) => two.iter().collect(),
        Node::If(three) => three.iter().collect(),
        Node::Occurs(time, period) => {
            let mut parts = Vec::from([&**time]);
            of_period(period, &mut parts);
            parts
        }
        Node::Iterate(iterate) => {
            let mut parts = Vec::new();
            for variable in &iterate.variables {
                parts.push(&variable.source);
                parts.extend(&variable.condition);
            }
            let Iterate { condition, value, key, count, .. } = &**iterate;
            parts.extend([condition, value, key, count].into_iter().flatten());
            parts
        }
        Node::Chain(chain) => {
            let mut parts = Vec::from([&chain.array, &chain.timestamp]);
            for step in &chain.steps {
                parts.push(&step.what);
                parts.extend(&step.condition);
                step.when.iter().for_each(|(period, _)| of_period(period, &mut parts));
            }
            parts
        }
    }
}

fn of_period<'t>(period: &'t Period, parts: &mut Vec<&'t Typed>) {
    match period {
        Period::On(reference) | Period::Toward(_, reference) => parts.push(reference),
        Period::Between(first, last) => parts.extend([first, last]),
        Period::Within { count, reference, .. } => parts.extend([count, reference]),
    }
}
