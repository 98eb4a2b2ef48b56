//! Values on their way out: JSON and RFC 3339 text.

use alloc::format;
use alloc::string::{String, ToString};

use serde_json::{Number, Value as Json};

use super::{MAX_NESTING, Value, civil};

/// The JSON form of a value. Times are RFC 3339 text in UTC, an interval is its start.
#[must_use]
pub fn to_json(value: Value<'_>) -> Json {
    json_within(MAX_NESTING, value)
}

fn json_within(depth: u32, value: Value<'_>) -> Json {
    let Some(depth) = depth.checked_sub(1) else {
        return Json::Null;
    };
    let inner = |value: &Value<'_>| json_within(depth, *value);
    match value {
        Value::Null => Json::Null,
        Value::Boolean(value) => Json::Bool(value),
        Value::Integer(value) => Json::Number(value.into()),
        Value::Double(value) => Number::from_f64(value).map_or(Json::Null, Json::Number),
        Value::String(text) => Json::String(text.to_string()),
        Value::Instant(instant) | Value::Interval(instant, _) => Json::String(write_instant(instant)),
        Value::List(items) => Json::Array(items.iter().map(inner).collect()),
        Value::Object(object) => Json::Object(
            object.entries.iter().map(|(key, value)| (key.to_string(), inner(value))).collect(),
        ),
    }
}

/// RFC 3339 in UTC with milliseconds, as JavaScript's `toISOString`; epoch ms where the calendar
/// ends.
#[must_use]
pub fn write_instant(instant: i64) -> String {
    let Some((year, month, day)) = civil(instant) else {
        return instant.to_string();
    };
    let of_day = instant.rem_euclid(86_400_000);
    let (hour, minute) = (of_day / 3_600_000, of_day / 60_000 % 60);
    let (second, fraction) = (of_day / 1_000 % 60, of_day % 1_000);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{fraction:03}Z")
}
