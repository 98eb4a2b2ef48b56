//! What a schema tells of a checked tree: types of paths, and what they rule out.

mod comparison;
mod lists;
mod operands;
mod path;

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

pub(super) use comparison::{folded, value};

use super::Checker;
use super::typed::{Chain, Form, Iterate, Node, Period, Typed};
use crate::bytecode::{Accumulator, LocalId};
use crate::schema::{NodeId, Schema};
use crate::types::Type;

/// The type of a value of the profile: a place of the schema, or a list of values of that place.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Shape {
    node: NodeId,
    many: bool,
}

/// What is known of a variable.
#[derive(Clone, Debug, Default)]
struct Known {
    shape: Option<Shape>,
    /// The name of the array that it goes through.
    array: String,
}

/// The state of the walk. The rules are spread over the files of this folder as methods.
struct Refiner<'c, 's> {
    checker: &'c mut Checker,
    schema: &'s Schema,
    known: Vec<Known>,
}

impl Checker {
    /// Gives the paths of a tree the types that the schema says, and complains about what those
    /// types rule out. The tree evaluates as before, but for names that repeat their array's.
    pub(super) fn refine(&mut self, tree: &mut Typed, schema: &Schema) {
        let known = vec![Known::default(); usize::from(self.scopes.most())];
        Refiner { checker: self, schema, known }.value(tree);
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
            Node::Constant(_) | Node::Now | Node::Calendar(..) => None,
            Node::Root => Some(Shape { node: self.schema.profile(), many: false }),
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
            let source = self.value(&mut variable.source);
            item = self.bind(variable.local, &variable.source, source);
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
        let Form::Collect(accumulator) = iterate.form else {
            return None;
        };
        match accumulator {
            Accumulator::List => value.filter(|it| !it.many).map(|it| Shape { many: true, ..it }),
            Accumulator::Count => None,
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
        let events = self.value(&mut chain.array);
        self.bind(chain.local, &chain.array, events);
        self.time(&mut chain.timestamp);
        for step in &mut chain.steps {
            self.value(&mut step.what);
            if let Some(condition) = &mut step.condition {
                self.value(condition);
            }
            if let Some(period) = &mut step.when {
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
    fn bind(&mut self, local: LocalId, array: &Typed, shape: Option<Shape>) -> Option<Shape> {
        self.sequence(array, shape);
        let item = shape.and_then(|shape| self.item(shape));
        let array = path::last_name(array);
        if let Some(known) = self.known.get_mut(local.index()) {
            *known = Known { shape: item, array };
        }
        item
    }

    fn known(&self, local: LocalId) -> Option<&Known> {
        self.known.get(local.index())
    }

    /// The type of a shape itself.
    fn kind(&self, shape: Shape) -> Type {
        if shape.many { Type::Array } else { self.schema.node(shape.node).kind() }
    }

    /// The place of one item.
    fn item(&self, shape: Shape) -> Option<Shape> {
        let node = match shape.many {
            true => Some(shape.node),
            false => self.schema.node(shape.node).items(),
        };
        node.map(|node| Shape { node, many: false })
    }

    /// The place of what is left when all arrays are opened.
    fn scalar(&self, shape: Shape) -> NodeId {
        // Nobody nests arrays deeper, but a type can be an array of itself.
        const MAX_NESTED: usize = 8;
        let inner = |node: &NodeId| self.schema.node(*node).items();
        core::iter::successors(Some(shape.node), inner)
            .take(MAX_NESTED)
            .last()
            .unwrap_or(shape.node)
    }

    /// The type of what is left when all arrays are opened.
    fn scalar_kind(&self, shape: Shape) -> Type {
        let node = self.schema.node(self.scalar(shape));
        // Items of which nothing is known, or arrays without end.
        if node.kind() == Type::Array { Type::Any } else { node.kind() }
    }
}
