//! VM against oracle, on generated queries and profiles.
//!
//! `PQL_SEED` and `PQL_COUNT` (pairs of query and profile) set another run.
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

use std::collections::BTreeSet;

use pql_edge::diagnostic::Code;
use pql_edge::query::{Evaluator, Input, Query};
use pql_edge::syntax::ast::Expression;
use pql_edge::syntax::{parse, print};
use serde_json::Value as Json;

use generate::profile::{self, Sample};
use generate::random::{Random, from_environment};
use generate::report::Report;
use oracle::coverage;

/// Every query meets so many profiles.
const PROFILES_PER_QUERY: usize = 20;
/// So many of them meet it once more after it went through bytes.
const DECODED: usize = 3;
/// Profiles are shared by queries.
const POOL: usize = 600;

/// One evaluation.
#[derive(Clone, Debug, Default)]
struct Pair {
    query: String,
    sample: Sample,
    events: Option<Json>,
    event: Option<Json>,
    membership: Option<Json>,
    /// What the host gives besides; seldom nothing.
    parameters: Option<Json>,
    /// Whether it is explained as well.
    explain: bool,
}

#[test]
fn vm_and_oracle_agree() {
    let count = from_environment("PQL_COUNT", 100_000) as usize;
    let mut random = Random::from_environment();
    let pool: Vec<Sample> = (0..POOL).map(|_| profile::sample(&mut random)).collect();
    let mut report = Report::default();
    let mut queries = BTreeSet::new();
    // Memory and compiled patterns are shared by all evaluations, as in a service.
    let mut evaluator = Evaluator::new();
    while report.pairs < count {
        let text = generate::query::query(&mut random);
        let Ok(compiled) = Query::compile(&text) else {
            report.refused += 1;
            continue;
        };
        let decoded =
            Query::from_bytes(&compiled.to_bytes()).expect("what was written can be read");
        assert_eq!(compiled.program(), decoded.program(), "{text}");
        let tree = parse(&text).tree;
        let kinds = coverage::kinds(&tree);
        let mut answers = BTreeSet::new();
        for number in 0..PROFILES_PER_QUERY {
            let pair = pair(&mut random, &text, &pool);
            let expected = by_oracle(&tree, &pair);
            let mut found = vec![by_vm(&compiled, &mut evaluator, &pair)];
            if number < DECODED {
                found.push(by_vm(&decoded, &mut Evaluator::new(), &pair));
            }
            if found.contains(&Found::OutOfFuel) {
                report.out_of_fuel += 1;
                continue;
            }
            if found.iter().any(|found| *found != expected) {
                panic!("{}", explain(&shrunk(&pair)));
            }
            let Found::Answer(result, _) = expected else {
                panic!("the oracle always answers");
            };
            report.add(&kinds, &result);
            answers.insert(result);
        }
        report.add_query(answers.len());
        queries.insert(text);
    }
    report.queries = queries.len();
    report.print();
    report.check(count);
}

/// Sequences alone, over events that are close together: half as many pairs.
#[test]
fn vm_and_oracle_agree_on_sequences() {
    let count = from_environment("PQL_COUNT", 100_000) as usize / 2;
    let mut random = Random::from_environment();
    let mut evaluator = Evaluator::new();
    let (mut pairs, mut held) = (0, 0);
    while pairs < count {
        let query = generate::chains::sequence(&mut random);
        let compiled = Query::compile(&query).unwrap_or_else(|all| panic!("{query}: {all:?}"));
        let tree = parse(&query).tree;
        for _ in 0..PROFILES_PER_QUERY {
            let profile = generate::chains::events(&mut random);
            let sample = Sample { profile, now: 0, parameters: Json::Null };
            let pair = Pair { query: query.clone(), sample, ..Pair::default() };
            let expected = by_oracle(&tree, &pair);
            if by_vm(&compiled, &mut evaluator, &pair) != expected {
                panic!("{}", explain(&shrunk(&pair)));
            }
            pairs += 1;
            held += usize::from(matches!(expected, Found::Answer(_, true)));
        }
    }
    println!("{pairs} pairs of sequence and events, {held} hold");
    assert!(held * 5 > pairs && held * 5 < pairs * 4, "sequences are nearly always the same");
}

fn pair(random: &mut Random, query: &str, pool: &[Sample]) -> Pair {
    let mut sample = pool[random.below(pool.len())].clone();
    sample.now += random.of(&[0, 0, 0, 1, -1, 86_400_000, 86_399_999]);
    let now = sample.now;
    let mut some = |chance, make: fn(&mut Random, i64) -> Json| {
        random.percent(chance).then(|| make(random, now))
    };
    let events = some(5, |random, now| Json::Array(vec![profile::event(random, now)]));
    let event = some(10, profile::event);
    let membership = some(10, profile::membership);
    let explain = random.percent(10);
    let parameters = random.percent(95).then(|| sample.parameters.clone());
    Pair { query: query.to_owned(), sample, events, event, membership, parameters, explain }
}

/// What an evaluation came to.
#[derive(Clone, Debug, PartialEq)]
enum Found {
    /// JSON text, so that `5` is not `5.0`, and whether it counts as true.
    Answer(String, bool),
    OutOfFuel,
    Failed(String),
}

