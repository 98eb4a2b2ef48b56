//! `/profiles/{namespace}/{id}`: what other systems know of a visitor, for those who have the token.

use fastly::http::{Method, StatusCode};
use fastly::{Request, Response};
use serde_json::Value as Json;

use crate::body::{self, JsonObject};
use crate::problem::{Kind, Problem};
use crate::visit::visitor_key;
use crate::{settings, store};

pub fn answer(request: &mut Request, namespace: &str, id: &str) -> Result<Response, Problem> {
    check_token(request)?;
    let key = visitor_key(&decoded(namespace)?, &decoded(id)?)?;
    match *request.get_method() {
        Method::GET => {
            let profile = Json::from(store::read(&key)?).to_string();
            let response = Response::from_body(profile);
            return Ok(response.with_content_type(fastly::mime::APPLICATION_JSON));
        }
        Method::DELETE => store::delete(&key)?,
        _ => put(&key, body::json(request)?)?,
    }
    Ok(Response::from_status(StatusCode::NO_CONTENT))
}

/// A merged XDM profile: its attributes, and its memberships apart. Events come one by one.
fn put(key: &str, body: Json) -> Result<(), Problem> {
    let wrong = |detail| Err(Problem::new(Kind::InvalidRequest, detail));
    let Json::Object(mut attributes) = body else {
        return wrong("a profile is a JSON object");
    };
    if attributes.contains_key("xEvent") {
        return wrong("events are not put: send them to /v2/interact");
    }
    let memberships = match attributes.remove("segmentMembership") {
        None => JsonObject::new(),
        Some(Json::Object(map)) if map.values().all(Json::is_object) => map,
        Some(_) => return wrong("`segmentMembership` is not { namespace: { id: record } }"),
    };
    store::update(key, |visitor| {
        visitor.attributes = attributes.clone();
        for (namespace, records) in &memberships {
            let known = visitor.segment_membership.entry(namespace).or_insert(Json::Null);
            let mut all = known.as_object().cloned().unwrap_or_default();
            all.extend(records.as_object().cloned().unwrap_or_default());
            visitor.decided.retain(|id| namespace != "ups" || records.get(id).is_none());
            *known = Json::Object(all);
        }
        Ok(())
    })
}

/// Compared in a time that says nothing about the token.
fn check_token(request: &Request) -> Result<(), Problem> {
    let Some(token) = settings::profile_token() else {
        return Err(Problem::new(Kind::NotFound, "profiles need the secret `profile_token`"));
    };
    let given = request.get_header_str_lossy("authorization").unwrap_or_default();
    let given = given.strip_prefix("Bearer ").unwrap_or_default().as_bytes();
    let difference = given.iter().zip(&token).fold(0, |sum, (a, b)| sum | (a ^ b));
    if given.len() == token.len() && difference == 0 {
        return Ok(());
    }
    let missing = Problem::new(Kind::Unauthorized, "send `authorization: Bearer` and the token");
    Err(missing.header("www-authenticate", "Bearer"))
}

fn decoded(part: &str) -> Result<String, Problem> {
    let wrong = || Problem::new(Kind::NotFound, "the address is not well encoded");
    let decoded = percent_encoding::percent_decode_str(part).decode_utf8().map_err(|_| wrong())?;
    Ok(decoded.into_owned())
}
