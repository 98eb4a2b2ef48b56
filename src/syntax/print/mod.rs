//! Canonical text of a tree: `parse(print(t))` gives `t` again.

mod bound;
mod layout;
mod words;

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::ast::{Expression, Literal, Name, Node, Operator};
use super::precedence::Level;
use layout::Layout;
use words::{literal, member, name, quoted};

/// The tree on one line.
#[must_use]
pub fn print(tree: &Expression) -> String {
    print_within(tree, usize::MAX)
}

/// The tree on lines of at most `width` characters where it can be broken. Linear in the tree.
#[must_use]
pub fn print_within(tree: &Expression, width: usize) -> String {
    let mut printer = Printer { out: Layout::default(), aggregate_calls: 0 };
    printer.group(|it| it.expression(tree, Level::Open));
    printer.out.render(width)
}

/// Writes a tree as text with places to break it.
struct Printer<'t> {
    out: Layout<'t>,
    // How many calls such as `sum(…)` were written: behind a prefix `sum` they have to hide.
    aggregate_calls: usize,
}

impl<'t> Printer<'t> {
    /// An expression where nothing looser than `least` may stand without parentheses.
    fn expression(&mut self, tree: &'t Expression, least: Level) {
        if level(&tree.node) < least {
            self.out.text("(");
            self.block(|it| it.node(tree));
            self.out.text(")");
        } else {
            self.node(tree);
        }
    }

    fn node(&mut self, tree: &'t Expression) {
        match &tree.node {
            Node::Literal(value) => self.out.text(literal(value)),
            Node::Instant(word) => self.out.text(word.text()),
            Node::Calendar { relation, unit } => {
                self.out.text(format!("{} {}", relation.text(), unit.text()));
            }
            Node::Name(text) => self.out.text(name(text)),
            Node::This => self.out.text("this"),
            Node::Parameter(number) => self.out.text(format!("${number}")),
            Node::Up { levels, name } => {
                self.out.text(format!("{}.{}", "^".repeat(*levels as usize), member(name)));
            }
            Node::Context(id) => self.out.text(format!("@{{{id}}}")),
            Node::Field { .. } | Node::Filter { .. } => self.path(tree),
            Node::Call { receiver: Some(_), .. } => self.path(tree),
            Node::Call { name, receiver: None, arguments } => {
                self.aggregate_calls += usize::from(bound::is_aggregate(name));
                self.out.text(name.as_str());
                self.arguments(arguments);
            }
            Node::List(items) => self.list(items),
            Node::Object(entries) => {
                self.out.text("{");
                self.block_unless(entries.is_empty(), |it| {
                    it.separated(entries, |it, (key, value)| {
                        it.out.text(format!("{}: ", quoted(key)));
                        it.expression(value, Level::Open);
                    });
                });
                self.out.text("}");
            }
            Node::Lambda { parameters, body } => self.lambda(parameters, body),
            Node::Let { .. } => self.group(|it| it.bindings(tree)),
            Node::Or(operands) => self.series(operands, "or ", Level::And),
            Node::And(operands) => self.series(operands, "and ", Level::Not),
            Node::Not(operand) => {
                self.out.text("not ");
                self.expression(operand, Level::Not);
            }
            Node::Negate(operand) => {
                self.out.text("-");
                // `-5` would come back as a literal.
                let literal =
                    matches!(operand.node, Node::Literal(_)) || starts_with_number(operand);
                self.out.text(if literal { "(" } else { "" });
                self.expression(operand, Level::Negate);
                self.out.text(if literal { ")" } else { "" });
            }
            Node::Binary { operator, left, right } => self.binary(*operator, left, right),
            Node::Occurs { timestamp, period } => {
                self.expression(timestamp, Level::Additive);
                self.out.hang(" ");
                self.out.text("occurs ");
                self.period(period);
                self.out.hang_end();
            }
            Node::Quantified { quantifier, declarations, condition } => {
                self.quantified(quantifier.text(), declarations, condition.as_deref());
            }
            Node::Aggregate { aggregate, value, declarations } => {
                self.aggregate(aggregate.text(), value.as_deref(), declarations);
            }
            Node::Chain { array, timestamp, steps } => self.chain(array, timestamp, steps),
            Node::Error => {}
        }
    }

