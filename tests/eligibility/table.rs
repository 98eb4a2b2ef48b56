//! The table of verdicts as people read it.

use std::collections::BTreeSet;

use pql_edge::check::eligibility::{Eligibility, Rules};

/// A query with what is expected of it.
#[derive(Default)]
pub(crate) struct Case {
    /// Its text.
    pub(crate) query: String,
    /// What it looks at.
    pub(crate) kind: String,
    /// One for each generation of the rules.
    pub(crate) verdicts: Vec<Verdict>,
    /// Reasons and the text that they point at.
    pub(crate) places: Vec<(String, String)>,
}

/// What one generation of the rules says.
pub(crate) struct Verdict {
    /// The generation.
    pub(crate) rules: Rules,
    /// `edge, streaming`, `edge`, `streaming` or `batch`.
    pub(crate) ways: String,
    /// The codes of its reasons.
    pub(crate) codes: BTreeSet<String>,
}

/// The cases behind the first title.
pub(crate) fn cases(text: &str) -> Vec<Case> {
    let start = text.find("\n== ").unwrap();
    let mut cases = Vec::new();
    let mut case = Case::default();
    for line in text.get(start..).unwrap().lines().filter(|line| !line.starts_with("== ")) {
        if line.is_empty() {
            let done = std::mem::take(&mut case);
            cases.extend((!done.query.is_empty()).then_some(done));
        } else if let Some(kind) = line.strip_prefix("kind: ") {
            case.kind = kind.into();
        } else if case.kind.is_empty() {
            let separator = if case.query.is_empty() { "" } else { "\n" };
            case.query = format!("{}{separator}{line}", case.query);
        } else if let Some(place) = line.strip_prefix("at ") {
            let (code, text) = place.split_once(": ").unwrap();
            case.places.push((code.into(), text.into()));
        } else {
            case.verdicts.extend(verdicts(line));
        }
    }
    cases.extend((!case.query.is_empty()).then_some(case));
    cases
}

/// `E1 E2 | edge | code, code`
pub(crate) fn verdicts(line: &str) -> Vec<Verdict> {
    let mut parts = line.split('|').map(str::trim);
    let [Some(rules), Some(ways), Some(codes), None] = [(); 4].map(|()| parts.next()) else {
        panic!("not a verdict: {line}");
    };
    let codes: BTreeSet<String> =
        codes.split(", ").filter(|code| !code.is_empty()).map(Into::into).collect();
    let rules = rules.split(' ').map(|name| Rules::named(name).unwrap());
    rules.map(|rules| Verdict { rules, ways: ways.into(), codes: codes.clone() }).collect()
}

/// Where a query may be evaluated, in the words of the table.
pub(crate) fn ways(found: &Eligibility) -> &'static str {
    match (found.edge, found.streaming) {
        (true, true) => "edge, streaming",
        (true, false) => "edge",
        (false, true) => "streaming",
        (false, false) => "batch",
    }
}

/// The codes of all reasons.
pub(crate) fn codes(found: &Eligibility) -> BTreeSet<String> {
    found.reasons.iter().map(|reason| reason.code.to_owned()).collect()
}
