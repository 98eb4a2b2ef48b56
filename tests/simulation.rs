//! The sample definitions over thirty days: a set at the edge against the oracle at every step.
//!
//! An edge worker's set sees the incoming event, the history that it kept and the memberships that
//! it stored; the oracle sees everything that ever happened and starts from nothing each time.
//! `PQL_SEED` and `PQL_COUNT` (profiles) set another run.
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
#[allow(unreachable_pub, reason = "shared by several tests")]
mod sampled;
mod timeline;

use std::collections::{BTreeMap, BTreeSet};
use std::thread;

use pql_edge::audience::{AudienceSet, Definition, Evaluation, Qualification};
use pql_edge::profile::Lookback;
use pql_edge::query::{Evaluator, Input};
use pql_edge::syntax::parse;
use serde_json::{Value as Json, json};

use generate::random::{Random, from_environment};
use oracle::audiences::{self, Audiences};
use oracle::lifecycle::{self, Lists};
use oracle::value::{self, Value};
use timeline::tally::Tally;
use timeline::{Step, What, World};

/// Midnight before the first day: the samples' own time is in the middle of the month.
const START: &str = "2026-11-05T00:00:00Z";
const PROFILES: usize = 200;
const THREADS: usize = 2;

#[test]
fn the_set_agrees_with_the_oracle_at_every_step() {
    let world = World::new(oracle::instant(START).unwrap(), sampled::profiles());
    let count = PROFILES.min(from_environment("PQL_COUNT", PROFILES as u64) as usize);
    let world = &world;
    let run = |thread: usize| {
        let numbers = (0..count).filter(|number| number % THREADS == thread);
        let tools = Tools::new();
        numbers.map(|number| Life::new(world, number).live(world, &tools)).collect::<Vec<Tally>>()
    };
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || run(thread))).collect();
        threads.into_iter().flat_map(|it| it.join().expect("the set agrees")).collect()
    });
    let mut total = Tally::default();
    tallies.iter().for_each(|tally| total.add(tally));
    total.print(count, Tools::new().sets());
    if count == PROFILES {
        total.check(count);
    }
}

/// What every life needs.
struct Tools {
    audiences: Audiences,
    /// All synchronous definitions.
    whole: AudienceSet,
    /// Those that look at events of the last days only, so that a worker can forget the others.
    forgetting: AudienceSet,
}

impl Tools {
    fn new() -> Tools {
        let (audiences, _) = sampled::audiences(sampled::is_synchronous);
        let whole = set(|_| true);
        let ids: Vec<&str> = whole.audiences().iter().map(|audience| &*audience.id).collect();
        let expected: Vec<&str> = audiences.list.iter().map(|audience| &*audience.id).collect();
        assert_eq!(ids, expected, "the set takes the same definitions");
        let forgetting = set(|id| bounded(&whole, id));
        assert!(matches!(forgetting.lookback(), Lookback::Within(_)));
        Tools { audiences, whole, forgetting }
    }

    fn sets(&self) -> [&AudienceSet; 2] {
        [&self.whole, &self.forgetting]
    }
}

fn set(wanted: impl Fn(&str) -> bool) -> AudienceSet {
    let definitions = sampled::segments().into_iter().map(Definition::from_json);
    let definitions = definitions.filter(|it| it.as_ref().is_ok_and(|it| wanted(&it.id)));
    AudienceSet::compile(definitions, Evaluation::Synchronous)
}

/// The longest lookback of the set that forgets: 8 days.
const REACH: Lookback = Lookback::Within(8 * 86_400_000);

/// Whether an audience, and all those that it refers to, look back no further.
fn bounded(set: &AudienceSet, id: &str) -> bool {
    set.find(id).is_none_or(|audience| {
        let mut asked = BTreeSet::new();
        audiences::asked(&parse(&audience.query.source()).tree, &mut asked);
        audience.query.lookback() <= REACH && asked.iter().all(|id| bounded(set, id))
    })
}

