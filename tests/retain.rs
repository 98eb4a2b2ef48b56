//! What a worker may forget: evaluating on what `retain` kept is evaluating on everything.
//!
//! `PQL_SEED` and `PQL_COUNT` (pairs of query and events) set another run.
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
use pql_edge::profile::Lookback;
use pql_edge::query::{Evaluator, Input};
use serde_json::{Value as Json, json};

use generate::profile::{self, Sample};
use generate::random::{Random, from_environment};
use generate::{query, windows};

/// Every query meets so many histories.
const HISTORIES: usize = 20;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// How much later the next evaluation is.
const LATER: &[i64] =
    &[0, 0, 1, 60_000, HOUR, HOUR - 1, DAY, DAY + 1, 7 * DAY, 31 * DAY, 366 * DAY];

/// A history, what follows, and when.
struct Case {
    sample: Sample,
    events: Vec<Json>,
    /// When the first worker forgets.
    now: i64,
    /// Events that come in afterwards, the last one with the request.
    more: Vec<Json>,
    later: i64,
}

#[derive(Default)]
struct Report {
    queries: usize,
    within: usize,
    everything: usize,
    cases: usize,
    members: usize,
    events: usize,
    dropped: usize,
    /// Cases in which keeping only half as long would have changed the answer.
    needed: usize,
}

#[test]
fn queries_about_some_time_forget_the_rest() {
    let report = run(windows::windowed, from_environment("PQL_COUNT", 60_000) as usize);
    // Otherwise a lookback that is too long, or too short, would go unnoticed.
    let Report { queries, within, cases, members, events, dropped, needed, .. } = report;
    assert!(within * 10 >= queries * 3, "{within} of {queries} queries have a bounded lookback");
    assert!(dropped * 10 >= events, "{dropped} of {events} events were dropped");
    assert!(members * 10 >= cases && members * 10 <= cases * 9, "{members} of {cases} are in");
    assert!(needed * 300 >= cases, "half the lookback is enough but for {needed} of {cases}");
}

#[test]
fn any_query_may_be_asked_again() {
    let report = run(query::query, from_environment("PQL_COUNT", 60_000) as usize / 2);
    assert!(report.everything > 0 && report.everything < report.queries);
}

fn run(write: fn(&mut Random) -> String, count: usize) -> Report {
    let mut random = Random::from_environment();
    let mut evaluator = Evaluator::new();
    let mut report = Report::default();
    while report.cases < count {
        let text = write(&mut random);
        let Some(set) = set_of(&text) else {
            continue;
        };
        report.queries += 1;
        match set.lookback() {
            Lookback::Nothing => {}
            Lookback::Within(_) => report.within += 1,
            Lookback::Everything => report.everything += 1,
        }
        for _ in 0..HISTORIES {
            let case = case(&mut random, set.lookback());
            check(&text, &set, &case, &mut evaluator, &mut report);
        }
    }
    let Report { queries, within, everything, cases, members, events, dropped, needed } = report;
    println!("{queries} queries: {within} look back some time, {everything} look at everything");
    println!("{cases} cases, {members} in; {dropped} of {events} events dropped");
    println!("half the lookback would change {needed}");
    report
}

fn set_of(text: &str) -> Option<AudienceSet> {
    let expression = json!({ "type": "PQL", "format": "pql/text", "value": text });
    let definition = Definition::from_json(json!({ "id": "q", "expression": expression }));
    let set = AudienceSet::compile([definition], Evaluation::Any);
    (!set.audiences().is_empty()).then_some(set)
}

fn case(random: &mut Random, lookback: Lookback) -> Case {
    let sample = profile::sample(random);
    let now = sample.now;
    let later = now + random.of(LATER);
    let (number, following) = (random.below(7), random.below(3));
    let mut some = |number: usize| -> Vec<Json> {
        (0..number).map(|_| event(random, lookback, [now, later])).collect()
    };
    let (events, more) = (some(number), some(following));
    Case { sample, events, now, more, later }
}

