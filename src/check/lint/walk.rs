//! The walk of the lints: every part of a tree with its place and scope.

use super::size::LEVELS;
use super::{Binds, Finds, LINTS, Linter, Place, Scope};
use crate::functions::{self, Body, Form};
use crate::syntax::ast::{Declaration, Expression, Node, Operator, PeriodForm, Quantifier, Step};
use crate::types::Type;

impl<'t> Linter<'t> {
    /// A whole query; a lambda around it names the profile.
    pub(super) fn query(&mut self, tree: &'t Expression) {
        match &tree.node {
            Node::Lambda { parameters, body } => {
                for (index, name) in parameters.iter().enumerate() {
                    let binds =
                        if index == 0 { Binds::Profile(name) } else { Binds::Variable(name) };
                    self.scopes.push(Scope { binds, level: 0 });
                }
                self.visit(body, Place::Top);
            }
            // A value that is the whole query may be an attribute to be computed.
            Node::Field { .. } => self.visit(tree, Place::Value),
            _ => self.visit(tree, Place::Top),
        }
    }

    fn visit(&mut self, tree: &'t Expression, place: Place) {
        for lint in LINTS {
            if let Finds::Part(find) = lint.finds {
                self.code = Some(lint.code);
                find(self, tree, place);
            }
        }
        self.gather(tree, place);
        self.parts(tree, place);
    }

    fn parts(&mut self, tree: &'t Expression, place: Place) {
        match &tree.node {
            Node::Literal(_)
            | Node::Instant(_)
            | Node::Calendar { .. }
            | Node::Name(_)
            | Node::This
            | Node::Parameter(_)
            | Node::Up { .. }
            | Node::Context(_)
            | Node::Error => {}
            Node::Field { .. } => {
                // A path is looked at as a whole.
                let mut head = tree;
                while let Node::Field { object, .. } = &head.node {
                    head = object;
                }
                self.visit(head, Place::Value);
            }
            Node::Filter { array, predicate } => {
                self.visit(array, Place::Value);
                self.of_items(array, predicate, Place::Condition);
            }
            Node::Call { name, receiver, arguments } => {
                self.call(name, receiver.as_deref(), arguments);
            }
            Node::List(items) => self.values(items),
            Node::Object(entries) => {
                entries.iter().for_each(|(_, value)| self.visit(value, Place::Value));
            }
            Node::Lambda { body, .. } => self.visit(body, place),
            Node::Let { name, value, body } => {
                self.visit(value, Place::Value);
                let level = self.level_of(value);
                self.within(Binds::Variable(name), level, |it| it.visit(body, place));
            }
            Node::Or(operands) | Node::And(operands) => {
                operands.iter().for_each(|operand| self.visit(operand, place.or_condition()));
            }
            Node::Not(operand) => self.visit(operand, Place::Condition),
            Node::Negate(operand) => self.visit(operand, Place::Value),
            Node::Binary { left, right, .. } => {
                self.visit(left, Place::Value);
                self.visit(right, Place::Value);
            }
            Node::Occurs { timestamp, period } => {
                self.visit(timestamp, Place::Value);
                self.period(&period.form);
            }
            Node::Quantified { declarations, condition, .. } => {
                let condition = condition.as_deref().map(|it| (it, Place::Condition));
                self.declarations(declarations, condition);
            }
            Node::Aggregate { value, declarations, .. } => {
                self.declarations(declarations, value.as_deref().map(|it| (it, Place::Value)));
            }
            Node::Chain { array, timestamp, steps } => {
                self.visit(array, Place::Value);
                let level = self.items_of(array);
                self.within(Binds::Item, level, |it| {
                    it.visit(timestamp, Place::Value);
                    steps.iter().for_each(|step| it.step(step));
                });
            }
        }
    }

    fn call(&mut self, name: &str, receiver: Option<&'t Expression>, arguments: &'t [Expression]) {
        let (first, rest) = match (receiver, arguments) {
            (Some(receiver), arguments) => (receiver, arguments),
            (None, [first, rest @ ..]) => (first, rest),
            (None, []) => return,
        };
        match functions::lookup(name).map(|function| function.body) {
            Some(Body::If) => {
                self.visit(first, Place::Condition);
                self.values(rest);
            }
            Some(Body::Form(form)) => {
                self.visit(first, Place::Value);
                let place = match form {
                    Form::Filter | Form::Exists => Place::Condition,
                    _ => Place::Value,
                };
                rest.iter().take(1).for_each(|item| self.of_items(first, item, place));
                rest.iter().skip(1).for_each(|tree| self.visit(tree, Place::Value));
            }
            _ => {
                self.visit(first, Place::Value);
                self.values(rest);
            }
        }
    }

    /// An expression about the items of an array; a lambda names them itself.
    fn of_items(&mut self, array: &'t Expression, item: &'t Expression, place: Place) {
        let level = self.items_of(array);
        let Node::Lambda { parameters, body } = &item.node else {
            return self.within(Binds::Item, level, |it| it.visit(item, place));
        };
        let before = self.scopes.len();
        let names = parameters.iter().map(|name| Scope { binds: Binds::Variable(name), level });
        self.scopes.extend(names);
        self.visit(body, place);
        self.scopes.truncate(before);
    }

