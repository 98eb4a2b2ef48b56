//! What a page gets of memberships, as data that the npm package is held to as well.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a mistake here fails a test, not a customer"
)]

use pql_edge::audience::{
    AudienceSet, Definition, Destination, EdgeAnswer, Evaluation, Qualification, edge_response,
};
use pql_edge::diagnostic::Code;
use pql_edge::query::{Evaluator, Input};
use pql_edge::value::parse_time;
use serde_json::{Value as Json, json};

fn cases() -> Json {
    serde_json::from_str(include_str!("membership/activation.json")).unwrap()
}

fn texts(list: &Json) -> Vec<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn qualification(cases: &Json) -> Qualification {
    let mut profile = cases["profile"].clone();
    let mut ids = texts(&cases["in"]);
    ids.iter().for_each(|id| profile[id] = json!(true));
    ids.extend(texts(&cases["out"]));
    let definitions = ids.iter().map(|id| {
        let expression = json!({ "type": "PQL", "format": "pql/text", "value": id });
        Definition::from_json(json!({ "id": id, "expression": expression }))
    });
    let set = AudienceSet::compile(definitions, Evaluation::Any);
    let profile = profile.to_string();
    let now = parse_time(cases["now"].as_str().unwrap()).unwrap();
    set.qualify(&mut Evaluator::new(), &Input::new(profile.as_bytes(), now)).unwrap()
}

fn destination(json: &Json) -> Destination {
    Destination {
        id: json["id"].as_str().unwrap().to_owned(),
        alias: json["alias"].as_str().unwrap().to_owned(),
        audiences: json.get("audiences").map(texts),
        attributes: json.get("attributes").map(|all| all.as_object().unwrap().clone()),
    }
}

#[test]
fn activations() {
    let cases = cases();
    let found = qualification(&cases);
    for case in cases["activations"].as_array().unwrap() {
        let payload = found.activation(&destination(&case["destination"]));
        match (payload, case.get("error")) {
            (Ok(payload), None) => assert_eq!(payload, case["expect"], "{}", case["name"]),
            (Err(error), Some(expected)) => {
                assert_eq!(error.code, Code::BadDestination);
                assert_eq!(error.message, expected.as_str().unwrap(), "{}", case["name"]);
            }
            (payload, _) => panic!("{}: {payload:?}", case["name"]),
        }
    }
}

#[test]
fn responses() {
    let cases = cases();
    let found = qualification(&cases);
    for case in cases["responses"].as_array().unwrap() {
        let answer = &case["answer"];
        let handles = answer.get("handles").and_then(Json::as_array).cloned().unwrap_or_default();
        let event_index = answer.get("eventIndex").and_then(Json::as_u64).unwrap_or(0);
        let answer = EdgeAnswer {
            request_id: answer["requestId"].as_str().unwrap().to_owned(),
            event_index: u32::try_from(event_index).unwrap(),
            handles,
        };
        let destinations = case["destinations"].as_array().unwrap().iter();
        let payload = destinations.map(|it| found.activation(&destination(it)).unwrap()).collect();
        assert_eq!(edge_response(answer, payload), case["expect"], "{}", case["name"]);
    }
}
