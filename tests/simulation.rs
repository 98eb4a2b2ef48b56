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

#[allow(dead_code, unreachable_pub, reason = "only its random numbers are needed")]
mod generate;
mod oracle;
#[allow(unreachable_pub, reason = "shared by several tests")]
mod sampled;
mod timeline;

use std::collections::BTreeMap;
use std::thread;

use pql_edge::audience::{AudienceSet, Definition, Evaluation, Qualification};
use pql_edge::query::{Evaluator, Input};
use serde_json::{Value as Json, json};

use generate::random::{Random, from_environment};
use oracle::audiences::Audiences;
use oracle::lifecycle::{self, Lists};
use oracle::value::{self, Value};
use timeline::{Step, What, World};

/// Midnight before the first day: the samples' own time is in the middle of the month.
const START: &str = "2026-11-05T00:00:00Z";
const PROFILES: usize = 200;
const THREADS: usize = 2;

/// What was seen of one definition.
#[derive(Clone, Copy, Default)]
struct Seen {
    memberships: usize,
    entered: usize,
    left: usize,
}

/// What was seen of all.
#[derive(Default)]
struct Tally {
    steps: BTreeMap<&'static str, usize>,
    compared: usize,
    kept_events: usize,
    all_events: usize,
    seen: Vec<Seen>,
}

#[test]
fn the_set_agrees_with_the_oracle_at_every_step() {
    let world = World::new(oracle::instant(START).unwrap(), sampled::profiles());
    let count = from_environment("PQL_COUNT", PROFILES as u64) as usize;
    let world = &world;
    let run = |thread: usize| {
        let numbers = (0..count).filter(|number| number % THREADS == thread);
        let tools = Tools::new();
        numbers.map(|number| Life::new(world, number).live(world, &tools)).collect::<Vec<Tally>>()
    };
    let tallies: Vec<Tally> = thread::scope(|scope| {
        let threads: Vec<_> =
            (0..THREADS).map(|thread| scope.spawn(move || run(thread))).collect();
        threads.into_iter().flat_map(|it| it.join().expect("the set agrees")).collect()
    });
    let mut total = Tally::default();
    tallies.iter().for_each(|tally| total.add(tally));
    total.print(count);
    total.check(count);
}

/// What every life needs.
struct Tools {
    audiences: Audiences,
    set: AudienceSet,
}

impl Tools {
    fn new() -> Tools {
        let (audiences, _) = sampled::audiences(sampled::is_synchronous);
        let set = AudienceSet::compile(
            sampled::segments().into_iter().map(Definition::from_json),
            Evaluation::Synchronous,
        );
        let ids: Vec<&str> = set.audiences().iter().map(|audience| &*audience.id).collect();
        let expected: Vec<&str> = audiences.list.iter().map(|audience| &*audience.id).collect();
        assert_eq!(ids, expected, "the set takes the same definitions");
        Tools { audiences, set }
    }
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
    /// What the worker kept of it.
    kept: Vec<Json>,
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
            kept: Vec::new(),
            stored: stored.unwrap_or_else(|| json!({})),
        };
        events.iter().for_each(|event| life.remember(event));
        life
    }

    fn remember(&mut self, event: &Json) {
        let place = (1, self.events.len());
        self.events.push(value::read_item(event, place, &mut self.arrays));
        self.kept.push(event.clone());
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
        if self.random.percent(20) {
        }
        tally.note(&tools.audiences, &expected);
        self.stored = expected.stored;
        if let Some(event) = event {
            self.remember(event);
        }
        tally.kept_events += self.kept.len();
        tally.all_events += self.events.len();
    }

    /// Everything anew, from all that ever happened.
    fn by_oracle(&self, tools: &Tools, event: Option<&Json>, now: i64) -> Expected {
        let mut arrays = self.arrays;
        let mut read = |json: &Json| value::read(json, &mut arrays);
        let fields = self.profile.as_object().unwrap().iter();
        let mut fields: BTreeMap<String, Value> =
            fields.map(|(name, value)| (name.clone(), read(value))).collect();
        fields.insert("segmentMembership".to_owned(), read(&self.stored));
        let place = (1, self.events.len());
        let event = event.map(|event| value::read_item(event, place, &mut arrays));
        let events = self.events.iter().cloned().chain(event).collect();
        fields.insert("xEvent".to_owned(), Value::list(events));
        let members = tools.audiences.members(&Value::object(fields), now);
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
        let input = parts.input(&stored, now);
        let ids = tools.set.evaluate(evaluator, &input).unwrap();
        let ids = ids.into_iter().map(str::to_owned).collect();
        let qualification = tools.set.qualify(evaluator, &input).unwrap();
        Found { ids, qualification }
    }

    fn parts(&self, event: Option<&Json>) -> Parts {
        Parts {
            profile: self.profile.to_string(),
            events: Json::from(self.kept.clone()).to_string(),
            event: event.map(Json::to_string),
        }
    }

    fn compare(&self, tools: &Tools, expected: &Expected, found: &Found, now: i64) {
        let place = || format!("profile {} at {}", self.number, oracle::written(now));
        let list = tools.audiences.list.iter().zip(&expected.members);
        let ids: Vec<&str> =
            list.filter(|(_, is_in)| **is_in).map(|(audience, _)| &*audience.id).collect();
        assert_eq!(found.ids, ids, "{}: {}", place(), self.profile);
        let map = Json::Object(found.qualification.segment_membership.clone());
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
        let again = tools.set.qualify(evaluator, &parts.input(&stored, now)).unwrap();
        assert_eq!(Json::Object(again.segment_membership.clone()), map);
        assert_eq!(lists(&again), lists(&first.qualification));
    }
}