    fn declarations(&mut self, all: &'t [Declaration], last: Option<(&'t Expression, Place)>) {
        let before = self.scopes.len();
        for declaration in all {
            self.visit(&declaration.source, Place::Value);
            let level = self.items_of(&declaration.source);
            self.scopes.push(Scope { binds: Binds::Variable(&declaration.name), level });
            if let Some(condition) = &declaration.condition {
                self.visit(condition, Place::Condition);
            }
        }
        if let Some((tree, place)) = last {
            self.visit(tree, place);
        }
        self.scopes.truncate(before);
    }

    fn step(&mut self, step: &'t Step) {
        self.visit(&step.what, Place::Condition);
        if let Some(period) = &step.when {
            self.period(&period.form);
        }
        if let Some(condition) = &step.condition {
            self.visit(condition, Place::Condition);
        }
    }

    fn period(&mut self, form: &'t PeriodForm) {
        match form {
            PeriodForm::On(reference) | PeriodForm::Toward(_, reference) => {
                self.visit(reference, Place::Value);
            }
            PeriodForm::Between(first, last) => {
                self.visit(first, Place::Value);
                self.visit(last, Place::Value);
            }
            PeriodForm::Distance { count, reference, .. } => {
                self.visit(count, Place::Value);
                self.visit(reference, Place::Value);
            }
        }
    }

    /// How many arrays the items of an array are inside of.
    fn items_of(&mut self, array: &Expression) -> u32 {
        let level = self.level_of(array) + 1;
        if level == LEVELS + 1 {
            self.deep.push(array.span);
        }
        level
    }

    fn values(&mut self, trees: &'t [Expression]) {
        trees.iter().for_each(|tree| self.visit(tree, Place::Value));
    }

    fn within(&mut self, binds: Binds<'t>, level: u32, part: impl FnOnce(&mut Self)) {
        self.scopes.push(Scope { binds, level });
        part(self);
        self.scopes.pop();
    }
}

impl Linter<'_> {
    /// How many arrays a value is inside of.
    pub(super) fn level_of(&self, tree: &Expression) -> u32 {
        let mut head = tree;
        while let Some(object) = object(head) {
            head = object;
        }
        let items = || self.scopes.iter().rev().filter(|scope| scope.binds == Binds::Item);
        let scope = match &head.node {
            Node::Name(name) => self.variable(name).or_else(|| items().next()),
            Node::This => items().next(),
            Node::Up { levels, .. } => items().nth(*levels as usize),
            _ => None,
        };
        scope.map_or(0, |scope| scope.level)
    }

    fn variable(&self, name: &str) -> Option<&Scope<'_>> {
        self.scopes.iter().rev().find(|scope| match scope.binds {
            Binds::Variable(known) | Binds::Profile(known) => known == name,
            Binds::Item => false,
        })
    }

    /// Whether a path is the profile itself.
    pub(super) fn is_profile(&self, tree: &Expression) -> bool {
        match &tree.node {
            Node::Parameter(1) => true,
            Node::This => !self.in_item(),
            Node::Name(name) => {
                self.variable(name).is_some_and(|it| matches!(it.binds, Binds::Profile(_)))
            }
            _ => false,
        }
    }

    /// Whether a bare name is a field of the profile here.
    pub(super) fn is_profile_field(&self, name: &str) -> bool {
        self.variable(name).is_none() && !self.in_item()
    }

    fn in_item(&self) -> bool {
        self.scopes.iter().any(|scope| scope.binds == Binds::Item)
    }

    /// Whether a value is known to be an array without asking a schema.
    pub(super) fn is_array(&self, tree: &Expression) -> bool {
        match &tree.node {
            Node::Name(name) => name == "xEvent" && self.is_profile_field(name),
            Node::Field { object, name } => name.node == "xEvent" && self.is_profile(object),
            Node::Filter { .. } | Node::List(_) => true,
            Node::Quantified { quantifier, .. } => *quantifier == Quantifier::Select,
            Node::Call { name, .. } => {
                functions::lookup(name).is_some_and(|function| function.returns == Type::Array)
            }
            _ => false,
        }
    }
}

impl Place {
    /// The place of an operand of `and` and `or`.
    fn or_condition(self) -> Place {
        if self == Place::Top { Place::Top } else { Place::Condition }
    }
}

/// What a field, filter or call belongs to.
fn object(tree: &Expression) -> Option<&Expression> {
    match &tree.node {
        Node::Field { object, .. } => Some(object),
        Node::Filter { array, .. } => Some(array),
        Node::Call { receiver, .. } => receiver.as_deref(),
        _ => None,
    }
}

/// The value that a test is about: the left operand, the receiver, the time.
pub(super) fn subject(tree: &Expression) -> Option<&Expression> {
    match &tree.node {
        Node::Binary { operator, left, .. } if is_test(*operator) => Some(left),
        Node::Occurs { timestamp, .. } => Some(timestamp),
        Node::Call { name, receiver, arguments } => {
            let test = functions::lookup(name).is_some_and(|function| {
                function.returns == Type::Boolean && function.params.first() == Some(&Type::String)
            });
            let subject = receiver.as_deref().or(arguments.first());
            subject.filter(|_| test && name.node != "inSegment")
        }
        _ => None,
    }
}

/// The same test about another value.
pub(super) fn about(test: &Expression, subject: Expression) -> Expression {
    let mut test = test.clone();
    match &mut test.node {
        Node::Binary { left, .. } => **left = subject,
        Node::Occurs { timestamp, .. } => **timestamp = subject,
        Node::Call { receiver: Some(receiver), .. } => **receiver = subject,
        Node::Call { arguments, .. } => {
            if let Some(first) = arguments.first_mut() {
                *first = subject;
            }
        }
        _ => {}
    }
    test
}

fn is_test(operator: Operator) -> bool {
    use Operator::{Add, Divide, Multiply, Remainder, Subtract};
    !matches!(operator, Add | Subtract | Multiply | Divide | Remainder)
}
