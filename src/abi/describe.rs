//! What an artifact is, as JSON.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::loaded::Loaded;
use crate::query::Query;

/// The description of an artifact.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Description<'l> {
    Query { reads: Vec<String>, result_type: &'static str, segments: Vec<&'l str> },
}

impl Loaded {
    pub(super) fn describe(&self) -> Description<'_> {
        match self {
            Loaded::Query(query) => of_query(query),
        }
    }
}

fn of_query(query: &Query) -> Description<'_> {
    let parts = query.program().parts();
    Description::Query {
        reads: parts.reads.paths(),
        result_type: parts.result.name(),
        segments: parts.segments.iter().map(|id| &**id).collect(),
    }
}
