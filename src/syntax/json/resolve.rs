//! From the tree as written to the resolved tree: scopes become lambdas, names become explicit.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::names::{Names, is_item_argument, is_plain_item};
use super::scopes::{Binding, Scopes};
use super::walk::{children, name, references, take, wrap};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::{Span, Spanned};
use crate::syntax::ast::{Declaration, Expression, Name, Node, Step};

/// The resolved tree of a written one.
pub(super) fn resolve(tree: &Expression) -> Result<Expression, Vec<Diagnostic>> {
    let mut tree = tree.clone();
    let names = Names::declared(&mut tree);
    let mut resolver = Resolver {
        names,
        variables: Scopes::default(),
        items: vec![],
        unnamed: 0,
        diagnostics: vec![],
    };
    resolver.expression(&mut tree);
    if resolver.diagnostics.is_empty() { Ok(tree) } else { Err(resolver.diagnostics) }
}

struct Resolver {
    names: Names,
    /// What variables and labels are called in the JSON.
    variables: Scopes,
    /// What the items of the open scopes are called in the JSON.
    items: Vec<String>,
    /// How many names of items are in use.
    unnamed: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Resolver {
    fn expression(&mut self, tree: &mut Expression) {
        match &mut tree.node {
            Node::Name(_) | Node::This | Node::Up { .. } => self.reference(tree),
            Node::Filter { array, predicate } => {
                let arguments = vec![take(array), take(predicate)];
                let name = Name::new("filter".into(), tree.span);
                tree.node = Node::Call { name, receiver: None, arguments };
                self.expression(tree);
            }
            Node::Call { name, receiver, arguments } => {
                if let Some(receiver) = receiver.take() {
                    arguments.insert(0, *receiver);
                }
                for (index, argument) in arguments.iter_mut().enumerate() {
                    if is_item_argument(name, index) {
                        self.item_argument(argument);
                    } else {
                        self.expression(argument);
                    }
                }
            }
            Node::Lambda { parameters, body } => self.inside(|resolver| {
                parameters.iter().for_each(|it| resolver.open(it));
                resolver.expression(body);
            }),
            Node::Let { name, value, body } => {
                self.expression(value);
                self.inside(|resolver| {
                    resolver.open(name);
                    resolver.expression(body);
                });
            }
            Node::Quantified { declarations, condition, .. } => {
                self.declared(declarations, condition.as_deref_mut());
            }
            Node::Aggregate { value, declarations, .. } => {
                self.declared(declarations, value.as_deref_mut());
            }
            Node::Chain { array, timestamp, steps } => self.chain(array, timestamp, steps),
            Node::Error => self.unreadable(tree.span),
            _ => children(tree, &mut |child| self.expression(child)),
        }
    }

    /// Runs a part whose variables are closed again.
    fn inside(&mut self, part: impl FnOnce(&mut Resolver)) {
        let before = self.variables.len();
        part(self);
        self.variables.close(before);
    }

    fn open(&mut self, variable: &str) {
        self.variables.open_same(variable);
    }

    /// Runs a part in the scope of an item, and gives the item's name.
    fn item_scope(&mut self, part: impl FnOnce(&mut Resolver)) -> String {
        let item = self.names.item(self.unnamed);
        self.items.push(item.clone());
        self.unnamed += 1;
        part(self);
        self.unnamed -= 1;
        self.items.pop();
        item
    }

    fn item_argument(&mut self, argument: &mut Expression) {
        match &mut argument.node {
            Node::Lambda { parameters, body } if is_plain_item(parameters) => {
                let item = self.names.item(self.unnamed);
                self.unnamed += 1;
                self.inside(|resolver| {
                    for parameter in parameters {
                        resolver.variables.open(parameter, Binding::Variable(item.clone()));
                        parameter.node.clone_from(&item);
                    }
                    resolver.expression(body);
                });
                self.unnamed -= 1;
            }
            Node::Lambda { .. } => self.expression(argument),
            _ => {
                let item = self.item_scope(|resolver| resolver.expression(argument));
                wrap(argument, &item);
            }
        }
    }

    /// Declarations and what sees all of them.
    fn declared(&mut self, declarations: &mut [Declaration], last: Option<&mut Expression>) {
        self.inside(|resolver| {
            for Declaration { name, source, condition } in declarations {
                resolver.expression(source);
                resolver.open(name);
                condition.iter_mut().for_each(|it| resolver.expression(it));
            }
            last.into_iter().for_each(|it| resolver.expression(it));
        });
    }

    /// The parts of a chain that see an event become lambdas, each expression of WHEN for itself.
    fn chain(&mut self, array: &mut Expression, timestamp: &mut Expression, steps: &mut [Step]) {
        self.expression(array);
        let part = |resolver: &mut Resolver, tree: &mut Expression| {
            let event = resolver.item_scope(|resolver| resolver.expression(tree));
            wrap(tree, &event);
        };
        part(self, timestamp);
        for step in &mut *steps {
            part(self, &mut step.what);
            step.condition.iter_mut().for_each(|it| part(self, it));
        }
        self.inside(|resolver| {
            for step in steps {
                let period = step.when.iter_mut();
                period.for_each(|it| references(it, &mut |it| part(resolver, it)));
                resolver.open(&step.name);
            }
        });
    }

    /// `a`, `this`, `^a`
    fn reference(&mut self, tree: &mut Expression) {
        let span = tree.span;
        tree.node = match core::mem::replace(&mut tree.node, Node::Error) {
            Node::Name(text) => match self.variables.find(&text) {
                Some(Binding::Variable(variable)) => Node::Name(variable.clone()),
                Some(Binding::Item(_)) | None => field(self.item(0), &text, span),
            },
            Node::Up { levels, name } if levels as usize <= self.items.len() => {
                field(self.item(levels as usize), &name, span)
            }
            Node::Up { .. } => {
                let message = "`^` climbs out of the outermost scope";
                self.diagnostics.push(Diagnostic::new(Code::NoOuterScope, span, message));
                Node::Error
            }
            _ => self.item(0),
        };
    }

    /// The item `levels` scopes out; the profile is around all of them.
    fn item(&self, levels: usize) -> Node {
        let item = self.items.iter().rev().nth(levels);
        item.map_or(Node::Parameter(1), |name| Node::Name(name.clone()))
    }

    #[cold]
    fn unreadable(&mut self, span: Span) {
        let message = "a part that is not PQL has no JSON";
        self.diagnostics.push(Diagnostic::new(Code::Expected, span, message));
    }
}

fn field(object: Node, text: &str, span: Span) -> Node {
    Node::Field { object: Box::new(Spanned::new(object, span)), name: name(text) }
}
