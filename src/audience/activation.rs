//! Memberships on their way to a page: `activation:pull` of the Edge Network (edge.md 7).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value as Json, json};

use super::Qualification;
use crate::diagnostic::{Code, Diagnostic};
use crate::keys::Set;
use crate::profile::OWN_NAMESPACE;
use crate::span::Span;

/// Where memberships go: a destination for personalization at the edge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Destination {
    /// The id of its connection.
    pub id: String,
    /// The name that its customer chose for the integration.
    pub alias: String,
    /// The audiences that are mapped to it; every one when there is no list.
    pub audiences: Option<Vec<String>>,
    /// The attributes that it gets, by name; none for destinations without attributes.
    pub attributes: Option<Map<String, Json>>,
}

/// What else an answer of the Edge Network holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EdgeAnswer {
    /// The id of the request.
    pub request_id: String,
    /// Which of the request's events it answers, from 0.
    pub event_index: u32,
    /// Other handles, such as `identity:result`; they come first.
    pub handles: Vec<Json>,
}

impl Qualification {
    /// The object of `activation:pull` for a destination: the audiences of the namespace `ups` that
    /// are mapped to it and that the profile is in, sorted, and its attributes. Linear in both.
    ///
    /// # Errors
    /// A destination without id or alias; an attribute that is no text, number or Boolean, for
    /// destinations take single values only. An attribute that is null is left out.
    pub fn activation(&self, destination: &Destination) -> Result<Json, Diagnostic> {
        let Destination { id, alias, audiences, attributes } = destination;
        for (name, value) in [("id", id), ("alias", alias)] {
            if value.is_empty() {
                return Err(bad(format!("a destination without `{name}`")));
            }
        }
        let mapped: Option<Set<&str>> =
            audiences.as_ref().map(|ids| ids.iter().map(String::as_str).collect());
        let members = self.members.iter();
        let members =
            members.filter(|id| mapped.as_ref().is_none_or(|ids| ids.contains(id.as_str())));
        let segments = members.map(|id| json!({ "id": id, "namespace": OWN_NAMESPACE }));
        let mut payload = json!({
            "type": "profileLookup",
            "destinationId": id,
            "alias": alias,
            "segments": segments.collect::<Vec<_>>(),
        });
        if let (Some(attributes), Json::Object(payload)) = (attributes, &mut payload) {
            payload.insert("attributes".into(), values(attributes)?);
        }
        Ok(payload)
    }
}

/// An answer as the Edge Network gives it: the handles, and `activation:pull` with one object for
/// each destination. Without any the profile is not at the edge.
#[must_use]
pub fn edge_response(answer: EdgeAnswer, activations: Vec<Json>) -> Json {
    let EdgeAnswer { request_id, event_index, mut handles } = answer;
    handles.push(json!({
        "type": "activation:pull",
        "eventIndex": event_index,
        "payload": activations,
    }));
    json!({ "requestId": request_id, "handle": handles })
}

fn values(attributes: &Map<String, Json>) -> Result<Json, Diagnostic> {
    let mut values = Map::new();
    for (name, value) in attributes {
        let kind = match value {
            Json::Null => continue,
            Json::Array(_) => "an array",
            Json::Object(_) => "an object",
            Json::Bool(_) | Json::Number(_) | Json::String(_) => {
                values.insert(name.clone(), json!({ "value": value }));
                continue;
            }
        };
        let message = format!("the attribute `{name}` is {kind}");
        return Err(bad(message).help("destinations take text, numbers and Booleans"));
    }
    Ok(Json::Object(values))
}

#[cold]
fn bad(message: String) -> Diagnostic {
    Diagnostic::new(Code::BadDestination, Span::default(), message)
}
