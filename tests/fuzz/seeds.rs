//! Input to begin with: what a case of the suite is to every target.

use pql_edge::query::Query;
use pql_edge::syntax::json::to_json;
use pql_edge::syntax::parse;

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
    let mut seeds = vec![("parse", source), ("compile_and_run", whole)];
    if let Ok(tree) = to_json(&parse(&case.query).tree) {
        seeds.push(("json", tree.to_string().into_bytes()));
    }
    if let Ok(query) = Query::compile(&case.query) {
        seeds.push(("decode", query.to_bytes()));
    }
    seeds
}
