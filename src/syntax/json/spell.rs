//! From the resolved tree to one that text has: lambdas become item scopes, paths become short.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::names::{Names, is_anonymous, is_item_argument, is_plain_item};
use super::scopes::{Binding, Scopes};
use super::walk::{bare, children, name, references, take};
use crate::syntax::ast::{Declaration, Expression, Name, Node, Step};
use crate::syntax::token::is_word;

/// Functions that are written without receiver.
const PLAIN_FUNCTIONS: &[&str] = &["if", "date", "inSegment", "modelInstances", "mapEntry"];

/// Spells a resolved tree that was read without errors.
pub(super) fn spell(tree: &mut Expression) {
    let names = Names::declared(tree);
    let mut speller =
        Speller { names, known: Scopes::default(), texts: Scopes::default(), items: 0 };
    speller.expression(tree);
}

struct Speller {
    names: Names,
    /// What the names of the JSON stand for.
    known: Scopes,
    /// What variables are called in the text.
    texts: Scopes,
    /// How many item scopes are open.
    items: u32,
}

impl Speller {
    fn expression(&mut self, tree: &mut Expression) {
        match &mut tree.node {
            Node::Name(variable) => tree.node = self.variable(variable),
            Node::Field { object, name } => match self.field(object, name) {
                Some(node) => tree.node = node,
                None => self.expression(object),
            },
            Node::Call { name, arguments, .. } => tree.node = self.call(name, arguments),
            Node::Lambda { parameters, body } => self.lambda(parameters, body),
            Node::Let { name, value, body } => {
                self.expression(value);
                self.inside(|speller| {
                    speller.word(name);
                    speller.expression(body);
                });
            }
            Node::Quantified { declarations, condition, .. } => {
                self.declared(declarations, condition.as_deref_mut());
            }
            Node::Aggregate { value, declarations, .. } => {
                self.declared(declarations, value.as_deref_mut());
            }
            Node::Chain { array, timestamp, steps } => self.chain(array, timestamp, steps),
            _ => children(tree, &mut |child| self.expression(child)),
        }
    }

    /// Runs a part whose names are closed again.
    fn inside(&mut self, part: impl FnOnce(&mut Speller)) {
        let before = (self.known.len(), self.texts.len());
        part(self);
        self.known.close(before.0);
        self.texts.close(before.1);
    }

    fn open(&mut self, json: &str, text: &str) {
        self.known.open(json, Binding::Variable(text.into()));
        self.texts.open_same(text);
    }

    fn variable(&self, variable: &str) -> Node {
        match self.known.find(variable) {
            Some(Binding::Variable(text)) => Node::Name(text.clone()),
            // Of outer items only fields are asked; `needs_name` has seen to it.
            Some(Binding::Item(_)) | None => Node::This,
        }
    }

    /// A field of an item or of the profile in its shortest form; none when the object is neither.
    fn field(&self, object: &Expression, field: &Name) -> Option<Node> {
        let text = &field.node;
        let of = |object: Node| {
            let object = Box::new(bare(object));
            Node::Field { object, name: field.clone() }
        };
        // A bare name would be a variable's.
        let hidden = self.texts.find(text).is_some();
        Some(match &object.node {
            Node::Parameter(1) if self.items > 0 || hidden => of(Node::Parameter(1)),
            Node::Parameter(1) => Node::Name(text.clone()),
            Node::Name(variable) => match self.known.find(variable)? {
                Binding::Variable(variable) => of(Node::Name(variable.clone())),
                Binding::Item(around) => match self.items.saturating_sub(around + 1) {
                    0 if hidden => of(Node::This),
                    0 => Node::Name(text.clone()),
                    levels => Node::Up { levels, name: text.clone() },
                },
            },
            _ => return None,
        })
    }

    /// `a[p]`, `f(a)` or `a.f(b)`
    fn call(&mut self, function: &mut Name, arguments: &mut Vec<Expression>) -> Node {
        let mut item_scope = false;
        for (index, argument) in arguments.iter_mut().enumerate() {
            if is_item_argument(function, index) {
                item_scope = self.item_argument(argument);
            } else {
                self.expression(argument);
            }
        }
        let mut arguments = core::mem::take(arguments);
        if let ("filter", true, [array, predicate]) =
            (function.as_str(), item_scope, arguments.as_mut_slice())
        {
            let (array, predicate) = (Box::new(take(array)), Box::new(take(predicate)));
            return Node::Filter { array, predicate };
        }
        let plain = arguments.is_empty() || PLAIN_FUNCTIONS.contains(&function.as_str());
        let receiver = (!plain).then(|| Box::new(arguments.remove(0)));
        Node::Call { name: function.clone(), receiver, arguments }
    }

