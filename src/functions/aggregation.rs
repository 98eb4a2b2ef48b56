//! Aggregation functions (pql.md 10.4).

use super::{Body, Cost, Form, Function, Missing};
use crate::types::Type;
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "count",
        doc: "How many items are not null; 0 for a missing array.",
        examples: &[("[1, null, 3].count()", "2"), ("null.count()", "0")],
        body: Body::Native(|_, arguments| {
            size(items(arguments).iter().filter(|item| !item.is_null()).count())
        }),
        ..COUNT
    },
    Function {
        name: "countWithNull",
        doc: "How many items there are, null among them; 0 for a missing array.",
        examples: &[("[1, null, 3].countWithNull()", "3")],
        body: Body::Native(|_, arguments| size(items(arguments).len())),
        ..COUNT
    },
    Function {
        name: "countOnlyNull",
        doc: "How many items are null; 0 for a missing array.",
        examples: &[("[1, null, 3].countOnlyNull()", "1")],
        body: Body::Native(|_, arguments| {
            size(items(arguments).iter().filter(|item| item.is_null()).count())
        }),
        ..COUNT
    },
    Function {
        name: "distinctCountWithNull",
        cost: Cost::Square,
        doc: "How many different items there are, null counting as one of them.",
        examples: &[("[10, 2, 10, null, null].distinctCountWithNull()", "3")],
        body: Body::Native(|scope, arguments| {
            let items = items(arguments);
            let nulls = usize::from(items.iter().any(|item| item.is_null()));
            size(scope.distinct(items).iter().filter(|item| !item.is_null()).count() + nulls)
        }),
        ..COUNT
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

const COUNT: Function = Function {
    params: &[Type::Array],
    missing: Missing::Zero,
    returns: Type::Integer,
    cost: Cost::Linear,
    ..Function::DEFAULT
};

const AGGREGATE: Function = Function {
    params: &[Type::Array, Type::Any],
    optional: 1,
    returns: Type::Number,
    ..Function::DEFAULT
};

/// The items of the receiver; none of anything but an array.
fn items<'a>(arguments: &[Value<'a>]) -> &'a [Value<'a>] {
    arguments.first().map_or(&[], |array| array.items())
}

fn size<'a>(count: usize) -> Value<'a> {
    Value::Integer(count as i64)
}
