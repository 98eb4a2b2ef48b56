//! Memberships over time, as data: stored records, a time and the answers give a map and lists.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

mod generate;
mod oracle;

use pql_edge::audience::{
    AudienceSet, Definition, Evaluation, Qualification, SetOptions, Settings, Statuses,
};
use pql_edge::query::{Evaluator, Input};
use serde_json::{Value as Json, json};

use generate::random::Random;

const CASES: &str = include_str!("membership/qualify.json");
const LISTS: [&str; 4] = ["realized", "existing", "exited", "newer"];

/// A set whose audience `a` holds where the profile's field `a` is true.
fn set(ids: &[&str], settings: Settings) -> AudienceSet {
    let definitions = ids.iter().map(|id| {
        let expression = json!({ "type": "PQL", "format": "pql/text", "value": id });
        Definition::from_json(json!({ "id": id, "expression": expression }))
    });
    let settings = Settings { evaluation: Evaluation::Any, ..settings };
    AudienceSet::compile_with(definitions, &SetOptions { settings, ..SetOptions::default() })
}

fn qualify(set: &AudienceSet, profile: &Json, given: Option<&Json>, now: i64) -> Qualification {
    let (profile, given) = (profile.to_string(), given.map(Json::to_string));
    let mut input = Input::new(profile.as_bytes(), now);
    input.membership = given.as_deref().map(str::as_bytes);
    set.qualify(&mut Evaluator::new(), &input).unwrap()
}

/// As the cases write it.
fn as_json(found: &Qualification) -> Json {
    let Qualification { segment_membership, realized, existing, exited, newer, .. } = found;
    let mut all = json!({ "segmentMembership": segment_membership });
    for (name, list) in LISTS.into_iter().zip([realized, existing, exited, newer]) {
        if !list.is_empty() {
            all[name] = json!(list);
        }
    }
    all
}

fn settings(case: &Json) -> Settings {
    let mut settings = Settings::DEFAULT;
    if let Some(given) = case.get("membership") {
        if given["statuses"] == "two" {
            settings.statuses = Statuses::Two;
        }
        if let Some(days) = given.get("keepExited") {
            settings.keep_exited = days.as_u64().map(|days| u32::try_from(days).unwrap());
        }
    }
    settings
}

fn time(now: &Json) -> i64 {
    now.as_i64().unwrap_or_else(|| oracle::instant(now.as_str().unwrap()).unwrap())
}

#[test]
fn every_case() {
    let cases: Vec<Json> = serde_json::from_str(CASES).unwrap();
    let mut wrong = Vec::new();
    for case in &cases {
        let ids = |name: &str| -> Vec<&str> {
            case[name].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect()
        };
        let (inside, mut all) = (ids("in"), ids("in"));
        all.extend(ids("out"));
        all.sort_unstable();
        let set = set(&all, settings(case));
        let mut profile = case.get("profile").cloned().unwrap_or_else(|| json!({}));
        for id in inside {
            profile[id] = json!(true);
        }
        let now = time(&case["now"]);
        let first = qualify(&set, &profile, case.get("given"), now);
        // Twice is once, whether the map comes beside the profile or on it.
        let map = json!(first.segment_membership);
        let beside = qualify(&set, &profile, Some(&map), now);
        profile["segmentMembership"] = map;
        let on_it = qualify(&set, &profile, None, now);
        for found in [&first, &beside, &on_it] {
            if as_json(found) != case["expect"] {
                wrong.push(format!("{}\n  {}", case["name"], as_json(found)));
            }
        }
        assert_eq!(first, beside, "{}", case["name"]);
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases.len() > 25);
}

#[test]
fn a_list_and_a_map_of_many_namespaces_meet_in_one_pass() {
    // Comparing each with each takes minutes.
    const MANY: usize = 60_000;
    let namespace =
        |at: usize| format!("{}-{at:06}", if at.is_multiple_of(2) { "even" } else { "ODD" });
    let map: serde_json::Map<String, Json> =
        (0..MANY).map(|at| (namespace(at), json!({}))).collect();
    let records = (0..MANY).map(|at| {
        let code = namespace(at + MANY / 2).to_lowercase();
        json!({ "segmentID": { "_id": "a", "namespace": { "code": code } } })
    });
    let profile = json!({ "segmentMembership": map, "segments": records.collect::<Vec<_>>() });
    let found = qualify(&set(&["a"], Settings::DEFAULT), &profile, None, time(&json!(0)));
    assert_eq!(found.segment_membership.len(), MANY + MANY / 2);
}

const IDS: [&str; 3] = ["a", "b", "c"];
const ROUNDS: usize = 20_000;

/// Stored memberships of any kind, most of them sensible.
struct Store<'r> {
    random: &'r mut Random,
    now: i64,
}

