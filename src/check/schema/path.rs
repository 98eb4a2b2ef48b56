//! Paths: fields that the schema does not have, maps read like objects, deprecated fields.

use alloc::format;
use alloc::string::String;

use super::Refiner;
use super::shape::{Extent, Shape};
use crate::bytecode::Constant;
use crate::check::expression::article;
use crate::check::suggest;
use crate::check::typed::{Form, Node, Typed};
use crate::check::written::written;
use crate::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS};
use crate::schema::{Field, NodeId};
use crate::span::Span;
use crate::types::Type;

impl Refiner<'_, '_> {
    /// `o.name`
    pub(super) fn field(&mut self, tree: &mut Typed) -> Option<Shape> {
        let Node::Field(object, name) = &mut tree.node else {
            return None;
        };
        let shape = self.value(object).filter(|shape| shape.extent != Extent::Groups)?;
        let place = self.scalar(shape);
        let kind = self.scalar_kind(shape);
        if !Type::Object.accepts(kind) {
            let many = self.kind(shape) == Type::Array;
            self.no_object(object, name, kind, many, tree.span);
            return None;
        }
        match self.schema.field(place, name) {
            Field::Known(field) => {
                if self.schema.node(place).is_map() {
                    self.map_like_object(object, name, tree.span);
                }
                self.deprecated(field, name, tree.span);
                Some(self.step(shape, field))
            }
            Field::Open => None,
            Field::Missing if self.repeats_array(object, name, tree.span) => {
                self.singular(tree);
                Some(shape)
            }
            Field::Missing => {
                self.unknown_field(object, place, name, tree.span);
                None
            }
        }
    }

    /// `o.get("name")`
    pub(super) fn get(&mut self, arguments: &[Typed], shape: Shape, span: Span) -> Option<Shape> {
        let [object, key] = arguments else {
            return None;
        };
        if shape.extent == Extent::Groups {
            return self.entry(shape);
        }
        let place = self.scalar(shape);
        let node = self.schema.node(place);
        if let Some(values) = node.values() {
            return Some(self.step(shape, values));
        }
        let Node::Constant(Constant::String(key)) = &key.node else {
            self.object_like_map(
                object,
                place,
                "the name of a field is written behind a dot",
                span,
            );
            return None;
        };
        match self.schema.field(place, key) {
            Field::Known(field) => {
                let better = format!("write `{}.{key}`", written(object));
                self.object_like_map(object, place, &better, span);
                self.deprecated(field, key, span);
                Some(self.step(shape, field))
            }
            Field::Open => None,
            Field::Missing => {
                self.unknown_field(object, place, key, span);
                None
            }
        }
    }

    /// `o.values()`
    pub(super) fn map_values(&mut self, object: &Typed, shape: Shape, span: Span) -> Option<Shape> {
        self.keys(object, shape, span);
        let values = self.schema.node(self.scalar(shape)).values();
        values.filter(|_| shape.extent != Extent::Groups).map(Shape::many)
    }

    /// `o.keys()`
    pub(super) fn keys(&mut self, object: &Typed, shape: Shape, span: Span) {
        if shape.extent == Extent::Groups {
            return;
        }
        let place = self.scalar(shape);
        self.object_like_map(object, place, "its fields are known; write them behind a dot", span);
    }

    fn deprecated(&mut self, field: NodeId, name: &str, span: Span) {
        let node = self.schema.node(field);
        if !node.is_deprecated() {
            return;
        }
        let message = match node.title() {
            "" => format!("`{name}` is deprecated"),
            title => format!("`{name}` ({title}) is deprecated"),
        };
        self.checker.complain(Diagnostic::new(Code::DeprecatedField, span, message));
    }

    fn map_like_object(&mut self, object: &Typed, name: &str, span: Span) {
        let owner = self.owner(object);
        let better = format!("write `{}.get(\"{name}\")`", written(object));
        let message = format!("{owner} is a map: its keys are data, not fields");
        self.checker.complain(Diagnostic::new(Code::MapAccess, span, message).help(better));
    }

    fn object_like_map(&mut self, object: &Typed, place: NodeId, better: &str, span: Span) {
        let node = self.schema.node(place);
        if node.kind() != Type::Object || node.is_map() || !node.is_closed() {
            return;
        }
        let owner = self.owner(object);
        let message = format!("{owner} is an object, not a map");
        self.checker.complain(Diagnostic::new(Code::MapAccess, span, message).help(better));
    }

