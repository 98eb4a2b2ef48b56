//! How often a warmed-up evaluation allocates: the run alone, and reading the profile's JSON with it.

#[allow(dead_code, reason = "the other program uses the rest")]
#[path = "../case.rs"]
mod case;
#[path = "../ours.rs"]
mod ours;

use case::Case;
use serde_json::json;

/// What evaluates profiles, each known by its number.
trait Engine {
    fn inputs(&self) -> &'static [&'static str];
    fn evaluate(&mut self, input: &str, profile: usize, found: &mut Vec<usize>);
}

fn main() {
    let case = Case::read(&std::env::args().nth(1).expect("a workload"));
    let mut engine = ours::Ours::new(case);
    let counts = engine.inputs().iter().map(|input| (*input, count(&mut engine, input, case)));
    let counts: Vec<_> = counts.collect();
    println!("{}", json!({ "run": counts[0].1, "whole": counts[1].1 }));
}

/// The most that the evaluation of one profile took in the last of three passes.
fn count(engine: &mut ours::Ours, input: &str, case: &Case) -> u64 {
    let mut found = Vec::with_capacity(case.rules.len());
    let mut pass = || {
        let one = |profile| {
            found.clear();
            let work = || engine.evaluate(input, profile, &mut found);
            allocation_counter::measure(work).count_total
        };
        (0..case.profiles.len()).map(one).max().unwrap_or(0)
    };
    (0..3).map(|_| pass()).last().unwrap_or(0)
}
