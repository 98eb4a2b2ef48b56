//! What is kept of a visitor: one value of the KV Store `visitors`.

use fastly::KVStore;
use fastly::kv_store::{InsertMode, KVStoreError};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

use crate::body::JsonObject;
use crate::problem::{Kind, Problem};
use crate::settings;

/// The most that is kept of a visitor's history, whatever the audiences look back to.
const MOST_EVENTS: usize = 5_000;
const MOST_CHARACTERS: usize = 1_000_000;

/// How often a request begins again because another one of the visitor was quicker.
const TURNS: usize = 20;

/// Everything that is known of a visitor.
#[derive(Clone, Default, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Visitor {
    /// The attributes of the profile by name.
    pub attributes: JsonObject,
    pub segment_membership: JsonObject,
    /// The audiences of `ups` that were decided here, not by the system that put the profile.
    pub decided: Vec<String>,
    /// In the order of their arrival.
    pub events: Vec<Event>,
}

/// What audiences can read of an event.
#[derive(Clone, Deserialize, Serialize)]
pub struct Event {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub body: Json,
}

impl Visitor {
    /// The newest stay.
    pub fn limit(&mut self) {
        let time = |event: &Event| event.body["timestamp"].as_str().unwrap_or_default().to_owned();
        let mut newest_first: Vec<usize> = (0..self.events.len()).rev().collect();
        newest_first.sort_by_cached_key(|&at| std::cmp::Reverse(time(&self.events[at])));
        let (mut count, mut characters) = (0, 0);
        let mut stays = vec![false; self.events.len()];
        for at in newest_first {
            count += 1;
            characters += self.events[at].body.to_string().len();
            stays[at] = count <= MOST_EVENTS && characters <= MOST_CHARACTERS;
        }
        let mut stays = stays.into_iter();
        self.events.retain(|_| stays.next().unwrap_or(true));
    }

    /// Drops the records that were decided here of audiences that are gone.
    pub fn forget_audiences(&mut self, is_there: impl Fn(&str) -> bool) {
        if let Some(Json::Object(own)) = self.segment_membership.get_mut("ups") {
            own.retain(|id, _| is_there(id) || !self.decided.contains(id));
        }
        self.decided.retain(|id| is_there(id));
    }
}

/// Reads a visitor; one who is not known is empty.
pub fn read(key: &str) -> Result<Visitor, Problem> {
    Ok(lookup(&open()?, key)?.0)
}

/// Reads, lets `work` change, and writes. A value that another request has written meanwhile is not
/// written over: all begins again with that one, so that no event is lost.
pub fn update<T>(
    key: &str,
    work: impl Fn(&mut Visitor) -> Result<T, Problem>,
) -> Result<T, Problem> {
    let store = open()?;
    for _ in 0..TURNS {
        let (mut visitor, generation) = lookup(&store, key)?;
        let result = work(&mut visitor)?;
        let text = serde_json::to_string(&visitor).map_err(|it| Problem::internal("write", it))?;
        let insert = store.build_insert().time_to_live(settings::keep());
        let insert = match generation {
            Some(generation) => insert.if_generation_match(generation),
            None => insert.mode(InsertMode::Add),
        };
        match insert.execute(key, text) {
            Ok(()) => return Ok(result),
            Err(KVStoreError::ItemPreconditionFailed) => {}
            Err(KVStoreError::TooManyRequests) => break,
            Err(error) => return Err(Problem::internal("the KV Store", error)),
        }
    }
    let again = Problem::new(Kind::Unavailable, "nothing was changed: try again in a moment");
    Err(again.header("retry-after", "1"))
}

pub fn delete(key: &str) -> Result<(), Problem> {
    match open()?.delete(key) {
        Ok(()) | Err(KVStoreError::ItemNotFound) => Ok(()),
        Err(error) => Err(Problem::internal("the KV Store", error)),
    }
}

fn open() -> Result<KVStore, Problem> {
    let store = KVStore::open("visitors").map_err(|it| Problem::internal("the KV Store", it))?;
    store.ok_or_else(|| Problem::internal("the KV Store", "`visitors` is not linked"))
}

/// With the generation of the value, where there is one.
fn lookup(store: &KVStore, key: &str) -> Result<(Visitor, Option<u64>), Problem> {
    match store.lookup(key) {
        Ok(mut found) => {
            let generation = found.current_generation();
            let visitor = serde_json::from_slice(&found.take_body_bytes());
            Ok((visitor.map_err(|it| Problem::internal("a visitor", it))?, Some(generation)))
        }
        Err(KVStoreError::ItemNotFound) => Ok((Visitor::default(), None)),
        Err(error) => Err(Problem::internal("the KV Store", error)),
    }
}

/// The attributes, memberships and history as one profile.
impl From<Visitor> for Json {
    fn from(Visitor { attributes, segment_membership, events, .. }: Visitor) -> Json {
        let mut profile: Map<String, Json> = attributes;
        profile.insert("segmentMembership".into(), Json::Object(segment_membership));
        let events = events.into_iter().map(|event| event.body);
        profile.insert("xEvent".into(), events.collect());
        Json::Object(profile)
    }
}