    fn no_object(&mut self, object: &Typed, name: &str, kind: Type, many: bool, span: Span) {
        let owner = match many {
            true => format!("an item of `{}`", written(object)),
            false => self.owner(object),
        };
        let message = format!("{owner} is {}: it has no field `{name}`", article(kind));
        self.checker.complain(Diagnostic::new(Code::UnknownField, span, message));
    }

    fn unknown_field(&mut self, object: &Typed, place: NodeId, name: &str, span: Span) {
        let message = format!("{} has no field `{name}`", self.owner(object));
        let diagnostic = Diagnostic::new(Code::UnknownField, span, message);
        // Nobody reads so many suggestions, and each takes a while.
        let help = match self.checker.diagnostics.len() > MAX_DIAGNOSTICS {
            true => None,
            false => self.elsewhere(object, name).or_else(|| self.nearest(place, name)),
        };
        self.checker.complain(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    fn nearest(&self, place: NodeId, name: &str) -> Option<String> {
        let names = self.schema.node(place).fields().map(|(name, _)| name);
        let names = names.filter(|name| !name.contains([':', '/', '@']));
        suggest::nearest(name, names).map(|name| format!("did you mean `{name}`?"))
    }

    /// Where a bare name would be a field.
    fn elsewhere(&self, object: &Typed, name: &str) -> Option<String> {
        let profile = self.schema.profile();
        let has = |place: NodeId| matches!(self.schema.field(place, name), Field::Known(_));
        match object.node {
            Node::Local(_) if has(profile) => {
                Some(format!("write `$1.{name}` for the field of the profile"))
            }
            Node::Root => {
                let Field::Known(events) = self.schema.field(profile, "xEvent") else {
                    return None;
                };
                let event = self.schema.node(events).items()?;
                has(event).then(|| format!("write `xEvent.{name}` for the field of the events"))
            }
            _ => None,
        }
    }

    /// `orders.sum(order.price)`: the name in front repeats the array's (pql.md 10.4).
    fn repeats_array(&self, object: &Typed, name: &str, span: Span) -> bool {
        let Node::Local(local) = object.node else {
            return false;
        };
        // A bare name: its item is written nowhere.
        let bare = object.span == span;
        bare && self.known(local).is_some_and(|known| is_plural_of(&known.array, name))
    }

    /// Takes the item for the name that repeats its array's.
    fn singular(&mut self, tree: &mut Typed) {
        let Node::Field(item, name) = &mut tree.node else {
            return;
        };
        let message = format!("bare names are fields of the item already: `{name}.` is left out");
        let diagnostic = Diagnostic::new(Code::SingularName, tree.span, message);
        let help = format!("write the field without `{name}.` in front");
        let (node, kind) = (item.node.clone(), item.kind);
        (tree.node, tree.kind) = (node, kind);
        self.checker.complain(diagnostic.help(help));
    }

    /// The last name of the array that an expression is made from; empty when it has none.
    pub(super) fn array_name(&self, tree: &Typed) -> String {
        match &tree.node {
            Node::Field(_, name) => name.clone(),
            Node::Local(local) => {
                self.known(*local).map_or_else(String::new, |known| known.array.clone())
            }
            Node::Spread(_, source) => self.array_name(source),
            Node::Iterate(iterate) if matches!(iterate.form, Form::Collect(_)) => {
                let first = iterate.variables.first();
                first.map_or_else(String::new, |first| self.array_name(&first.source))
            }
            _ => String::new(),
        }
    }

    /// What a message calls the object of a field.
    fn owner(&self, object: &Typed) -> String {
        match &object.node {
            Node::Root => "the profile".into(),
            Node::Found(_) => "an event".into(),
            Node::Local(local) => match self.known(*local).map(|known| known.array.as_str()) {
                Some("xEvent") => "an event".into(),
                Some("") | None => "the item".into(),
                Some(array) => format!("an item of `{array}`"),
            },
            _ => format!("`{}`", written(object)),
        }
    }
}

fn is_plural_of(array: &str, name: &str) -> bool {
    let stem = |ending: &str, singular: &str| {
        array.strip_suffix(ending).is_some_and(|stem| name.strip_suffix(singular) == Some(stem))
    };
    !name.is_empty() && (stem("s", "") || stem("es", "") || stem("ies", "y"))
}