    /// Whether the lambda could become an item scope.
    fn item_argument(&mut self, argument: &mut Expression) -> bool {
        let Node::Lambda { parameters, body } = &mut argument.node else {
            self.expression(argument);
            return false;
        };
        let nested = matches!(body.node, Node::Lambda { .. });
        let item = parameters.first().map_or_else(String::new, |it| it.node.clone());
        if !is_plain_item(parameters) || nested || needs_name(body, &item, false) {
            self.lambda(parameters, body);
            return false;
        }
        self.item_scope(argument, &item);
        true
    }

    /// A lambda around an expression becomes the scope of an item.
    fn item_scope(&mut self, tree: &mut Expression, item: &str) {
        if let Node::Lambda { body, .. } = &mut tree.node {
            let mut body = take(body);
            self.inside(|speller| {
                speller.known.open(item, Binding::Item(speller.items));
                speller.items += 1;
                speller.expression(&mut body);
                speller.items -= 1;
            });
            *tree = body;
        }
    }

    fn lambda(&mut self, parameters: &mut [Name], body: &mut Expression) {
        self.inside(|speller| {
            parameters.iter_mut().for_each(|parameter| speller.word(parameter));
            speller.expression(body);
        });
    }

    /// Opens a variable whose name can only be a word.
    fn word(&mut self, variable: &mut Name) {
        let text = if is_word(variable) { variable.node.clone() } else { self.names.variable() };
        let json = core::mem::replace(&mut variable.node, text.clone());
        self.open(&json, &text);
    }

    /// Declarations and what sees all of them.
    fn declared(&mut self, declarations: &mut [Declaration], last: Option<&mut Expression>) {
        self.inside(|speller| {
            for Declaration { name, source, condition } in declarations {
                speller.expression(source);
                speller.open(name, name);
                condition.iter_mut().for_each(|it| speller.expression(it));
            }
            last.into_iter().for_each(|it| speller.expression(it));
        });
    }

    fn chain(&mut self, array: &mut Expression, timestamp: &mut Expression, steps: &mut [Step]) {
        self.expression(array);
        self.event_scope(timestamp);
        for step in &mut *steps {
            self.event_scope(&mut step.what);
            step.condition.iter_mut().for_each(|it| self.event_scope(it));
        }
        self.inside(|speller| {
            for step in steps {
                let period = step.when.iter_mut();
                period.for_each(|it| references(it, &mut |it| speller.event_scope(it)));
                speller.open(&step.name, &step.name);
            }
        });
    }

    /// A lambda of a chain is always an item scope: where that does not do, `let` names the event.
    fn event_scope(&mut self, tree: &mut Expression) {
        let Node::Lambda { parameters, body } = &mut tree.node else {
            return self.expression(tree);
        };
        let event = parameters.first().map_or_else(String::new, |it| it.node.clone());
        if needs_name(body, &event, false) {
            let value = Box::new(bare(Node::Name(event.clone())));
            let named = Node::Let { name: name(&event), value, body: Box::new(take(body)) };
            **body = bare(named);
        }
        self.item_scope(tree, &event);
    }
}

/// Whether an item is itself asked for where only `^` and a field could reach it. A variable of
/// the same name may make this true without need, which does no harm.
fn needs_name(tree: &mut Expression, item: &str, inside: bool) -> bool {
    let is_item = |tree: &Expression| matches!(&tree.node, Node::Name(name) if name == item);
    match &mut tree.node {
        Node::Name(_) => return inside && is_item(tree),
        Node::Field { object, .. } if is_item(object) => return false,
        // Inside, the name is another item's.
        Node::Lambda { parameters, .. } if parameters.iter().any(|name| name.node == item) => {
            return false;
        }
        Node::Lambda { parameters, body } => {
            let inside = inside || parameters.iter().all(|name| is_anonymous(name));
            return needs_name(body, item, inside);
        }
        Node::Chain { array, timestamp, steps } => {
            let mut found = needs_name(array, item, inside) || needs_name(timestamp, item, true);
            for step in steps {
                found |= needs_name(&mut step.what, item, true);
                let mut seek = |part: &mut Expression| found |= needs_name(part, item, true);
                step.condition.iter_mut().for_each(&mut seek);
                step.when.iter_mut().for_each(|period| references(period, &mut seek));
            }
            return found;
        }
        _ => {}
    }
    let mut found = false;
    children(tree, &mut |child| found = found || needs_name(child, item, inside));
    found
}
