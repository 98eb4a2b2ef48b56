//! Values that a field cannot have, because the schema lists all of them, or hardly has.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::Refiner;
use super::shape::Shape;
use crate::bytecode::Constant;
use crate::check::literal::{folded, value};
use crate::check::suggest;
use crate::check::typed::{Node, Typed};
use crate::check::written::written;
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::{Choice, Choices};
use crate::span::Span;
use crate::value::double_text;

/// So many values are listed in a message.
const MAX_LISTED: usize = 6;

impl Refiner<'_, '_> {
    /// The functions that compare a field with values.
    pub(super) fn listed_values(
        &mut self,
        function: &str,
        arguments: &[Typed],
        shapes: &[Option<Shape>],
    ) {
        let (Some((field, values)), Some(Some(shape))) = (arguments.split_first(), shapes.first())
        else {
            return;
        };
        let (values, ignores_case) = match (function, values) {
            ("in" | "notIn", [Typed { node: Node::List(items), .. }]) => (items.as_slice(), false),
            ("includes", [_]) => (values, false),
            ("equals" | "notEqualTo", [values @ .., last]) => match &last.node {
                Node::Constant(Constant::Boolean(flag)) => (values, !flag),
                _ => (arguments.get(1..).unwrap_or(&[]), false),
            },
            _ => return,
        };
        for item in values {
            if let Node::Constant(constant) = &item.node {
                self.listed(*shape, field, constant, item.span, ignores_case);
            }
        }
    }

    /// Complains about a value that the schema does not list for a field.
    pub(super) fn listed(
        &mut self,
        shape: Shape,
        field: &Typed,
        constant: &Constant,
        span: Span,
        ignores_case: bool,
    ) {
        let schema = self.schema;
        let choices = schema.node(self.scalar(shape)).choices();
        if matches!(constant, Constant::Null) || !choices.lack(value(constant)) {
            return;
        }
        let Constant::String(text) = constant else {
            if choices.are_closed() {
                self.never_met(choices, field, constant, span);
            }
            return;
        };
        let lower = folded(text);
        if ignores_case && texts(choices).any(|choice| folded(choice) == lower) {
            return;
        }
        if choices.are_closed() {
            self.never_met(choices, field, constant, span);
        } else if let Some(nearest) = suggest::nearest(text, texts(choices)) {
            let message =
                format!("`\"{text}\"` is not among the values listed for {}", name(field));
            let diagnostic = Diagnostic::new(Code::UnlistedValue, span, message);
            self.checker.complain(diagnostic.help(format!("did you mean `\"{nearest}\"`?")));
        }
    }

    fn never_met(&mut self, choices: &Choices, field: &Typed, constant: &Constant, span: Span) {
        let shown = shown(value_of(constant).as_ref());
        let message = format!("{} is never {shown}", name(field));
        let nearest = match constant {
            Constant::String(text) => suggest::nearest(text, texts(choices)),
            _ => None,
        };
        let help = match nearest {
            Some(nearest) => format!("did you mean `\"{nearest}\"`?"),
            None => all(choices),
        };
        self.checker.complain(Diagnostic::new(Code::ValueNeverMet, span, message).help(help));
    }
}

fn texts(choices: &Choices) -> impl Iterator<Item = &str> {
    choices.values().iter().filter_map(|choice| match choice {
        Choice::Text(text) => Some(&**text),
        Choice::Boolean(_) | Choice::Integer(_) | Choice::Double(_) => None,
    })
}

/// A field in a message.
fn name(field: &Typed) -> String {
    format!("`{}`", written(field))
}

fn value_of(constant: &Constant) -> Option<Choice> {
    Some(match constant {
        Constant::Null => return None,
        Constant::Boolean(value) => Choice::Boolean(*value),
        Constant::Integer(value) => Choice::Integer(*value),
        Constant::Double(value) => Choice::Double(*value),
        Constant::String(text) => Choice::Text(text.clone()),
    })
}

fn shown(choice: Option<&Choice>) -> String {
    match choice {
        Some(Choice::Boolean(value)) => format!("`{value}`"),
        Some(Choice::Integer(value)) => format!("`{value}`"),
        Some(Choice::Double(value)) => format!("`{}`", double_text(*value)),
        Some(Choice::Text(text)) => format!("`\"{text}\"`"),
        None => "`null`".into(),
    }
}

fn all(choices: &Choices) -> String {
    let known: Vec<String> =
        choices.values().iter().take(MAX_LISTED).map(|choice| shown(Some(choice))).collect();
    let more = if choices.values().len() > MAX_LISTED { ", …" } else { "" };
    format!("the schema lists {}{more}", known.join(", "))
}
