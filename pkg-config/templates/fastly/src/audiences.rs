//! The compiled audiences: those of the KV Store `audiences`, or those deployed with the program.

use std::collections::BTreeSet;

use fastly::KVStore;
use pql_edge::audience::AudienceSet;

const KEY: &str = "audiences";
const DEPLOYED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/audiences.pqlb"));

pub struct Audiences {
    pub set: AudienceSet,
    /// Those in it.
    pub ids: BTreeSet<String>,
}

impl Audiences {
    /// Whatever the store holds or does, there is a set that works. Every request has an instance
    /// of the program for itself, so that new definitions count from the next one on.
    pub fn load() -> Audiences {
        let set = stored().unwrap_or_else(|| {
            AudienceSet::from_bytes(DEPLOYED).expect("what the build wrote can be read")
        });
        let ids = set.audiences().iter().map(|audience| audience.id.to_string()).collect();
        Audiences { set, ids }
    }
}

fn stored() -> Option<AudienceSet> {
    let bytes = KVStore::open(KEY).ok()??.lookup(KEY).ok()?.take_body_bytes();
    match AudienceSet::from_bytes(&bytes) {
        Ok(set) => Some(set),
        Err(error) => {
            eprintln!("the audiences of the KV Store are not used: {}", error.message);
            None
        }
    }
}
