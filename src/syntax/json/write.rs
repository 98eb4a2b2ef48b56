//! From the resolved tree to canonical JSON: one shape for each node.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value as Json};

use crate::syntax::ast::{
    Count, Declaration, Expression, Literal, Node, Operator, Period, PeriodForm, Quantifier, Step,
};
use crate::value::Comparison;

/// The JSON of a node.
pub(super) fn node(tree: &Expression) -> Json {
    match &tree.node {
        Node::Literal(value) => literal(value),
        Node::Instant(word) => typed("Timestamp", string(word.text())),
        Node::Calendar { relation, unit } => Out::of("literal")
            .with("literalType", string("TimeInterval"))
            .with("relation", string(relation.text()))
            .with("unit", string(unit.text()))
            .json(),
        Node::Name(variable) => Out::of("varRef").with("varName", string(variable)).json(),
        Node::Parameter(position) => {
            Out::of("parameterReference").with("position", Json::from(*position)).json()
        }
        Node::Context(id) => {
            Out::of("pathReference").with("fieldName", string(&format!("@{{{id}}}"))).json()
        }
        Node::Field { object, name } => Out::of("fieldLookup")
            .with("fieldName", string(name))
            .with("object", node(object))
            .json(),
        Node::Call { name, arguments, .. } => apply(name, nodes(arguments)),
        Node::List(items) => list(items),
        Node::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                Out::default().with("key", string(key)).with("value", node(value)).json()
            });
            Out::of("object").with("entries", entries.collect()).json()
        }
        Node::Lambda { parameters, body } => {
            lambda(parameters.iter().map(|name| string(name)).collect(), node(body))
        }
        Node::Let { name, value, body } => Out::of("let")
            .with("varName", string(name))
            .with("value", node(value))
            .with("body", node(body))
            .json(),
        Node::Or(operands) => apply("or", nodes(operands)),
        Node::And(operands) => apply("and", nodes(operands)),
        Node::Not(operand) => apply("not", nodes(core::slice::from_ref(operand))),
        Node::Negate(operand) => apply("neg", nodes(core::slice::from_ref(operand))),
        Node::Binary { operator, left, right } => binary(*operator, left, right),
        Node::Occurs { timestamp, period } => {
            occurs(period, &node).with("timestamp", node(timestamp)).json()
        }
        Node::Quantified { quantifier, declarations, condition } => quantified(*quantifier)
            .with("variables", variables(declarations))
            .with_some("condition", condition.as_deref())
            .json(),
        Node::Aggregate { aggregate, value, declarations } => Out::of(aggregate.text())
            .with("variables", variables(declarations))
            .with_some("aggExpr", value.as_deref())
            .json(),
        Node::Chain { array, timestamp, steps } => Out::of("chain")
            .with("array", node(array))
            .with("timestampField", node(timestamp))
            .with("elements", steps.iter().map(step).collect())
            .json(),
        // A resolved tree has none of these.
        Node::This | Node::Up { .. } | Node::Filter { .. } | Node::Error => Json::Null,
    }
}

/// A JSON object that is being made.
#[derive(Default)]
struct Out {
    members: Map<String, Json>,
}

impl Out {
    fn of(kind: &str) -> Out {
        Out::default().with("nodeType", string(kind))
    }

    fn with(mut self, key: &str, value: Json) -> Out {
        self.members.insert(key.into(), value);
        self
    }

    fn with_some(self, key: &str, tree: Option<&Expression>) -> Out {
        match tree {
            Some(tree) => self.with(key, node(tree)),
            None => self,
        }
    }

    fn json(self) -> Json {
        Json::Object(self.members)
    }
}

fn string(text: &str) -> Json {
    Json::String(text.into())
}

fn nodes(trees: &[Expression]) -> Json {
    trees.iter().map(node).collect()
}

fn apply(function: &str, params: Json) -> Json {
    Out::of("fnApply").with("fnName", string(function)).with("params", params).json()
}

fn binary(operator: Operator, left: &Expression, right: &Expression) -> Json {
    apply(operator.text(), Json::Array(Vec::from([node(left), node(right)])))
}

fn lambda(names: Json, body: Json) -> Json {
    Out::of("lambda").with("varNames", names).with("body", body).json()
}

fn typed(kind: &str, value: Json) -> Json {
    Out::of("literal").with("literalType", string(kind)).with("value", value).json()
}

fn literal(literal: &Literal) -> Json {
    let kind = match literal {
        Literal::Null => "Null",
        Literal::Boolean(_) => "Boolean",
        Literal::Integer(_) => "Integer",
        Literal::Double(_) => "Double",
        Literal::String(_) => "String",
    };
    typed(kind, scalar(literal))
}

fn scalar(literal: &Literal) -> Json {
    match literal {
        Literal::Null => Json::Null,
        Literal::Boolean(value) => Json::Bool(*value),
        Literal::Integer(value) => Json::from(*value),
        Literal::Double(value) => Json::from(*value),
        Literal::String(text) => string(text),
    }
}

