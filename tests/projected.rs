//! Streams as JavaScript writes them: the answers of the same values as JSON, and harmless when they
//! are altered.
#![cfg(all(feature = "abi", feature = "compile"))]
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

use pql_edge::abi::{Host, Kind, REFUSED, Slot};
use pql_edge::audience::{AudienceSet, Definition, Evaluation};
use pql_edge::query::Query;
use serde_json::{Value as Json, json};

use generate::profile::{self, Sample};
use generate::query;
use generate::random::{Random, from_environment};

/// How many queries meet how many profiles each, when nobody says how many.
const QUERIES: u64 = 1_500;
const PROFILES: usize = 8;

/// No stream begins at 0.
const START: usize = 5;

const NOW: i64 = 1_763_640_000_000;

/// A call with the handle of a set.
type OnSet = fn(&mut Host, u32) -> i32;

/// Writes a value along the paths that the module told: whether all is wanted, then names and nodes.
fn write(out: &mut Vec<u8>, value: Option<&Json>, node: &Json) {
    let parts = node.as_array().unwrap();
    match value {
        None | Some(Json::Null) => out.push(0),
        Some(Json::Bool(value)) => out.push(1 + u8::from(*value)),
        Some(Json::Number(number)) => write_number(out, number),
        Some(Json::String(text)) => write_text(out, text),
        Some(Json::Array(items)) => {
            write_count(out, 7, items.len());
            items.iter().for_each(|item| write(out, Some(item), node));
        }
        Some(Json::Object(fields)) if parts[0] == true => {
            write_count(out, 9, fields.len());
            // A host writes them in any order.
            for (key, value) in fields.iter().rev() {
                write_text(out, key);
                write(out, Some(value), node);
            }
        }
        Some(Json::Object(fields)) => {
            out.push(8);
            for pair in parts[1..].chunks(2) {
                write(out, fields.get(pair[0].as_str().unwrap()), &pair[1]);
            }
        }
    }
}

fn write_number(out: &mut Vec<u8>, number: &serde_json::Number) {
    match (number.as_i64().map(i32::try_from), number.as_i64()) {
        (Some(Ok(small)), _) => {
            out.push(3);
            out.extend(small.to_le_bytes());
        }
        (_, Some(long)) => {
            out.push(5);
            out.extend(long.to_le_bytes());
        }
        _ => {
            out.push(4);
            out.extend(number.as_f64().unwrap().to_le_bytes());
        }
    }
}

fn write_text(out: &mut Vec<u8>, text: &str) {
    match u8::try_from(text.len()) {
        Ok(short @ ..0x80) => out.push(0x80 + short),
        _ => write_count(out, 6, text.len()),
    }
    out.extend(text.as_bytes());
}

fn write_count(out: &mut Vec<u8>, tag: u8, count: usize) {
    out.push(tag);
    out.extend(u32::try_from(count).unwrap().to_le_bytes());
}

/// JavaScript has no `5.0`: what is a whole number is written like one.
fn without_fractions_of_nothing(value: Json) -> Json {
    let again = without_fractions_of_nothing;
    match value {
        Json::Number(number) if number.is_f64() => {
            let double = number.as_f64().unwrap();
            let whole = double.fract() == 0.0 && double.abs() <= 9_007_199_254_740_992.0;
            if whole { json!(double as i64) } else { Json::Number(number) }
        }
        Json::Array(items) => items.into_iter().map(again).collect(),
        Json::Object(fields) => fields.into_iter().map(|(key, it)| (key, again(it))).collect(),
        other => other,
    }
}

/// What a host hands over: a value for each slot.
type Inputs<'i> = [(Slot, &'i Json)];

fn stream(inputs: &Inputs<'_>, paths: &Json) -> Vec<u8> {
    let mut out = vec![0; START + 1];
    for (slot, value) in inputs {
        let name = match slot {
            Slot::Profile => None,
            Slot::Membership => Some("segmentMembership"),
            Slot::Parameters => Some("$"),
            _ => Some("xEvent"),
        };
        if let Some(node) = name.map_or(Some(paths), |name| field(paths, name)) {
            out[START] |= 1 << *slot as u8;
            write(&mut out, Some(value), node);
        }
    }
    out
}

fn field<'p>(paths: &'p Json, name: &str) -> Option<&'p Json> {
    let parts = paths.as_array().unwrap();
    match parts[0] == true {
        true => Some(paths),
        false => parts[1..].chunks(2).find(|pair| pair[0] == name).map(|pair| &pair[1]),
    }
}

fn load(host: &mut Host, kind: Kind, bytes: &[u8]) -> u32 {
    assert!(host.give(Slot::Argument, bytes));
    let handle = host.load(kind as u32);
    assert_ne!(handle, 0);
    handle
}

