//! What the rules ask of a query: its events, the audiences it refers to, what is not the profile.

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

use super::path::{self, Target};
use super::window::Window;
use crate::bytecode::LocalId;
use crate::check::typed::{Node, Period, Typed};
use crate::functions::{Function, is_aggregation};
use crate::keys::Set;
use crate::span::Span;

/// What a query looks at, as far as the rules care.
#[derive(Clone, Debug, Default)]
pub struct Features {
    /// The events that it asks for.
    pub events: Vec<Event>,
    /// The audiences that it refers to, and where.
    pub segments: Vec<(Target, Span)>,
    /// The paths of the profile that it reads, apart from events and memberships, and where; of
    /// `a.get("b").c` the path is `a.b.c`.
    pub paths: Vec<(String, Span)>,
    /// Where it reads what is neither profile nor event.
    pub entities: Vec<Span>,
    /// Where it looks at the month or the day of a date, whatever the year.
    pub undated: Vec<Span>,
}

/// One event that a query asks for: a step of a chain, or a loop through events.
#[derive(Clone, Debug)]
pub struct Event {
    /// Where.
    pub span: Span,
    /// How far back it may lie.
    pub window: Window,
    /// How many of them decide.
    pub count: u32,
    /// Whether it is asked that they be missing.
    pub negated: bool,
    /// The sequence of events that it has its place in; none when it may come at any time.
    pub sequence: Option<u32>,
}

impl Features {
    /// The features of a query. Linear in the tree, but for its depth.
    #[must_use]
    pub fn of(tree: &Typed) -> Features {
        let mut walk = Walk::default();
        walk.visit(tree, Scene::TOP);
        walk.features
    }
}

/// Under what an expression stands.
#[derive(Clone, Copy)]
pub(super) struct Scene {
    /// Whether it is asked that it fail.
    pub(super) negated: bool,
    /// How many of its items decide.
    pub(super) count: u32,
    /// Within what its items have to be, when they are events.
    pub(super) window: Window,
    /// The condition that goes through its items.
    pub(super) span: Option<Span>,
}

impl Scene {
    const TOP: Scene = Scene { negated: false, count: 1, window: Window::None, span: None };

    /// That of a part of its own.
    pub(super) const fn plain(self) -> Scene {
        Scene { negated: self.negated, ..Scene::TOP }
    }

    pub(super) const fn opposite(self) -> Scene {
        Scene { negated: !self.negated, ..self }
    }
}

/// The walk through a query.
#[derive(Default)]
pub(super) struct Walk {
    pub(super) features: Features,
    /// How many sequences of events there were.
    pub(super) sequences: u32,
    // The dates whose year is looked at by conditions that are joined with the part at hand, of
    // every `and` around it.
    dated: Vec<Set<String>>,
    // The events that variables stand for.
    names: Vec<Named>,
}

/// Events that have a name.
struct Named {
    local: LocalId,
    events: Range<usize>,
    // Whether they were asked for to be missing, once they were.
    negated: Option<bool>,
}

impl Walk {
    pub(super) fn visit(&mut self, tree: &Typed, scene: Scene) {
        // What goes through the items of a part does not go through those of its own parts.
        let inside = Scene { window: Window::None, ..scene };
        match &tree.node {
            Node::Constant(_) | Node::Now | Node::Calendar(..) | Node::Found(_) => {}
            Node::Local(local) => self.named(*local, scene),
            Node::Parameters => self.features.entities.push(tree.span),
            Node::Root => self.path(&[], tree.span),
            Node::Field(..) if tree.is_events() => self.event(tree.span, scene),
            Node::Field(object, _) => match path::keys(tree) {
                Some(keys) => self.path(&keys, tree.span),
                None => self.visit(object, inside),
            },
            Node::Call(function, arguments) => match path::keys(tree) {
                Some(keys) => self.path(&keys, tree.span),
                None => self.call(tree.span, function, arguments, inside),
            },
            Node::InSegment(parts) => {
                let [id, namespace] = &**parts;
                let target = Target::new(path::text(namespace), path::text(id));
                self.features.segments.push((target, tree.span));
                self.all(&**parts, scene.plain());
            }
            Node::And(operands) => self.and(operands, scene.plain()),
            Node::Or(operands) | Node::List(operands) => self.all(operands, scene.plain()),
            Node::Not(operand) => self.visit(operand, scene.plain().opposite()),
            Node::Negate(operand) | Node::Item(operand, _) | Node::Spread(_, operand) => {
                self.visit(operand, inside);
            }
            Node::Object(fields) => {
                fields.iter().for_each(|(_, value)| self.visit(value, scene.plain()));
            }
            Node::Let(local, parts) => self.bind(*local, parts, scene),
            Node::If(parts) => self.all(&**parts, scene.plain()),
            Node::Arithmetic(_, parts) => self.all(&**parts, scene.plain()),
            Node::Compare(comparison, parts) => self.compare(*comparison, parts, scene.plain()),
            Node::Occurs(time, period) => self.occurs(time, period, tree.span, scene.plain()),
            Node::Iterate(iterate) => self.iterate(tree.span, iterate, scene),
            Node::Chain(chain) => self.chain(chain, scene.plain()),
        }
    }