/// One profile on its way through the days.
struct Life {
    number: usize,
    random: Random,
    /// The attributes.
    profile: Json,
    /// Everything that ever happened, as the oracle reads it.
    events: Vec<Value>,
    /// How many arrays are in these events, their own included.
    arrays: usize,
    /// What a worker kept of it, for each of its sets.
    kept: [Vec<Json>; 2],
    /// The memberships, as the worker stored them last.
    stored: Json,
}

impl Life {
    fn new(world: &World, number: usize) -> Life {
        // The peculiar profiles are the last ones.
        let from = world.profiles.len() - PROFILES;
        let (mut profile, events) = world.beginning(&world.profiles[from + number]);
        let stored = profile.as_object_mut().unwrap().remove("segmentMembership");
        let seed = from_environment("PQL_SEED", 20_261_120);
        let mut life = Life {
            number,
            random: Random::new(seed.wrapping_mul(1_000_003) + number as u64),
            profile,
            events: Vec::new(),
            arrays: 1,
            kept: [Vec::new(), Vec::new()],
            stored: stored.unwrap_or_else(|| json!({})),
        };
        events.iter().for_each(|event| life.remember(event));
        life
    }

    fn remember(&mut self, event: &Json) {
        let place = (1, self.events.len());
        self.events.push(value::read_item(event, place, &mut self.arrays));
        self.kept.iter_mut().for_each(|kept| kept.push(event.clone()));
    }

    /// What the sets can still need of the history.
    fn forget(&mut self, tools: &Tools, now: i64, evaluator: &mut Evaluator) {
        for (set, kept) in tools.sets().into_iter().zip(&mut self.kept) {
            let events = Json::from(std::mem::take(kept)).to_string();
            *kept = set.retain(evaluator, events.as_bytes(), now).unwrap();
        }
    }

    fn live(mut self, world: &World, tools: &Tools) -> Tally {
        let mut tally = Tally::default();
        let mut evaluator = Evaluator::new();
        for step in world.steps(&mut self.random) {
            self.step(&step, tools, &mut evaluator, &mut tally);
        }
        tally
    }

    fn step(&mut self, step: &Step, tools: &Tools, evaluator: &mut Evaluator, tally: &mut Tally) {
        let (name, event) = match &step.what {
            What::Event(event) => ("events", Some(event)),
            What::Tick => ("ticks", None),
            What::Change(change) if change.is_of_membership() => {
                let mut whole = json!({ "segmentMembership": self.stored });
                change.make(&mut whole);
                self.stored = whole["segmentMembership"].take();
                ("changes", None)
            }
            What::Change(change) => {
                change.make(&mut self.profile);
                ("changes", None)
            }
        };
        *tally.steps.entry(name).or_default() += 1;
        let expected = self.by_oracle(tools, event, step.now);
        let found = self.by_set(tools, event, step.now, evaluator);
        self.compare(tools, &expected, &found, step.now);
        if self.random.percent(10) {
            self.check_again(tools, event, step.now, evaluator, &found);
        }
        tally.note(&tools.audiences, &expected.members, &expected.lists);
        self.stored = expected.stored;
        if let Some(event) = event {
            self.remember(event);
        }
        self.forget(tools, step.now, evaluator);
        tally.happened += self.events.len();
        for (sum, kept) in tally.kept.iter_mut().zip(&self.kept) {
            *sum += kept.len();
        }
    }

    /// Everything anew, from all that ever happened.
    fn by_oracle(&self, tools: &Tools, event: Option<&Json>, now: i64) -> Expected {
        let mut arrays = self.arrays;
        let mut read = |json: &Json| value::read(json, &mut arrays);
        let fields = self.profile.as_object().unwrap().iter();
        let mut fields: BTreeMap<String, Value> =
            fields.map(|(name, value)| (name.clone(), read(value))).collect();
        let stored = read(&self.stored);
        let place = (1, self.events.len());
        let event = event.map(|event| value::read_item(event, place, &mut arrays));
        let events = self.events.iter().cloned().chain(event).collect();
        fields.insert("xEvent".to_owned(), Value::list(events));
        let members = tools.audiences.members(&Value::object(fields), Some(&stored), now);
        let ids = tools.audiences.list.iter().map(|audience| audience.id.as_str());
        let found = ids.zip(members.iter().copied());
        let (stored, lists) = lifecycle::qualify(&self.stored, now, found);
        Expected { members, stored, lists }
    }

