//! What a request of a page says: whose events they are, and when they happened.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value as Json;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{OffsetDateTime, UtcOffset};

use crate::body::JsonObject;
use crate::problem::{Kind, Problem};

pub struct IncomingEvent {
    /// Its `_id`, by which an event that is sent twice is known.
    pub id: Option<String>,
    /// The XDM of it.
    pub body: Json,
}

pub struct Visit {
    /// Which visitor it is: the key of a value.
    pub visitor: String,
    pub identity_map: Json,
    /// One or more.
    pub events: Vec<IncomingEvent>,
}

/// A day, in milliseconds.
const DAY: i64 = 86_400_000;

/// Epoch milliseconds.
pub fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_millis().try_into().unwrap_or(i64::MAX)
}

/// Reads `{ event: { xdm } }` or `{ events: [{ xdm }] }`; `now` dates events without a time.
pub fn read(body: Json, now: i64) -> Result<Visit, Problem> {
    let all = xdm_of(body)?.into_iter().enumerate();
    let mut all = all.map(|(at, xdm)| read_event(xdm, at, now));
    let mut visit = all.next().unwrap_or_else(|| Err(incomplete("`events` is empty")))?;
    for other in all {
        let Visit { visitor, events, .. } = other?;
        if visitor != visit.visitor {
            let detail = "the events are of different visitors";
            return Err(Problem::new(Kind::InvalidIdentity, detail));
        }
        visit.events.extend(events);
    }
    Ok(visit)
}

fn xdm_of(body: Json) -> Result<Vec<JsonObject>, Problem> {
    let Json::Object(mut body) = body else {
        return Err(incomplete("the body is no JSON object"));
    };
    let all = match (body.remove("event"), body.remove("events")) {
        (Some(event), None) => vec![event],
        (None, Some(Json::Array(events))) => events,
        (None, Some(_)) => return Err(incomplete("`events` is no array")),
        _ => return Err(incomplete("either `event` or `events` must be there")),
    };
    let xdm = |mut one: Json| match one.get_mut("xdm").map(Json::take) {
        Some(Json::Object(xdm)) => Ok(xdm),
        _ => Err(incomplete("an event has no object `xdm`")),
    };
    all.into_iter().map(xdm).collect()
}

fn incomplete(detail: &str) -> Problem {
    Problem::new(Kind::InvalidRequest, detail)
}

fn read_event(mut xdm: JsonObject, at: usize, now: i64) -> Result<Visit, Problem> {
    let Some(Json::Object(identities)) = xdm.get("identityMap") else {
        let detail = "`xdm.identityMap` is missing or no object";
        return Err(Problem::new(Kind::InvalidIdentity, detail));
    };
    let visitor = primary_identity(identities)?;
    let identity_map = Json::Object(identities.clone());
    let time = match xdm.get("timestamp") {
        None => Some(now),
        Some(text) => text.as_str().and_then(instant),
    };
    let why = match time {
        None => "is not like 2026-11-20T12:00:00.000Z",
        Some(time) if time > now.saturating_add(DAY) => "is in the future",
        Some(time) => {
            xdm.insert("timestamp".into(), Json::String(written(time)));
            let id = xdm.get("_id").and_then(Json::as_str).map(String::from);
            let event = IncomingEvent { id, body: Json::Object(xdm) };
            return Ok(Visit { visitor, identity_map, events: vec![event] });
        }
    };
    Err(Problem::new(Kind::InvalidTimestamp, format!("`timestamp` of event {at} {why}")))
}

/// The key of the visitor whose identity is the one that is marked as primary.
fn primary_identity(map: &JsonObject) -> Result<String, Problem> {
    let wrong = |detail: String| Err(Problem::new(Kind::InvalidIdentity, detail));
    let lists = map.iter().filter_map(|(namespace, list)| Some((namespace, list.as_array()?)));
    let all = lists.flat_map(|(namespace, list)| list.iter().map(move |it| (namespace, it)));
    let primary: Vec<_> = all.filter(|(_, it)| it["primary"] == Json::Bool(true)).collect();
    let [(namespace, identity)] = primary[..] else {
        let found = primary.len();
        return wrong(format!("exactly one identity must be `primary`, {found} are marked so"));
    };
    match identity["id"].as_str() {
        Some(id) if !id.is_empty() => visitor_key(namespace, id),
        _ => wrong("the primary identity has no `id`".into()),
    }
}

/// Bytes of a key of a KV Store.
const LONGEST_KEY: usize = 1_024;

/// Namespaces are written in different cases by different systems; ids are what they are. Both are
/// written in hexadecimal digits, because a key takes few characters.
pub fn visitor_key(namespace: &str, id: &str) -> Result<String, Problem> {
    let hex = |text: &str| text.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    let key = format!("{}-{}", hex(&namespace.to_lowercase()), hex(id));
    if key.len() > LONGEST_KEY {
        return Err(Problem::new(Kind::InvalidIdentity, "the id of the visitor is too long"));
    }
    Ok(key)
}

/// Epoch milliseconds of RFC 3339.
fn instant(text: &str) -> Option<i64> {
    let time = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    (time.unix_timestamp_nanos() / 1_000_000).try_into().ok()
}

fn written(time: i64) -> String {
    let format =
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
    let nanos = i128::from(time) * 1_000_000;
    let time = OffsetDateTime::from_unix_timestamp_nanos(nanos);
    let time = time.unwrap_or(OffsetDateTime::UNIX_EPOCH).to_offset(UtcOffset::UTC);
    time.format(&format).unwrap_or_default()
}
