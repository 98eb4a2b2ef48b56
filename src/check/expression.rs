//! Expressions: what each node means and which types it takes.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::name::{MAX_PARAMETERS, field, local, parameter, root};
use super::typed::{Node, Typed};
use super::{Checker, suggest};
use crate::bytecode::Constant;
use crate::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS};
use crate::functions::{self, Foreign};
use crate::keys::Set;
use crate::span::Span;
use crate::syntax::ast::{self, Expression, Literal, Operator};
use crate::types::Type;
use crate::value::{Arithmetic, Comparison};

impl Typed {
    pub(super) fn new(node: Node, span: Span, kind: Type) -> Typed {
        Typed { node, span, kind }
    }

    pub(super) fn null(span: Span) -> Typed {
        Typed::new(Node::Constant(Constant::Null), span, Type::Null)
    }

    fn boolean(node: Node, span: Span) -> Typed {
        Typed::new(node, span, Type::Boolean)
    }
}

impl Checker {
    /// A whole query; a lambda around it may name the profile.
    pub(super) fn query(&mut self, tree: &Expression) -> Typed {
        let ast::Node::Lambda { parameters, body } = &tree.node else {
            return self.expression(tree);
        };
        if let Some(beyond) = parameters.get(MAX_PARAMETERS as usize) {
            let message = format!("a query has at most {MAX_PARAMETERS} parameters");
            self.complain(Diagnostic::new(Code::NoSuchParameter, beyond.span, message));
        }
        self.parameters = Some(parameters.len() as u32);
        for (name, number) in parameters.iter().zip(1..) {
            self.scopes.open_parameter(name, number);
        }
        let body = self.expression(body);
        parameters.iter().for_each(|_| self.scopes.close());
        body
    }

    /// Any expression inside a query.
    pub(super) fn expression(&mut self, tree: &Expression) -> Typed {
        let span = tree.span;
        match &tree.node {
            ast::Node::Literal(literal) => constant(literal, span),
            ast::Node::Instant(word) => self.instant(*word, span),
            ast::Node::Calendar { relation, unit } => {
                Typed::new(Node::Calendar(*relation, *unit), span, Type::Timestamp)
            }
            ast::Node::Name(name) => self.name(name, span),
            ast::Node::This => match self.scopes.item() {
                Some(item) => local(item, span),
                None => root(span),
            },
            ast::Node::Parameter(number) => self.parameter(*number, span),
            ast::Node::Up { levels, name } => self.up(*levels, name, span),
            ast::Node::Context(id) => {
                // The version says which schema it was written for, not which object is meant.
                let id = id.split(';').next().unwrap_or("").trim();
                parameter(&format!("@{{{id}}}"), span, Type::Any)
            }
            ast::Node::Field { object, name } => {
                let object = self.object(object);
                self.require(&object, Type::Object, "a field");
                field(object, name, span)
            }
            ast::Node::Filter { array, predicate } => self.filter(array, predicate, span),
            ast::Node::Call { name, receiver, arguments } => {
                self.call(name, receiver.as_deref(), arguments, span)
            }
            ast::Node::List(items) => {
                let items = self.expressions(items);
                Typed::new(Node::List(items), span, Type::Array)
            }
            ast::Node::Object(fields) => self.constructor(fields, span),
            ast::Node::Lambda { .. } => {
                self.complain(
                    Diagnostic::new(Code::MisplacedLambda, span, "a lambda is not a value")
                        .help("a lambda stands around a whole query or as an argument of `map`"),
                );
                Typed::null(span)
            }
            ast::Node::Let { name, value, body } => self.bind(name, value, body, span),
            ast::Node::Or(operands) => Typed::boolean(Node::Or(self.expressions(operands)), span),
            ast::Node::And(operands) => Typed::boolean(Node::And(self.expressions(operands)), span),
            ast::Node::Not(operand) => {
                Typed::boolean(Node::Not(Box::new(self.expression(operand))), span)
            }
            ast::Node::Negate(operand) => {
                let operand = self.expression(operand);
                self.require(&operand, Type::Number, "`-`");
                Typed::new(Node::Negate(Box::new(operand)), span, Type::Number)
            }
            ast::Node::Binary { operator, left, right } => {
                self.binary(*operator, left, right, span)
            }
            ast::Node::Occurs { timestamp, period } => self.occurs(timestamp, period, span),
            ast::Node::Quantified { quantifier, declarations, condition } => {
                self.quantified(*quantifier, declarations, condition.as_deref(), span)
            }
            ast::Node::Aggregate { aggregate, value, declarations } => {
                self.aggregate(*aggregate, value.as_deref(), declarations, span)
            }
            ast::Node::Chain { array, timestamp, steps } => {
                self.chain(array, timestamp, steps, span)
            }
            ast::Node::Error => Typed::null(span),
        }
    }

