//! One native engine with one workload: says when it is ready, then measures when asked.

mod case;
mod cel_engine;
mod flat;
mod ours;
mod wirefilter_engine;

use std::io::{BufRead, Write, stdin, stdout};
use std::time::{Duration, Instant};

use case::Case;
use serde::Deserialize;
use serde_json::{Value as Json, json};

/// What evaluates profiles, each known by its number.
trait Engine {
    /// The ways in: `read` for a profile that was read before, `bytes` for its JSON.
    fn inputs(&self) -> &'static [&'static str];
    /// Which rules are true, by their numbers; the list comes empty.
    fn evaluate(&mut self, input: &str, profile: usize, found: &mut Vec<usize>);
}

#[derive(Deserialize)]
struct Request {
    input: String,
    ms: f64,
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, engine, path] = &arguments[..] else { panic!("two arguments: engine, workload") };
    let case = Case::read(path);
    let started = Instant::now();
    let mut engine = open(engine, &case);
    let compile_ms = started.elapsed().as_secs_f64() * 1e3;
    if let Some(error) = wrong(&mut *engine, &case) {
        return say(&json!({ "error": error }));
    }
    say(&json!({ "ready": engine.inputs(), "compileMs": compile_ms }));
    let mut next = 0;
    for line in stdin().lock().lines() {
        let request: Request = serde_json::from_str(&line.unwrap()).unwrap();
        say(&timed(&mut *engine, &request, case.profiles.len(), &mut next));
    }
}

fn open(name: &str, case: &'static Case) -> Box<dyn Engine> {
    match name {
        "ours" => Box::new(ours::Ours::new(case)),
        "flat" => Box::new(flat::Flat::new(case)),
        "cel" => Box::new(cel_engine::Cel::new(case)),
        "wirefilter" => Box::new(wirefilter_engine::Wirefilter::new(case)),
        other => panic!("no engine {other}"),
    }
}

fn wrong(engine: &mut dyn Engine, case: &Case) -> Option<String> {
    for input in engine.inputs() {
        for (profile, expected) in case.expected.iter().enumerate() {
            let mut found = Vec::new();
            engine.evaluate(input, profile, &mut found);
            if found != *expected {
                return Some(format!("wrong answer for {input} of profile {profile}: {found:?}"));
            }
        }
    }
    None
}

/// Calls for about the time asked for; the clock is read between batches that grow.
fn timed(engine: &mut dyn Engine, request: &Request, profiles: usize, next: &mut usize) -> Json {
    let limit = Duration::from_secs_f64(request.ms / 1e3);
    let (mut size, mut calls, mut hits) = (1, 0u64, 0);
    let mut found = Vec::new();
    let started = Instant::now();
    let mut elapsed = Duration::ZERO;
    while elapsed < limit {
        for _ in 0..size {
            found.clear();
            engine.evaluate(&request.input, *next, &mut found);
            hits += found.len();
            *next = if *next + 1 == profiles { 0 } else { *next + 1 };
        }
        calls += size;
        let before = elapsed;
        elapsed = started.elapsed();
        if elapsed - before < limit / 50 {
            size *= 2;
        }
    }
    std::hint::black_box(hits);
    json!({ "ns": elapsed.as_nanos() as f64 / calls as f64, "calls": calls })
}

fn say(message: &Json) {
    let mut out = stdout().lock();
    writeln!(out, "{message}").unwrap();
    out.flush().unwrap();
}