    /// Fields, filters and calls behind what they belong to. A row of calls takes a line for each
    /// when it is too long.
    fn path(&mut self, tree: &'t Expression) {
        let mut links = Vec::from([tree]);
        let mut head = tree;
        while let Some(object) = object(head) {
            head = object;
            links.push(object);
        }
        links.pop();
        let calls = links.iter().filter(|it| has_arguments(it)).count() > 1;
        self.group(|it| {
            it.expression(head, Level::Postfix);
            links.iter().rev().for_each(|link| it.link(link, calls));
        });
    }

    fn link(&mut self, tree: &'t Expression, on_a_line: bool) {
        match &tree.node {
            Node::Filter { predicate, .. } => {
                self.out.text("[");
                self.block(|it| it.expression(predicate, Level::Open));
                self.out.text("]");
            }
            Node::Call { name, arguments, .. } if on_a_line => self.nested(|it| {
                it.out.line("");
                it.method(name, arguments);
            }),
            Node::Call { name, arguments, .. } => self.method(name, arguments),
            Node::Field { name, .. } => {
                self.out.text(".");
                self.out.text(member(name));
            }
            _ => {}
        }
    }

    fn method(&mut self, name: &'t str, arguments: &'t [Expression]) {
        self.out.text(".");
        self.out.text(member(name));
        self.arguments(arguments);
    }

    /// `(a, b)`, an argument a line when they are too long; brackets of an only argument need no
    /// lines of their own.
    fn arguments(&mut self, arguments: &'t [Expression]) {
        self.out.text("(");
        match arguments {
            [only] if has_brackets(only) => self.expression(only, Level::Open),
            [Expression { node: Node::Lambda { parameters, body }, .. }] => {
                self.parameters(parameters);
                self.group(|it| {
                    it.nested(|it| {
                        it.out.line(" ");
                        it.expression(body, Level::Open);
                    });
                    it.out.line("");
                });
            }
            all => self.block_unless(all.is_empty(), |it| {
                it.separated(all, |it, argument| it.expression(argument, Level::Open));
            }),
        }
        self.out.text(")");
    }

    /// `[a, b]`: scalars fill the lines, all else takes a line each.
    fn list(&mut self, items: &'t [Expression]) {
        let scalars = items.iter().all(|item| matches!(item.node, Node::Literal(_)));
        self.out.text("[");
        self.block_unless(items.is_empty(), |it| {
            for (index, item) in items.iter().enumerate() {
                match (index, scalars) {
                    (0, _) => {}
                    (_, true) => it.out.fill(" "),
                    (_, false) => it.out.line(" "),
                }
                it.expression(item, Level::Open);
                it.out.text(if index + 1 < items.len() { "," } else { "" });
            }
        });
        self.out.text("]");
    }

    fn lambda(&mut self, parameters: &'t [Name], body: &'t Expression) {
        self.parameters(parameters);
        if has_brackets(body) {
            self.out.text(" ");
            return self.expression(body, Level::Open);
        }
        self.group(|it| {
            it.nested(|it| {
                it.out.line(" ");
                it.expression(body, Level::Open);
            });
        });
    }

    /// `let` after `let`, a line each.
    fn bindings(&mut self, tree: &'t Expression) {
        let Node::Let { name: bound, value, body } = &tree.node else {
            return self.expression(tree, Level::Open);
        };
        // Only a word can stand here, and any can.
        self.out.text(format!("let {} = ", bound.node));
        self.expression(value, Level::Additive);
        self.out.text(" in");
        self.out.line(" ");
        self.bindings(body);
    }

    fn parameters(&mut self, parameters: &'t [Name]) {
        let names: Vec<&str> = parameters.iter().map(|name| name.as_str()).collect();
        self.out.text(format!("({}) =>", names.join(", ")));
    }

    /// `a and b`, an operand a line when it is too long.
    fn series(&mut self, operands: &'t [Expression], word: &'static str, least: Level) {
        self.group(|it| {
            for (index, operand) in operands.iter().enumerate() {
                if index > 0 {
                    it.out.line(" ");
                    it.out.text(word);
                }
                // Lines that start with `and` stand below the `or` that they belong to.
                it.nested_if(matches!(operand.node, Node::And(_)), |it| {
                    it.expression(operand, least)
                });
            }
        });
    }

