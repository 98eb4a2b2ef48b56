//! The table of sets of definitions: reading it, and what the sets are.

use pql_edge::audience::{
    AudienceSet, Definition, Environment, Evaluation, MergePolicy, SetOptions, Settings,
};
use serde_json::{Value as Json, json};

use super::table::{Case, verdicts};

/// A set of definitions with what is expected of some of them.
#[derive(Default)]
pub(crate) struct Set {
    title: String,
    pub(crate) definitions: Vec<Json>,
    pub(crate) environment: Environment,
    /// `query` is the id here.
    pub(crate) cases: Vec<Case>,
}

impl Set {
    pub(crate) fn compile(&self, evaluation: Evaluation) -> AudienceSet {
        let read = self.definitions.iter().cloned().map(Definition::from_json);
        let settings = Settings { evaluation, ..Settings::DEFAULT };
        AudienceSet::compile_with(read, &SetOptions { settings, ..SetOptions::default() })
    }

    pub(crate) fn add(&mut self, head: &str, query: &str) {
        self.definitions.push(definition(head, query));
    }

    /// What is expected of a definition, for messages.
    pub(crate) fn place(&self, case: &Case) -> String {
        format!("{} / {}", self.title, case.query)
    }

    fn line(&mut self, line: &str) {
        let (head, rest) = line.split_once(": ").unwrap_or((line, ""));
        if let Some(head) = head.strip_prefix("define ") {
            self.add(head, rest);
        } else if let Some(id) = head.strip_prefix("policy ") {
            self.environment.merge_policies.push(MergePolicy {
                id: id.into(),
                active_on_edge: !rest.contains("not active"),
                default: rest.contains("default"),
            });
        } else if head == "batch field" {
            self.environment.batch_fields.push(rest.into());
        } else if let (Some(code), Some(case)) = (head.strip_prefix("at "), self.cases.last_mut()) {
            case.places.push((code.into(), rest.into()));
        } else if line.contains('|') {
            self.cases.last_mut().unwrap().verdicts.extend(verdicts(line));
        } else {
            self.cases.push(Case { query: head.into(), kind: rest.into(), ..Case::default() });
        }
    }
}

/// `A [asks edge, policy m1]`
fn definition(head: &str, query: &str) -> Json {
    let (id, words) = head.split_once(" [").unwrap_or((head, ""));
    let mut json = json!({ "id": id, "expression": { "type": "PQL", "value": query } });
    for word in words.trim_end_matches(']').split(", ").filter(|word| !word.is_empty()) {
        match word.split_once(' ').unwrap() {
            ("asks", "edge") => json["evaluationInfo"]["synchronous"]["enabled"] = json!(true),
            ("asks", "streaming") => json["evaluationInfo"]["continuous"]["enabled"] = json!(true),
            ("policy", policy) => json["mergePolicyId"] = json!(policy),
            ("schema", name) => match name.strip_prefix("id ") {
                Some(id) => json["schema"]["id"] = json!(id),
                None => json["schema"]["name"] = json!(name),
            },
            _ => panic!("not a word of a definition: {word}"),
        }
    }
    json
}

/// The sets behind the first title.
pub(crate) fn sets(text: &str) -> Vec<Set> {
    let mut sets: Vec<Set> = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty()) {
        match (line.strip_prefix("== "), sets.last_mut()) {
            (Some(title), _) => sets.push(Set { title: title.into(), ..Set::default() }),
            (None, Some(set)) => set.line(line),
            (None, None) => {}
        }
    }
    sets
}
