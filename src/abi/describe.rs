//! What an artifact is, as JSON.

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde_json::Value as Json;

use super::loaded::Loaded;
use crate::audience::{Audience, AudienceSet};
use crate::profile::{NodeId, Reader, Reads};
use crate::query::Query;
use crate::reply::{LookbackReply, Members, Object, ToJson, lookback};
use crate::value::Arena;

/// The description of an artifact.
pub(super) enum Description<'l> {
    Query(OfQuery<'l>),
    Set(OfSet<'l>),
}

pub(super) struct OfQuery<'l> {
    kind: &'static str,
    reads: Vec<String>,
    result_type: &'static str,
    segments: Vec<&'l str>,
}

impl Members for OfQuery<'_> {
    fn put(&self, object: &mut Object<'_>) {
        object.member("kind", &self.kind);
        object.member("reads", &self.reads);
        object.member("resultType", &self.result_type);
        object.member("segments", &self.segments);
    }
}

pub(super) struct OfSet<'l> {
    kind: &'static str,
    ids: Vec<&'l str>,
    names: Vec<&'l str>,
    reads: Vec<String>,
    lookback: LookbackReply,
}

impl Members for OfSet<'_> {
    fn put(&self, object: &mut Object<'_>) {
        object.member("kind", &self.kind);
        object.member("ids", &self.ids);
        object.member("names", &self.names);
        object.member("reads", &self.reads);
        object.member("lookback", &self.lookback);
    }
}

impl ToJson for Description<'_> {
    fn write(&self, out: &mut String) {
        match self {
            Description::Query(query) => query.write(out),
            Description::Set(set) => set.write(out),
        }
    }
}

impl Loaded {
    pub(super) fn describe(&self) -> Description<'_> {
        match self {
            Loaded::Query(query) => Description::Query(of_query(query)),
            Loaded::Set(set) => Description::Set(of_set(set)),
        }
    }
}

fn of_query(query: &Query) -> OfQuery<'_> {
    let parts = query.program().parts();
    OfQuery {
        kind: "query",
        reads: parts.reads.paths(),
        result_type: parts.result.name(),
        segments: parts.segments.texts().collect(),
    }
}

fn of_set(set: &AudienceSet) -> OfSet<'_> {
    let each = |text: fn(&Audience) -> &str| set.audiences().iter().map(text).collect();
    OfSet {
        kind: "set",
        ids: each(|audience| &audience.id),
        names: each(|audience| &audience.name),
        reads: set.reads().paths(),
        lookback: lookback(set.lookback(), set.reads()),
    }
}

/// A tree of paths: of each node whether all of its value is wanted, then its fields, each a name and
/// a node. Linear in the tree.
pub(super) fn paths(reads: &Reads) -> Json {
    below(&Reader::new(&Arena::new(), reads), NodeId::ROOT)
}

fn below(reader: &Reader<'_, '_>, id: NodeId) -> Json {
    let mut all = vec![Json::Bool(reader.reads().is_whole(id))];
    for child in reader.reads().children(id) {
        all.extend([reader.reads().name(*child).into(), below(reader, *child)]);
    }
    for name in reader.unnamed(id) {
        all.extend([(*name).into(), Json::Array(vec![Json::Bool(true)])]);
    }
    Json::Array(all)
}