    fn binary(&mut self, operator: Operator, left: &'t Expression, right: &'t Expression) {
        let level = operator.level();
        // Comparisons do not associate, arithmetic does to the left.
        let least = if level == Level::Comparison { Level::Additive } else { level };
        self.expression(left, least);
        let least = tighter(level);
        let row = has_arguments(left) || object(left).is_some_and(has_arguments);
        if stays(right, least) && !(row && has_brackets(right)) {
            self.out.text(format!(" {} ", operator.text()));
            return self.expression(right, least);
        }
        self.out.hang(" ");
        self.out.text(format!("{} ", operator.text()));
        self.expression(right, least);
        self.out.hang_end();
    }

    /// Commas between what `each` writes, and breaks behind them.
    fn separated<T>(&mut self, all: &'t [T], mut each: impl FnMut(&mut Self, &'t T)) {
        for (index, item) in all.iter().enumerate() {
            if index > 0 {
                self.out.text(",");
                self.out.line(" ");
            }
            each(self, item);
        }
    }

    /// Lines of their own for a part, further right, when it is too long.
    fn block(&mut self, part: impl FnOnce(&mut Self)) {
        self.block_unless(false, part);
    }

    fn block_unless(&mut self, empty: bool, part: impl FnOnce(&mut Self)) {
        if empty {
            return;
        }
        self.group(|it| {
            it.nested(|it| {
                it.out.line("");
                part(it);
            });
            it.out.line("");
        });
    }

    fn group(&mut self, part: impl FnOnce(&mut Self)) {
        self.out.open();
        part(self);
        self.out.close();
    }

    fn nested_if(&mut self, deeper: bool, part: impl FnOnce(&mut Self)) {
        if deeper { self.nested(part) } else { part(self) }
    }

    fn nested(&mut self, part: impl FnOnce(&mut Self)) {
        self.out.indent();
        part(self);
        self.out.outdent();
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

/// `5`, `5.getMonth()`
fn starts_with_number(tree: &Expression) -> bool {
    match object(tree) {
        Some(object) => starts_with_number(object),
        None => matches!(tree.node, Node::Literal(Literal::Integer(_) | Literal::Double(_))),
    }
}

/// Whether the last word is `this`, which before a unit would make a calendar unit.
fn ends_with_this(tree: &Expression) -> bool {
    match &tree.node {
        Node::This => true,
        Node::Negate(last) | Node::Binary { right: last, .. } => ends_with_this(last),
        _ => false,
    }
}

fn has_arguments(tree: &Expression) -> bool {
    matches!(&tree.node, Node::Call { arguments, .. } if !arguments.is_empty())
}

/// Whether it begins and ends with brackets that can take lines of their own.
fn has_brackets(tree: &Expression) -> bool {
    match &tree.node {
        Node::List(items) => !items.is_empty(),
        Node::Object(entries) => !entries.is_empty(),
        Node::Lambda { body, .. } => has_brackets(body),
        _ => false,
    }
}

/// The longest text that stays on the line of its operator.
const SHORT: usize = 16;

/// Whether a right operand stays on the line of its operator: it is short, or has brackets.
fn stays(tree: &Expression, least: Level) -> bool {
    match &tree.node {
        Node::Literal(Literal::String(text)) => text.len() <= SHORT,
        Node::Literal(_) | Node::Instant(_) | Node::Calendar { .. } => true,
        node => has_brackets(tree) || level(node) < least,
    }
}

fn level(node: &Node) -> Level {
    match node {
        Node::Lambda { .. }
        | Node::Let { .. }
        | Node::Quantified { .. }
        | Node::Aggregate { .. } => Level::Open,
        Node::Or(_) => Level::Or,
        Node::And(_) => Level::And,
        Node::Not(_) => Level::Not,
        Node::Occurs { .. } => Level::Comparison,
        Node::Binary { operator, .. } => operator.level(),
        // Before a dot or a bracket `now` would be a field.
        Node::Negate(_) | Node::Instant(_) => Level::Negate,
        _ => Level::Postfix,
    }
}

fn tighter(level: Level) -> Level {
    match level {
        Level::Comparison => Level::Additive,
        Level::Additive => Level::Multiplicative,
        _ => Level::Negate,
    }
}
