//! Diagnostics that no text of a query alone can give.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test binary uses its own part")]

use pql_edge::audience::{AudienceSet, Definition, Destination, Evaluation, Qualification};
use pql_edge::check::Options;
use pql_edge::diagnostic::{Code, Diagnostic};
use pql_edge::limits::Limits;
use pql_edge::query::{Evaluator, Input, Query};
use pql_edge::schema::Schema;
use serde_json::json;

/// What gives a diagnostic.
pub type Trigger = fn() -> Vec<Diagnostic>;

/// Diagnostics that no text alone can give, in which situation, and what gives them.
pub const BEYOND_TEXTS: &[(Code, &str, Trigger)] = &[
    (
        Code::BadJson,
        r#"a definition whose expression is the JSON {"nodeType": "nonsense"}"#,
        || skipped(&[("a", json!({ "nodeType": "nonsense" }))]),
    ),
    (
        Code::UnknownMember,
        r#"the query `{"nodeType": "parameterReference", "position": 1, "note": "x"}`"#,
        || {
            let tree = r#"{"nodeType": "parameterReference", "position": 1, "note": "x"}"#;
            compiled(tree, Limits::DEFAULT).unwrap().diagnostics().to_vec()
        },
    ),
    (Code::SourceTooLong, r#"the query `a = 1` with the limit `source` 3"#, || {
        compiled("a = 1", Limits { source: 3, ..Limits::DEFAULT }).unwrap_err()
    }),
    (Code::TooManyItems, r#"a list of 70,000 different numbers"#, || {
        let numbers: Vec<String> = (0..70_000).map(|number| number.to_string()).collect();
        compiled(&format!("[{}]", numbers.join(",")), Limits::DEFAULT).unwrap_err()
    }),
    (Code::TooManyProblems, r#"`nosuch() and` 101 times"#, || {
        compiled(&"nosuch() and ".repeat(101), Limits::DEFAULT).unwrap_err()
    }),
    (Code::OutOfFuel, r#"`[1, 2, 3]` with the limit `fuel` 1"#, || {
        evaluated("[1, 2, 3]", Limits { fuel: 1, ..Limits::DEFAULT }, b"{}")
    }),
    (Code::ResultTooLarge, r#"`[1, 2, 3]` with the limit `result` 2"#, || {
        evaluated("[1, 2, 3]", Limits { result: 2, ..Limits::DEFAULT }, b"{}")
    }),
    (Code::BadProfile, r#"the profile `{"a": `"#, || evaluated("a", Limits::DEFAULT, b"{\"a\": ")),
    (Code::BadUtf8, r#"a profile with the byte FF in a text"#, || {
        evaluated("a", Limits::DEFAULT, b"{\"a\": \"\xff\"}")
    }),
    (Code::BadArtifact, r#"the bytes of `PQL` as a program"#, || {
        vec![Query::from_bytes(b"PQL").unwrap_err()]
    }),
    (Code::BadDefinition, r#"a definition with an empty id"#, || skipped(&[("", json!("a = 1"))])),
    (Code::SegmentCycle, r#"the definition `a` with the query `inSegment("a")`"#, || {
        skipped(&[("a", json!("inSegment(\"a\")"))])
    }),
    (Code::UnknownAudience, r#"an explanation of the audience `a` in an empty set"#, || {
        let input = Input::new(b"{}", 0);
        vec![set(&[]).explain("a", &mut Evaluator::new(), &input).unwrap_err()]
    }),
    (Code::UnknownReference, r#"the definition `a` with the query `inSegment("b")`"#, || {
        set(&[("a", json!("inSegment(\"b\")"))]).warnings().remove(0).diagnostics
    }),
    (Code::BadDestination, r#"the activation of a destination with an empty id"#, || {
        vec![Qualification::default().activation(&Destination::default()).unwrap_err()]
    }),
    (Code::BadSchema, r#"the schema `{"properties": 5}`"#, || {
        Schema::from_json(&json!({ "properties": 5 })).unwrap_err()
    }),
    (Code::SchemaTooLarge, "a schema of 210,000 fields", || {
        Schema::from_json(&wide(210_000)).unwrap_err()
    }),
];

/// A schema with so many fields.
fn wide(fields: usize) -> serde_json::Value {
    let fields = (0..fields).map(|number| (format!("f{number}"), json!({ "type": "string" })));
    json!({ "properties": fields.collect::<serde_json::Map<_, _>>() })
}

fn compiled(source: &str, limits: Limits) -> Result<Query, Vec<Diagnostic>> {
    Query::compile_with(source, &Options { limits, ..Options::default() })
}

fn evaluated(source: &str, limits: Limits, profile: &[u8]) -> Vec<Diagnostic> {
    let query = compiled(source, limits).unwrap();
    vec![query.evaluate(&mut Evaluator::new(), &Input::new(profile, 0)).unwrap_err()]
}

fn set(definitions: &[(&str, serde_json::Value)]) -> AudienceSet {
    let definitions = definitions.iter().map(|(id, value)| {
        let format = if value.is_string() { "pql/text" } else { "pql/json" };
        let expression = json!({ "type": "PQL", "format": format, "value": value });
        Definition::from_json(json!({ "id": id, "expression": expression }))
    });
    AudienceSet::compile(definitions, Evaluation::Any)
}

fn skipped(definitions: &[(&str, serde_json::Value)]) -> Vec<Diagnostic> {
    set(definitions).skipped().iter().flat_map(|skipped| skipped.diagnostics.clone()).collect()
}
