//! What a tree consists of: its parts, and a name for every kind of part.

use std::collections::BTreeSet;

use pql_edge::syntax::ast::{
    Count, Declaration, Expression, Literal, Node, Period, PeriodForm, Step,
};

/// The expressions directly inside this one.
pub fn children(tree: &Expression) -> Vec<&Expression> {
    match &tree.node {
        Node::Literal(_)
        | Node::Instant(_)
        | Node::Calendar { .. }
        | Node::Name(_)
        | Node::This
        | Node::Parameter(_)
        | Node::Up { .. }
        | Node::Context(_)
        | Node::Error => Vec::new(),
        Node::Field { object, .. } => vec![object],
        Node::Filter { array, predicate } => vec![array, predicate],
        Node::Call { receiver, arguments, .. } => {
            receiver.as_deref().into_iter().chain(arguments).collect()
        }
        Node::List(items) | Node::Or(items) | Node::And(items) => items.iter().collect(),
        Node::Object(entries) => entries.iter().map(|(_, value)| value).collect(),
        Node::Lambda { body, .. } => vec![body],
        Node::Let { value, body, .. } => vec![value, body],
        Node::Not(operand) | Node::Negate(operand) => vec![operand],
        Node::Binary { left, right, .. } => vec![left, right],
        Node::Occurs { timestamp, period } => {
            let mut parts = vec![&**timestamp];
            parts.extend(of_period(period));
            parts
        }
        Node::Quantified { declarations, condition, .. } => {
            of_declarations(declarations).chain(condition.as_deref()).collect()
        }
        Node::Aggregate { value, declarations, .. } => {
            value.as_deref().into_iter().chain(of_declarations(declarations)).collect()
        }
        Node::Chain { array, timestamp, steps } => {
            let mut parts = vec![&**array, &**timestamp];
            for step in steps {
                parts.push(&step.what);
                parts.extend(step.condition.iter());
                parts.extend(step.when.iter().flat_map(of_period));
            }
            parts
        }
    }
}

fn of_declarations(declarations: &[Declaration]) -> impl Iterator<Item = &Expression> {
    declarations.iter().flat_map(|it| std::iter::once(&it.source).chain(it.condition.as_ref()))
}

fn of_period(period: &Period) -> Vec<&Expression> {
    match &period.form {
        PeriodForm::On(reference) | PeriodForm::Toward(_, reference) => vec![reference],
        PeriodForm::Between(first, last) => vec![first, last],
        PeriodForm::Distance { count, reference, .. } => vec![count, reference],
    }
}

/// The names of all kinds of parts that a tree has.
pub fn kinds(tree: &Expression) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    add(tree, &mut found);
    found
}

fn add(tree: &Expression, found: &mut BTreeSet<String>) {
    let name = match &tree.node {
        Node::Literal(literal) => match literal {
            Literal::Null => "literal null".to_owned(),
            Literal::Boolean(_) => "literal Boolean".to_owned(),
            Literal::Integer(_) => "literal Integer".to_owned(),
            Literal::Double(_) => "literal Double".to_owned(),
            Literal::String(_) => "literal String".to_owned(),
        },
        Node::Instant(word) => format!("time {}", word.text()),
        Node::Calendar { relation, unit } => {
            found.insert(format!("unit {}", unit.text()));
            format!("time {} unit", relation.text())
        }
        Node::Name(_) => "name".to_owned(),
        Node::This => "this".to_owned(),
        Node::Parameter(1) => "$1".to_owned(),
        Node::Parameter(_) => "$n".to_owned(),
        Node::Up { levels: 1, .. } => "^".to_owned(),
        Node::Up { .. } => "^^".to_owned(),
        Node::Context(_) => "@{}".to_owned(),
        Node::Field { .. } => "field".to_owned(),
        Node::Filter { .. } => "filter".to_owned(),
        Node::Call { name, receiver, arguments } => {
            for argument in arguments {
                if let Node::Lambda { parameters, .. } = &argument.node {
                    found.insert(format!("{} of {} names", name.node, parameters.len()));
                }
            }
            let form = if receiver.is_some() { "method" } else { "function" };
            format!("{form} {}", name.node)
        }
        Node::List(_) => "list".to_owned(),
        Node::Object(_) => "object".to_owned(),
        Node::Lambda { parameters, .. } => format!("lambda of {}", parameters.len()),
        Node::Let { .. } => "let".to_owned(),
        Node::Or(_) => "or".to_owned(),
        Node::And(_) => "and".to_owned(),
        Node::Not(_) => "not".to_owned(),
        Node::Negate(_) => "negate".to_owned(),
        Node::Binary { operator, .. } => format!("operator {}", operator.text()),
        Node::Occurs { period, .. } => {
            add_period("occurs", period, found);
            "occurs".to_owned()
        }
        Node::Quantified { quantifier, declarations, condition } => {
            let several = if declarations.len() > 1 { " several" } else { "" };
            let colon = if condition.is_some() { " :" } else { "" };
            found.insert(format!("{}{several}", quantifier.text()));
            format!("{}{colon}", quantifier.text())
        }
        Node::Aggregate { aggregate, value, declarations } => {
            if declarations.len() > 1 {
                found.insert("aggregate several".to_owned());
            }
            let form = if value.is_some() { " over" } else { " from" };
            format!("{}{form}", aggregate.text())
        }
        Node::Chain { steps, .. } => {
            for (at, step) in steps.iter().enumerate() {
                add_step(step, &steps[..at], found);
            }
            "chain".to_owned()
        }
        Node::Error => "error".to_owned(),
    };
    found.insert(name);
    for child in children(tree) {
        add(child, found);
    }
}

fn add_step(step: &Step, before: &[Step], found: &mut BTreeSet<String>) {
    for (is_there, clause) in [
        (step.when.is_some(), "chain WHEN"),
        (step.condition.is_some(), "chain WHERE"),
        (step.negated, "chain NOT"),
        (step.negated && step.count.is_some(), "chain NOT COUNT"),
    ] {
        if is_there {
            found.insert(clause.to_owned());
        }
    }
    if let Some(count) = &step.count {
        found.insert(match count {
            Count::AtLeast(_) => "chain COUNT n".to_owned(),
            Count::Compared(comparison, _) => format!("chain COUNT {} n", comparison.text()),
            Count::Between(..) => "chain COUNT between".to_owned(),
        });
    }
    if let Some(period) = &step.when {
        add_period("WHEN", period, found);
        let is_label = |tree: &Expression| match &tree.node {
            Node::Name(name) => before.iter().any(|step| step.name.node == *name),
            _ => false,
        };
        for part in of_period(period) {
            if is_label(part) {
                found.insert("chain WHEN label".to_owned());
            }
            if children(part).into_iter().any(is_label) {
                found.insert("chain WHEN label.field".to_owned());
            }
        }
    }
}

fn add_period(prefix: &str, period: &Period, found: &mut BTreeSet<String>) {
    let form = match &period.form {
        PeriodForm::On(_) => "on".to_owned(),
        PeriodForm::Toward(direction, _) => direction.text().to_owned(),
        PeriodForm::Between(..) => "between".to_owned(),
        PeriodForm::Distance { comparison, unit, direction, .. } => {
            found.insert(format!("unit {}", unit.text()));
            format!("{} n {}", comparison.text(), direction.text())
        }
    };
    found.insert(format!("{prefix} {form}"));
}
