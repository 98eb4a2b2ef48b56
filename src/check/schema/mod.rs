//! What a schema tells of a checked tree: types of paths, and what they rule out.

mod comparison;
mod lists;
mod operands;
mod path;
mod shape;

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::Checker;
use super::typed::{Chain, Form, Iterate, Node, Period, Typed};
use crate::bytecode::{Accumulator, LocalId, Part, Spread};
use crate::schema::Schema;
use crate::types::Type;

use shape::{Extent, Shape};

/// What is known of a variable.
#[derive(Clone, Debug, Default)]
struct Known {
    shape: Option<Shape>,
    /// Of the value, when the variable is an entry of a map.
    entry: Option<Shape>,
    /// The name of the array that it goes through.
    array: String,
}

/// The state of the walk. The rules are spread over the files of this folder as methods.
struct Refiner<'c, 's> {
    checker: &'c mut Checker,
    schema: &'s Schema,
    known: Vec<Known>,
    // The events of the chains around.
    chains: Vec<Option<Shape>>,
}

impl Checker {
    /// Gives the paths of a tree the types that the schema says, and complains about what those
    /// types rule out. The tree evaluates as before, but for names that repeat their array's.
    pub(super) fn refine(&mut self, tree: &mut Typed, schema: &Schema) {
        let known = vec![Known::default(); usize::from(self.scopes.most())];
        Refiner { checker: self, schema, known, chains: Vec::new() }.value(tree);
    }
}

impl Refiner<'_, '_> {
    /// Visits an expression; its shape, when it is a part of the profile.
    fn value(&mut self, tree: &mut Typed) -> Option<Shape> {
        let shape = self.shape(tree);
        if let Some(shape) = shape {
            let kind = self.kind(shape);
            if kind != Type::Any {
                tree.kind = kind;
            }
        }
        shape
    }

    fn values(&mut self, trees: &mut [Typed]) -> Vec<Option<Shape>> {
        trees.iter_mut().map(|tree| self.value(tree)).collect()
    }

    fn shape(&mut self, tree: &mut Typed) -> Option<Shape> {
        let span = tree.span;
        match &mut tree.node {
            Node::Constant(_) | Node::Parameters | Node::Now | Node::Calendar(..) => None,
            Node::Root => Some(Shape::one(self.schema.profile())),
            Node::Found(found) if found.part == Part::Event => {
                self.chains.get(usize::from(found.level)).copied().flatten()
            }
            Node::Found(_) => None,
            Node::Local(local) => self.known(*local).and_then(|known| known.shape),
            Node::Field(..) => self.field(tree),
            Node::Call(function, arguments) => {
                let shapes = self.values(arguments);
                self.call(function, arguments, &shapes, span)
            }
            Node::InSegment(parts) => {
                self.values(&mut **parts);
                None
            }
            Node::And(parts) | Node::Or(parts) | Node::List(parts) => {
                self.values(parts);
                None
            }
            Node::Not(operand) => {
                self.value(operand);
                None
            }
            Node::Object(entries) => {
                for (_, value) in entries {
                    self.value(value);
                }
                None
            }
            Node::Item(list, at) => {
                self.value(list);
                match (&list.node, at) {
                    (Node::Local(entry), 1) => self.known(*entry).and_then(|known| known.entry),
                    _ => None,
                }
            }
            Node::Spread(_, map) => {
                let shape = self.value(map);
                self.spread(shape?)
            }
            Node::Let(local, parts) => {
                let [value, body] = &mut **parts;
                let shape = self.value(value);
                let array = self.array_name(value);
                self.know(*local, Known { shape, entry: None, array });
                let shape = self.value(body);
                tree.kind = body.kind;
                shape
            }
            Node::If(parts) => {
                let shapes = self.values(&mut **parts);
                let [_, then, otherwise] = &**parts;
                if then.kind == otherwise.kind {
                    tree.kind = then.kind;
                }
                match shapes.as_slice() {
                    [_, then, otherwise] if then == otherwise => *then,
                    _ => None,
                }
            }
            Node::Compare(comparison, parts) => {
                let comparison = *comparison;
                let shapes = self.values(&mut **parts);
                if let [left, right] = shapes.as_slice() {
                    self.compare(comparison, parts, [*left, *right], span);
                }
                None
            }
            Node::Arithmetic(arithmetic, parts) => {
                let sign = arithmetic.text();
                for part in &mut **parts {
                    let shape = self.value(part);
                    self.number(part, shape, sign);
                }
                None
            }
            Node::Negate(operand) => {
                let shape = self.value(operand);
                self.number(operand, shape, "-");
                None
            }
            Node::Occurs(time, period) => {
                self.time(time);
                self.period(period);
                None
            }
            Node::Iterate(iterate) => self.iterate(iterate),
            Node::Chain(chain) => {
                self.chain(chain);
                None
            }
        }
    }

