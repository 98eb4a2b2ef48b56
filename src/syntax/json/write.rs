//! From the resolved tree to canonical JSON: one shape for each node.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value as Json, json};

use crate::syntax::ast::{
    Count, Declaration, Expression, Literal, Node, Period, PeriodForm, Quantifier, Step,
};
use crate::value::Comparison;

/// The JSON of a node.
pub(super) fn node(tree: &Expression) -> Json {
    match &tree.node {
        Node::Literal(value) => literal(value),
        Node::Instant(word) => typed("Timestamp", word.text()),
        Node::Calendar { relation, unit } => json!({
            "nodeType": "literal", "literalType": "TimeInterval",
            "relation": relation.text(), "unit": unit.text(),
        }),
        Node::Name(variable) => json!({ "nodeType": "varRef", "varName": variable }),
        Node::Parameter(position) => {
            json!({ "nodeType": "parameterReference", "position": position })
        }
        Node::Context(id) => {
            json!({ "nodeType": "pathReference", "fieldName": format!("@{{{id}}}") })
        }
        Node::Field { object, name } => {
            json!({ "nodeType": "fieldLookup", "fieldName": name.node, "object": node(object) })
        }
        Node::Call { name, arguments, .. } => apply(name, arguments),
        Node::List(items) => list(items),
        Node::Object(entries) => {
            let entry = |(key, value): &(_, _)| json!({ "key": text(key), "value": node(value) });
            let entries: Vec<Json> = entries.iter().map(entry).collect();
            json!({ "nodeType": "object", "entries": entries })
        }
        Node::Lambda { parameters, body } => {
            let names: Vec<&str> = parameters.iter().map(|name| name.as_str()).collect();
            json!({ "nodeType": "lambda", "varNames": names, "body": node(body) })
        }
        Node::Let { name, value, body } => json!({
            "nodeType": "let", "varName": name.node, "value": node(value), "body": node(body),
        }),
        Node::Or(operands) => apply("or", operands),
        Node::And(operands) => apply("and", operands),
        Node::Not(operand) => apply("not", [&**operand]),
        Node::Negate(operand) => apply("neg", [&**operand]),
        Node::Binary { operator, left, right } => apply(operator.text(), [&**left, &**right]),
        Node::Occurs { timestamp, period } => {
            let mut out = occurs(period, &node);
            out.insert("timestamp".into(), node(timestamp));
            Json::Object(out)
        }
        Node::Quantified { quantifier, declarations, condition } => {
            let quantifier = quantifier_name(*quantifier);
            let mut out = members(quantifier.map_or("select", |_| "quantification"));
            insert(&mut out, "quantifier", quantifier);
            insert(&mut out, "variables", Some(variables(declarations)));
            insert(&mut out, "condition", condition.as_deref().map(node));
            Json::Object(out)
        }
        Node::Aggregate { aggregate, value, declarations } => {
            let mut out = members(aggregate.text());
            insert(&mut out, "variables", Some(variables(declarations)));
            insert(&mut out, "aggExpr", value.as_deref().map(node));
            Json::Object(out)
        }
        Node::Chain { array, timestamp, steps } => json!({
            "nodeType": "chain", "array": node(array), "timestampField": node(timestamp),
            "elements": steps.iter().map(step).collect::<Vec<Json>>(),
        }),
        // A resolved tree has none of these.
        Node::This | Node::Up { .. } | Node::Filter { .. } | Node::Error => Json::Null,
    }
}

fn text(name: &crate::syntax::ast::Name) -> &str {
    &name.node
}

fn members(kind: &str) -> Map<String, Json> {
    Map::from_iter([("nodeType".into(), kind.into())])
}

fn insert(out: &mut Map<String, Json>, key: &str, value: Option<impl Into<Json>>) {
    if let Some(value) = value {
        out.insert(key.into(), value.into());
    }
}

fn apply<'t>(function: &str, params: impl IntoIterator<Item = &'t Expression>) -> Json {
    let params: Vec<Json> = params.into_iter().map(node).collect();
    json!({ "nodeType": "fnApply", "fnName": function, "params": params })
}

fn typed(kind: &str, value: impl Into<Json>) -> Json {
    json!({ "nodeType": "literal", "literalType": kind, "value": value.into() })
}

