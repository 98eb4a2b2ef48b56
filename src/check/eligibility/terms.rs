//! The constructs that ask for events: loops, chains, comparisons of how many there are.

use alloc::vec::Vec;

use super::features::{Event, Scene, Walk};
use super::window::{Window, is_time_of};
use crate::bytecode::{Accumulator, Constant, LocalId};
use crate::check::typed::{Chain, Form, Iterate, Node, Period, Step, Typed, Variable};
use crate::span::Span;
use crate::value::Comparison;

impl Walk {
    pub(super) fn iterate(&mut self, span: Span, iterate: &Iterate, scene: Scene) {
        let count = match iterate.form {
            Form::One => 2,
            Form::Collect(kind) if kind != Accumulator::List => scene.count.max(2),
            _ => scene.count,
        };
        let negates = matches!(iterate.form, Form::None | Form::Every);
        let negated = scene.negated != negates;
        // Of `forall X from a where p` no item may fail: twice asked to be missing is not.
        let inside = match iterate.form {
            Form::None => scene.plain().opposite(),
            _ => scene.plain(),
        };
        let span = scene.span.or(Some(span));
        let mut found = Vec::new();
        for (index, variable) in iterate.variables.iter().enumerate() {
            let mut window = Window::None;
            if is_events(&variable.source) {
                found.push((variable.local, self.features.events.len()));
                let filters = filters(iterate, index);
                window = scene.window.min(Window::narrowest(filters, variable.local));
            }
            self.visit(&variable.source, Scene { negated, count, window, span });
            self.all(&variable.condition, inside);
        }
        let Iterate { condition, value, key, count, .. } = iterate;
        self.all([condition, value, key, count].into_iter().flatten(), inside);
        if in_order(iterate, &found) {
            self.sequences += 1;
            for (_, index) in found {
                if let Some(event) = self.features.events.get_mut(index) {
                    event.sequence = Some(self.sequences);
                }
            }
        }
    }

    pub(super) fn chain(&mut self, chain: &Chain, scene: Scene) {
        let window = if is_events(&chain.array) {
            Some(self.filtered(&chain.array, scene))
        } else {
            self.visit(&chain.array, scene);
            None
        };
        let mut sequence = None;
        if chain.steps.len() > 1 {
            self.sequences += 1;
            sequence = Some(self.sequences);
        }
        for step in &chain.steps {
            let (count, none) = demand(step.least, step.most);
            let negated = scene.negated != none;
            if let Some(window) = window {
                let window = window.min(step_window(step, chain.local));
                let event = Event { span: step.span, window, count, negated, sequence };
                self.features.events.push(event);
            }
            let inside = Scene { negated, ..scene };
            self.all([&step.what].into_iter().chain(&step.condition), inside);
            step.when.iter().for_each(|(period, _)| self.period(period, inside));
        }
    }

    /// The conditions of the filters that events go through in front of a chain, and the window
    /// that these set.
    fn filtered(&mut self, tree: &Typed, scene: Scene) -> Window {
        let Node::Iterate(iterate) = &tree.node else {
            return Window::None;
        };
        let mut window = Window::None;
        for variable in &iterate.variables {
            window = Window::narrowest(&variable.condition, variable.local);
            window = window.min(self.filtered(&variable.source, scene));
            self.all(&variable.condition, scene);
        }
        window
    }

    /// `x.count() > 3` and kin ask for so many; everything else is about its parts.
    pub(super) fn compare(&mut self, comparison: Comparison, parts: &[Typed; 2], scene: Scene) {
        let [left, right] = parts;
        let (tested, comparison, literal) = match (&left.node, &right.node) {
            (_, Node::Constant(literal)) => (left, comparison, literal),
            (Node::Constant(literal), _) => (right, comparison.turned(), literal),
            _ => return self.all(parts, scene),
        };
        match (&tested.node, literal) {
            (Node::Call(function, items), Constant::Integer(number))
                if function.name == "count" =>
            {
                let (count, negates) = counted(comparison, *number);
                self.all(items, Scene { count, negated: scene.negated != negates, ..scene });
            }
            (_, Constant::Boolean(wanted)) => {
                let negates = *wanted != (comparison == Comparison::Equal);
                self.visit(tested, Scene { negated: scene.negated != negates, ..scene });
            }
            _ => self.visit(tested, scene),
        }
    }