fn paths(host: &mut Host, handle: u32, purpose: u32) -> Json {
    assert_eq!(host.paths(handle, purpose), 0);
    serde_json::from_slice(host.output()).unwrap()
}

/// What a call answers, as JSON, and from a stream.
fn both(
    host: &mut Host,
    inputs: &Inputs<'_>,
    paths: &Json,
    call: impl Fn(&mut Host) -> i32,
) -> [(i32, Vec<u8>); 2] {
    let stream = stream(inputs, paths);
    [false, true].map(|projected| {
        for (slot, value) in inputs.iter().filter(|_| !projected) {
            host.give(*slot, value.to_string().as_bytes());
        }
        if projected {
            host.give(Slot::Stream, &stream);
            host.project(START);
        }
        let status = call(host);
        (status, host.output().to_vec())
    })
}

#[test]
fn random_queries_answer_as_on_json() {
    let queries = from_environment("PQL_COUNT", QUERIES);
    let mut random = Random::from_environment();
    let mut host = Host::new();
    let mut answers = 0;
    for _ in 0..queries {
        let source = query::query(&mut random);
        let Ok(query) = Query::compile(&source) else { continue };
        let handle = load(&mut host, Kind::Query, &query.to_bytes());
        let paths = paths(&mut host, handle, 0);
        for _ in 0..PROFILES {
            let Sample { profile, now, parameters } = profile::sample(&mut random);
            let [profile, parameters] = [profile, parameters].map(without_fractions_of_nothing);
            let event = without_fractions_of_nothing(profile::event(&mut random, now));
            let stored = profile::membership(&mut random, now);
            let all = [
                (Slot::Profile, &profile),
                (Slot::Event, &event),
                (Slot::Membership, &stored),
                (Slot::Parameters, &parameters),
            ];
            for inputs in [&all[..1], &all] {
                let [json, projected] =
                    both(&mut host, inputs, &paths, |host| host.evaluate(handle, now));
                assert_eq!(json, projected, "{source}\n{profile}");
                answers += 1;
            }
        }
        assert_eq!(host.unload(handle), 0);
    }
    assert!(answers > queries as usize * PROFILES, "hardly a query compiles: {answers}");
}

const DEFINITIONS: &str = r#"[
    { "id": "a", "expression": { "value": "x.y > 1 and not inSegment(\"old\")" } },
    { "id": "b", "expression": { "value": "inSegment(\"a\") and names.includes(\"é\")" } },
    { "id": "c", "expression": { "value": "xEvent[timestamp occurs <= 2 days before now].count() = 1" } },
    { "id": "d", "expression": { "value": "$2.limit = 2.5 and all = all" } }
]"#;

fn sample() -> [Json; 4] {
    let deep = json!({ "b": [1, [2.5, null, true], { "": "x".repeat(300) }], "a": i64::MAX });
    let profile = json!({ "x": { "y": 7, "z": 1 }, "names": ["e", "é", "𝄞"], "all": deep,
        "xEvent": [{ "timestamp": NOW - 5, "other": 1 }, { "timestamp": "2020-01-01" }, 3],
        "segments": [{ "segmentID": "old", "status": "exited" }] });
    let stored = json!({ "ups": { "b": { "status": "realized" } } });
    [profile, json!({ "timestamp": NOW }), stored, json!({ "$2": { "limit": 2.5 } })]
}

#[test]
fn sets_answer_as_on_json() {
    let mut host = Host::new();
    let set = AudienceSet::compile(Definition::all_from_text(DEFINITIONS), Evaluation::Any);
    let handle = load(&mut host, Kind::Set, &set.to_bytes());
    let [profile, event, stored, parameters] = sample();
    let inputs = [
        (Slot::Profile, &profile),
        (Slot::Event, &event),
        (Slot::Membership, &stored),
        (Slot::Parameters, &parameters),
    ];
    let calls: [(u32, OnSet); 3] = [
        (0, |host, set| host.evaluate(set, NOW)),
        (1, |host, set| host.qualify(set, NOW)),
        (0, |host, set| {
            host.give(Slot::Argument, b"b");
            host.explain(set, NOW)
        }),
    ];
    for (purpose, call) in calls {
        let paths = paths(&mut host, handle, purpose);
        for count in 1..=inputs.len() {
            let given = &inputs[..count];
            let [json, projected] = both(&mut host, given, &paths, |host| call(host, handle));
            assert_eq!((json.0, projected.0), (0, 0), "{:?}", String::from_utf8(projected.1));
            assert_eq!(json, projected, "{given:?}");
        }
    }
    let paths = paths(&mut host, handle, 2);
    let events = [(Slot::Events, &profile["xEvent"])];
    let [json, projected] = both(&mut host, &events, &paths, |host| host.retain(handle, NOW));
    assert_eq!((json.0, json.1.len() > 10), (0, true));
    assert_eq!(json, projected);
}

