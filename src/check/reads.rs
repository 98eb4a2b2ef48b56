//! Which paths of the profile a checked query can look at.

use alloc::vec;
use alloc::vec::Vec;

use super::typed::{Chain, Form, Iterate, Node, Period, Place, Typed};
use crate::bytecode::{Accumulator, Constant, Part};
use crate::profile::{NodeId, PARAMETERS, Reads};

/// The paths of a query with so many variables. Linear in the tree.
pub(super) fn reads(tree: &Typed, locals: u16) -> Reads {
    let mut gatherer = Gatherer {
        reads: Reads::default(),
        places: vec![None; usize::from(locals)],
        chains: Vec::new(),
    };
    gatherer.value(tree);
    gatherer.reads
}

struct Gatherer {
    reads: Reads,
    // What each variable stands for, while its loop is visited.
    places: Vec<Place>,
    // What the chains that are around go through.
    chains: Vec<Place>,
}

impl Gatherer {
    /// Visits an expression whose whole value is used.
    fn value(&mut self, tree: &Typed) {
        if let Some(node) = self.place(tree) {
            self.reads.read_whole(node);
        }
    }

    fn values(&mut self, trees: &[Typed]) {
        trees.iter().for_each(|tree| self.value(tree));
    }

    /// Visits an expression of which only presence and truth are used.
    fn presence(&mut self, tree: &Typed) {
        self.place(tree);
    }

    /// Visits an expression; the part of the profile that it leads to, if it is one.
    fn place(&mut self, tree: &Typed) -> Place {
        match &tree.node {
            Node::Constant(_) | Node::Now | Node::Calendar(..) => {}
            Node::Root => return Some(NodeId::ROOT),
            Node::Parameters => return Some(self.reads.child(NodeId::ROOT, PARAMETERS)),
            // A step's event is an event of the chain, whose item it was.
            Node::Found(found) => {
                let events = self.chains.get(usize::from(found.level)).copied().flatten();
                return events.filter(|_| found.part == Part::Event);
            }
            Node::Item(list, _) => self.value(list),
            Node::Spread(_, map) => self.value(map),
            Node::Object(fields) => fields.iter().for_each(|(_, value)| self.value(value)),
            Node::Let(local, parts) => {
                let [value, body] = &**parts;
                let place = self.place(value);
                self.name(local.index(), place);
                return self.place(body);
            }
            Node::Local(local) => return self.places.get(local.index()).copied().flatten(),
            Node::Field(object, name) => {
                let object = self.place(object)?;
                let field = self.reads.child(object, name);
                // The one field that is an array without a schema to say so.
                if object == NodeId::ROOT && name == "xEvent" {
                    self.reads.read_items(field);
                }
                return Some(field);
            }
            Node::Call(function, arguments) => return self.call(function.name, arguments),
            Node::InSegment(parts) => {
                self.values(&**parts);
                let membership = self.reads.child(NodeId::ROOT, "segmentMembership");
                self.reads.read_whole(membership);
            }
            Node::And(operands) | Node::Or(operands) => {
                operands.iter().for_each(|operand| self.presence(operand));
            }
            Node::Not(operand) => self.presence(operand),
            Node::If(parts) => {
                let [condition, branches @ ..] = &**parts;
                self.presence(condition);
                self.values(branches);
            }
            Node::Compare(_, parts) | Node::Arithmetic(_, parts) => self.values(&**parts),
            Node::Negate(operand) => self.value(operand),
            Node::List(items) => self.values(items),
            Node::Occurs(time, period) => {
                self.value(time);
                self.period(period);
            }
            Node::Iterate(iterate) => return self.iterate(iterate),
            Node::Chain(chain) => self.chain(chain),
        }
        None
    }

    fn call(&mut self, function: &str, arguments: &[Typed]) -> Place {
        let (first, rest) = arguments.split_first()?;
        let key = match rest.first().map(|argument| &argument.node) {
            Some(Node::Constant(Constant::String(key))) => Some(key),
            _ => None,
        };
        match (function, key) {
            // A key that is known reads like a field.
            ("get", Some(key)) => {
                let map = self.place(first)?;
                return Some(self.reads.child(map, key));
            }
            ("head", _) => return self.place(first),
            ("isNull" | "isNotNull" | "count", _) => self.presence(first),
            _ => self.value(first),
        }
        self.values(rest);
        None
    }

    fn iterate(&mut self, iterate: &Iterate) -> Place {
        let mut items = None;
        for variable in &iterate.variables {
            items = self.place(&variable.source);
            self.bind(variable.local.index(), items);
            if let Some(condition) = &variable.condition {
                self.presence(condition);
            }
        }
        if let Some(condition) = &iterate.condition {
            self.presence(condition);
        }
        for part in [&iterate.key, &iterate.count].into_iter().flatten() {
            self.value(part);
        }
        let Form::Collect(accumulator) = iterate.form else {
            return None;
        };
        if let Some(value) = &iterate.value {
            self.value(value);
            return None;
        }
        match (iterate.variables.as_slice(), accumulator) {
            // A filtered array is still an array of the profile.
            ([_], Accumulator::List | Accumulator::Top | Accumulator::Bottom) => return items,
            ([_], _) => {
                if let Some(node) = items {
                    self.reads.read_whole(node);
                }
            }
            // Tuples go out as they are.
            (variables, _) => {
                for variable in variables {
                    if let Some(node) = self.places.get(variable.local.index()).copied().flatten() {
                        self.reads.read_whole(node);
                    }
                }
            }
        }
        None
    }

    fn chain(&mut self, chain: &Chain) {
        let events = self.place(&chain.array);
        self.bind(chain.local.index(), events);
        self.value(&chain.timestamp);
        self.chains.push(events);
        for step in &chain.steps {
            self.presence(&step.what);
            if let Some(condition) = &step.condition {
                self.presence(condition);
            }
            if let Some((period, _)) = &step.when {
                self.period(period);
            }
        }
        self.chains.pop();
    }

    fn period(&mut self, period: &Period) {
        match period {
            Period::On(reference) | Period::Toward(_, reference) => self.value(reference),
            Period::Between(first, last) => {
                self.value(first);
                self.value(last);
            }
            Period::Within { count, reference, .. } => {
                self.value(count);
                self.value(reference);
            }
        }
    }

    fn bind(&mut self, local: usize, place: Place) {
        if let Some(node) = place {
            self.reads.read_items(node);
        }
        self.name(local, place);
    }

    /// Lets a variable stand for a part of the profile.
    fn name(&mut self, local: usize, place: Place) {
        if let Some(known) = self.places.get_mut(local) {
            *known = place;
        }
    }
}
