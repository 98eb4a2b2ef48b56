//! Operands: types that an operator or a function can never take.

use alloc::format;

use super::Refiner;
use super::shape::Shape;
use crate::bytecode::Accumulator;
use crate::check::expression::article;
use crate::check::typed::{Iterate, Typed};
use crate::diagnostic::{Code, Diagnostic};
use crate::functions::Function;
use crate::span::Span;
use crate::types::Type;

impl Refiner<'_, '_> {
    /// A call whose arguments were visited.
    pub(super) fn call(
        &mut self,
        function: &'static Function,
        arguments: &[Typed],
        shapes: &[Option<Shape>],
        span: Span,
    ) -> Option<Shape> {
        for (index, (argument, shape)) in arguments.iter().zip(shapes).enumerate() {
            if let Some(shape) = shape {
                self.argument(function, index, argument, *shape);
            }
        }
        self.listed_values(function.name, arguments, shapes);
        let first = arguments.first();
        let shape = shapes.first().copied().flatten()?;
        match function.name {
            "get" => self.get(arguments, shape, span),
            "keys" => {
                self.keys(first?, shape, span);
                None
            }
            "values" => self.map_values(first?, shape, span),
            "head" => self.item(shape),
            "distinct" | "intersection" => self.item(shape).and_then(Shape::listed),
            _ => None,
        }
    }

    fn argument(&mut self, function: &Function, index: usize, argument: &Typed, shape: Shape) {
        let asked = function.param(index);
        let own = self.kind(shape);
        // A receiver may be an array of what is asked for (decision A5).
        let kind = match index == 0 && own == Type::Array && asked != Type::Array {
            true => self.scalar_kind(shape),
            false => own,
        };
        if !fits(asked, kind) {
            self.checker.wrong_argument(function, asked, kind, argument.span);
        }
    }

    /// An operand of arithmetic.
    pub(super) fn number(&mut self, operand: &Typed, shape: Option<Shape>, operator: &str) {
        let Some(kind) = shape.map(|shape| self.kind(shape)) else {
            return;
        };
        if kind == Type::Array || kind == Type::Object || fits(Type::Number, kind) {
            return;
        }
        let operator = if operator.len() == 1 { format!("`{operator}`") } else { operator.into() };
        let message = format!("{operator} takes a Number, not {}", article(kind));
        self.checker.complain(Diagnostic::new(Code::OperandType, operand.span, message));
    }

    /// A time or a reference.
    pub(super) fn time(&mut self, tree: &mut Typed) {
        let Some(shape) = self.value(tree) else {
            return;
        };
        let kind = self.scalar_kind(shape);
        if !Type::Timestamp.accepts(kind) {
            self.checker.no_time(kind, tree.span);
        }
    }

    /// What variables go through.
    pub(super) fn sequence(&mut self, array: &Typed, shape: Option<Shape>) {
        let Some(kind) = shape.map(|shape| self.kind(shape)) else {
            return;
        };
        if Type::Array.accepts(kind) {
            return;
        }
        let message = format!("this is {}, not an Array: there are no items", article(kind));
        let diagnostic = Diagnostic::new(Code::OperandType, array.span, message);
        self.checker.complain(match kind {
            Type::Object => diagnostic.help("`.values()` makes an array of the values of a map"),
            _ => diagnostic,
        });
    }

    /// What items are sorted by.
    pub(super) fn sorted(&mut self, by: Accumulator, iterate: &Iterate, key: Option<Shape>) {
        let (Some(shape), Some(key)) = (key, &iterate.key) else {
            return;
        };
        let kind = self.kind(shape);
        if Type::Timestamp.accepts(kind) {
            return;
        }
        let message = format!("`{}` sorts by numbers and times, not {}", maker(by), article(kind));
        self.checker.complain(Diagnostic::new(Code::ArgumentType, key.span, message));
    }

    /// What is added up or compared in size.
    pub(super) fn collected(
        &mut self,
        accumulator: Accumulator,
        iterate: &Iterate,
        shape: Option<Shape>,
    ) {
        let Some(kind) = shape.map(|shape| self.scalar_kind(shape)) else {
            return;
        };
        if fits(Type::Number, kind) {
            return;
        }
        let place = match (&iterate.value, iterate.variables.last()) {
            (Some(value), _) => value.span,
            (None, Some(variable)) => variable.source.span,
            (None, None) => return,
        };
        let message = format!("`{}` takes numbers, not {}", accumulator.text(), article(kind));
        self.checker.complain(Diagnostic::new(Code::ArgumentType, place, message));
    }
}

/// The function that makes a collection.
fn maker(accumulator: Accumulator) -> &'static str {
    match accumulator {
        Accumulator::Top => "topN",
        Accumulator::Bottom => "bottomN",
        other => other.text(),
    }
}

/// Whether a value of the profile can be what is asked for. Its times are text or numbers.
fn fits(asked: Type, given: Type) -> bool {
    let time = given == Type::Timestamp
        && matches!(asked, Type::String | Type::Number | Type::Integer | Type::Double);
    time || asked.accepts(given)
}