    pub(super) fn expressions(&mut self, trees: &[Expression]) -> Vec<Typed> {
        trees.iter().map(|tree| self.expression(tree)).collect()
    }

    /// Complains when a value of this type can never be what is asked for. Arrays pass: most
    /// operators hold for an array when they hold for an item (decision A5).
    pub(super) fn require(&mut self, given: &Typed, asked: Type, operator: &str) {
        if given.kind == Type::Array || asked.accepts(given.kind) {
            return;
        }
        let (asked, kind) = (article(asked), article(given.kind));
        let message = format!("{operator} takes {asked}, not {kind}");
        self.complain(Diagnostic::new(Code::OperandType, given.span, message));
    }

    /// `{"k": e}`
    fn constructor(&mut self, fields: &[(ast::Name, Expression)], span: Span) -> Typed {
        let mut known = Set::default();
        let mut entries = Vec::new();
        for (key, value) in fields {
            if !known.insert(key.node.as_str()) {
                let message = format!("a second value for the key `{}`", key.node);
                self.complain(Diagnostic::new(Code::DuplicateKey, key.span, message));
            }
            entries.push((key.node.clone(), self.expression(value)));
        }
        Typed::new(Node::Object(entries), span, Type::Object)
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: &Expression,
        right: &Expression,
        span: Span,
    ) -> Typed {
        let operands = Box::new([self.expression(left), self.expression(right)]);
        if let Some(arithmetic) = arithmetic(operator) {
            let sign = format!("`{}`", operator.text());
            for operand in operands.iter().filter(|operand| operand.kind != Type::Object) {
                self.require(operand, Type::Number, &sign);
            }
            let kind = result_of_arithmetic(&operands);
            return Typed::new(Node::Arithmetic(arithmetic, operands), span, kind);
        }
        if let Some(comparison) = comparison(operator) {
            self.comparable(comparison, &operands);
            return Typed::boolean(Node::Compare(comparison, operands), span);
        }
        let function = operator.text();
        match functions::lookup(function) {
            Some(row) => {
                let operands = Vec::from(*operands);
                self.check_arguments(row, &operands, span);
                Typed::boolean(Node::Call(row, operands), span)
            }
            // Every operator that is no comparison and no arithmetic is a function.
            None => Typed::null(span),
        }
    }

    /// Complains about operands that no profile can make comparable (pql.md 5.2 and decision A42).
    fn comparable(&mut self, comparison: Comparison, operands: &[Typed; 2]) {
        let [left, right] = operands;
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        if ordered {
            for operand in operands {
                self.orderable(comparison, operand);
            }
        }
        let clash = matches!(
            (left.kind, right.kind),
            (Type::Boolean, Type::Integer | Type::Double | Type::Number)
                | (Type::Integer | Type::Double | Type::Number, Type::Boolean)
                | (Type::Boolean, Type::Timestamp)
                | (Type::Timestamp, Type::Boolean)
        );
        if clash {
            let message =
                format!("{} and {} can never be compared", article(left.kind), article(right.kind));
            self.complain(Diagnostic::new(Code::OperandType, left.span.to(right.span), message));
        }
    }

