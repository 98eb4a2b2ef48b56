//! What becomes of stored memberships when an evaluation is done (segmentation-api.md 11.2, edge.md
//! 2.2): three states, times that move on entry and exit only.

use serde_json::{Map, Value as Json, json};

use super::calendar;
use super::value;

const DAY: i64 = 86_400_000;

/// Days after which the record of one who left goes.
const KEEP_EXITED: i64 = 30;

/// The namespace of audiences made by definitions.
const OWN: &str = "ups";

/// The key of the time at which a status came to be.
const SINCE: &str = "lastQualificationTime";

/// What changed, by id.
#[derive(Debug, Default, PartialEq)]
pub struct Lists {
    pub realized: Vec<String>,
    pub existing: Vec<String>,
    pub exited: Vec<String>,
    /// Ids whose record is of a later time than the evaluation.
    pub newer: Vec<String>,
}

/// The stored map after an evaluation at `now`, and the lists.
pub fn qualify<'i>(
    stored: &Json,
    now: i64,
    found: impl Iterator<Item = (&'i str, bool)>,
) -> (Json, Lists) {
    let mut map = stored.as_object().cloned().unwrap_or_default();
    let mut lists = Lists::default();
    let spelled = map.keys().find(|name| name.eq_ignore_ascii_case(OWN)).cloned();
    let home = spelled.unwrap_or_else(|| OWN.to_owned());
    let mut records = match map.remove(&home) {
        Some(Json::Object(records)) => Some(records),
        _ => None,
    };
    for (id, is_in) in found {
        let before = records.as_ref().and_then(|records| records.get(id));
        let list = |lists: &mut Lists, status: &str| {
            let list = match status {
                "realized" => &mut lists.realized,
                "existing" => &mut lists.existing,
                "exited" => &mut lists.exited,
                _ => &mut lists.newer,
            };
            list.push(id.to_owned());
        };
        match after(before, is_in, now) {
            After::Same(None) => {}
            After::Same(Some(status)) => list(&mut lists, status),
            After::Gone => {
                records.as_mut().unwrap().remove(id);
            }
            After::Becomes(record) => {
                list(&mut lists, record["status"].as_str().unwrap());
                records.get_or_insert_default().insert(id.to_owned(), record);
            }
        }
    }
    if let Some(records) = records {
        map.insert(home, Json::Object(records));
    }
    (Json::Object(map), lists)
}

/// The ids of everything that the profile is in by a stored map, sorted.
pub fn current(stored: &Json, now: i64) -> Vec<String> {
    let namespaces = stored.as_object().into_iter().flatten();
    let own = namespaces.filter(|(name, _)| name.eq_ignore_ascii_case(OWN));
    let records = own.filter_map(|(_, records)| records.as_object()).flatten();
    let mut ids: Vec<String> =
        records.filter(|(_, record)| was_in(record, now)).map(|(id, _)| id.clone()).collect();
    ids.sort();
    ids
}

enum After {
    /// The record stays as it is; the list that tells of it, if one does.
    Same(Option<&'static str>),
    Gone,
    Becomes(Json),
}

fn after(before: Option<&Json>, is_in: bool, now: i64) -> After {
    let Some(record) = before else {
        return if is_in { changed(&json!({}), "realized", now) } else { After::Same(None) };
    };
    let since = since(record);
    if since.is_some_and(|since| since > now) {
        return After::Same(Some("newer"));
    }
    let (status, is_repeated) = (status(record), since == Some(now));
    match (was_in(record, now), is_in) {
        (false, true) => changed(record, "realized", now),
        (true, false) => changed(record, "exited", now),
        (true, true) if status == "realized" && is_repeated => After::Same(Some("realized")),
        (true, true) => {
            let mut fields = in_current_shape(record);
            fields.insert("status".to_owned(), Json::from("existing"));
            After::Becomes(Json::Object(fields))
        }
        (false, false) if status == "exited" && is_repeated => After::Same(Some("exited")),
        (false, false) => {
            let is_old = since.is_some_and(|since| now - since > KEEP_EXITED * DAY);
            if status == "exited" && is_old { After::Gone } else { After::Same(None) }
        }
    }
}

/// A member of a record, under its name or its name in the model.
fn known<'r>(record: &'r Json, name: &str) -> &'r Json {
    let prefixed = || &record[format!("xdm:{name}")];
    if record[name].is_null() { prefixed() } else { &record[name] }
}

fn time(record: &Json, name: &str) -> Option<i64> {
    value::read(known(record, name), &mut 0).instant()
}

/// Old records have a `timestamp`.
fn since(record: &Json) -> Option<i64> {
    let is_old = known(record, SINCE).is_null();
    time(record, if is_old { "timestamp" } else { SINCE })
}

fn status(record: &Json) -> &str {
    known(record, "status").as_str().unwrap_or("realized")
}

fn was_in(record: &Json, now: i64) -> bool {
    let ends = !known(record, "validUntil").is_null();
    let is_over = ends && time(record, "validUntil").is_none_or(|it| it <= now);
    matches!(status(record), "realized" | "existing") && !is_over
}

/// The members as they are written today.
fn in_current_shape(record: &Json) -> Map<String, Json> {
    let mut fields = Map::new();
    let old = [("status", "status"), ("validUntil", "validUntil"), ("version", "version")];
    let since = [("timestamp", SINCE), (SINCE, SINCE)];
    for (name, today) in old.into_iter().chain(since) {
        let value = known(record, name);
        if !value.is_null() {
            fields.insert(today.to_owned(), value.clone());
        }
    }
    fields
}

/// The record of one who has just entered or left.
fn changed(record: &Json, status: &str, now: i64) -> After {
    let mut fields = in_current_shape(record);
    fields.insert("status".to_owned(), Json::from(status));
    fields.insert(SINCE.to_owned(), Json::from(calendar::write(now)));
    fields.remove("validUntil");
    After::Becomes(Json::Object(fields))
}