impl Store<'_> {
    fn map(&mut self) -> Json {
        if self.random.percent(3) {
            return self.anything();
        }
        let mut map = json!({});
        for namespace in ["ups", "UPS", "AAM"] {
            if self.random.percent(60) {
                map[namespace] = self.records();
            }
        }
        map
    }

    fn records(&mut self) -> Json {
        if self.random.percent(3) {
            return self.anything();
        }
        let mut records = json!({});
        for id in ["a", "b", "c", "stranger"] {
            if self.random.percent(70) {
                records[id] = self.record();
            }
        }
        records
    }

    fn record(&mut self) -> Json {
        if self.random.percent(4) {
            return self.anything();
        }
        let mut record = json!({ "version": self.random.below(9) });
        let prefix = self.random.of(&["", "", "", "xdm:"]);
        if self.random.percent(90) {
            let statuses = ["realized", "existing", "exited", "exited", "odd"];
            record[format!("{prefix}status")] = json!(self.random.pick(&statuses));
        }
        if self.random.percent(85) {
            let name = self.random.of(&["lastQualificationTime", "timestamp"]);
            record[format!("{prefix}{name}")] = self.time();
        }
        if self.random.percent(20) {
            record[format!("{prefix}validUntil")] = self.time();
        }
        record
    }

    fn time(&mut self) -> Json {
        const DAY: i64 = 86_400_000;
        let away = self.random.of(&[0, 0, 1, -1, DAY, -DAY, -30 * DAY, -30 * DAY - 1, -99 * DAY]);
        match self.random.below(12) {
            0 => self.anything(),
            1 => json!(self.now + away),
            _ => json!(oracle::written(self.now + away)),
        }
    }

    fn list(&mut self) -> Json {
        let records = (0..self.random.below(4)).map(|_| {
            let mut record = self.record();
            if record.is_object() {
                let id = self.random.pick(&IDS);
                let namespace = self.random.pick(&["ups", "AAM"]);
                record["segmentID"] = json!({ "_id": id, "namespace": { "code": namespace } });
            }
            record
        });
        records.collect()
    }

    fn anything(&mut self) -> Json {
        let odd = [
            json!(null),
            json!(5),
            json!(-1.5e300),
            json!(true),
            json!("x"),
            json!(""),
            json!([]),
            json!([{ "a": 1 }]),
            json!({}),
            json!({ "a": { "b": [null] } }),
            json!(i64::MIN),
            json!(i64::MAX),
            json!("9999-12-31T23:59:59Z"),
        ];
        odd[self.random.below(odd.len())].clone()
    }
}

#[test]
fn whatever_is_stored() {
    let mut random = Random::from_environment();
    let sets = [Statuses::Three, Statuses::Two].map(|statuses| {
        [None, Some(0), Some(30)]
            .map(|keep_exited| set(&IDS, Settings { statuses, keep_exited, ..Settings::DEFAULT }))
    });
    let mut told = 0;
    for _ in 0..ROUNDS {
        let now = 1_795_176_000_000 + random.of(&[0, 1, 86_400_000]);
        let mut store = Store { random: &mut random, now };
        let mut profile = json!({ "segmentMembership": store.map() });
        if store.random.percent(20) {
            profile["segments"] = store.list();
        }
        let mut answers = [false; 3];
        for (id, answer) in IDS.iter().zip(&mut answers) {
            *answer = random.percent(50);
            profile[id] = json!(*answer);
        }
        let set = &sets[random.below(2)][random.below(3)];
        let first = qualify(set, &profile, None, now);
        let context = format!("{profile} at {now}");

        let mut stored = profile.clone();
        stored["segmentMembership"] = json!(first.segment_membership);
        assert_eq!(first, qualify(set, &stored, None, now), "twice is not once: {context}");

        others_stay(&profile, &first, &context);
        let asked = |id: &str| {
            let tree = pql_edge::syntax::parse(&format!("inSegment(\"{id}\")")).tree;
            oracle::matches(&tree, &stored, now)
        };
        for (id, answer) in IDS.iter().zip(answers) {
            let is_newer = first.newer.iter().any(|newer| newer == id);
            assert!(is_newer || asked(id) == answer, "`{id}` is not what was found: {context}");
            assert_eq!(first.members.iter().any(|it| it == id), asked(id), "members: {context}");
        }
        assert_eq!(first.members.iter().any(|it| it == "stranger"), asked("stranger"), "{context}");

        // A clock that goes back changes no record of a later time, whatever is found.
        for (id, answer) in IDS.iter().zip(answers) {
            stored[id] = json!(!answer);
        }
        let back = qualify(set, &stored, None, now - 1);
        let changed = first.realized.iter().chain(&first.exited);
        for id in changed {
            told += 1;
            assert!(back.newer.contains(id), "`{id}` moved back in time: {context}");
            let record = |all: &Qualification| record_of(&all.segment_membership, id);
            assert_eq!(record(&back), record(&first), "{context}");
        }
    }
    println!("{ROUNDS} rounds, {told} entries and exits");
    assert!(told > ROUNDS / 4, "next to nothing changes");
}

/// All records of an id in the namespace.
fn record_of(map: &serde_json::Map<String, Json>, id: &str) -> Vec<Json> {
    let own = map.iter().filter(|(name, _)| name.eq_ignore_ascii_case("ups"));
    own.filter_map(|(_, records)| records.get(id).cloned()).collect()
}

/// What does not belong to the set is as it was.
fn others_stay(profile: &Json, found: &Qualification, context: &str) {
    let Some(before) = profile["segmentMembership"].as_object() else { return };
    for (namespace, records) in before {
        let after = &found.segment_membership[namespace];
        if !namespace.eq_ignore_ascii_case("ups") && !records.is_null() {
            assert_eq!(after, records, "{context}");
        } else if let Some(stranger) = records.get("stranger") {
            assert_eq!(&after["stranger"], stranger, "{context}");
        }
    }
}
