//! Array, list and set functions (pql.md 10.3).

use bumpalo::collections::Vec;

use super::{Body, Cost, Form, Function, Missing, Scope};
use crate::types::Type;
use crate::value::{Value, contains, same};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "in",
        params: &[Type::Any, Type::Array],
        cost: Cost::Pairs,
        doc: "True when the value equals an item of the array; also written `v in a`.",
        examples: &[("in(3, [1, 3])", "true")],
        body: Body::Native(|scope, arguments| member(scope, arguments, true)),
        ..Function::DEFAULT
    },
    Function {
        name: "notIn",
        params: &[Type::Any, Type::Array],
        cost: Cost::Pairs,
        doc: "True when both are present and the value equals no item of the array; also written \
              `v notIn a`.",
        examples: &[("notIn(2, [1, 3])", "true"), ("null notIn [1]", "false")],
        body: Body::Native(|scope, arguments| member(scope, arguments, false)),
        ..Function::DEFAULT
    },
    Function {
        name: "includes",
        params: &[Type::Array, Type::Any],
        cost: Cost::Pairs,
        doc: "True when an item of the array equals the value: `in` turned round.",
        examples: &[(r#"["red", "blue"].includes("red")"#, "true")],
        body: Body::Native(|scope, arguments| match arguments {
            [array, value] => member(scope, &[*value, *array], true),
            _ => Value::Null,
        }),
        ..Function::DEFAULT
    },
    Function {
        name: "intersects",
        params: TWO_ARRAYS,
        cost: Cost::Pairs,
        doc: "True when the arrays have an item in common; false when either is missing.",
        examples: &[("[1, 2].intersects([2, 3])", "true")],
        body: Body::Native(|scope, arguments| {
            compare(arguments, |left, right| left.iter().any(|item| scope.contains(right, *item)))
        }),
        ..Function::DEFAULT
    },
    Function {
        name: "intersection",
        params: TWO_ARRAYS,
        returns: Type::Array,
        cost: Cost::Pairs,
        missing: Missing::Null,
        doc: "The items of the first array that are in the second, each once; null when there is \
              none.",
        examples: &[("[1, 2, 3].intersection([3, 2])", "[2,3]"), ("[1].intersection([2])", "null")],
        body: Body::Native(intersection),
        ..Function::DEFAULT
    },
    Function {
        name: "subsetOf",
        params: TWO_ARRAYS,
        cost: Cost::Pairs,
        doc: "True when every item of the first array is in the second.",
        examples: &[("[1, 1].subsetOf([1, 2])", "true")],
        body: Body::Native(|scope, arguments| {
            compare(arguments, |left, right| left.iter().all(|item| scope.contains(right, *item)))
        }),
        ..Function::DEFAULT
    },
    Function {
        name: "supersetOf",
        params: TWO_ARRAYS,
        cost: Cost::Pairs,
        doc: "True when every item of the second array is in the first.",
        examples: &[("[1, 2].supersetOf([1, 3])", "false")],
        body: Body::Native(|scope, arguments| {
            // The type of the first array's items decides, as with every pair of operands.
            compare(arguments, |left, right| right.iter().all(|item| scope.repeats(left, *item)))
        }),
        ..Function::DEFAULT
    },
    Function {
        name: "distinct",
        params: &[Type::Array],
        returns: Type::Array,
        cost: Cost::Square,
        missing: Missing::Null,
        doc: "The items without repetitions, in the order of their first appearance.",
        examples: &[("[2, 1, 2].distinct()", "[2,1]")],
        body: Body::Native(distinct),
        ..Function::DEFAULT
    },
    Function {
        name: "head",
        params: &[Type::Array],
        returns: Type::Any,
        missing: Missing::Null,
        doc: "The first item; null when there is none.",
        examples: &[("[2, 1].head()", "2")],
        body: Body::Native(|_, arguments| match arguments {
            [Value::List([first, ..])] => *first,
            _ => Value::Null,
        }),
        ..Function::DEFAULT
    },
    Function {
        name: "map",
        missing: Missing::Empty,
        params: &[Type::Any, Type::Any],
        returns: Type::Any,
        doc: "The results of the expression for the items of an array or the values of a map; \
              with `(K, V) => mapEntry(…)` a map.",
        examples: &[
            ("[1, 2].map(this * 2)", "[2,4]"),
            (r#"{"a": 1}.map((K, V) => mapEntry(K, V + 1))"#, r#"{"a":2}"#),
        ],
        body: Body::Form(Form::Map),
        ..Function::DEFAULT
    },
    Function {
        name: "groupBy",
        missing: Missing::EmptyMap,
        params: PER_ITEM,
        returns: Type::Object,
        doc: "A map from each key to the array of the items that have it; items without a key \
              are in no group.",
        examples: &[("[1, 2, 3].groupBy(this % 2)", r#"{"0":[2],"1":[1,3]}"#)],
        body: Body::Form(Form::GroupBy),
        ..Function::DEFAULT
    },
    Function {
        name: "topN",
        missing: Missing::Empty,
        params: RANKED,
        returns: Type::Array,
        doc: "The so many items with the largest key, the largest first; items without a number \
              or a time as key come last.",
        examples: &[("[2, 3, 1].topN(this, 2)", "[3,2]")],
        body: Body::Form(Form::Top),
        ..Function::DEFAULT
    },
    Function {
        name: "bottomN",
        missing: Missing::Empty,
        params: RANKED,
        returns: Type::Array,
        doc: "The so many items with the smallest key, the smallest first; items without a \
              number or a time as key come last.",
        examples: &[("[2, 3, 1].bottomN(this, 2)", "[1,2]")],
        body: Body::Form(Form::Bottom),
        ..Function::DEFAULT
    },
    Function {
        name: "filter",
        params: PER_ITEM,
        returns: Type::Array,
        missing: Missing::Empty,
        doc: "The items that satisfy the condition; also written `a[condition]`.",
        examples: &[("[1, 2, 3].filter(this > 1)", "[2,3]")],
        body: Body::Form(Form::Filter),
        ..Function::DEFAULT
    },
    Function {
        name: "exists",
        params: PER_ITEM,
        doc: "True when some item satisfies the condition.",
        examples: &[("[1, 2, 3].exists(this > 2)", "true")],
        body: Body::Form(Form::Exists),
        ..Function::DEFAULT
    },
];

const TWO_ARRAYS: &[Type] = &[Type::Array, Type::Array];

/// An array and an expression in the scope of its items.
const PER_ITEM: &[Type] = &[Type::Array, Type::Any];

/// An array, an expression in the scope of its items, and how many of them.
const RANKED: &[Type] = &[Type::Array, Type::Any, Type::Integer];

/// `in` and `notIn`: false when either side is missing; an array on the left passes with any item.
fn member<'a>(scope: Scope<'a>, arguments: &[Value<'a>], wanted: bool) -> Value<'a> {
    let [value, Value::List(items)] = arguments else {
        return Value::Boolean(false);
    };
    let test = |value: Value<'a>| !value.is_null() && scope.contains(items, value) == wanted;
    super::any(*value, test)
}

fn compare<'a>(
    arguments: &[Value<'a>],
    test: impl Fn(&[Value<'a>], &[Value<'a>]) -> bool,
) -> Value<'a> {
    Value::Boolean(match arguments {
        [Value::List(left), Value::List(right)] => test(left, right),
        _ => false,
    })
}

fn intersection<'a>(scope: Scope<'a>, arguments: &[Value<'a>]) -> Value<'a> {
    let [Value::List(left), Value::List(right)] = arguments else {
        return Value::Null;
    };
    let mut out = Vec::new_in(scope.scratch.arena);
    for item in left.iter().filter(|item| scope.contains(right, **item)) {
        if !scope.repeats(&out, *item) {
            out.push(*item);
        }
    }
    if out.is_empty() { Value::Null } else { Value::List(out.into_bump_slice()) }
}

fn distinct<'a>(scope: Scope<'a>, arguments: &[Value<'a>]) -> Value<'a> {
    match arguments {
        [Value::List(items)] => Value::List(scope.distinct(items)),
        _ => Value::Null,
    }
}

impl<'a> Scope<'a> {
    /// Whether a value is in a list, as `=` compares it with each item.
    fn contains(self, items: &[Value<'a>], value: Value<'a>) -> bool {
        contains(items, value, self.scratch.meter)
    }

    /// The first of equal items each; nulls stay.
    pub(super) fn distinct(self, items: &[Value<'a>]) -> &'a [Value<'a>] {
        let mut out: Vec<'a, Value<'a>> = Vec::new_in(self.scratch.arena);
        for item in items {
            if !self.repeats(&out, *item) {
                out.push(*item);
            }
        }
        out.into_bump_slice()
    }

    /// Whether an item equals one that was seen before it, as `=` compares the two; null never
    /// does.
    fn repeats(self, seen: &[Value<'a>], item: Value<'a>) -> bool {
        let meter = self.scratch.meter;
        !item.is_null() && seen.iter().any(|seen| same(*seen, item, meter))
    }
}