/// Scalars as they are, unless one would come back as another: JSON that goes through JavaScript
/// has no `5.0`. An empty list is none of scalars.
fn list(items: &[Expression]) -> Json {
    let scalars = items.iter().map(|item| match &item.node {
        Node::Literal(Literal::Double(value)) if value % 1.0 == 0.0 => None,
        Node::Literal(value) => Some(scalar(value)),
        _ => None,
    });
    match scalars.collect::<Option<Vec<Json>>>() {
        Some(values) if !values.is_empty() => typed("List", Json::Array(values)),
        _ => Out::of("list").with("items", nodes(items)).json(),
    }
}

fn quantified(quantifier: Quantifier) -> Out {
    let word = match quantifier {
        Quantifier::Select => return Out::of("select"),
        Quantifier::Exists | Quantifier::Some => "some",
        Quantifier::Forall | Quantifier::All => "all",
        Quantifier::None => "none",
        Quantifier::One => "one",
    };
    Out::of("quantification").with("quantifier", string(word))
}

fn variables(declarations: &[Declaration]) -> Json {
    let variable = |it: &Declaration| {
        Out::of("varDecl")
            .with("varName", string(&it.name))
            .with("from", node(&it.source))
            .with_some("where", it.condition.as_ref())
            .json()
    };
    declarations.iter().map(variable).collect()
}

/// `occurs` without its timestamp; `part` writes the expressions.
fn occurs(period: &Period, part: &dyn Fn(&Expression) -> Json) -> Out {
    let (relation, interval) = match &period.form {
        PeriodForm::On(reference) => ("on", part(reference)),
        PeriodForm::Toward(direction, reference)
        | PeriodForm::Distance { direction, reference, .. } => (direction.text(), part(reference)),
        PeriodForm::Between(first, last) => {
            let range = Out::of("range").with("start", part(first)).with("end", part(last));
            ("between", range.json())
        }
    };
    let out = Out::of("occurs")
        .with("relation", typed("TimeDirection", string(relation)))
        .with("timeinterval", interval);
    let PeriodForm::Distance { comparison, count, unit, .. } = &period.form else {
        return out;
    };
    let duration = Out::of("duration")
        .with("count", part(count))
        .with("unit", typed("TimeUnit", string(unit.text())));
    let qualification = Out::of("timeQualification")
        .with("comparison", typed("Comparison", string(comparison.text())))
        .with("duration", duration.json());
    out.with("qualification", qualification.json())
}

fn step(step: &Step) -> Json {
    let mut out = Out::default()
        .with("name", string(&step.name))
        .with("what", node(&step.what))
        .with_some("where", step.condition.as_ref());
    if let Some(period) = &step.when {
        out = out.with("when", when(period));
    }
    if let Some(number) = &step.count {
        out = out.with("count", count(number));
    }
    if step.negated {
        out = out.with("negated", Json::Bool(true));
    }
    out.json()
}

/// The `occurs` of a step; inside a lambda when it speaks of the event.
fn when(period: &Period) -> Json {
    let out = occurs(period, &|tree| match &tree.node {
        Node::Lambda { body, .. } => node(body),
        _ => node(tree),
    });
    let out = out.json();
    match event(period) {
        Some(event) if mentions(&out, event) => lambda([string(event)].into_iter().collect(), out),
        _ => out,
    }
}

/// What the lambdas around the expressions of a WHEN call the event.
fn event(period: &Period) -> Option<&str> {
    let (PeriodForm::On(reference)
    | PeriodForm::Toward(_, reference)
    | PeriodForm::Between(reference, _)
    | PeriodForm::Distance { reference, .. }) = &period.form;
    match &reference.node {
        Node::Lambda { parameters, .. } => parameters.first().map(|name| name.as_str()),
        _ => None,
    }
}

/// Whether a variable is referred to; nothing inside has a variable of that name.
fn mentions(json: &Json, variable: &str) -> bool {
    match json {
        Json::Object(members) => {
            let refers = members.get("nodeType").is_some_and(|kind| kind == "varRef");
            refers && members.get("varName").is_some_and(|name| name == variable)
                || members.values().any(|member| mentions(member, variable))
        }
        Json::Array(items) => items.iter().any(|item| mentions(item, variable)),
        _ => false,
    }
}

fn count(count: &Count) -> Json {
    let compared = |comparison: Comparison, number: u32| {
        let out = Out::default().with("comparison", string(comparison.text()));
        out.with("value", Json::from(number)).json()
    };
    match count {
        Count::AtLeast(number) => compared(Comparison::GreaterEqual, number.node),
        Count::Compared(comparison, number) => compared(*comparison, number.node),
        Count::Between(least, most) => Out::default()
            .with("comparison", string("between"))
            .with("start", Json::from(least.node))
            .with("end", Json::from(most.node))
            .json(),
    }
}