fn by_vm(query: &Query, evaluator: &mut Evaluator, pair: &Pair) -> Found {
    let bytes = |json: &Option<Json>| json.as_ref().map(|json| json.to_string().into_bytes());
    let profile = pair.sample.profile.to_string();
    let (events, event) = (bytes(&pair.events), bytes(&pair.event));
    let (membership, parameters) = (bytes(&pair.membership), bytes(&pair.parameters));
    let mut input = Input::new(profile.as_bytes(), pair.sample.now);
    input.events = events.as_deref();
    input.event = event.as_deref();
    input.membership = membership.as_deref();
    input.parameters = parameters.as_deref();
    let result = query.evaluate(evaluator, &input);
    if pair.explain {
        // Watching an evaluation does not change it.
        let explained = query.explain(evaluator, &input).map(|it| it.result.to_string());
        assert_eq!(explained, result.clone().map(|it| it.to_string()), "{}", pair.query);
    }
    match (result, query.matches(evaluator, &input)) {
        (Ok(result), Ok(matches)) => Found::Answer(result.to_string(), matches),
        (Err(error), _) | (_, Err(error)) if error.code == Code::OutOfFuel => Found::OutOfFuel,
        (Err(error), _) | (_, Err(error)) => Found::Failed(error.message),
    }
}

fn by_oracle(tree: &Expression, pair: &Pair) -> Found {
    let answer = oracle::evaluate_input(
        tree,
        &oracle::Input {
            profile: &pair.sample.profile,
            now: pair.sample.now,
            events: pair.events.as_ref(),
            event: pair.event.as_ref(),
            membership: pair.membership.as_ref(),
            parameters: pair.parameters.as_ref(),
            watch: None,
            fresh: None,
        },
    );
    Found::Answer(answer.json.to_string(), answer.matches)
}

/// Whether VM and oracle disagree; what cannot be compiled agrees.
fn disagree(pair: &Pair) -> Option<(Found, Found, Found)> {
    let compiled = Query::compile(&pair.query).ok()?;
    let decoded = Query::from_bytes(&compiled.to_bytes()).ok()?;
    let [vm, decoded] =
        [&compiled, &decoded].map(|query| by_vm(query, &mut Evaluator::new(), pair));
    let oracle = by_oracle(&parse(&pair.query).tree, pair);
    (vm != oracle || decoded != oracle).then_some((vm, decoded, oracle))
}

/// A smaller pair that still disagrees: parts of the query, fewer fields.
fn shrunk(pair: &Pair) -> Pair {
    let mut pair = pair.clone();
    while let Some(smaller) = candidates(&pair).into_iter().find(|it| disagree(it).is_some()) {
        pair = smaller;
    }
    pair
}

fn candidates(pair: &Pair) -> Vec<Pair> {
    let tree = parse(&pair.query).tree;
    let mut queries: Vec<String> = coverage::children(&tree).into_iter().map(print).collect();
    queries.extend(places(&tree).into_iter().map(|place| replaced(&pair.query, place)));
    queries.retain(|query| query.len() < pair.query.len());
    let mut all: Vec<Pair> =
        queries.into_iter().map(|query| Pair { query, ..pair.clone() }).collect();
    for (change, is_there) in [
        (Pair { events: None, ..pair.clone() }, pair.events.is_some()),
        (Pair { event: None, ..pair.clone() }, pair.event.is_some()),
        (Pair { membership: None, ..pair.clone() }, pair.membership.is_some()),
        (Pair { parameters: None, ..pair.clone() }, pair.parameters.is_some()),
    ] {
        if is_there {
            all.push(change);
        }
    }
    for profile in smaller_values(&pair.sample.profile) {
        all.push(Pair { sample: Sample { profile, ..pair.sample.clone() }, ..pair.clone() });
    }
    for parameters in pair.parameters.iter().flat_map(smaller_values) {
        all.push(Pair { parameters: Some(parameters), ..pair.clone() });
    }
    all
}

/// A range of bytes.
type Place = (usize, usize);

/// Where a part stands, and where a part of it does that could take its place.
fn places(tree: &Expression) -> Vec<(Place, Place)> {
    let place = |tree: &Expression| (tree.span.start as usize, tree.span.end as usize);
    let mut all = Vec::new();
    for child in coverage::children(tree) {
        all.push((place(tree), place(child)));
        all.extend(places(child));
    }
    all
}

fn replaced(text: &str, (whole, part): (Place, Place)) -> String {
    format!("{}{}{}", &text[..whole.0], &text[part.0..part.1], &text[whole.1..])
}

/// The value without one of its parts, or with one of them smaller.
fn smaller_values(json: &Json) -> Vec<Json> {
    let mut all = Vec::new();
    match json {
        Json::Object(fields) => {
            for (name, value) in fields {
                let mut without = fields.clone();
                without.remove(name);
                all.push(Json::Object(without));
                for smaller in smaller_values(value) {
                    let mut changed = fields.clone();
                    changed.insert(name.clone(), smaller);
                    all.push(Json::Object(changed));
                }
            }
        }
        Json::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let mut without = items.clone();
                without.remove(at);
                all.push(Json::Array(without));
                for smaller in smaller_values(item) {
                    let mut changed = items.clone();
                    changed[at] = smaller;
                    all.push(Json::Array(changed));
                }
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) | Json::String(_) => {}
    }
    all
}

fn explain(pair: &Pair) -> String {
    let Some((vm, decoded, oracle)) = disagree(pair) else {
        return format!("only what earlier evaluations left behind makes {pair:?} differ");
    };
    format!(
        "VM and oracle disagree\n  query      {}\n  profile    {}\n  now        {}\n  \
         events     {:?}\n  event      {:?}\n  membership {:?}\n  parameters {:?}\n  oracle     {oracle:?}\n  \
         vm         {vm:?}\n  decoded    {decoded:?}",
        pair.query,
        pair.sample.profile,
        oracle::written(pair.sample.now),
        pair.events.as_ref().map(Json::to_string),
        pair.event.as_ref().map(Json::to_string),
        pair.membership.as_ref().map(Json::to_string),
        pair.parameters.as_ref().map(Json::to_string),
    )
}
