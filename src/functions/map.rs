//! Map functions (pql.md 10.6).

use super::{Body, Cost, Function, Missing};
use crate::types::Type;
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "get",
        params: &[Type::Object, Type::String],
        returns: Type::Any,
        cost: Cost::Items,
        missing: Missing::Null,
        doc: "The value of a key; null when there is none.",
        examples: &[(r#"null.get("ECID")"#, "null")],
        body: Body::Native(|scope, arguments| match arguments {
            [map, Value::String(key)] => map.field(key, scope.scratch.arena, scope.scratch.meter),
            _ => Value::Null,
        }),
        ..Function::DEFAULT
    },
    Function {
        name: "keys",
        params: &[Type::Object],
        returns: Type::Array,
        cost: Cost::Items,
        missing: Missing::Null,
        doc: "The keys, in the order of their bytes.",
        examples: &[("null.keys()", "null")],
        body: Body::Native(|scope, arguments| {
            let map = arguments.first().copied().unwrap_or_default();
            scope.each(map, |map| match map {
                Value::Object(object) => {
                    scope.list(object.entries.iter().map(|(key, _)| Value::String(key)))
                }
                _ => Value::Null,
            })
        }),
        ..Function::DEFAULT
    },
    Function {
        name: "values",
        params: &[Type::Object],
        returns: Type::Array,
        cost: Cost::Items,
        missing: Missing::Null,
        doc: "The values, in the order of their keys.",
        examples: &[("null.values()", "null")],
        body: Body::Native(|scope, arguments| {
            let map = arguments.first().copied().unwrap_or_default();
            scope.each(map, |map| match map {
                Value::Object(object) => scope.list(object.entries.iter().map(|(_, value)| *value)),
                _ => Value::Null,
            })
        }),
        ..Function::DEFAULT
    },
];
