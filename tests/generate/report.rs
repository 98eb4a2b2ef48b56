//! What a run covered: by kind of part, how often the whole query was true, false, null, other.

use std::collections::{BTreeMap, BTreeSet};

use pql_edge::functions;
use pql_edge::syntax::ast::{Aggregate, Operator, Quantifier};
use pql_edge::value::{Comparison, Direction, Relation, TimeWord, Unit};

/// From so many pairs on everything has to have been seen.
const LARGE: usize = 50_000;

#[derive(Default)]
pub struct Report {
    pub queries: usize,
    pub pairs: usize,
    pub refused: usize,
    pub out_of_fuel: usize,
    /// Queries whose answers are not the same for all profiles.
    telling: usize,
    all_queries: usize,
    results: [usize; 4],
    kinds: BTreeMap<String, [usize; 4]>,
}

impl Report {
    /// Counts one evaluation by its result, which is JSON text.
    pub fn add(&mut self, kinds: &BTreeSet<String>, result: &str) {
        let column = match result {
            "true" => 0,
            "false" => 1,
            "null" => 2,
            _ => 3,
        };
        self.pairs += 1;
        self.results[column] += 1;
        for kind in kinds {
            self.kinds.entry(kind.clone()).or_default()[column] += 1;
        }
    }

    /// Counts a query by how many different answers it gave.
    pub fn add_query(&mut self, answers: usize) {
        self.all_queries += 1;
        self.telling += usize::from(answers > 1);
    }

    pub fn print(&self) {
        let Report { queries, pairs, refused, out_of_fuel, results, .. } = self;
        let row = |name: &str, [yes, no, null, other]: [&str; 4]| {
            println!("{name:28} {yes:>8} {no:>8} {null:>8} {other:>8}");
        };
        row("part of the query", ["true", "false", "null", "other"]);
        for (kind, results) in &self.kinds {
            let texts = results.map(|it| it.to_string());
            row(kind, [&texts[0], &texts[1], &texts[2], &texts[3]]);
        }
        println!(
            "{pairs} pairs, {queries} different queries, {refused} texts refused by the checker, \
             {out_of_fuel} out of fuel; true, false, null, other: {results:?}; {} of {} queries tell \
             profiles apart",
            self.telling, self.all_queries,
        );
    }

    /// Fails when the run was not what it should be: too little compiled, or a kind never seen.
    pub fn check(&self, count: usize) {
        let texts = self.queries + self.refused;
        assert!(
            self.refused * 5 < texts,
            "too many texts are refused: {} of {texts}",
            self.refused
        );
        assert!(
            self.telling * 5 > self.all_queries * 2,
            "too many queries say the same of all profiles"
        );
        assert!(self.out_of_fuel * 100 < self.pairs, "too many evaluations run out of fuel");
        if count < LARGE {
            return;
        }
        let missing: Vec<String> =
            wanted().into_iter().filter(|kind| !self.kinds.contains_key(kind)).collect();
        assert!(missing.is_empty(), "never seen: {missing:?}");
        for function in functions::all() {
            let seen = ["method", "function"]
                .iter()
                .any(|form| self.kinds.contains_key(&format!("{form} {}", function.name)));
            assert!(seen, "`{}` was never called", function.name);
        }
    }
}

/// Functions that take a lambda.
const OF_LAMBDAS: &[&str] =
    &["filter", "exists", "sum", "average", "min", "max", "map", "groupBy", "topN", "bottomN"];

/// Every kind of part that the language has.
fn wanted() -> Vec<String> {
    let mut all: Vec<String> = [
        "literal null",
        "literal Boolean",
        "literal Integer",
        "literal Double",
        "literal String",
        "name",
        "this",
        "$1",
        "$n",
        "@{}",
        "^",
        "^^",
        "field",
        "filter",
        "list",
        "object",
        "let",
        "lambda of 1",
        "lambda of 2",
        "lambda of 3",
        "lambda of 4",
        "map of 2 names",
        "or",
        "and",
        "not",
        "negate",
        "occurs",
        "aggregate several",
        "chain",
        "chain WHEN",
        "chain WHERE",
        "chain NOT",
        "chain NOT COUNT",
        "chain WHEN label",
        "chain WHEN label.field",
        "chain COUNT n",
        "chain COUNT >= n",
        "chain COUNT > n",
        "chain COUNT <= n",
        "chain COUNT < n",
        "chain COUNT = n",
        "chain COUNT between",
    ]
    .map(str::to_owned)
    .to_vec();
    all.extend(Operator::ALL.iter().map(|operator| format!("operator {}", operator.text())));
    for function in OF_LAMBDAS {
        all.push(format!("{function} of 1 names"));
    }
    all.extend(TimeWord::ALL.iter().map(|word| format!("time {}", word.text())));
    all.extend(Relation::ALL.iter().map(|relation| format!("time {} unit", relation.text())));
    all.extend(Unit::ALL.iter().map(|unit| format!("unit {}", unit.text())));
    for quantifier in Quantifier::ALL {
        all.extend(["", " several", " :"].map(|form| format!("{}{form}", quantifier.text())));
    }
    for aggregate in Aggregate::ALL {
        all.extend([" over", " from"].map(|form| format!("{}{form}", aggregate.text())));
    }
    for prefix in ["occurs", "WHEN"] {
        all.extend(["on", "between"].map(|form| format!("{prefix} {form}")));
        for direction in Direction::ALL {
            all.push(format!("{prefix} {}", direction.text()));
            for comparison in Comparison::ALL {
                all.push(format!("{prefix} {} n {}", comparison.text(), direction.text()));
            }
        }
    }
    all
}
