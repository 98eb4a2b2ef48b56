//! Canonical text of a tree: `parse(print(t))` gives `t` again.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::ast::{
    Aggregate, Count, Declaration, Expression, Literal, Node, Period, PeriodForm, Step,
};
use super::precedence::Level;
use super::primary::is_plain_name;
use crate::value::Unit;

/// The tree on one line.
#[must_use]
pub fn print(tree: &Expression) -> String {
    print_within(tree, usize::MAX)
}

/// The tree on lines of at most `width` characters where conditions can be broken: one operand of
/// `and` and `or` a line.
#[must_use]
pub fn print_within(tree: &Expression, width: usize) -> String {
    Printer { width }.expression(tree, Level::Open, 0)
}

struct Printer {
    width: usize,
}

impl Printer {
    /// An expression where nothing looser than `least` may stand without parentheses.
    fn expression(&self, tree: &Expression, least: Level, indent: usize) -> String {
        if level(&tree.node) < least {
            let inner = self.expression(tree, Level::Open, indent + 1);
            return if inner.contains('\n') {
                let pad = "  ".repeat(indent);
                format!("(\n{pad}  {inner}\n{pad})")
            } else {
                format!("({inner})")
            };
        }
        self.node(tree, indent)
    }

    fn node(&self, tree: &Expression, indent: usize) -> String {
        let inner = |tree: &Expression, least| self.expression(tree, least, indent);
        let open = |tree: &Expression| inner(tree, Level::Open);
        match &tree.node {
            Node::Literal(literal) => self.literal(literal),
            Node::Instant(word) => word.text().into(),
            Node::Calendar { relation, unit } => format!("{} {}", relation.text(), unit.text()),
            Node::Name(text) => name(text),
            Node::This => "this".into(),
            Node::Parameter(number) => format!("${number}"),
            Node::Up { levels, name: text } => {
                format!("{}.{}", "^".repeat(*levels as usize), member(text))
            }
            Node::Context(id) => format!("@{{{id}}}"),
            Node::Field { object, name } => {
                format!("{}.{}", inner(object, Level::Postfix), member(name))
            }
            Node::Filter { array, predicate } => {
                format!("{}[{}]", inner(array, Level::Postfix), open(predicate))
            }
            Node::Call { name: function, receiver, arguments } => {
                let arguments = self.list(arguments, indent);
                match receiver {
                    Some(receiver) => {
                        let receiver = inner(receiver, Level::Postfix);
                        format!("{receiver}.{}({arguments})", member(function))
                    }
                    None => format!("{}({arguments})", function.node),
                }
            }
            Node::List(items) => format!("[{}]", self.list(items, indent)),
            Node::Object(entries) => {
                let entry = |(key, value): &(super::ast::Name, Expression)| {
                    format!("{}: {}", quoted(key), open(value))
                };
                format!("{{{}}}", joined(entries.iter().map(entry)))
            }
            Node::Lambda { parameters, body } => {
                let names = joined(parameters.iter().map(|name| name.node.clone()));
                format!("({names}) => {}", open(body))
            }
            Node::Let { name: bound, value, body } => {
                let value = inner(value, Level::Additive);
                // Only a word can stand here, and any can.
                format!("let {} = {value} in {}", bound.node, open(body))
            }
            Node::Or(operands) => self.series(operands, "or", Level::And, indent),
            Node::And(operands) => self.series(operands, "and", Level::Not, indent),
            Node::Not(operand) => format!("not {}", inner(operand, Level::Not)),
            Node::Negate(operand) => {
                let text = inner(operand, Level::Negate);
                // `-5` would come back as a literal.
                let number = text.starts_with(|first: char| first.is_ascii_digit() || first == '.');
                let literal = matches!(operand.node, Node::Literal(_));
                if number || literal { format!("-({text})") } else { format!("-{text}") }
            }
            Node::Binary { operator, left, right } => {
                let level = operator.level();
                // Comparisons do not associate, arithmetic does to the left.
                let least = if level == Level::Comparison { Level::Additive } else { level };
                let left = inner(left, least);
                format!("{left} {} {}", operator.text(), inner(right, tighter(level)))
            }
            Node::Occurs { timestamp, period } => {
                let timestamp = inner(timestamp, Level::Additive);
                format!("{timestamp} occurs {}", self.period(period, indent))
            }
            Node::Quantified { quantifier, declarations, condition } => {
                let declarations = self.declarations(declarations, condition.is_some(), indent);
                let condition = condition.as_ref().map(|it| format!(" : {}", open(it)));
                format!("{} {declarations}{}", quantifier.text(), condition.unwrap_or_default())
            }
            Node::Aggregate { aggregate, value, declarations } => {
                let declarations = self.declarations(declarations, false, indent);
                match value {
                    Some(value) => {
                        let value = aggregated(inner(value, Level::Additive));
                        format!("{} {value} over {declarations}", aggregate.text())
                    }
                    None => format!("{} {declarations}", aggregate.text()),
                }
            }
            Node::Chain { array, timestamp, steps } => {
                let operand = |tree| inner(tree, Level::Additive);
                let steps = joined(steps.iter().map(|step| self.step(step, indent)));
                format!("chain({}, {}, [{steps}])", operand(array), operand(timestamp))
            }
            Node::Error => String::new(),
        }
    }

