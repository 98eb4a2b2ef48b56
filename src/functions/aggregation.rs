//! Aggregation functions (pql.md 10.4).

use super::{Body, Cost, Form, Function, Missing};
use crate::types::Type;
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "count",
        params: &[Type::Array],
        returns: Type::Integer,
        cost: Cost::Linear,
        missing: Missing::Zero,
        doc: "How many items are not null; 0 for a missing array.",
        examples: &[("[1, null, 3].count()", "2"), ("null.count()", "0")],
        body: Body::Native(|_, arguments| {
            let items = arguments.first().map_or(&[][..], |array| array.items());
            Value::Integer(items.iter().filter(|item| !item.is_null()).count() as i64)
        }),
        ..Function::DEFAULT
    },
    Function {
        name: "sum",
        missing: Missing::Zero,
        doc: "The sum of the expression over the items, or of an array of numbers; 0 for none.",
        examples: &[("[1, 2].sum()", "3"), ("[1, 2].sum(this * 2)", "6"), ("null.sum()", "0")],
        body: Body::Form(Form::Sum),
        ..AGGREGATE
    },
    Function {
        name: "average",
        missing: Missing::Null,
        doc: "The mean of the expression over the items; null for none.",
        examples: &[("[1, 2].average()", "1.5"), ("null.average()", "null")],
        body: Body::Form(Form::Average),
        ..AGGREGATE
    },
    Function {
        name: "min",
        missing: Missing::Null,
        doc: "The smallest value of the expression over the items; null for none.",
        examples: &[("[3, 1, 2].min()", "1")],
        body: Body::Form(Form::Min),
        ..AGGREGATE
    },
    Function {
        name: "max",
        missing: Missing::Null,
        doc: "The largest value of the expression over the items; null for none.",
        examples: &[("[3, 1, 2].max(-this)", "-1")],
        body: Body::Form(Form::Max),
        ..AGGREGATE
    },
];

const AGGREGATE: Function = Function {
    params: &[Type::Array, Type::Any],
    optional: 1,
    returns: Type::Number,
    ..Function::DEFAULT
};
