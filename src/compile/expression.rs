//! Expressions to instructions: each leaves one value on the stack.

use alloc::string::String;
use alloc::vec::Vec;

use super::emit::{Emitter, Hole};
use crate::bytecode::{Constant, Label, NameId, Op, Role};
use crate::check::{Found, Node, Period, Typed};
use crate::sorted::sort_by_key;
use crate::span::Span;

/// A target that will be set by `land`.
pub(super) const LATER: Label = Label(u32::MAX);

impl Emitter {
    pub(super) fn expression(&mut self, tree: &Typed) {
        match &tree.node {
            Node::Constant(constant) => {
                let constant = self.constant(constant);
                self.emit(Op::Constant { constant });
                return self.mark(tree.span, Role::Literal);
            }
            Node::Root => self.emit(Op::Root {}),
            Node::Parameters => {
                // It has no text of its own, and so no mark.
                return self.emit(Op::Parameters {});
            }
            Node::Found(Found { level, step, part }) => {
                let chain = self.open_chains.get(usize::from(*level)).copied();
                let chain = self.or_overflow(chain, "nested chains");
                self.emit(Op::ChainFound { chain, step: *step, part: *part });
            }
            Node::Local(local) => self.emit(Op::Local { local: *local }),
            Node::Field(object, name) => self.field(object, name, tree.span),
            Node::Call(function, arguments) => {
                self.all(arguments);
                let function = self.pools.function(function);
                self.emit(Op::Call { function, arguments: arguments.len() as u8 });
            }
            Node::InSegment(parts) => {
                let [id, namespace] = &**parts;
                self.expression(id);
                let marks = self.marks.len();
                self.expression(namespace);
                // The namespace that is meant where none is written has no text.
                if namespace.span == tree.span {
                    self.marks.truncate(marks);
                }
                self.emit(Op::InSegment {});
            }
            Node::And(operands) => {
                return self.series(tree, operands, Op::And { target: LATER }, Role::All);
            }
            Node::Or(operands) => {
                return self.series(tree, operands, Op::Or { target: LATER }, Role::Any);
            }
            Node::Not(operand) => {
                self.expression(operand);
                self.emit(Op::Not {});
            }
            Node::If(parts) => return self.conditional(tree, parts),
            Node::Compare(comparison, parts) => {
                self.all(&**parts);
                self.emit(Op::Compare { comparison: *comparison });
            }
            Node::Arithmetic(operator, parts) => {
                self.all(&**parts);
                self.emit(Op::Arithmetic { operator: *operator });
            }
            Node::Negate(operand) => {
                self.expression(operand);
                self.emit(Op::Negate {});
            }
            Node::List(items) => {
                self.all(items);
                let items = self.or_overflow(u16::try_from(items.len()).ok(), "items in a list");
                self.emit(Op::MakeList { items });
            }
            Node::Object(fields) => self.object(fields),
            Node::Item(list, item) => {
                self.value(list);
                self.emit(Op::Item { item: *item });
            }
            Node::Spread(spread, map) => {
                self.expression(map);
                // The map has the same text.
                return self.emit(Op::Spread { spread: *spread });
            }
            Node::Let(local, parts) => {
                let [value, body] = &**parts;
                self.expression(value);
                self.emit(Op::Set { local: *local });
                self.expression(body);
                let done = self.carried(tree.span);
                return self.land([done]);
            }
            Node::Now => self.emit(Op::Now {}),
            Node::Calendar(relation, unit) => {
                self.emit(Op::Calendar { relation: *relation, unit: *unit });
            }
            Node::Occurs(time, period) => {
                self.expression(time);
                self.period(period);
            }
            Node::Iterate(iterate) => return self.iterate(tree.span, iterate),
            Node::Chain(chain) => return self.chain(tree.span, chain),
        }
        self.mark(tree.span, Role::Value);
    }

    fn all(&mut self, trees: &[Typed]) {
        trees.iter().for_each(|tree| self.expression(tree));
    }

