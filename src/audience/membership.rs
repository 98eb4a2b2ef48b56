//! What became of a profile's memberships: realized, existing, exited (edge.md 2.2).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Map, Value as Json};

use crate::profile::is_current;
use crate::value::{Value, to_json, write_instant};

/// Memberships after an evaluation, and what changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Qualification {
    /// The whole map, ready to store: records of other audiences and namespaces as they were.
    pub segment_membership: Map<String, Json>,
    /// The audiences that the profile entered, in the order of the definitions.
    pub realized: Vec<String>,
    /// Those that it stays in.
    pub existing: Vec<String>,
    /// Those that it left.
    pub exited: Vec<String>,
}

/// The namespace of audiences made by definitions.
const NAMESPACE: &str = "ups";

/// Compares what was found with what was stored. `lastQualificationTime` moves on entry and exit
/// only, so that evaluating again at the same time changes nothing.
pub(super) fn qualify<'s>(
    stored: Value<'_>,
    now: i64,
    found: impl Iterator<Item = (&'s str, bool)>,
) -> Qualification {
    let before = own_namespace(stored);
    let mut out = Qualification { segment_membership: object(stored), ..Default::default() };
    let name = out.segment_membership.keys().find(|name| name.eq_ignore_ascii_case(NAMESPACE));
    let name = name.map_or_else(|| NAMESPACE.to_string(), Clone::clone);
    let mut records = match out.segment_membership.remove(&name) {
        Some(Json::Object(records)) => records,
        _ => Map::new(),
    };
    for (id, member) in found {
        let was = is_current(before.map_or(Value::Null, |before| before.get(id)), now);
        match (was, member) {
            (false, false) => {}
            (false, true) => {
                out.realized.push(id.to_string());
                stamp(&mut records, id, "realized", Some(now));
            }
            (true, true) => {
                out.existing.push(id.to_string());
                // The status `existing` is retired from the map; members are realized.
                stamp(&mut records, id, "realized", None);
            }
            (true, false) => {
                out.exited.push(id.to_string());
                stamp(&mut records, id, "exited", Some(now));
            }
        }
    }
    if !records.is_empty() {
        out.segment_membership.insert(name, Json::Object(records));
    }
    out
}

/// A stored map of memberships as JSON; an empty one for anything else.
fn object(stored: Value<'_>) -> Map<String, Json> {
    match to_json(stored) {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

fn own_namespace<'a>(stored: Value<'a>) -> Option<&'a crate::value::Object<'a>> {
    let Value::Object(namespaces) = stored else {
        return None;
    };
    let mut own =
        namespaces.entries.iter().filter(|(name, _)| name.eq_ignore_ascii_case(NAMESPACE));
    match own.next() {
        Some((_, Value::Object(records))) => Some(records),
        _ => None,
    }
}

/// Sets a record's status, and its time when it changed. A `validUntil` that ran out would undo a
/// new membership at once, so it goes.
fn stamp(records: &mut Map<String, Json>, id: &str, status: &str, at: Option<i64>) {
    let record = records.entry(id).or_insert_with(|| Json::Object(Map::new()));
    if !record.is_object() {
        *record = Json::Object(Map::new());
    }
    let Json::Object(record) = record else {
        return;
    };
    record.insert("status".into(), status.into());
    if let Some(at) = at {
        record.insert("lastQualificationTime".into(), write_instant(at).into());
        record.remove("validUntil");
    }
}