#[test]
fn only_a_set_has_paths_for_several_purposes() {
    let mut host = Host::new();
    let query = load(&mut host, Kind::Query, &Query::compile("a.b").unwrap().to_bytes());
    assert_eq!(paths(&mut host, query, 0), json!([false, "a", [false, "b", [true]]]));
    for purpose in [1, 2, 3, u32::MAX] {
        assert!(host.paths(query, purpose) < 0);
    }
}

/// What a host says that could not read an object.
#[test]
fn a_host_says_why_it_could_not_go_on() {
    let mut host = Host::new();
    let handle = load(&mut host, Kind::Query, &Query::compile("a = 1").unwrap().to_bytes());
    for (tag, code) in [(10, "P0303"), (11, "P0501"), (12, "P0501"), (0x7f, "P0501")] {
        for bytes in [vec![1, tag], vec![1, 8, tag], vec![1, 8, 7, 1, 0, 0, 0, tag]] {
            host.give(Slot::Stream, &[&[0; START], &*bytes].concat());
            assert_eq!(host.project(START).matches(handle, NOW), REFUSED);
            let failure: Json = serde_json::from_slice(host.output()).unwrap();
            assert_eq!(failure["diagnostics"][0]["code"], code);
        }
    }
}

#[test]
fn a_stream_is_as_deep_as_json() {
    let mut host = Host::new();
    let handle = load(&mut host, Kind::Query, &Query::compile("a").unwrap().to_bytes());
    let paths = paths(&mut host, handle, 0);
    for (depth, status) in [(126, 0), (127, REFUSED)] {
        let nested = (0..depth).fold(json!(1), |inner, _| json!([inner]));
        let profile = json!({ "a": nested });
        let inputs = [(Slot::Profile, &profile)];
        for (answer, _) in both(&mut host, &inputs, &paths, |host| host.evaluate(handle, NOW)) {
            assert_eq!(answer, status, "{depth}");
        }
    }
}

#[test]
fn room_for_streams_lasts_until_it_is_given_back() {
    let mut host = Host::new();
    let handle = load(&mut host, Kind::Query, &Query::compile("a = 3").unwrap().to_bytes());
    let stream = [&[0; START][..], &[1, 8, 3, 3, 0, 0, 0]].concat();
    host.give(Slot::Stream, &[&*stream, &[0; 2 << 20]].concat());
    for _ in 0..3 {
        assert_eq!(host.project(START).matches(handle, NOW), 1);
    }
    let slot = Slot::Stream as u32;
    assert_eq!(host.put(slot, 1), host.put(slot, 2 << 20));
    assert_eq!(host.project(START).matches(handle, NOW), 1);
    assert_ne!(host.put(slot, 0), 0);
    assert!(host.project(START).matches(handle, NOW) < 0);
    assert!(host.project(usize::MAX).matches(handle, NOW) < 0);
}

#[test]
fn altered_streams_are_refused_or_harmless() {
    let wanted = from_environment("PQL_MUTATIONS", 30_000);
    let mut random = Random::from_environment();
    let mut host = Host::new();
    let set = AudienceSet::compile(Definition::all_from_text(DEFINITIONS), Evaluation::Any);
    let handle = load(&mut host, Kind::Set, &set.to_bytes());
    let paths = paths(&mut host, handle, 1);
    let [profile, event, stored, parameters] = sample();
    let inputs = [
        (Slot::Profile, &profile),
        (Slot::Event, &event),
        (Slot::Membership, &stored),
        (Slot::Parameters, &parameters),
    ];
    let good = stream(&inputs, &paths);
    let (mut answered, mut refused) = (0, 0);
    for _ in 0..wanted {
        host.put(Slot::Stream as u32, 0);
        host.give(Slot::Stream, &altered(&mut random, &good));
        match host.project(START).qualify(handle, NOW) {
            0 => answered += 1,
            status => {
                assert!(status < 0);
                refused += 1;
            }
        }
    }
    assert!(answered * 10 > wanted && refused * 4 > wanted, "{answered} of {wanted} answered");
}

/// Bytes changed, cut off, added or taken from another place; mostly tags and lengths.
fn altered(random: &mut Random, good: &[u8]) -> Vec<u8> {
    let mut out = good.to_vec();
    for _ in 0..1 + random.below(3) {
        let at = START + random.below(out.len() - START);
        match random.below(8) {
            0 | 1 => out[at] ^= 1 << random.below(8),
            2 => out[at] = random.next() as u8,
            3 => out[at] = random.below(13) as u8,
            4 => out[at] = out[random.below(out.len())],
            5 if at > START + 1 => out.truncate(at),
            6 => out.insert(at, random.below(13) as u8),
            _ => out[at] = 0xff,
        }
    }
    out
}
