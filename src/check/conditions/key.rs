//! A text that is the same for expressions that always have the same value.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::parts::parts;
use crate::bytecode::Constant;
use crate::check::typed::{Node, Period, Typed};

/// The text of an expression; none for those that are not compared.
pub(super) fn key(tree: &Typed) -> Option<String> {
    // The text of a path begins with the texts of the paths that it leads through.
    if let Some((object, name)) = step(tree) {
        return key(object).map(|object| object + &step_key(name));
    }
    let head = match &tree.node {
        Node::Constant(constant) => format!("{constant:?}"),
        Node::Root => "$".into(),
        Node::Parameters => "parameters".into(),
        Node::Found(found) => format!("{found:?}"),
        Node::Local(local) => format!("#{}", local.index()),
        Node::Item(_, at) => format!("item {at}"),
        Node::Spread(spread, _) => spread.text().into(),
        Node::Object(entries) => {
            let keys: Vec<&str> = entries.iter().map(|(key, _)| key.as_str()).collect();
            format!("object {keys:?}")
        }
        Node::Let(local, _) => format!("let #{}", local.index()),
        Node::Field(_, name) => step_key(name),
        Node::Call(function, _) => format!("call {}", function.name),
        Node::InSegment(_) => "segment".into(),
        Node::And(_) => "and".into(),
        Node::Or(_) => "or".into(),
        Node::Not(_) => "not".into(),
        Node::If(_) => "if".into(),
        Node::Compare(comparison, _) => comparison.text().into(),
        Node::Arithmetic(arithmetic, _) => arithmetic.text().into(),
        Node::Negate(_) => "negate".into(),
        Node::List(_) => "list".into(),
        Node::Now => "now".into(),
        Node::Calendar(relation, unit) => format!("{relation:?} {unit:?}"),
        Node::Occurs(_, period) => period_head(period),
        Node::Iterate(iterate) => {
            let mut head = format!("{:?}", iterate.form);
            for variable in &iterate.variables {
                head += if variable.condition.is_some() { " where" } else { " from" };
                head += &format!(" #{}", variable.local.index());
            }
            for (part, word) in [
                (&iterate.condition, " :"),
                (&iterate.value, " of"),
                (&iterate.key, " by"),
                (&iterate.count, " first"),
            ] {
                head += if part.is_some() { word } else { "" };
            }
            head
        }
        Node::Chain(_) => return None,
    };
    let inside: Option<Vec<String>> = parts(tree).into_iter().map(key).collect();
    Some(format!("{head}({})", inside?.join(",")))
}

fn period_head(period: &Period) -> String {
    match period {
        Period::On(_) => "on".into(),
        Period::Toward(direction, _) => format!("{direction:?}"),
        Period::Between(..) => "between".into(),
        Period::Within { comparison, unit, direction, .. } => {
            format!("{comparison:?} {unit:?} {direction:?}")
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

fn step_key(name: &str) -> String {
    format!(".{name:?}")
}

/// A path of fields and keys from the profile or an item: what it leads through, itself last, each
/// with its text.
pub(super) fn path(tree: &Typed) -> Option<Vec<(&Typed, String)>> {
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
        text += &step_key(name);
        (part, text.clone())
    });
    Some(parts.collect())
}