    /// A path from the profile is one instruction; any other field is one more.
    fn field(&mut self, object: &Typed, name: &str, span: Span) {
        let mut names = Vec::from([name]);
        let mut at = object;
        while let Node::Field(inner, name) = &at.node {
            names.push(name);
            at = inner;
        }
        if matches!(at.node, Node::Root) {
            let names = names.into_iter().rev().map(|name| self.pools.name(name));
            let names: Vec<NameId> = names.collect();
            let path = self.pools.path(&names);
            self.emit(Op::Path { path });
        } else {
            // The item of `field` in an item scope has no text of its own, and so no mark.
            if object.span == span {
                self.value(object);
            } else {
                self.expression(object);
            }
            let name = self.pools.name(name);
            self.emit(Op::Field { name });
        }
    }

    /// A variable or what stands in its place, without a mark; anything else as it is.
    fn value(&mut self, tree: &Typed) {
        if let Node::Local(local) = tree.node {
            self.emit(Op::Local { local });
        } else {
            self.expression(tree);
        }
    }

    /// `{"k": e}`, the keys in their order.
    fn object(&mut self, fields: &[(String, Typed)]) {
        let mut sorted: Vec<&(String, Typed)> = fields.iter().collect();
        sort_by_key(&mut sorted, |(key, _)| key);
        let mut names = Vec::new();
        for (key, value) in sorted {
            self.expression(value);
            names.push(self.pools.name(key));
        }
        let items = self.or_overflow(u16::try_from(names.len()).ok(), "keys in an object");
        let keys = self.pools.path(&names);
        self.emit(Op::MakeObject { keys, items });
    }

    /// `a and b and c`, `a or b or c`: stops at the first operand that decides.
    fn series(&mut self, tree: &Typed, operands: &[Typed], stop: Op, role: Role) {
        let mut stops = Vec::new();
        for (index, operand) in operands.iter().enumerate() {
            self.expression(operand);
            if index + 1 < operands.len() {
                stops.push(self.emit_hole(stop));
                self.mark(tree.span, role);
            }
        }
        self.emit(Op::Truth {});
        self.mark(tree.span, role);
        self.land(stops);
    }

    fn conditional(&mut self, tree: &Typed, parts: &[Typed; 3]) {
        let [condition, then, otherwise] = parts;
        self.expression(condition);
        let to_else = self.emit_hole(Op::JumpIfFalse { target: LATER });
        self.expression(then);
        let done = self.carried(tree.span);
        self.land([to_else]);
        self.expression(otherwise);
        let done_too = self.carried(tree.span);
        self.land([done, done_too]);
    }

    /// A jump, mostly to the next instruction: something to carry the mark, however the value on
    /// the stack came about.
    fn carried(&mut self, span: Span) -> Hole {
        let hole = self.emit_hole(Op::Jump { target: LATER });
        self.mark(span, Role::Value);
        hole
    }

    /// The references of a time condition and its test; the time is on the stack already.
    pub(super) fn period(&mut self, period: &Period) {
        match period {
            Period::On(reference) => {
                self.expression(reference);
                self.emit(Op::OccursOn {});
            }
            Period::Toward(direction, reference) => {
                self.expression(reference);
                self.emit(Op::OccursToward { direction: *direction });
            }
            Period::Between(first, last) => {
                self.expression(first);
                self.expression(last);
                self.emit(Op::OccursBetween {});
            }
            Period::Within { comparison, count, unit, direction, reference } => {
                self.expression(count);
                self.expression(reference);
                let (comparison, unit, direction) = (*comparison, *unit, *direction);
                self.emit(Op::OccursWithin { comparison, unit, direction });
            }
        }
    }

    /// A Boolean known in advance.
    pub(super) fn boolean(&mut self, value: bool) {
        let constant = self.constant(&Constant::Boolean(value));
        self.emit(Op::Constant { constant });
    }
}
