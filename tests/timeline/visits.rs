//! Visits to replay: runs of events of the sample profiles that are close together.

use serde_json::Value as Json;

use crate::generate::random::Random;
use crate::oracle;

/// Events further apart belong to different visits.
const PAUSE: i64 = 1_800_000;

pub struct Visits {
    all: Vec<Vec<Json>>,
}

impl Visits {
    pub fn of(profiles: &[Json]) -> Visits {
        Visits { all: profiles.iter().flat_map(of_profile).collect() }
    }

    /// One of them, the whole or its beginning.
    pub fn pick(&self, random: &mut Random) -> &[Json] {
        let visit = &self.all[random.below(self.all.len())];
        let whole = random.percent(80);
        if whole { visit } else { &visit[..1 + random.below(visit.len())] }
    }
}

fn of_profile(profile: &Json) -> Vec<Vec<Json>> {
    let events = profile["xEvent"].as_array().into_iter().flatten();
    let mut timed: Vec<(i64, &Json)> =
        events.filter_map(|event| Some((time(event)?, event))).collect();
    timed.sort_by_key(|(time, _)| *time);
    let mut visits: Vec<Vec<Json>> = Vec::new();
    let mut before = i64::MIN;
    for (time, event) in timed {
        match visits.last_mut() {
            Some(visit) if time - before < PAUSE => visit.push(event.clone()),
            _ => visits.push(vec![event.clone()]),
        }
        before = time;
    }
    visits
}

/// When an event was, in epoch ms.
pub fn time(event: &Json) -> Option<i64> {
    match &event["timestamp"] {
        Json::String(text) => oracle::instant(text),
        Json::Number(number) => number.as_i64(),
        _ => None,
    }
}

/// The event at another time.
pub fn at(event: &Json, timestamp: &Json) -> Json {
    let mut event = event.clone();
    event["timestamp"] = timestamp.clone();
    event
}
