//! Whether a profile is in an audience (pql.md 10.7, edge.md 2).

use super::value::Value;

/// `inSegment(id)`, `inSegment(id, namespace)`
pub fn is_member(profile: &Value, id: &str, namespace: &str, now: i64) -> bool {
    let Value::Object(map) = profile.field("segmentMembership") else {
        return false;
    };
    let of_namespace =
        map.fields.iter().filter(|(key, _)| key.to_lowercase() == namespace.to_lowercase());
    of_namespace.map(|(_, audiences)| audiences.field(id)).any(|record| is_current(&record, now))
}

fn is_current(record: &Value, now: i64) -> bool {
    if !matches!(record, Value::Object(_)) {
        return false;
    }
    let status = record.field("status");
    let valid_until = record.field("validUntil");
    let is_in = status.is_null() || matches!(status.as_str(), Some("realized" | "existing"));
    let is_valid = valid_until.is_null() || valid_until.instant().is_some_and(|until| until > now);
    is_in && is_valid
}
