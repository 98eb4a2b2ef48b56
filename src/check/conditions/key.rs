//! A text that is the same for expressions that always have the same value.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::{Arguments, Write};

use super::parts::parts;
use crate::bytecode::Constant;
use crate::check::typed::{Form, Found, Iterate, Node, Period, Typed};
use crate::value::write_string;

/// The text of an expression; none for those that are not compared.
pub(super) fn key(tree: &Typed) -> Option<String> {
    let mut out = String::new();
    write_key(tree, &mut out).then_some(out)
}

/// Puts the text behind what is there; false for an expression that is not compared.
fn write_key(tree: &Typed, out: &mut String) -> bool {
    // The text of a path begins with the texts of the paths that it leads through.
    if let Some((object, name)) = step(tree) {
        let known = write_key(object, out);
        write_step(name, out);
        return known;
    }
    match &tree.node {
        Node::Constant(constant) => write_constant(constant, out),
        Node::Root => out.push('$'),
        Node::Parameters => out.push_str("parameters"),
        Node::Found(found) => write_found(*found, out),
        Node::Local(local) => push(out, format_args!("#{}", local.index())),
        Node::Item(_, at) => push(out, format_args!("item {at}")),
        Node::Spread(spread, _) => out.push_str(spread.text()),
        Node::Object(entries) => {
            out.push_str("object");
            entries.iter().for_each(|(key, _)| write_string(out, key));
        }
        Node::Let(local, _) => push(out, format_args!("let #{}", local.index())),
        Node::Field(_, name) => write_step(name, out),
        Node::Call(function, _) => push(out, format_args!("call {}", function.name)),
        Node::InSegment(_) => out.push_str("segment"),
        Node::And(_) => out.push_str("and"),
        Node::Or(_) => out.push_str("or"),
        Node::Not(_) => out.push_str("not"),
        Node::If(_) => out.push_str("if"),
        Node::Compare(comparison, _) => out.push_str(comparison.text()),
        Node::Arithmetic(arithmetic, _) => out.push_str(arithmetic.text()),
        Node::Negate(_) => out.push_str("negate"),
        Node::List(_) => out.push_str("list"),
        Node::Now => out.push_str("now"),
        Node::Calendar(relation, unit) => {
            push(out, format_args!("{} {}", relation.text(), unit.text()))
        }
        Node::Occurs(_, period) => write_period(period, out),
        Node::Iterate(iterate) => write_loop(iterate, out),
        Node::Chain(_) => return false,
    }
    out.push('(');
    let mut known = true;
    for (at, part) in parts(tree).into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        known = known && write_key(part, out);
    }
    out.push(')');
    known
}

/// A name in quotes, those inside of it doubled: no name reads as two.
fn write_step(name: &str, out: &mut String) {
    out.push_str(".\"");
    for (at, part) in name.split('"').enumerate() {
        out.push_str(if at > 0 { "\"\"" } else { "" });
        out.push_str(part);
    }
    out.push('"');
}

/// Doubles by their bits: printing them as numbers would bring the library's tables, as would texts in
/// its quotes.
fn write_constant(constant: &Constant, out: &mut String) {
    match constant {
        Constant::Null => out.push_str("null"),
        Constant::Boolean(value) => push(out, format_args!("{value}")),
        Constant::Integer(value) => push(out, format_args!("{value}")),
        Constant::Double(value) => push(out, format_args!("bits {:x}", value.to_bits())),
        Constant::String(text) => write_string(out, text),
    }
}

fn write_found(Found { level, step, part }: Found, out: &mut String) {
    push(out, format_args!("found {level} {step} {}", part.text()));
}

/// Formatting into a text does not fail.
fn push(out: &mut String, part: Arguments<'_>) {
    let _ = out.write_fmt(part);
}

fn write_loop(iterate: &Iterate, out: &mut String) {
    let (collected, form) = match iterate.form {
        Form::Any => ("", "any"),
        Form::None => ("", "none"),
        Form::Every => ("", "every"),
        Form::One => ("", "one"),
        Form::Collect(accumulator) => ("collect ", accumulator.text()),
    };
    out.push_str(collected);
    out.push_str(form);
    for variable in &iterate.variables {
        out.push_str(if variable.condition.is_some() { " where" } else { " from" });
        push(out, format_args!(" #{}", variable.local.index()));
    }
    for (part, word) in [
        (&iterate.condition, " :"),
        (&iterate.value, " of"),
        (&iterate.key, " by"),
        (&iterate.count, " first"),
    ] {
        out.push_str(if part.is_some() { word } else { "" });
    }
}

fn write_period(period: &Period, out: &mut String) {
    match period {
        Period::On(_) => out.push_str("on"),
        Period::Toward(direction, _) => out.push_str(direction.text()),
        Period::Between(..) => out.push_str("between"),
        Period::Within { comparison, unit, direction, .. } => {
            let (comparison, unit) = (comparison.text(), unit.text());
            push(out, format_args!("{comparison} {unit} {}", direction.text()));
        }
    }
}

/// The object of a step of a path, and what the step is called.
pub(super) fn step(tree: &Typed) -> Option<(&Typed, &str)> {
    match &tree.node {
        Node::Field(object, name) => Some((object, name)),
        Node::Call(function, arguments) if function.name == "get" => match arguments.as_slice() {
            [object, Typed { node: Node::Constant(Constant::String(key)), .. }] => {
                Some((object, key))
            }
            _ => None,
        },
        _ => None,
    }
}

/// A path of fields and keys from the profile or an item.
pub(super) struct Path<'t> {
    text: String,
    /// What it leads through, itself last, each with the end of its text.
    parts: Vec<(&'t Typed, usize)>,
}

impl<'t> Path<'t> {
    /// None if the expression is no path.
    pub(super) fn of(tree: &'t Typed) -> Option<Path<'t>> {
        let mut way = Vec::new();
        let mut at = tree;
        while let Some((object, name)) = step(at) {
            way.push((at, name));
            at = object;
        }
        let mut text = match at.node {
            Node::Root | Node::Parameters | Node::Local(_) => key(at)?,
            _ => return None,
        };
        let parts = way.into_iter().rev().map(|(part, name)| {
            write_step(name, &mut text);
            (part, text.len())
        });
        let parts = parts.collect();
        Some(Path { text, parts })
    }

    /// What it leads through, itself last, each with its text.
    pub(super) fn parts(&self) -> impl ExactSizeIterator<Item = (&'t Typed, &str)> {
        let text = |end| self.text.get(..end).unwrap_or_default();
        self.parts.iter().map(move |(part, end)| (*part, text(*end)))
    }
}
