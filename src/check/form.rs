//! Calls whose argument is evaluated per item: `a.exists(p)`, `a.map((K, V) => e)`.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::Checker;
use super::typed::{Form, Iterate, Node, Typed, Variable};
use crate::bytecode::{Accumulator, Constant, LocalId, Spread};
use crate::diagnostic::{Code, Diagnostic};
use crate::functions::{self, Body, Function};
use crate::span::Span;
use crate::syntax::ast::{self, Expression, Literal, Name};
use crate::syntax::print;
use crate::types::Type;

/// What the argument of a form is to an item.
#[derive(Clone, Copy, PartialEq)]
enum Use {
    /// Whether it counts.
    Condition,
    /// What is collected of it.
    Value,
    /// What it is filed under.
    Key,
}

/// What becomes of the items of a form.
const FORMS: &[(functions::Form, Form, Use)] = &[
    (functions::Form::Filter, Form::Collect(Accumulator::List), Use::Condition),
    (functions::Form::Exists, Form::Any, Use::Condition),
    (functions::Form::Sum, Form::Collect(Accumulator::Sum), Use::Value),
    (functions::Form::Average, Form::Collect(Accumulator::Average), Use::Value),
    (functions::Form::Min, Form::Collect(Accumulator::Minimum), Use::Value),
    (functions::Form::Max, Form::Collect(Accumulator::Maximum), Use::Value),
    (functions::Form::Map, Form::Collect(Accumulator::List), Use::Value),
    (functions::Form::GroupBy, Form::Collect(Accumulator::Groups), Use::Key),
    (functions::Form::Top, Form::Collect(Accumulator::Top), Use::Key),
    (functions::Form::Bottom, Form::Collect(Accumulator::Bottom), Use::Key),
];

impl Checker {
    /// A form with its receiver and its arguments, which are as many as the row allows.
    pub(super) fn form(
        &mut self,
        function: &Function,
        form: functions::Form,
        arguments: &[&Expression],
        span: Span,
    ) -> Typed {
        let maps = form == functions::Form::Map;
        let row = FORMS.iter().find(|(known, ..)| *known == form);
        let (Some((_, form, usage)), [array, arguments @ ..]) = (row, arguments) else {
            return Typed::null(span);
        };
        let source = self.expression(array);
        self.check_arguments(function, core::slice::from_ref(&source), span);
        let (names, body) = match arguments.first().map(|argument| &argument.node) {
            Some(ast::Node::Lambda { parameters, body }) => (parameters.as_slice(), Some(&**body)),
            _ => (&[][..], arguments.first().copied()),
        };
        let most = if maps { 2 } else { 1 };
        if names.len() > most {
            self.too_many_names(function, names, most);
            return Typed::null(span);
        }
        let source = if maps { spread(source, names.len()) } else { source };
        let Some(local) = self.scopes.allocate() else {
            self.too_many(span);
            return Typed::null(span);
        };
        self.open_names(names, local);
        let mut iterate = Iterate::new(*form, Vec::new());
        let mut condition = None;
        let mut kind = function.returns;
        match (usage, body) {
            (_, None) => {}
            (Use::Condition, Some(body)) => condition = Some(self.expression(body)),
            (Use::Key, Some(body)) => iterate.key = Some(self.expression(body)),
            (Use::Value, Some(body)) => match entry(body).filter(|_| maps) {
                Some((key, value)) => {
                    iterate.form = Form::Collect(Accumulator::Entries);
                    iterate.key = Some(self.expression(key));
                    iterate.value = Some(self.expression(value));
                    kind = Type::Object;
                }
                None => {
                    iterate.value = Some(self.expression(body));
                    kind = if maps { Type::Array } else { kind };
                }
            },
        }
        for _ in 0..names.len().max(1) {
            self.scopes.close();
        }
        self.scopes.release();
        if let [_, count] = arguments {
            iterate.count = Some(self.number_of_items(function, count));
        }
        iterate.variables.push(Variable { local, source, condition });
        Typed::new(Node::Iterate(Box::new(iterate)), span, kind)
    }

    /// The names of a lambda, or the scope of the item when there is none.
    fn open_names(&mut self, names: &[Name], local: LocalId) {
        match names {
            [] => self.scopes.open_item(local),
            [name] => self.scopes.open_variable(name, local),
            names => {
                for (part, name) in names.iter().enumerate() {
                    self.scopes.open_part(name, local, part as u8);
                }
            }
        }
    }