    fn list(&self, items: &[Expression], indent: usize) -> String {
        joined(items.iter().map(|item| self.expression(item, Level::Open, indent)))
    }

    /// `a and b`, on one line or an operand a line.
    fn series(&self, operands: &[Expression], word: &str, least: Level, indent: usize) -> String {
        let all: Vec<String> =
            operands.iter().map(|operand| self.expression(operand, least, indent)).collect();
        let line = all.join(&format!(" {word} "));
        if !line.contains('\n') && line.chars().count() + 2 * indent <= self.width {
            return line;
        }
        all.join(&format!("\n{}{word} ", "  ".repeat(indent)))
    }

    fn declarations(&self, all: &[Declaration], colon: bool, indent: usize) -> String {
        joined(all.iter().enumerate().map(|(index, declaration)| {
            let source = self.expression(&declaration.source, Level::Additive, indent);
            let head = format!("{} from {source}", name(&declaration.name));
            let Some(condition) = &declaration.condition else {
                return head;
            };
            // A condition reaches as far as it can; what follows must not become part of it.
            let followed = colon || index + 1 < all.len();
            let least = if followed { Level::Or } else { Level::Open };
            format!("{head} where {}", self.expression(condition, least, indent))
        }))
    }

    fn period(&self, period: &Period, indent: usize) -> String {
        let inner = |tree: &Expression| self.expression(tree, Level::Additive, indent);
        match &period.form {
            PeriodForm::On(reference) => match reference.node {
                Node::Instant(_) | Node::Calendar { .. } => inner(reference),
                _ => format!("on {}", inner(reference)),
            },
            PeriodForm::Toward(direction, reference) => {
                format!("{} {}", direction.text(), inner(reference))
            }
            PeriodForm::Between(first, last) => {
                format!("between {} and {}", inner(first), inner(last))
            }
            PeriodForm::Distance { comparison, count, unit, direction, reference } => format!(
                "{} {} {} {} {}",
                comparison.text(),
                counted(inner(count)),
                units(*unit, count),
                direction.text(),
                inner(reference)
            ),
        }
    }

    fn step(&self, step: &Step, indent: usize) -> String {
        let open = |tree| self.expression(tree, Level::Open, indent);
        let negated = if step.negated { "NOT " } else { "" };
        let mut out = format!("{}: {negated}WHAT({})", member(&step.name), open(&step.what));
        if let Some(period) = &step.when {
            out += &format!(" WHEN({})", self.period(period, indent));
        }
        if let Some(condition) = &step.condition {
            out += &format!(" WHERE({})", open(condition));
        }
        match &step.count {
            Some(Count::AtLeast(count)) => out += &format!(" COUNT({})", count.node),
            Some(Count::Compared(comparison, count)) => {
                out += &format!(" COUNT({} {})", comparison.text(), count.node);
            }
            Some(Count::Between(least, most)) => {
                out += &format!(" COUNT(between {} and {})", least.node, most.node);
            }
            None => {}
        }
        out
    }

    fn literal(&self, literal: &Literal) -> String {
        match literal {
            Literal::Null => "null".into(),
            Literal::Boolean(value) => value.to_string(),
            Literal::Integer(value) => value.to_string(),
            Literal::Double(value) => double(*value),
            Literal::String(text) => quoted(text),
        }
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

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(", ")
}

/// Behind `sum` a sign would be a subtraction from a field called `sum`, a bracket its filter; and
/// a call of `sum` would take the `over` for its own.
fn aggregated(value: String) -> String {
    let first = value.chars().next().unwrap_or('(');
    let starts_an_operand = first.is_alphanumeric() || matches!(first, '_' | '^' | '$' | '`' | '(');
    let calls = |aggregate: &Aggregate| {
        let call = format!("{}(", aggregate.text());
        value.match_indices(&call).any(|(at, _)| !value.get(..at).unwrap_or("").ends_with('.'))
    };
    if starts_an_operand && !Aggregate::ALL.iter().any(calls) {
        value
    } else {
        format!("({value})")
    }
}

/// Before a unit `this` would be a calendar unit.
fn counted(count: String) -> String {
    let calendar = count.ends_with("this") && !count.ends_with(".this");
    if calendar { format!("({count})") } else { count }
}

fn units(unit: Unit, count: &Expression) -> String {
    match (unit, &count.node) {
        (unit, Node::Literal(Literal::Integer(1))) => unit.text().into(),
        (Unit::Century, _) => "centuries".into(),
        (Unit::Millennium, _) => "millennia".into(),
        (unit, _) => format!("{}s", unit.text()),
    }
}

/// A double that comes back as one: `5.0`, not `5`.
fn double(value: f64) -> String {
    let text = format!("{value:?}");
    if text.contains('e') { text.replace('e', "E") } else { text }
}

fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control.is_control() => {
                out.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

/// A name behind a dot: any word.
fn member(text: &str) -> String {
    let word = super::token::is_word(text);
    if word { text.into() } else { format!("`{text}`") }
}

/// A name that starts an expression: no word that means something else there.
fn name(text: &str) -> String {
    if is_plain_name(text) { text.into() } else { format!("`{text}`") }
}
