//! Input to begin with: what a case of the suite is to every target.

use pql_edge::audience::{AudienceSet, Definition, Evaluation};
use pql_edge::query::Query;
use pql_edge::syntax::json::to_json;
use pql_edge::syntax::parse;
use serde_json::json;

use crate::cases::Case;
use crate::properties::SEPARATOR;

/// The names of the targets and what each gets.
pub fn seeds(case: &Case) -> Vec<(&'static str, Vec<u8>)> {
    let source = case.query.clone().into_bytes();
    let mut whole = source.clone();
    for part in [Some(&case.profile), case.parameters.as_ref()].into_iter().flatten() {
        whole.push(SEPARATOR);
        whole.extend(part.to_string().into_bytes());
    }
    let profile = case.profile.to_string().into_bytes();
    let mut seeds = vec![("parse", source), ("compile_and_run", whole), ("reader", profile)];
    if let Ok(tree) = to_json(&parse(&case.query).tree) {
        seeds.push(("json", tree.to_string().into_bytes()));
    }
    if let Ok(query) = Query::compile(&case.query) {
        seeds.push(("decode", query.to_bytes()));
    }
    let definitions = json!({ "segments": [
        { "id": "a", "name": "A", "expression": { "value": case.query } },
        { "id": "b", "expression": { "value": "inSegment(\"a\")" },
            "dataGovernancePolicy": { "excludeOptOut": true } },
    ] });
    let text = definitions.to_string();
    let set = AudienceSet::compile(Definition::all_from_text(&text), Evaluation::Any);
    seeds.push(("set", set.to_bytes()));
    let mut whole = text.into_bytes();
    whole.push(SEPARATOR);
    whole.extend(case.profile.to_string().into_bytes());
    seeds.push(("definitions", whole));
    seeds
}
