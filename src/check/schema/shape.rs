//! Shapes: which place of a schema a value is of, alone or among others.

use super::Refiner;
use crate::schema::NodeId;
use crate::types::Type;

/// The type of a value that is a part of the profile.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    pub(super) node: NodeId,
    pub(super) extent: Extent,
}

/// How many values of a place there are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Extent {
    /// One.
    One,
    /// A list.
    Many,
    /// Lists, under the keys of an object.
    Groups,
}

impl Shape {
    pub(super) const fn one(node: NodeId) -> Shape {
        Shape { node, extent: Extent::One }
    }

    pub(super) const fn many(node: NodeId) -> Shape {
        Shape { node, extent: Extent::Many }
    }

    /// A list of values of this shape.
    pub(super) fn listed(self) -> Option<Shape> {
        (self.extent == Extent::One).then_some(Shape::many(self.node))
    }
}

impl Refiner<'_, '_> {
    /// The type of a shape itself.
    pub(super) fn kind(&self, shape: Shape) -> Type {
        match shape.extent {
            Extent::One => self.schema.node(shape.node).kind(),
            Extent::Many => Type::Array,
            Extent::Groups => Type::Object,
        }
    }

    /// One item of a list.
    pub(super) fn item(&self, shape: Shape) -> Option<Shape> {
        match shape.extent {
            Extent::One => self.schema.node(shape.node).items().map(Shape::one),
            Extent::Many => Some(Shape::one(shape.node)),
            Extent::Groups => None,
        }
    }

    /// The value of one entry of a map.
    pub(super) fn entry(&self, shape: Shape) -> Option<Shape> {
        match shape.extent {
            Extent::One => self.schema.node(shape.node).values().map(Shape::one),
            Extent::Many => None,
            Extent::Groups => Some(Shape::many(shape.node)),
        }
    }

    /// What a list without nulls or a map is gone through as.
    pub(super) fn spread(&self, shape: Shape) -> Option<Shape> {
        let inner = match self.kind(shape) {
            Type::Object => self.entry(shape),
            _ => self.item(shape),
        };
        inner.and_then(Shape::listed)
    }

    /// The place of what is left when all arrays are opened.
    pub(super) fn scalar(&self, shape: Shape) -> NodeId {
        // Nobody nests arrays deeper, but a type can be an array of itself.
        const MAX_NESTED: usize = 8;
        let inner = |node: &NodeId| self.schema.node(*node).items();
        let way = core::iter::successors(Some(shape.node), inner).take(MAX_NESTED);
        way.last().unwrap_or(shape.node)
    }

    /// The type of what is left when all arrays are opened.
    pub(super) fn scalar_kind(&self, shape: Shape) -> Type {
        match (shape.extent, self.schema.node(self.scalar(shape)).kind()) {
            (Extent::Groups, _) => Type::Object,
            // Items of which nothing is known, or arrays without end.
            (_, Type::Array) => Type::Any,
            (_, kind) => kind,
        }
    }

    /// The shape behind a step of a path: lists are flattened as they are gone through.
    pub(super) fn step(&self, from: Shape, field: NodeId) -> Shape {
        match from.extent == Extent::Many || self.schema.node(from.node).items().is_some() {
            true => Shape::many(self.schema.node(field).items().unwrap_or(field)),
            false => Shape::one(field),
        }
    }
}