/// An event at an edge of a window of either time, or somewhere in the reach of the set.
fn event(random: &mut Random, lookback: Lookback, times: [i64; 2]) -> Json {
    let time = random.of(&times);
    let mut event = profile::event(random, time);
    if let Lookback::Within(reach) = lookback
        && random.percent(60)
    {
        let reach = reach as i64;
        let edge = times[0] - reach + random.of(&[-1, 0, 0, 1]);
        let inside = times[0] - random.below(1 + (reach + reach / 4) as usize) as i64;
        event["timestamp"] = Json::from(random.of(&[edge, inside, inside, inside]));
    }
    event
}

fn check(
    text: &str,
    set: &AudienceSet,
    case: &Case,
    evaluator: &mut Evaluator,
    report: &mut Report,
) {
    let Some(expected) = answer(set, case, &case.events, evaluator) else {
        return;
    };
    let kept = retain(set, &case.events, case.now, evaluator);
    let found = answer(set, case, &kept, evaluator);
    let told = || {
        format!(
            "{text}\n  lookback {:?}\n  forgets at {}, asked at {}\n  events {}\n  kept   {}\n  \
             more   {}\n  profile {}",
            set.lookback(),
            oracle::written(case.now),
            oracle::written(case.later),
            Json::from(case.events.clone()),
            Json::from(kept.clone()),
            Json::from(case.more.clone()),
            case.sample.profile,
        )
    };
    assert_eq!(found.as_ref(), Some(&expected), "{}", told());
    assert_eq!(retain(set, &kept, case.now, evaluator), kept, "{}", told());
    // Forgetting once more at the later time, as the worker does after that request.
    let again = retain(set, &kept, case.later, evaluator);
    assert_eq!(answer(set, case, &again, evaluator), Some(expected.clone()), "{}", told());
    report.cases += 1;
    report.members += usize::from(expected.0);
    report.events += case.events.len();
    report.dropped += case.events.len() - kept.len();
    let half = half_of(set.lookback(), &case.events, case.now);
    report.needed +=
        usize::from(half.is_some_and(|half| answer(set, case, &half, evaluator) != Some(expected)));
}

fn retain(set: &AudienceSet, events: &[Json], now: i64, evaluator: &mut Evaluator) -> Vec<Json> {
    let events = Json::from(events).to_string();
    set.retain(evaluator, events.as_bytes(), now).unwrap()
}

/// Whether the profile is in, and the value of the query; none where the fuel does not suffice.
fn answer(
    set: &AudienceSet,
    case: &Case,
    history: &[Json],
    evaluator: &mut Evaluator,
) -> Option<(bool, Json)> {
    let (event, joined) = case
        .more
        .split_last()
        .map_or((None, [].as_slice()), |(last, rest)| (Some(last.to_string()), rest));
    let events = Json::from([history, joined].concat()).to_string();
    let (profile, parameters) =
        (case.sample.profile.to_string(), case.sample.parameters.to_string());
    let mut input = Input::new(profile.as_bytes(), case.later);
    input.events = Some(events.as_bytes());
    input.event = event.as_deref().map(str::as_bytes);
    input.parameters = Some(parameters.as_bytes());
    let is_in = !set.evaluate(evaluator, &input).ok()?.is_empty();
    // The set leaves out events that are too old for it; a query alone goes through all of them.
    let alone = set.audiences()[0].query.matches(evaluator, &input).ok()?;
    assert_eq!(is_in, alone, "{} at {}, {}", events, case.later, set.audiences()[0].query.source());
    let value = set.audiences()[0].query.evaluate(evaluator, &input).ok()?;
    Some((is_in, value))
}

/// The events of half the time, where that is a time.
fn half_of(lookback: Lookback, events: &[Json], now: i64) -> Option<Vec<Json>> {
    let Lookback::Within(reach) = lookback else {
        return None;
    };
    let first = now - (reach / 2) as i64;
    let time = |event: &Json| oracle::value::read(&event["timestamp"], &mut 0).instant();
    let kept = events.iter().filter(|event| time(event).is_some_and(|time| time >= first));
    Some(kept.cloned().collect())
}
