//! What the hub changes of a profile: attributes, opt-outs, memberships of audiences elsewhere.

use serde_json::{Map, Value as Json, json};

use super::DAY;
use crate::generate::random::Random;
use crate::oracle;

/// A part of the profile that is as another profile has it from now on.
pub struct Change {
    /// One or two names: `homeAddress`, or `trips` of `_acme`.
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

pub fn change(random: &mut Random, profiles: &[Json], now: i64) -> Change {
    match random.below(10) {
        0 => opt_out(random, now),
        1 => foreign_membership(random, profiles, now),
        _ => attribute(random, profiles),
    }
}

/// A part as another profile has it, or nothing where that one lacks it.
fn attribute(random: &mut Random, profiles: &[Json]) -> Change {
    let donor = &profiles[random.below(profiles.len())];
    if random.percent(35) {
        let name = random.pick(WHOLE);
        return Change { path: vec![name.to_owned()], value: donor.get(name).cloned() };
    }
    let part = random.pick(BY_MEMBER);
    let members: Vec<&String> =
        profiles.iter().filter_map(|it| it[part].as_object()).flat_map(Map::keys).collect();
    let name = members[random.below(members.len())];
    let path = vec![part.to_owned(), name.clone()];
    Change { path, value: donor[part].get(name).cloned() }
}

fn opt_out(random: &mut Random, now: i64) -> Change {
    let entry = |value: &str, at: i64| {
        json!({ "optOutType": "general_opt_out", "optOutValue": value,
            "timestamp": oracle::written(at) })
    };
    let older = entry("out", now - DAY);
    let list = match random.below(4) {
        0 => json!([]),
        1 => json!([entry("in", now), older]),
        2 => json!([older, { "optOutType": "sales_sharing_opt_out", "optOutValue": "out" }]),
        _ => json!([entry("in", now - 2 * DAY), older]),
    };
    Change { path: vec!["optOutConsentLevel".into(), "privacyOptOuts".into()], value: Some(list) }
}

/// A record of an audience that no synchronous definition makes.
fn foreign_membership(random: &mut Random, profiles: &[Json], now: i64) -> Change {
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
    let mut record = json!({
        "status": random.pick(&["realized", "existing", "exited"]),
        "lastQualificationTime": oracle::written(now - DAY),
    });
    if random.percent(40) {
        record["validUntil"] = Json::from(oracle::written(now + 3 * DAY));
    }
    let path = vec!["segmentMembership".into(), namespace, id];
    Change { path, value: Some(record) }
}

impl Change {
    /// Whether it is of a stored membership, which a worker keeps apart from the attributes.
    pub fn is_of_membership(&self) -> bool {
        self.path[0] == "segmentMembership"
    }

    pub fn make(&self, profile: &mut Json) {
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
        let time = record["lastQualificationTime"].as_str().and_then(oracle::instant);
        let Some(time) = time.filter(|time| *time >= start) else {
            continue;
        };
        record["lastQualificationTime"] = Json::from(oracle::written(time - 20 * DAY));
    }
}