    /// A time condition on the events themselves: `xEvent.timestamp occurs today`.
    pub(super) fn occurs(&mut self, time: &Typed, period: &Period, span: Span, scene: Scene) {
        match &time.node {
            Node::Field(events, name) if name == "timestamp" && is_events(events) => {
                let (window, span) = (Window::of(period), Some(span));
                self.visit(events, Scene { window, span, ..scene });
            }
            _ => self.visit(time, scene),
        }
        self.period(period, scene);
    }
}

/// Whether the items of an array are events of the profile: all, or those that pass filters.
fn is_events(tree: &Typed) -> bool {
    match &tree.node {
        Node::Iterate(iterate) => match (&**iterate, iterate.variables.as_slice()) {
            (Iterate { form: Form::Collect(Accumulator::List), value: None, .. }, [variable]) => {
                is_events(&variable.source)
            }
            _ => false,
        },
        _ => tree.is_events(),
    }
}

/// The conditions that decide which items of a variable are looked at. Of `forall X from a where p`
/// all are, of `forall X from a where p : q` those with `p`.
fn filters(iterate: &Iterate, index: usize) -> impl Iterator<Item = &Typed> {
    let last = iterate.condition.as_ref();
    let every = iterate.form == Form::Every;
    let own = iterate.variables.iter().skip(index).filter_map(|it| it.condition.as_ref());
    let own = own.filter(move |_| !every || last.is_some());
    own.chain(last.filter(|_| !every))
}

/// The window of a step: that of `WHEN`, or a narrower one of its conditions.
fn step_window(step: &Step, item: LocalId) -> Window {
    let when = step.when.as_ref().map_or(Window::None, |(period, _)| Window::of(period));
    when.min(Window::narrowest([&step.what].into_iter().chain(&step.condition), item))
}

/// How many events decide whether there are so many, and whether it is asked that they be missing:
/// an upper bound is about one event more.
fn demand(least: i64, most: Option<i64>) -> (u32, bool) {
    let none = least <= 0;
    let count = most.map_or(least, |most| most.saturating_add(1));
    (count.clamp(1, i64::from(u32::MAX)) as u32, none)
}

/// The same of a comparison of a number of events.
fn counted(comparison: Comparison, number: i64) -> (u32, bool) {
    let (more, fewer) = (number.saturating_add(1), number.saturating_sub(1));
    match comparison {
        Comparison::Greater | Comparison::NotEqual => demand(more, None),
        Comparison::GreaterEqual => demand(number, None),
        Comparison::Equal => demand(number, Some(number)),
        Comparison::Less => demand(0, Some(fewer)),
        Comparison::LessEqual => demand(0, Some(number)),
    }
}

/// Whether a join compares the times of two of its events.
fn in_order(iterate: &Iterate, events: &[(LocalId, usize)]) -> bool {
    let conditions = iterate.variables.iter().filter_map(|it: &Variable| it.condition.as_ref());
    let is_time = |tree: &Typed| events.iter().any(|(local, _)| is_time_of(tree, *local));
    events.len() > 1 && conditions.chain(&iterate.condition).any(|it| relates(it, &is_time))
}

/// Whether a condition holds two of these times against each other.
fn relates(condition: &Typed, is_time: &dyn Fn(&Typed) -> bool) -> bool {
    match &condition.node {
        Node::And(operands) => operands.iter().any(|operand| relates(operand, is_time)),
        Node::Compare(Comparison::Equal | Comparison::NotEqual, _) => false,
        Node::Compare(_, parts) => parts.iter().all(is_time),
        Node::Occurs(time, period) => {
            let other = match &**period {
                Period::On(at) | Period::Toward(_, at) | Period::Within { reference: at, .. } => at,
                Period::Between(first, _) => first,
            };
            is_time(time) && is_time(other)
        }
        _ => false,
    }
}
