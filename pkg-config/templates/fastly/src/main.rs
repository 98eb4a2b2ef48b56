//! Events of visitors in, the audiences that they are in out: which request gets which answer.

mod audiences;
mod body;
mod cors;
mod problem;
mod profiles;
mod settings;
mod store;
mod visit;
mod visitor;

use fastly::http::{Method, StatusCode};
use fastly::{Error, Request, Response};
use pql_edge::audience::{Destination, EdgeAnswer, edge_response};
use serde_json::{Value as Json, json};

use audiences::Audiences;
use cors::Cors;
use problem::{Kind, Problem};

#[fastly::main]
fn main(mut request: Request) -> Result<Response, Error> {
    let cors = Cors::of(&request);
    let response = answer(&mut request, &cors).unwrap_or_else(Problem::response);
    Ok(cors.on(response))
}

fn answer(request: &mut Request, cors: &Cors) -> Result<Response, Problem> {
    let path = request.get_path().to_owned();
    match path.trim_start_matches('/').split('/').collect::<Vec<_>>()[..] {
        ["v2", "interact"] | ["ee", "v2", "interact"] => {
            if request.get_method() == Method::OPTIONS {
                return Ok(cors::preflight());
            }
            allow_only(&[Method::POST], request)?;
            cors.refuse_foreign_pages()?;
            interact(request)
        }
        ["profiles", namespace, id] if !namespace.is_empty() && !id.is_empty() => {
            allow_only(&[Method::GET, Method::PUT, Method::DELETE], request)?;
            profiles::answer(request, namespace, id)
        }
        _ => Err(Problem::new(Kind::NotFound, "events are sent to /v2/interact")),
    }
}

fn interact(request: &mut Request) -> Result<Response, Problem> {
    let now = visit::now();
    let visit = visit::read(body::json(request)?, now)?;
    let stream = ["datastreamId", "configId"].iter().find_map(|it| request.get_query_parameter(it));
    let destinations = mapped_to(stream);
    let found = visitor::interact(&Audiences::load(), &visit, &destinations, now)?;
    let request_id = uuid::Uuid::new_v4().to_string();
    let mut answer = json!({ "requestId": request_id, "handle": [] });
    for (activations, event_index) in found.into_iter().zip(0..) {
        let handles = match answer["handle"].take() {
            Json::Array(handles) => handles,
            _ => Vec::new(),
        };
        let request_id = request_id.clone();
        answer = edge_response(EdgeAnswer { request_id, event_index, handles }, activations);
    }
    let response = Response::from_status(StatusCode::OK);
    Ok(response.with_content_type(fastly::mime::APPLICATION_JSON).with_body(answer.to_string()))
}

/// The destinations of a datastream: those that are not bound to another one.
fn mapped_to(datastream: Option<&str>) -> Vec<Destination> {
    let all: Json = serde_json::from_str(include_str!("../destinations.json")).unwrap_or_default();
    let all = all.as_array().into_iter().flatten();
    let bound = |it: &&Json| it["datastreamId"].as_str().is_none_or(|id| Some(id) == datastream);
    all.filter(bound).map(destination).collect()
}

fn destination(json: &Json) -> Destination {
    let text = |name: &str| json[name].as_str().unwrap_or_default().to_owned();
    let ids = |list: &Vec<Json>| list.iter().filter_map(Json::as_str).map(String::from).collect();
    let audiences = json["audiences"].as_array().map(ids);
    Destination { id: text("id"), alias: text("alias"), audiences, attributes: None }
}

fn allow_only(methods: &[Method], request: &Request) -> Result<(), Problem> {
    if methods.contains(request.get_method()) {
        return Ok(());
    }
    let allow = methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
    Err(Problem::new(Kind::MethodNotAllowed, format!("send {allow}")).header("allow", allow))
}
