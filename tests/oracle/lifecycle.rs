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
    let time = |name: &str| value::read(&record[name], &mut 0).instant();
    let since = time("lastQualificationTime");
    if since.is_some_and(|since| since > now) {
        return After::Same(Some("newer"));
    }
    let status = record["status"].as_str().unwrap_or("realized");
    let is_over = !record["validUntil"].is_null() && time("validUntil").is_none_or(|it| it <= now);
    let was_in = matches!(status, "realized" | "existing") && !is_over;
    let is_repeated = since == Some(now);
    match (was_in, is_in) {
        (false, true) => changed(record, "realized", now),
        (true, false) => changed(record, "exited", now),
        (true, true) if status == "realized" && is_repeated => After::Same(Some("realized")),
        (true, true) => {
            let mut record = record.clone();
            record["status"] = Json::from("existing");
            After::Becomes(record)
        }
        (false, false) if status == "exited" && is_repeated => After::Same(Some("exited")),
        (false, false) => {
            let is_old = since.is_some_and(|since| now - since > KEEP_EXITED * DAY);
            if status == "exited" && is_old { After::Gone } else { After::Same(None) }
        }
    }
}

/// The record of one who has just entered or left.
fn changed(record: &Json, status: &str, now: i64) -> After {
    let mut fields: Map<String, Json> = record.as_object().cloned().unwrap_or_default();
    fields.insert("status".to_owned(), Json::from(status));
    fields.insert("lastQualificationTime".to_owned(), Json::from(calendar::write(now)));
    fields.remove("validUntil");
    After::Becomes(Json::Object(fields))
}
