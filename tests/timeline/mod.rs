//! Thirty days of a profile: events in order, attributes that change now and then, a daily tick.

#![allow(unreachable_pub, reason = "a module of one test")]

pub mod changes;
pub mod tally;
pub mod visits;

use serde_json::Value as Json;

use crate::generate::random::Random;
use crate::oracle;
use changes::Change;
use visits::Visits;

pub const HOUR: i64 = 3_600_000;
pub const DAY: i64 = 24 * HOUR;
pub const DAYS: i64 = 30;

/// What happens at one time.
pub struct Step {
    pub now: i64,
    pub what: What,
}

pub enum What {
    /// An event comes in.
    Event(Json),
    /// The hub sends other attributes or memberships.
    Change(Change),
    /// Nothing but time goes by.
    Tick,
}

/// What timelines are made of.
pub struct World {
    /// Midnight before the first day.
    pub start: i64,
    pub profiles: Vec<Json>,
    visits: Visits,
}

impl World {
    pub fn new(start: i64, profiles: Vec<Json>) -> World {
        let visits = Visits::of(&profiles);
        World { start, profiles, visits }
    }

    /// A profile at the beginning: its attributes, and the events that it had by then.
    pub fn beginning(&self, profile: &Json) -> (Json, Vec<Json>) {
        let mut profile = profile.clone();
        let events = profile.as_object_mut().unwrap().remove("xEvent");
        let earlier = |event: &Json| visits::time(event).is_none_or(|time| time < self.start);
        let events = events.as_ref().and_then(Json::as_array).into_iter().flatten();
        let mut events: Vec<Json> = events.filter(|event| earlier(event)).cloned().collect();
        // A worker has its events in the order of their arrival.
        events.sort_by_key(visits::time);
        changes::age_memberships(&mut profile, self.start);
        (profile, events)
    }

    /// What happens to a profile, in the order of time; no two things at the same time.
    pub fn steps(&self, random: &mut Random) -> Vec<Step> {
        let mut steps = Vec::new();
        for day in 0..DAYS {
            let midnight = self.start + day * DAY;
            // Midnight itself is where calendar windows begin.
            let tick = random.of(&[0, 0, 6 * HOUR + 1, 12 * HOUR]);
            steps.push(Step { now: midnight + tick, what: What::Tick });
            for _ in 0..random.of(&[0, 0, 0, 1, 1, 2]) {
                let at = midnight + HOUR + random.below(22 * HOUR as usize) as i64;
                self.visit(random, at, &mut steps);
            }
            if random.percent(35) {
                let now = midnight + random.below(DAY as usize) as i64;
                let what = What::Change(changes::change(random, &self.profiles, now));
                steps.push(Step { now, what });
            }
        }
        steps.sort_by_key(|step| step.now);
        steps.dedup_by_key(|step| step.now);
        steps
    }

    /// Somebody's visit again, at another time.
    fn visit(&self, random: &mut Random, start: i64, steps: &mut Vec<Step>) {
        let mut now = start;
        for event in self.visits.pick(random) {
            let event = visits::at(event, &spelled(random, now));
            steps.push(Step { now, what: What::Event(event) });
            now += random.of(&[20_000, 75_000, 300_000, 540_000, 1_500_000]);
        }
    }
}

/// A time in one of the spellings that sources use.
pub fn spelled(random: &mut Random, time: i64) -> Json {
    let [utc, east] = [time, time + 2 * HOUR].map(oracle::written);
    match random.below(8) {
        0 => Json::from(time),
        1 => Json::from(format!("{}+02:00", &east[..23])),
        2 => Json::from(format!("{}456Z", &utc[..23])),
        3 => Json::from(format!("{}+00:00", &utc[..23])),
        _ => Json::from(utc),
    }
}