    /// `arr[p]`
    pub(super) fn filter(
        &mut self,
        array: &Expression,
        predicate: &Expression,
        span: Span,
    ) -> Typed {
        if let ast::Node::Literal(literal) = &predicate.node {
            self.no_index(array, literal, predicate.span);
        }
        match functions::lookup("filter") {
            Some(row) => self.form(row, functions::Form::Filter, &[array, predicate], span),
            None => Typed::null(span),
        }
    }

    /// `m["k"]`, `a[0]`: brackets take a condition.
    fn no_index(&mut self, array: &Expression, literal: &Literal, span: Span) {
        let subject = print(array);
        let key = print(&Expression::new(ast::Node::Literal(literal.clone()), span));
        let (kind, help) = match literal {
            Literal::String(_) => ("a key", format!("write `{subject}.get({key})`")),
            Literal::Integer(_) => {
                ("a position", format!("write `{subject}.head()` for the first item"))
            }
            _ => return,
        };
        let message = format!("brackets take a condition on the items, not {kind}");
        self.complain(Diagnostic::new(Code::OperandType, span, message).help(help));
    }

    fn number_of_items(&mut self, function: &Function, tree: &Expression) -> Typed {
        let count = self.expression(tree);
        let known = match &count.node {
            Node::Constant(Constant::Integer(value)) => Some(*value),
            Node::Constant(Constant::Double(value)) => {
                crate::value::Value::Double(*value).integer()
            }
            _ => Some(0),
        };
        if !Type::Number.accepts(count.kind) || known.is_none_or(|count| count < 0) {
            let message = format!("`{}` takes a whole number of items", function.name);
            self.complain(
                Diagnostic::new(Code::ArgumentType, count.span, message).help(function.doc),
            );
        }
        count
    }

    #[cold]
    fn too_many_names(&mut self, function: &Function, names: &[Name], most: usize) {
        let Some(name) = names.get(most) else {
            return;
        };
        let plural = if most == 1 { "" } else { "s" };
        let message = format!("the lambda of `{}` has at most {most} name{plural}", function.name);
        self.complain(Diagnostic::new(Code::ArgumentCount, name.span, message).help(function.doc));
    }

    /// `modelInstances("uri")`: what the host gave under that name.
    pub(super) fn instances(&mut self, arguments: &[Typed], span: Span) -> Typed {
        let mut key = alloc::string::String::new();
        for argument in arguments {
            let Node::Constant(Constant::String(text)) = &argument.node else {
                let message = "`modelInstances` takes the URI as it is written, not a computed one";
                self.complain(Diagnostic::new(Code::ArgumentType, argument.span, message));
                return Typed::null(span);
            };
            key += text;
        }
        super::name::parameter(&key, span, Type::Any)
    }

    #[cold]
    pub(super) fn misplaced_entry(&mut self, span: Span) -> Typed {
        self.complain(
            Diagnostic::new(Code::MisplacedEntry, span, "`mapEntry` is not a value")
                .help("it is what the expression of `map` gives, as in `(K, G) => mapEntry(K, 1)`"),
        );
        Typed::null(span)
    }
}

/// The key and the value of an expression that is `mapEntry(k, v)`.
fn entry(body: &Expression) -> Option<(&Expression, &Expression)> {
    let ast::Node::Call { name, receiver, arguments } = &body.node else {
        return None;
    };
    let is_entry = functions::lookup(name).is_some_and(|row| matches!(row.body, Body::Entry));
    match (is_entry, receiver.as_deref(), arguments.as_slice()) {
        (true, Some(key), [value]) | (true, None, [key, value]) => Some((key, value)),
        _ => None,
    }
}

/// The list that `map` goes through: of a map the values or, for two names, the entries.
fn spread(source: Typed, names: usize) -> Typed {
    let spread = if names == 2 { Spread::Entries } else { Spread::Values };
    if spread == Spread::Values && (source.is_events() || source.kind == Type::Array) {
        return source;
    }
    let span = source.span;
    Typed::new(Node::Spread(spread, Box::new(source)), span, Type::Array)
}
