//! Values on their way out: JSON and RFC 3339 text.

use alloc::format;
use alloc::string::{String, ToString};

use serde_json::{Map, Number, Value as Json};

use super::decimal::double_text;
use super::{Arena, MAX_NESTING, Value, civil};

/// The JSON form of a value. Times are RFC 3339 text in UTC, an interval is its start.
#[must_use]
pub fn to_json(value: Value<'_>) -> Json {
    json_within(MAX_NESTING, value)
}

/// Of how many values it is made, unless there are more than the limit. A computed list may hold
/// the same list often, so that it is far larger written than it is in memory.
#[must_use]
pub fn size_within(value: Value<'_>, limit: usize) -> Option<usize> {
    fn count(value: Value<'_>, left: usize) -> Option<usize> {
        let left = left.checked_sub(1)?;
        match value {
            Value::List(items) => items.iter().try_fold(left, |left, item| count(*item, left)),
            Value::Object(object) => {
                object.entries.iter().try_fold(left, |left, (_, value)| count(*value, left))
            }
            _ => Some(left),
        }
    }
    count(value, limit).map(|left| limit - left)
}

/// What a value is as the key of a map: text as it is, other scalars as `=` writes them, times as
/// results show them, a list of one item as that item. None for anything else.
#[must_use]
pub fn key_text<'a>(value: Value<'a>, arena: &'a Arena) -> Option<&'a str> {
    let mut value = value;
    // A list of one item counts as the item; lists are not nested deeper than this.
    for _ in 0..MAX_NESTING {
        match value {
            Value::List([item]) => value = *item,
            _ => break,
        }
    }
    let written = match value {
        Value::String(text) => return Some(text),
        Value::Boolean(value) => return Some(if value { "true" } else { "false" }),
        Value::Integer(value) => format!("{value}"),
        Value::Double(value) => double_text(value),
        Value::Instant(instant) | Value::Interval(instant, _) => write_instant(instant),
        Value::Null | Value::List(_) | Value::Object(_) => return None,
    };
    Some(arena.alloc_str(&written))
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
        Value::Instant(instant) | Value::Interval(instant, _) => {
            Json::String(write_instant(instant))
        }
        Value::List(items) => Json::Array(items.iter().map(inner).collect()),
        Value::Object(object) => {
            // Collecting would bring a sort of its own into the module.
            let mut map = Map::new();
            let there = |value: &Value<'_>| !(object.partial && value.is_null());
            for (key, value) in object.entries.iter().filter(|(_, value)| there(value)) {
                map.insert(key.to_string(), inner(value));
            }
            Json::Object(map)
        }
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