    /// As a worker does it: the event of the request, what it kept, what it stored.
    fn by_set(
        &self,
        tools: &Tools,
        event: Option<&Json>,
        now: i64,
        evaluator: &mut Evaluator,
    ) -> Found {
        let stored = self.stored.to_string();
        let parts = self.parts(event);
        let input = parts.input(0, &stored, now);
        let ids = owned(tools.whole.evaluate(evaluator, &input).unwrap());
        let qualification = tools.whole.qualify(evaluator, &input).unwrap();
        let input = parts.input(1, &stored, now);
        let forgetting = owned(tools.forgetting.evaluate(evaluator, &input).unwrap());
        Found { ids, qualification, forgetting }
    }

    fn parts(&self, event: Option<&Json>) -> Parts {
        Parts {
            profile: self.profile.to_string(),
            events: self.kept.each_ref().map(|kept| Json::from(kept.clone()).to_string()),
            event: event.map(Json::to_string),
        }
    }

    fn compare(&self, tools: &Tools, expected: &Expected, found: &Found, now: i64) {
        let place = || format!("profile {} at {}", self.number, oracle::written(now));
        let list = tools.audiences.list.iter().zip(&expected.members);
        let ids: Vec<&str> =
            list.filter(|(_, is_in)| **is_in).map(|(audience, _)| &*audience.id).collect();
        assert_eq!(found.ids, ids, "{}: {}", place(), self.profile);
        assert_eq!(lists(&found.qualification), expected.lists, "{}", place());
        let map = Json::Object(found.qualification.segment_membership.clone());
        assert_eq!(map, expected.stored, "{}", place());
        assert_eq!(found.qualification.members, lifecycle::current(&map, now), "{}", place());
        let ids: Vec<&str> =
            ids.into_iter().filter(|id| tools.forgetting.find(id).is_some()).collect();
        assert_eq!(found.forgetting, ids, "{}: {}", place(), self.profile);
    }

    /// The same evaluation once more, on what was stored of it, changes nothing.
    fn check_again(
        &self,
        tools: &Tools,
        event: Option<&Json>,
        now: i64,
        evaluator: &mut Evaluator,
        first: &Found,
    ) {
        let map = Json::Object(first.qualification.segment_membership.clone());
        let (parts, stored) = (self.parts(event), map.to_string());
        let again = tools.whole.qualify(evaluator, &parts.input(0, &stored, now)).unwrap();
        assert_eq!(Json::Object(again.segment_membership.clone()), map);
        assert_eq!(lists(&again), lists(&first.qualification));
    }
}

/// What the worker passes, as JSON text.
struct Parts {
    profile: String,
    /// For each of the sets.
    events: [String; 2],
    event: Option<String>,
}

impl Parts {
    fn input<'a>(&'a self, set: usize, stored: &'a str, now: i64) -> Input<'a> {
        let mut input = Input::new(self.profile.as_bytes(), now);
        input.events = Some(self.events[set].as_bytes());
        input.event = self.event.as_deref().map(str::as_bytes);
        input.membership = Some(stored.as_bytes());
        input
    }
}

struct Expected {
    members: Vec<bool>,
    stored: Json,
    lists: Lists,
}

struct Found {
    ids: Vec<String>,
    qualification: Qualification,
    /// By the set that forgets.
    forgetting: Vec<String>,
}

fn owned(ids: Vec<&str>) -> Vec<String> {
    ids.into_iter().map(str::to_owned).collect()
}

fn lists(found: &Qualification) -> Lists {
    Lists {
        realized: found.realized.clone(),
        existing: found.existing.clone(),
        exited: found.exited.clone(),
        newer: found.newer.clone(),
    }
}
