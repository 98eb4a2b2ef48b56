//! Logic and audience functions (pql.md 10.1 and 10.7).

use super::{Body, Function, Missing};
use crate::types::Type;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "if",
        params: &[Type::Any, Type::Any, Type::Any],
        returns: Type::Any,
        missing: Missing::Otherwise,
        doc: "The second argument when the first is true, else the third.",
        examples: &[("if(null, 1, 2)", "2")],
        body: Body::If,
        ..Function::DEFAULT
    },
    Function {
        name: "inSegment",
        params: &[Type::String, Type::String],
        optional: 1,
        doc: "True when the profile is in the audience with this id: realized or existing in the \
              namespace `ups`, or in that of the second argument.",
        examples: &[(r#"inSegment("a730ed3f-119c-415b-a4ac-27c396ae2dff")"#, "false")],
        body: Body::InSegment,
        ..Function::DEFAULT
    },
    Function {
        name: "modelInstances",
        missing: Missing::Otherwise,
        params: &[Type::String, Type::String],
        optional: 1,
        returns: Type::Array,
        doc: "All instances of the class with this URI, as the host gives them.",
        examples: &[(r#"modelInstances("https://example.com/offer").count()"#, "0")],
        body: Body::Instances,
        ..Function::DEFAULT
    },
    Function {
        name: "mapEntry",
        missing: Missing::Otherwise,
        params: &[Type::Any, Type::Any],
        returns: Type::Any,
        doc: "Inside `map`: an entry, key and value, of the map that it makes.",
        examples: &[(r#"["a", "b"].map((X) => mapEntry(X, 1))"#, r#"{"a":1,"b":1}"#)],
        body: Body::Entry,
        ..Function::DEFAULT
    },
];