fn literal(literal: &Literal) -> Json {
    match literal {
        Literal::Null => typed("Null", Json::Null),
        Literal::Boolean(value) => typed("Boolean", *value),
        Literal::Integer(value) => typed("Integer", *value),
        Literal::Double(value) => typed("Double", *value),
        Literal::String(text) => typed("String", text.as_str()),
    }
}

/// Scalars as they are, unless one would come back as another: JSON that goes through JavaScript
/// has no `5.0`. An empty list is none of scalars.
fn list(items: &[Expression]) -> Json {
    let scalar = |item: &Expression| match &item.node {
        Node::Literal(Literal::Double(value)) if value % 1.0 == 0.0 => None,
        Node::Literal(value) => literal(value).get("value").cloned(),
        _ => None,
    };
    match items.iter().map(scalar).collect::<Option<Vec<Json>>>() {
        Some(values) if !values.is_empty() => typed("List", values),
        _ => {
            let items: Vec<Json> = items.iter().map(node).collect();
            json!({ "nodeType": "list", "items": items })
        }
    }
}

const fn quantifier_name(quantifier: Quantifier) -> Option<&'static str> {
    match quantifier {
        Quantifier::Select => None,
        Quantifier::Exists | Quantifier::Some => Some("some"),
        Quantifier::Forall | Quantifier::All => Some("all"),
        Quantifier::None => Some("none"),
        Quantifier::One => Some("one"),
    }
}

fn variables(declarations: &[Declaration]) -> Json {
    let variable = |it: &Declaration| {
        let mut out = members("varDecl");
        insert(&mut out, "varName", Some(it.name.as_str()));
        insert(&mut out, "from", Some(node(&it.source)));
        insert(&mut out, "where", it.condition.as_ref().map(node));
        Json::Object(out)
    };
    declarations.iter().map(variable).collect()
}

/// `occurs` without its timestamp; `part` writes the expressions.
fn occurs(period: &Period, part: &dyn Fn(&Expression) -> Json) -> Map<String, Json> {
    let (relation, interval) = match &period.form {
        PeriodForm::On(reference) => ("on", part(reference)),
        PeriodForm::Toward(direction, reference)
        | PeriodForm::Distance { direction, reference, .. } => (direction.text(), part(reference)),
        PeriodForm::Between(first, last) => {
            let range = json!({ "nodeType": "range", "start": part(first), "end": part(last) });
            ("between", range)
        }
    };
    let mut out = members("occurs");
    insert(&mut out, "relation", Some(typed("TimeDirection", relation)));
    insert(&mut out, "timeinterval", Some(interval));
    if let PeriodForm::Distance { comparison, count, unit, .. } = &period.form {
        let unit = typed("TimeUnit", unit.text());
        let duration = json!({ "nodeType": "duration", "count": part(count), "unit": unit });
        let comparison = typed("Comparison", comparison.text());
        let qualification = json!({
            "nodeType": "timeQualification", "comparison": comparison, "duration": duration,
        });
        insert(&mut out, "qualification", Some(qualification));
    }
    out
}

fn step(step: &Step) -> Json {
    let mut out = Map::new();
    insert(&mut out, "name", Some(step.name.as_str()));
    insert(&mut out, "what", Some(node(&step.what)));
    insert(&mut out, "when", step.when.as_ref().map(when));
    insert(&mut out, "where", step.condition.as_ref().map(node));
    insert(&mut out, "count", step.count.as_ref().map(count));
    insert(&mut out, "negated", step.negated.then_some(true));
    Json::Object(out)
}

/// The `occurs` of a step; inside a lambda when it speaks of the event.
fn when(period: &Period) -> Json {
    let out = Json::Object(occurs(period, &|tree| match &tree.node {
        Node::Lambda { body, .. } => node(body),
        _ => node(tree),
    }));
    match event(period) {
        Some(event) if mentions(&out, event) => {
            json!({ "nodeType": "lambda", "varNames": [event], "body": out })
        }
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
    match count {
        Count::AtLeast(number) => {
            json!({ "comparison": Comparison::GreaterEqual.text(), "value": number.node })
        }
        Count::Compared(comparison, number) => {
            json!({ "comparison": comparison.text(), "value": number.node })
        }
        Count::Between(least, most) => {
            json!({ "comparison": "between", "start": least.node, "end": most.node })
        }
    }
}
