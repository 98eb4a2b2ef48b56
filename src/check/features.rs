//! What the eligibility rules ask of a query: its events with their windows, its segments, whether
//! it reads the profile.

use alloc::vec::Vec;

use super::typed::{Form, Iterate, Node, Period, Step, Typed};
use crate::bytecode::{Accumulator, Constant};
use crate::span::Span;
use crate::value::{Comparison, Direction, Relation, Unit};

/// What was found.
#[derive(Default)]
pub(super) struct Features {
    pub(super) events: Vec<Event>,
    pub(super) segments: Vec<Span>,
    /// Whether a path outside of events is read.
    pub(super) profile: bool,
}

/// One event that the query asks for.
pub(super) struct Event {
    pub(super) span: Span,
    pub(super) window: Window,
    /// How many of them.
    pub(super) count: u32,
    /// Whether it is asked that there be none.
    pub(super) negated: bool,
    /// Whether it has to come before or after another one.
    pub(super) ordered: bool,
}

/// How far back an event may lie.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Window {
    None,
    Day,
    Longer,
}

/// Gathers the features of a query. Linear in the tree.
pub(super) fn features(tree: &Typed) -> Features {
    let mut features = Features::default();
    features.visit(tree, Scene { negated: false, counted: false });
    features
}

/// Under what an expression stands.
#[derive(Clone, Copy)]
struct Scene {
    negated: bool,
    /// Whether it matters how many items there are.
    counted: bool,
}

impl Features {
    fn visit(&mut self, tree: &Typed, scene: Scene) {
        let plain = Scene { counted: false, ..scene };
        match &tree.node {
            Node::Constant(_)
            | Node::Now
            | Node::Calendar(..)
            | Node::Local(_)
            | Node::Parameters
            | Node::Found(_) => {}
            Node::Root => self.profile = true,
            Node::Field(object, name) => match object.node {
                Node::Root if name == "xEvent" => {
                    self.event(tree.span, Window::None, scene, 1 + u32::from(scene.counted));
                }
                _ => self.visit(object, scene),
            },
            Node::Call(function, arguments) => {
                let counted = function.name == "count";
                self.all(arguments, Scene { counted, ..scene });
            }
            Node::InSegment(_) => self.segments.push(tree.span),
            Node::And(operands) | Node::Or(operands) | Node::List(operands) => {
                self.all(operands, plain);
            }
            Node::Not(operand) => self.visit(operand, Scene { negated: !scene.negated, ..plain }),
            Node::Negate(operand) | Node::Item(operand, _) | Node::Spread(_, operand) => {
                self.visit(operand, plain);
            }
            Node::Object(fields) => {
                fields.iter().for_each(|(_, value)| self.visit(value, plain));
            }
            Node::Let(_, parts) => self.all(&**parts, plain),
            Node::If(parts) => self.all(&**parts, plain),
            Node::Compare(_, parts) | Node::Arithmetic(_, parts) => self.all(&**parts, plain),
            Node::Occurs(time, _) => self.visit(time, plain),
            Node::Iterate(iterate) => self.iterate(tree.span, iterate, scene),
            Node::Chain(chain) => {
                if !chain.array.is_events() {
                    self.visit(&chain.array, plain);
                }
                for step in &chain.steps {
                    self.step(step, chain.steps.len() > 1, plain);
                }
            }
        }
    }

    fn all(&mut self, trees: &[Typed], scene: Scene) {
        trees.iter().for_each(|tree| self.visit(tree, scene));
    }

    fn step(&mut self, step: &Step, ordered: bool, scene: Scene) {
        let window = step.when.as_ref().map_or(Window::None, |(period, _)| window(period));
        let scene = Scene { negated: scene.negated != (step.least == 0), ..scene };
        self.event(step.span, window, scene, step.least.clamp(1, i64::from(u32::MAX)) as u32);
        if let Some(event) = self.events.last_mut() {
            event.ordered = ordered;
        }
        self.visit(&step.what, Scene { negated: false, ..scene });
        if let Some(condition) = &step.condition {
            self.visit(condition, Scene { negated: false, ..scene });
        }
    }

    fn iterate(&mut self, span: Span, iterate: &Iterate, scene: Scene) {
        let absent = matches!(iterate.form, Form::None | Form::Every);
        let aggregated = matches!(iterate.form, Form::Collect(kind) if kind != Accumulator::List);
        let several = scene.counted || aggregated || iterate.form == Form::One;
        for variable in &iterate.variables {
            let condition = variable.condition.as_ref();
            if variable.source.is_events() {
                let window = condition.map_or(Window::None, condition_window);
                let scene = Scene { negated: scene.negated != absent, ..scene };
                self.event(span, window, scene, 1 + u32::from(several));
            } else {
                self.visit(&variable.source, Scene { counted: several, ..scene });
            }
            if let Some(condition) = condition {
                self.visit(condition, Scene { negated: false, counted: false });
            }
        }
        let parts = [&iterate.condition, &iterate.value, &iterate.key, &iterate.count];
        for tree in parts.into_iter().flatten() {
            self.visit(tree, Scene { negated: false, counted: false });
        }
    }

    fn event(&mut self, span: Span, window: Window, scene: Scene, count: u32) {
        let negated = scene.negated;
        self.events.push(Event { span, window, count, negated, ordered: false });
    }
}

/// The window that a condition on an event sets: the narrowest time condition that it joins with
/// `and`.
fn condition_window(condition: &Typed) -> Window {
    match &condition.node {
        Node::Occurs(time, period) if is_timestamp(time) => window(period),
        Node::And(operands) => {
            let windows = || operands.iter().map(condition_window);
            let has = |wanted| windows().any(|window| window == wanted);
            match (has(Window::Day), has(Window::Longer)) {
                (true, _) => Window::Day,
                (false, true) => Window::Longer,
                (false, false) => Window::None,
            }
        }
        _ => Window::None,
    }
}

fn is_timestamp(tree: &Typed) -> bool {
    matches!(&tree.node, Node::Field(_, name) if name == "timestamp")
}

/// How far back a time condition reaches: `today` and 24 hours are a day.
fn window(period: &Period) -> Window {
    let day = match period {
        Period::On(reference) => match reference.node {
            Node::Calendar(Relation::This, unit) => milliseconds(unit).is_some(),
            _ => false,
        },
        Period::Within { comparison, count, unit, direction, reference } => {
            let near =
                matches!(comparison, Comparison::Less | Comparison::LessEqual | Comparison::Equal);
            let count = match &count.node {
                Node::Constant(Constant::Integer(count)) => Some(*count),
                _ => None,
            };
            let length = count.zip(milliseconds(*unit));
            let length = length.and_then(|(count, unit)| count.checked_mul(unit));
            near && *direction != Direction::After
                && matches!(reference.node, Node::Now)
                && length.is_some_and(|length| length <= DAY)
        }
        Period::Toward(..) | Period::Between(..) => false,
    };
    if day { Window::Day } else { Window::Longer }
}

const DAY: i64 = 86_400_000;

/// The length of units of at most a day, in ms.
fn milliseconds(unit: Unit) -> Option<i64> {
    match unit {
        Unit::Millisecond => Some(1),
        Unit::Second => Some(1_000),
        Unit::Minute => Some(60_000),
        Unit::Hour => Some(3_600_000),
        Unit::Day => Some(DAY),
        Unit::Week | Unit::Month | Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium => {
            None
        }
    }
}
