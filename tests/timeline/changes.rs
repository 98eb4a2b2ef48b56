//! What the hub changes of a profile: attributes, opt-outs, memberships of audiences elsewhere.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};

use super::DAY;
use crate::generate::random::Random;
use crate::oracle;

/// Parts of the profile that are different from now on.
pub struct Change {
    parts: Vec<Part>,
}

struct Part {
    /// Names: `homeAddress`, or `trips` of `_acme`.
    path: Vec<String>,
    /// None takes the part away.
    value: Option<Json>,
}

/// Parts that change as a whole; of the others, single members do.
const WHOLE: &[&str] = &[
    "homeAddress",
    "workAddress",
    "personalEmail",
    "mobilePhone",
    "preferredLanguage",
    "identityMap",
    "optInOut",
];
const BY_MEMBER: &[&str] = &["person", "loyalty", "consents", "_acme"];

/// The most attributes that change at once.
const MOST: usize = 6;

pub fn change(random: &mut Random, profiles: &[Json], now: i64) -> Change {
    let parts = match random.below(10) {
        0 => vec![opt_out(random, now)],
        1 => vec![foreign_membership(random, profiles, now)],
        _ => {
            let donor = &profiles[random.below(profiles.len())];
            let number = 1 + random.below(MOST);
            (0..number).map(|_| attribute(random, donor, profiles)).collect()
        }
    };
    Change { parts }
}

/// A part as another profile has it, or nothing where that one lacks it.
fn attribute(random: &mut Random, donor: &Json, profiles: &[Json]) -> Part {
    if random.percent(30) {
        let name = random.pick(WHOLE);
        return Part { path: vec![name.to_owned()], value: donor.get(name).cloned() };
    }
    let part = random.pick(BY_MEMBER);
    let known = profiles.iter().filter_map(|it| it[part].as_object()).flat_map(Map::keys);
    let known: Vec<&String> = known.collect::<BTreeSet<_>>().into_iter().collect();
    let name = known[random.below(known.len())].as_str();
    Part { path: vec![part.to_owned(), name.to_owned()], value: donor[part].get(name).cloned() }
}

fn opt_out(random: &mut Random, now: i64) -> Part {
    let entry = |value: &str, at: i64| {
        json!({ "optOutType": "general_opt_out", "optOutValue": value,
            "timestamp": oracle::written(at) })
    };
    let older = entry("out", now - DAY);
    let list = match random.below(6) {
        0 | 4 | 5 => json!([]),
        1 => json!([entry("in", now), older]),
        2 => json!([older, { "optOutType": "sales_sharing_opt_out", "optOutValue": "out" }]),
        _ => json!([entry("in", now - 2 * DAY), older]),
    };
    Part { path: vec!["optOutConsentLevel".into(), "privacyOptOuts".into()], value: Some(list) }
}

/// A record of an audience that no synchronous definition makes.
fn foreign_membership(random: &mut Random, profiles: &[Json], now: i64) -> Part {
    let elsewhere = |profile: &Json| -> Vec<(String, String)> {
        let namespaces = profile["segmentMembership"].as_object().into_iter().flatten();
        let ids = namespaces.flat_map(|(namespace, records)| {
            let ids = records.as_object().into_iter().flat_map(Map::keys);
            ids.map(move |id| (namespace.clone(), id.clone()))
        });
        ids.collect()
    };
    let all: Vec<(String, String)> = profiles.iter().flat_map(elsewhere).collect();
    let (namespace, id) = all[random.below(all.len())].clone();
    // A clock elsewhere may be ahead.
    let since = now + random.of(&[-DAY, -DAY, -DAY, DAY / 12]);
    let mut record = json!({
        "status": random.pick(&["realized", "existing", "exited"]),
        "lastQualificationTime": oracle::written(since),
    });
    if random.percent(40) {
        record["validUntil"] = Json::from(oracle::written(now + 3 * DAY));
    }
    let path = vec!["segmentMembership".into(), namespace, id];
    Part { path, value: Some(record) }
}

impl Change {
    /// Whether it is of a stored membership, which a worker keeps apart from the attributes.
    pub fn is_of_membership(&self) -> bool {
        self.parts.iter().any(|part| part.path[0] == "segmentMembership")
    }

    pub fn make(&self, profile: &mut Json) {
        self.parts.iter().for_each(|part| part.make(profile));
    }
}

impl Part {
    fn make(&self, profile: &mut Json) {
        let (last, outer) = self.path.split_last().unwrap();
        let mut place = profile;
        for name in outer {
            if !place.is_object() {
                *place = json!({});
            }
            let fields = place.as_object_mut().unwrap();
            // A namespace stays in the spelling that it has.
            let known = fields.keys().find(|known| known.eq_ignore_ascii_case(name)).cloned();
            place = fields.entry(known.as_ref().unwrap_or(name)).or_insert(Json::Null);
        }
        if !place.is_object() {
            *place = json!({});
        }
        let fields = place.as_object_mut().unwrap();
        match &self.value {
            Some(value) => _ = fields.insert(last.clone(), value.clone()),
            None => _ = fields.remove(last),
        }
    }
}

/// Moves the times of stored memberships before the start; then nothing is from the future.
pub fn age_memberships(profile: &mut Json, start: i64) {
    let namespaces = profile["segmentMembership"].as_object_mut().into_iter().flatten();
    let records = namespaces.filter_map(|(_, records)| records.as_object_mut()).flatten();
    for (_, record) in records {
        let fields = record.as_object_mut().unwrap();
        for (_, value) in fields.iter_mut().filter(|(name, _)| name.as_str() != "validUntil") {
            let time = value.as_str().and_then(oracle::instant);
            if let Some(time) = time.filter(|time| *time >= start) {
                *value = Json::from(oracle::written(time - 20 * DAY));
            }
        }
    }
}
