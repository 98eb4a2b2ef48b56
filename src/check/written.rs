//! How a message writes the expression that it is about.

use alloc::format;
use alloc::string::String;

use super::typed::{Form, Node, Typed};
use crate::bytecode::Constant;

/// A path as it is written, as far as it can be told from the tree.
pub(super) fn written(tree: &Typed) -> String {
    match &tree.node {
        Node::Field(object, name) => match &object.node {
            Node::Root | Node::Parameters | Node::Found(_) | Node::Local(_) => name.clone(),
            _ => format!("{}.{name}", written(object)),
        },
        Node::Call(function, arguments) => {
            let (receiver, rest) = match arguments.split_first() {
                Some((receiver, rest)) => (written(receiver), rest),
                None => return format!("{}()", function.name),
            };
            let inside = match rest {
                [] => String::new(),
                [Typed { node: Node::Constant(Constant::String(key)), .. }] => format!("\"{key}\""),
                _ => "…".into(),
            };
            format!("{receiver}.{}({inside})", function.name)
        }
        Node::Iterate(iterate) => {
            let source = iterate.variables.first().map(|variable| written(&variable.source));
            let source = source.unwrap_or_default();
            match (iterate.form, &iterate.value) {
                (Form::Collect(accumulator), Some(_)) => {
                    format!("{source}.{}(…)", accumulator.text())
                }
                _ => format!("{source}[…]"),
            }
        }
        _ => "this".into(),
    }
}
