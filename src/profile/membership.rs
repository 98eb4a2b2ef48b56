//! What a stored membership record says (edge.md 2.2).

use crate::value::Value;

/// Whether a record of `segmentMembership` means a member at `now` (epoch ms): realized or
/// existing, and `validUntil`, if there is one, still to come. A missing status is `realized`, the
/// default of its schema.
#[must_use]
pub fn is_current(record: Value<'_>, now: i64) -> bool {
    let Value::Object(record) = record else {
        return false;
    };
    let member = match record.get("status") {
        Value::Null => true,
        Value::String(status) => matches!(status, "realized" | "existing"),
        _ => false,
    };
    let until = record.get("validUntil");
    member && (until.is_null() || until.instant().is_some_and(|end| end > now))
}
