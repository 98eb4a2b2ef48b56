//! One visitor: takes events one after the other, decides, and keeps what the next decision needs.

use pql_edge::audience::{AudienceSet, Destination};
use pql_edge::query::{Evaluator, Input};
use serde_json::{Value as Json, json};

use crate::audiences::Audiences;
use crate::body::JsonObject;
use crate::problem::Problem;
use crate::store::{self, Event, Visitor};
use crate::visit::Visit;

/// What every destination gets after each of the events.
pub fn interact(
    audiences: &Audiences,
    visit: &Visit,
    destinations: &[Destination],
    now: i64,
) -> Result<Vec<Vec<Json>>, Problem> {
    store::update(&visit.visitor, |visitor| decide(audiences, visitor, visit, destinations, now))
}

fn decide(
    Audiences { set, ids }: &Audiences,
    visitor: &mut Visitor,
    visit: &Visit,
    destinations: &[Destination],
    now: i64,
) -> Result<Vec<Vec<Json>>, Problem> {
    let evaluator = &mut Evaluator::new();
    let collects = !denies_collection(&visitor.attributes);
    let history = std::mem::take(&mut visitor.events);
    if collects {
        visitor.events =
            history.into_iter().filter_map(|it| seen(set, evaluator, it, now)).collect();
    }
    visitor.forget_audiences(|id| ids.contains(id));
    let profile = profile_of(visit, &visitor.attributes);
    let mut answers = Vec::with_capacity(visit.events.len());
    for event in &visit.events {
        let known = |it: &Event| it.id.is_some() && it.id == event.id;
        let is_new = collects && !visitor.events.iter().any(known);
        let body = event.body.to_string();
        let bodies: Vec<&Json> = visitor.events.iter().map(|it| &it.body).collect();
        let (history, membership) = (text(&bodies)?, text(&visitor.segment_membership)?);
        let input = Input {
            events: Some(&history),
            event: is_new.then_some(body.as_bytes()),
            membership: Some(&membership),
            ..Input::new(&profile, now)
        };
        let found = set.qualify(evaluator, &input).map_err(failed)?;
        let activations = destinations.iter().map(|it| found.activation(it)).collect();
        answers.push(Result::map_err(activations, failed)?);
        visitor.segment_membership = found.segment_membership;
        if is_new {
            let event = Event { id: event.id.clone(), body: event.body.clone() };
            visitor.events.extend(seen(set, evaluator, event, now));
            visitor.limit();
        }
    }
    visitor.decided = own_records(visitor).filter(|id| ids.contains(*id)).cloned().collect();
    Ok(answers)
}

/// Of an event what some audience can still see, now or later; nothing if there is none.
fn seen(set: &AudienceSet, evaluator: &mut Evaluator, event: Event, now: i64) -> Option<Event> {
    let list = format!("[{}]", event.body);
    let kept = set.retain(evaluator, list.as_bytes(), now).ok()?;
    kept.into_iter().next().map(|body| Event { id: event.id, body })
}

fn profile_of(visit: &Visit, attributes: &JsonObject) -> Vec<u8> {
    let mut profile = attributes.clone();
    profile.entry("identityMap").or_insert_with(|| visit.identity_map.clone());
    json!(profile).to_string().into_bytes()
}

fn own_records(visitor: &Visitor) -> impl Iterator<Item = &String> {
    let own = visitor.segment_membership.get("ups").and_then(Json::as_object);
    own.into_iter().flat_map(|records| records.keys())
}

/// Their events are not looked at, and not kept.
fn denies_collection(attributes: &JsonObject) -> bool {
    let consents = attributes.get("consents");
    let value = consents.and_then(|it| it["collect"]["val"].as_str());
    matches!(value, Some("n" | "dn"))
}

fn text(value: &impl serde::Serialize) -> Result<Vec<u8>, Problem> {
    serde_json::to_vec(value).map_err(|error| Problem::internal("write", error))
}

fn failed(error: pql_edge::diagnostic::Diagnostic) -> Problem {
    Problem::internal("the evaluation", error.code.number())
}