    /// `<` and its kin are for numbers and times.
    fn orderable(&mut self, comparison: Comparison, operand: &Typed) {
        let text = matches!(&operand.node, Node::Constant(Constant::String(text))
            if crate::value::parse_time(text).is_none());
        if !text && operand.kind != Type::Boolean {
            return;
        }
        let kind = article(operand.kind);
        let message = format!("`{}` compares numbers and times, not {kind}", comparison.text());
        self.complain(
            Diagnostic::new(Code::OperandType, operand.span, message)
                .help("compare text with `=`, `in` or the string functions"),
        );
    }

    /// Complains that there is no such function, with the nearest name.
    #[cold]
    pub(super) fn unknown_function(&mut self, name: &ast::Name) -> Typed {
        // Nobody reads so many suggestions, and each takes a while.
        if self.diagnostics.len() > MAX_DIAGNOSTICS {
            self.complain(Diagnostic::new(Code::UnknownFunction, name.span, "no such function"));
            return Typed::null(name.span);
        }
        if let Some(foreign) = functions::foreign(name) {
            return self.foreign_function(foreign, name.span);
        }
        let known = functions::all().map(|function| function.name);
        let message = format!("there is no function `{}`", name.node);
        let diagnostic = Diagnostic::new(Code::UnknownFunction, name.span, message);
        let help = match (name.node.as_str(), suggest::nearest(name, known)) {
            ("now" | "today" | "yesterday" | "tomorrow", _) => {
                Some(format!("write `{}` without parentheses", name.node))
            }
            (_, Some(nearest)) => Some(format!("did you mean `{nearest}`?")),
            (_, None) => None,
        };
        self.complain(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
        Typed::null(name.span)
    }

    /// Complains about a function that only personalization has.
    #[cold]
    fn foreign_function(&mut self, foreign: &Foreign, span: Span) -> Typed {
        let message =
            format!("`{}` is a function of Journey Optimizer, not of segments", foreign.name);
        let help = match foreign.instead {
            "" => "leave this to personalization; a segment only tests what is there",
            instead => instead,
        };
        self.complain(Diagnostic::new(Code::UnknownFunction, span, message).help(help));
        Typed::null(span)
    }
}

fn constant(literal: &Literal, span: Span) -> Typed {
    let (constant, kind) = match literal {
        Literal::Null => (Constant::Null, Type::Null),
        Literal::Boolean(value) => (Constant::Boolean(*value), Type::Boolean),
        Literal::Integer(value) => (Constant::Integer(*value), Type::Integer),
        Literal::Double(value) => (Constant::Double(*value), Type::Double),
        Literal::String(text) => (Constant::String(text.as_str().into()), Type::String),
    };
    Typed::new(Node::Constant(constant), span, kind)
}

/// A number, or a map for two maps; with a number on one side it cannot be a map.
fn result_of_arithmetic(operands: &[Typed; 2]) -> Type {
    let [left, right] = operands;
    match (left.kind, right.kind) {
        (Type::Object, Type::Object) => Type::Object,
        (Type::Object | Type::Any, Type::Object | Type::Any) => Type::Any,
        _ => Type::Number,
    }
}

fn arithmetic(operator: Operator) -> Option<Arithmetic> {
    Arithmetic::ALL.iter().copied().find(|it| it.text() == operator.text())
}

fn comparison(operator: Operator) -> Option<Comparison> {
    Comparison::ALL.iter().copied().find(|it| it.text() == operator.text())
}

/// `a String`, `an Integer`
pub(super) fn article(kind: Type) -> alloc::string::String {
    let name = kind.name();
    match kind {
        Type::Null => name.into(),
        Type::Any | Type::Integer | Type::Array | Type::Object => format!("an {name}"),
        _ => format!("a {name}"),
    }
}
