//! Altered sets: refused with a reason, or harmless.
//!
//! `PQL_MUTATIONS` says how many are tried, `PQL_SEED` with which random numbers, `PQL_FUEL` how many
//! steps an evaluation may take: with the default of the crate it shows what a step can cost.
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

use pql_edge::audience::{AudienceSet, Definition, Evaluation};
use pql_edge::limits::Limits;
use pql_edge::query::{Evaluator, Input};
use serde_json::json;

use generate::alter::{HEADER, altered};
use generate::profile::{self, Sample};
use generate::random::{Random, from_environment};

/// How many are tried when nobody says how many.
const MUTATIONS: u64 = 20_000;
/// How many altered forms of one set.
const EACH: usize = 50;
/// After so many it is told how far it is.
const TOLD: usize = 100_000;

/// No evaluation takes more steps when nobody says how many, whatever a program says.
const FUEL: u64 = 20_000;

#[test]
fn altered_sets_are_refused_or_harmless() {
    let wanted = from_environment("PQL_MUTATIONS", MUTATIONS) as usize;
    let fuel = from_environment("PQL_FUEL", FUEL);
    let limits = Limits { fuel, result: 2_000, ..Limits::DEFAULT };
    let mut random = Random::from_environment();
    let samples: Vec<Sample> = (0..20).map(|_| profile::sample(&mut random)).collect();
    let mut tally = Tally::default();
    while tally.tried < wanted {
        let bytes = set(&mut random).to_bytes();
        for _ in 0..EACH {
            let altered = altered(&mut random, &bytes);
            let sample = &samples[random.below(samples.len())];
            tally.count(&bytes, &altered, try_out(&altered, sample, limits));
        }
    }
    let Tally { tried, refused, same, accepted } = tally;
    println!("{tried} altered sets: {refused} refused, {accepted} still sets, {same} unchanged");
    assert!(accepted * 20 > tried, "hardly one gets past the checksum: {accepted} of {tried}");
    assert!(refused * 4 > tried, "hardly one is refused: {refused} of {tried}");
}

#[derive(Default)]
struct Tally {
    tried: usize,
    refused: usize,
    same: usize,
    accepted: usize,
}

impl Tally {
    fn count(&mut self, bytes: &[u8], altered: &[u8], accepted: bool) {
        self.tried += 1;
        match accepted {
            _ if bytes == altered => self.same += 1,
            true => self.accepted += 1,
            false => self.refused += 1,
        }
        let checked = altered.len() >= HEADER && altered[..HEADER] == bytes[..HEADER];
        assert!(!accepted || !checked || bytes == altered, "the checksum misses a change");
        if self.tried.is_multiple_of(TOLD) {
            println!("{} tried, {} of them still sets", self.tried, self.accepted);
        }
    }
}

/// A few audiences of random queries; some ask for others.
fn set(random: &mut Random) -> AudienceSet {
    let count = 1 + random.below(4);
    let definitions: Vec<_> = (0..count)
        .map(|at| {
            let query = generate::query::query(random);
            let query = match random.below(3) {
                0 if at > 0 => format!("inSegment(\"id{}\") and ({query})", random.below(at)),
                _ => query,
            };
            let policy = json!({ "excludeOptOut": random.percent(50) });
            Definition::from_json(json!({
                "id": format!("id{at}"), "name": "n", "expression": { "value": query },
                "dataGovernancePolicy": policy }))
        })
        .collect();
    AudienceSet::compile(definitions, Evaluation::Any)
}

/// Whether the bytes are a set. One that is answers, or says why not, and writes itself as it was
/// read.
fn try_out(bytes: &[u8], sample: &Sample, limits: Limits) -> bool {
    let set = match AudienceSet::from_bytes(bytes) {
        Ok(set) => set,
        Err(refused) => {
            assert!(refused.message.contains(": "), "no reason in {}", refused.message);
            return false;
        }
    };
    let written = set.to_bytes();
    let again = AudienceSet::from_bytes(&written).expect("what was written can be read");
    assert_eq!(again.to_bytes(), written);
    let set = set.with_limits(limits);
    let profile = sample.profile.to_string();
    let input = Input::new(profile.as_bytes(), sample.now);
    let mut evaluator = Evaluator::new();
    let members = set.evaluate(&mut evaluator, &input).map(|ids| ids.len());
    let qualified = set.qualify(&mut evaluator, &input);
    assert_eq!(members.is_ok(), qualified.is_ok());
    for audience in set.audiences() {
        let _ = set.explain(&audience.id, &mut evaluator, &input).map(|it| it.render());
    }
    let events = sample.profile["xEvent"].to_string();
    let _ = set.retain(&mut evaluator, events.as_bytes(), sample.now);
    true
}