    fn iterate(&mut self, iterate: &mut Iterate) -> Option<Shape> {
        let mut item = None;
        for variable in &mut iterate.variables {
            item = self.bind(variable.local, &mut variable.source);
            if let Some(condition) = &mut variable.condition {
                self.value(condition);
            }
        }
        if let Some(condition) = &mut iterate.condition {
            self.value(condition);
        }
        let value = match &mut iterate.value {
            Some(value) => self.value(value),
            None if iterate.variables.len() == 1 => item,
            None => None,
        };
        let key = iterate.key.as_mut().and_then(|key| self.value(key));
        if let Some(count) = &mut iterate.count {
            let shape = self.value(count);
            self.number(count, shape, "a number of items");
        }
        let Form::Collect(accumulator) = iterate.form else {
            return None;
        };
        match accumulator {
            Accumulator::List => value.and_then(Shape::listed),
            Accumulator::Count | Accumulator::Entries => None,
            Accumulator::Groups => {
                let one = value.and_then(Shape::listed)?;
                Some(Shape { extent: Extent::Groups, ..one })
            }
            Accumulator::Top | Accumulator::Bottom => {
                self.sorted(accumulator, iterate, key);
                value.and_then(Shape::listed)
            }
            Accumulator::Sum
            | Accumulator::Average
            | Accumulator::Minimum
            | Accumulator::Maximum => {
                self.collected(accumulator, iterate, value);
                None
            }
        }
    }

    fn chain(&mut self, chain: &mut Chain) {
        let event = self.bind(chain.local, &mut chain.array);
        self.time(&mut chain.timestamp);
        self.chains.truncate(usize::from(chain.level));
        self.chains.push(event);
        for step in &mut chain.steps {
            self.value(&mut step.what);
            if let Some(condition) = &mut step.condition {
                self.value(condition);
            }
            if let Some((period, _)) = &mut step.when {
                self.period(period);
            }
        }
    }

    fn period(&mut self, period: &mut Period) {
        match period {
            Period::On(reference) | Period::Toward(_, reference) => self.time(reference),
            Period::Between(first, last) => {
                self.time(first);
                self.time(last);
            }
            Period::Within { count, reference, .. } => {
                let shape = self.value(count);
                self.number(count, shape, "a distance in time");
                self.time(reference);
            }
        }
    }

    /// Lets a variable stand for the items of an array; their shape.
    fn bind(&mut self, local: LocalId, source: &mut Typed) -> Option<Shape> {
        let known = match &mut source.node {
            Node::Spread(Spread::Entries, map) => {
                let shape = self.value(map);
                Known { entry: shape.and_then(|shape| self.entry(shape)), ..Known::default() }
            }
            _ => {
                let shape = self.value(source);
                self.sequence(source, shape);
                let shape = shape.and_then(|shape| self.item(shape));
                Known { shape, entry: None, array: self.array_name(source) }
            }
        };
        let shape = known.shape;
        self.know(local, known);
        shape
    }

    fn know(&mut self, local: LocalId, known: Known) {
        if let Some(place) = self.known.get_mut(local.index()) {
            *place = known;
        }
    }

    fn known(&self, local: LocalId) -> Option<&Known> {
        self.known.get(local.index())
    }
}
