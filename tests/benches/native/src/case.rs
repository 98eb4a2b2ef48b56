//! A workload as the bench runner wrote it.

use serde::Deserialize;
use serde_json::Value as Json;

/// Rules, profiles and what has to come out.
#[derive(Deserialize)]
pub struct Case {
    /// The time of the evaluation, epoch ms.
    pub now: i64,
    /// Whether it is one predicate, not a set.
    pub single: bool,
    /// The definitions as JSON, when it is a set.
    pub definitions: String,
    /// The predicates; none for sets that only we can express.
    pub rules: Vec<Rule>,
    /// Each as JSON text.
    pub profiles: Vec<String>,
    /// For each profile the numbers of the rules that are true.
    pub expected: Vec<Vec<usize>>,
}

/// One predicate in several languages.
#[derive(Deserialize)]
pub struct Rule {
    pub condition: Condition,
    pub pql: String,
    pub cel: String,
    pub wirefilter: Option<String>,
}

/// The neutral form.
#[derive(Deserialize)]
pub struct Condition {
    pub op: String,
    #[serde(default)]
    pub of: Vec<Condition>,
    #[serde(default)]
    pub path: String,
    #[serde(default)]
    pub value: Json,
    #[serde(default)]
    pub values: Vec<String>,
}

impl Case {
    /// For as long as the program runs: engines borrow from it.
    pub fn read(path: &str) -> &'static Case {
        let text = std::fs::read_to_string(path).unwrap();
        Box::leak(Box::new(serde_json::from_str(&text).unwrap()))
    }
}

/// What a dotted path leads to.
pub fn at<'j>(profile: &'j Json, path: &str) -> &'j Json {
    path.split('.').fold(profile, |value, name| &value[name])
}
