//! What names lead to: variables, items, parameters, fields of the profile.

use alloc::boxed::Box;
use alloc::format;

use super::Checker;
use super::scope::{Binding, StepEvent};
use super::typed::{Found, Node, Typed};
use crate::bytecode::{LocalId, Part};
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;
use crate::syntax::ast::{self, Expression};
use crate::types::Type;
use crate::value::TimeWord;

/// The most parameters of a query.
pub(super) const MAX_PARAMETERS: u32 = 9;

impl Checker {
    pub(super) fn name(&mut self, name: &str, span: Span) -> Typed {
        match self.scopes.resolve(name) {
            Binding::Variable(variable) => local(variable, span),
            Binding::Parameter(number) => self.parameter(number, span),
            Binding::Part(entry, part) => {
                let entry = Box::new(local(entry, span));
                Typed::new(Node::Item(entry, part), span, Type::Any)
            }
            Binding::Step(event) => self.found(name, event, Part::Time, span),
            Binding::ProfileField => {
                self.time_as_name(name, span);
                field(root(span), name, span)
            }
            Binding::ItemField(item) => {
                self.time_as_name(name, span);
                if name == "xEvent" {
                    let message = "`xEvent` is a field of the item here, not the profile's events";
                    self.complain(
                        Diagnostic::new(Code::ItemField, span, message)
                            .help("write `$1.xEvent` for the events of the profile"),
                    );
                }
                field(local(item, span), name, span)
            }
        }
    }

    /// `now.getMonth()`: in front of a dot every word is a name.
    fn time_as_name(&mut self, name: &str, span: Span) {
        if TimeWord::ALL.iter().any(|word| word.text() == name) {
            let message = format!("`{name}` is a field here, not the time");
            let help = format!("write `({name})` for the time");
            self.complain(Diagnostic::new(Code::TimeField, span, message).help(help));
        }
    }

    pub(super) fn up(&mut self, levels: u32, name: &str, span: Span) -> Typed {
        match self.scopes.outer(levels) {
            Some(Some(item)) => field(local(item, span), name, span),
            Some(None) => field(root(span), name, span),
            None => {
                let message = format!(
                    "`{}` climbs out of the outermost scope",
                    "^".repeat(levels.min(8) as usize)
                );
                self.complain(
                    Diagnostic::new(Code::NoOuterScope, span, message)
                        .help("one `^` leads from an item to what its array belongs to"),
                );
                Typed::null(span)
            }
        }
    }

    /// `$2`: of a query whose lambda names fewer there is none.
    pub(super) fn parameter(&mut self, number: u32, span: Span) -> Typed {
        let most = self.parameters.unwrap_or(MAX_PARAMETERS).min(MAX_PARAMETERS);
        match number {
            1 => root(span),
            number if (1..=most).contains(&number) => {
                parameter(&format!("${number}"), span, Type::Any)
            }
            _ => {
                let message = format!("there is no parameter `${number}`");
                let help = match self.parameters {
                    Some(_) => "the lambda around the query names the parameters".into(),
                    None => format!("`$1` is the profile; there are at most {MAX_PARAMETERS}"),
                };
                self.complain(Diagnostic::new(Code::NoSuchParameter, span, message).help(help));
                Typed::null(span)
            }
        }
    }

    /// What a field is taken of: behind the name of a step, its event.
    pub(super) fn object(&mut self, tree: &Expression) -> Typed {
        if let ast::Node::Name(name) = &tree.node
            && let Binding::Step(event) = self.scopes.resolve(name)
        {
            return self.found(name, event, Part::Event, tree.span);
        }
        self.expression(tree)
    }

    fn found(&mut self, name: &str, event: StepEvent, part: Part, span: Span) -> Typed {
        let StepEvent { level, step, finds } = event;
        self.refers_to_step = true;
        if !finds {
            let message = format!("step `{name}` finds no event to refer to");
            self.complain(
                Diagnostic::new(Code::StepName, span, message)
                    .help("refer to a step that takes one event or more"),
            );
        }
        let kind = if part == Part::Time { Type::Timestamp } else { Type::Object };
        Typed::new(Node::Found(Found { level, step, part }), span, kind)
    }

    /// `let S = v in e`
    pub(super) fn bind(
        &mut self,
        name: &ast::Name,
        value: &Expression,
        body: &Expression,
        span: Span,
    ) -> Typed {
        let value = self.expression(value);
        let Some(local) = self.scopes.allocate() else {
            self.too_many(span);
            return Typed::null(span);
        };
        self.scopes.open_variable(name, local);
        let body = self.expression(body);
        self.scopes.close();
        self.scopes.release();
        let kind = body.kind;
        Typed::new(Node::Let(local, Box::new([value, body])), span, kind)
    }
}

/// What the host gave under a name besides the profile.
pub(super) fn parameter(name: &str, span: Span, kind: Type) -> Typed {
    let parameters = Typed::new(Node::Parameters, span, Type::Object);
    Typed::new(Node::Field(Box::new(parameters), name.into()), span, kind)
}

pub(super) fn root(span: Span) -> Typed {
    Typed::new(Node::Root, span, Type::Object)
}

pub(super) fn local(local: LocalId, span: Span) -> Typed {
    Typed::new(Node::Local(local), span, Type::Any)
}

pub(super) fn field(object: Typed, name: &str, span: Span) -> Typed {
    Typed::new(Node::Field(Box::new(object), name.into()), span, Type::Any)
}