    pub(super) fn all<'t>(&mut self, trees: impl IntoIterator<Item = &'t Typed>, scene: Scene) {
        trees.into_iter().for_each(|tree| self.visit(tree, scene));
    }

    /// What a time condition is told in.
    pub(super) fn period(&mut self, period: &Period, scene: Scene) {
        match period {
            Period::On(at) | Period::Toward(_, at) => self.visit(at, scene),
            Period::Between(first, last) => self.all([first, last], scene),
            Period::Within { count, reference, .. } => self.all([count, reference], scene),
        }
    }

    fn event(&mut self, span: Span, scene: Scene) {
        let Scene { negated, count, window, span: around } = scene;
        let span = around.unwrap_or(span);
        self.features.events.push(Event { span, window, count, negated, sequence: None });
    }

    fn and(&mut self, operands: &[Typed], scene: Scene) {
        self.dated.push(operands.iter().filter_map(path::dated).filter_map(path::place).collect());
        self.all(operands, scene);
        self.dated.pop();
    }

    /// Whether a condition beside looks at the year of this date.
    fn is_dated(&self, date: &Typed) -> bool {
        let place = path::place(date);
        place.is_some_and(|place| self.dated.iter().any(|dates| dates.contains(&place)))
    }

    /// A path of the profile whose keys are written out.
    fn path(&mut self, keys: &[&str], span: Span) {
        match Target::of_path(keys) {
            Some(target) => self.features.segments.push((target, span)),
            None => self.features.paths.push((keys.join("."), span)),
        }
    }

    fn call(&mut self, span: Span, function: &Function, arguments: &[Typed], scene: Scene) {
        if let Some(date) = path::undated(function.name, arguments)
            && !self.is_dated(date)
        {
            self.features.undated.push(span);
        }
        let Some((receiver, rest)) = arguments.split_first() else {
            return;
        };
        let receives = match function.name {
            "isNull" => scene.opposite(),
            name if looks_at_all(name) => Scene { count: scene.count.max(2), ..scene },
            _ => scene,
        };
        self.visit(receiver, receives);
        self.all(rest, scene.plain());
    }

    fn bind(&mut self, local: LocalId, parts: &[Typed; 2], scene: Scene) {
        let [value, body] = parts;
        let before = self.features.events.len();
        self.visit(value, Scene::TOP);
        let events = before..self.features.events.len();
        self.names.push(Named { local, events, negated: None });
        self.visit(body, scene.plain());
        self.names.pop();
    }

    /// A use of a name: what is asked of it is asked of its events.
    fn named(&mut self, local: LocalId, scene: Scene) {
        let Some(named) = self.names.iter_mut().rev().find(|named| named.local == local) else {
            return;
        };
        let events = self.features.events.get_mut(named.events.clone()).unwrap_or_default();
        let known = named.negated.replace(scene.negated);
        for event in events {
            event.count = event.count.max(scene.count);
            event.negated = match known {
                None => event.negated != scene.negated,
                // Asked for both ways.
                Some(known) => event.negated && known == scene.negated,
            };
        }
    }
}

/// Whether all items of its receiver decide what a function gives.
fn looks_at_all(function: &str) -> bool {
    is_aggregation(function) || matches!(function, "subsetOf" | "supersetOf")
}
