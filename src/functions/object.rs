//! Object functions (pql.md 10.6).

use super::{Body, Function, Missing};
use crate::types::Type;
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "isNull",
        params: &[Type::Any],
        missing: Missing::True,
        doc: "True when the value is missing or null. An empty array is not.",
        examples: &[("null.isNull()", "true"), ("[].isNull()", "false")],
        body: Body::Native(|_, arguments| {
            Value::Boolean(arguments.first().is_none_or(|value| value.is_null()))
        }),
        ..Function::DEFAULT
    },
    Function {
        name: "isNotNull",
        params: &[Type::Any],
        doc: "True when the value is there.",
        examples: &[(r#""".isNotNull()"#, "true")],
        body: Body::Native(|_, arguments| {
            Value::Boolean(arguments.first().is_some_and(|value| !value.is_null()))
        }),
        ..Function::DEFAULT
    },
];
