//! How far back an event may lie.

use crate::bytecode::{Constant, LocalId};
use crate::check::typed::{Node, Period, Typed};
use crate::value::{Comparison, Direction, Relation, shift};

/// How far back an event may lie, from what the platform likes best to what it likes least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Window {
    /// Within the last 24 hours, whenever the query runs.
    Day,
    /// Further back.
    Longer,
    /// Tied to something else than the time of the run, or in the future.
    Other,
    /// As far back as there are events.
    None,
}

const DAY: i64 = 86_400_000;

impl Window {
    /// The window of a time condition.
    ///
    /// Only what lies in the past counts: `today` ends in the future, where there are no events.
    pub(super) fn of(period: &Period) -> Window {
        if follows_a_step(period) {
            return Window::None;
        }
        match period {
            Period::On(at) | Period::Toward(Direction::From, at) | Period::Between(at, _) => {
                Window::since(start(at))
            }
            Period::Toward(Direction::Before, _) => Window::None,
            Period::Toward(Direction::After, reference) => Window::after(reference),
            Period::Within { comparison, count, unit, direction, reference } => {
                match (direction, comparison) {
                    (Direction::After, _) => Window::after(reference),
                    (_, Comparison::Less | Comparison::LessEqual | Comparison::Equal) => {
                        let length = whole(count).map(|count| shift(0, count, *unit));
                        let start = start(reference).zip(length);
                        Window::since(start.map(|(start, length)| start.saturating_add(length)))
                    }
                    _ => Window::None,
                }
            }
        }
    }

    /// The window that a condition sets for the item of a loop. Linear in the condition.
    pub(super) fn of_item(condition: &Typed, item: LocalId) -> Window {
        let is_time = |tree: &Typed| is_time_of(tree, item);
        match &condition.node {
            Node::Occurs(time, period) if is_time(time) => Window::of(period),
            Node::Compare(comparison, parts) => match &**parts {
                [time, other] if is_time(time) => Window::compared(*comparison, other),
                [other, time] if is_time(time) => Window::compared(comparison.turned(), other),
                _ => Window::None,
            },
            Node::And(operands) => Window::narrowest(operands, item),
            Node::Or(operands) => {
                let windows = operands.iter().map(|operand| Window::of_item(operand, item));
                windows.max().unwrap_or(Window::None)
            }
            _ => Window::None,
        }
    }

    /// The window of conditions that all have to hold.
    pub(super) fn narrowest<'t>(
        conditions: impl IntoIterator<Item = &'t Typed>,
        item: LocalId,
    ) -> Window {
        let windows = conditions.into_iter().map(|condition| Window::of_item(condition, item));
        windows.min().unwrap_or(Window::None)
    }

    /// `timestamp >= R`
    fn compared(comparison: Comparison, reference: &Typed) -> Window {
        match comparison {
            Comparison::Equal | Comparison::GreaterEqual => Window::since(start(reference)),
            Comparison::Greater => Window::after(reference),
            Comparison::Less | Comparison::LessEqual | Comparison::NotEqual => Window::None,
        }
    }

    /// From so many ms before now on, at most; negative in the future.
    fn since(back: Option<i64>) -> Window {
        match back {
            Some(back) if back > DAY => Window::Longer,
            Some(0..) => Window::Day,
            _ => Window::Other,
        }
    }

    /// Behind the end of a reference.
    fn after(reference: &Typed) -> Window {
        Window::since(end(reference).filter(|back| *back > 0))
    }
}

/// Whether an expression is the time of an event that a loop or a chain is at.
pub(super) fn is_time_of(tree: &Typed, item: LocalId) -> bool {
    matches!(&tree.node, Node::Field(object, name)
        if name == "timestamp" && matches!(object.node, Node::Local(local) if local == item))
}

/// The time that a condition on the distance to an earlier step is about orders the events; it says
/// nothing of now.
fn follows_a_step(period: &Period) -> bool {
    let is_step = |tree: &Typed| matches!(tree.node, Node::Found(_));
    match period {
        Period::On(at) | Period::Toward(_, at) | Period::Within { reference: at, .. } => {
            is_step(at)
        }
        Period::Between(first, last) => is_step(first) || is_step(last),
    }
}

/// How many ms before now the start of a reference lies at most.
fn start(reference: &Typed) -> Option<i64> {
    match reference.node {
        Node::Now => Some(0),
        Node::Calendar(Relation::This, unit) => Some(shift(0, 1, unit)),
        Node::Calendar(Relation::Last, unit) => Some(shift(0, 2, unit)),
        _ => None,
    }
}

/// How many ms before now its end lies at most.
fn end(reference: &Typed) -> Option<i64> {
    match reference.node {
        Node::Now => Some(0),
        Node::Calendar(Relation::Last, unit) => Some(shift(0, 1, unit)),
        _ => None,
    }
}

fn whole(count: &Typed) -> Option<i64> {
    match count.node {
        Node::Constant(Constant::Integer(count)) => Some(count),
        _ => None,
    }
}