/// What the worker passes, as JSON text.
struct Parts {
    profile: String,
    events: String,
    event: Option<String>,
}

impl Parts {
    fn input<'a>(&'a self, stored: &'a str, now: i64) -> Input<'a> {
        let mut input = Input::new(self.profile.as_bytes(), now);
        input.events = Some(self.events.as_bytes());
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
}

fn lists(found: &Qualification) -> Lists {
    Lists {
        realized: found.realized.clone(),
        existing: found.existing.clone(),
        exited: found.exited.clone(),
        newer: Vec::new(),
    }
}

impl Tally {
    fn note(&mut self, audiences: &Audiences, expected: &Expected) {
        self.seen.resize(audiences.list.len(), Seen::default());
        self.compared += expected.members.len();
        for (at, audience) in audiences.list.iter().enumerate() {
            let seen = &mut self.seen[at];
            seen.memberships += usize::from(expected.members[at]);
            seen.entered += usize::from(expected.lists.realized.contains(&audience.id));
            seen.left += usize::from(expected.lists.exited.contains(&audience.id));
        }
    }

    fn add(&mut self, other: &Tally) {
        for (name, count) in &other.steps {
            *self.steps.entry(name).or_default() += count;
        }
        self.compared += other.compared;
        self.kept_events += other.kept_events;
        self.all_events += other.all_events;
        self.seen.resize(other.seen.len(), Seen::default());
        for (seen, other) in self.seen.iter_mut().zip(&other.seen) {
            seen.memberships += other.memberships;
            seen.entered += other.entered;
            seen.left += other.left;
        }
    }

    fn print(&self, profiles: usize) {
        let (audiences, _) = sampled::audiences(sampled::is_synchronous);
        let sum = |of: fn(&Seen) -> usize| self.seen.iter().map(of).sum::<usize>();
        println!("{profiles} profiles, {} days, steps: {:?}", timeline::DAYS, self.steps);
        println!("{} memberships compared, {} of them in", self.compared, sum(|it| it.memberships));
        println!("{} entries, {} exits", sum(|it| it.entered), sum(|it| it.left));
        for (label, ids) in sampled::groups() {
            let is_of_group = |at: &usize| ids.contains(&audiences.list[*at].id);
            let of_group: Vec<Seen> =
                (0..self.seen.len()).filter(is_of_group).map(|at| self.seen[at]).collect();
            let sum = |of: fn(&Seen) -> usize| of_group.iter().map(of).sum::<usize>();
            let [entered, left] = [sum(|it| it.entered), sum(|it| it.left)];
            println!("{label:22} {:3} definitions {entered:6} in {left:6} out", of_group.len());
        }
    }

    /// Every definition was entered and left, and happens neither always nor never.
    fn check(&self, profiles: usize) {
        if profiles < PROFILES {
            return;
        }
        let (audiences, texts) = sampled::audiences(sampled::is_synchronous);
        assert_eq!(self.seen.len(), 150);
        for (at, seen) in self.seen.iter().enumerate() {
            let moved = seen.entered > 0 && seen.left > 0;
            let (id, text) = (&audiences.list[at].id, &texts[at]);
            if !moved { println!("{id} is entered {} and left {} times: {text}", seen.entered, seen.left); }
        }
        assert!(self.steps["events"] > profiles * 30, "too few events: {:?}", self.steps);
    }
}
