//! A set answers as each of its queries does alone, whatever its indexes do.
//!
//! `PQL_SEED` and `PQL_COUNT` (answers compared) set another run.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

#[path = "suite/cases.rs"]
mod cases;
mod generate;
mod oracle;

use std::collections::BTreeSet;

use pql_edge::audience::{AudienceSet, Definition, Evaluation};
use pql_edge::profile::Reader;
use pql_edge::query::{Evaluator, Input, Query};
use pql_edge::value::Value;
use serde_json::{Map, Value as Json, json};

use generate::profile;
use generate::random::{Random, from_environment};

const NOW: i64 = 1_795_176_000_000;

fn set(queries: &[String]) -> AudienceSet {
    let definition = |(index, query): (usize, &String)| {
        Definition::from_json(json!({ "id": format!("{index}"), "expression": { "value": query } }))
    };
    let read: Vec<_> = queries.iter().enumerate().map(definition).collect();
    let set = AudienceSet::compile(read, Evaluation::Any);
    assert_eq!(set.audiences().len(), queries.len(), "{:?}", set.skipped());
    set
}

/// Compares the answers of a set, as compiled and from its bytes, with those of its programs run one
/// by one; how many are true.
fn compare(sets: &[AudienceSet], input: &Input<'_>, say: impl Fn() -> String) -> usize {
    let mut evaluator = Evaluator::new();
    let alone: BTreeSet<String> = sets[0]
        .audiences()
        .iter()
        .filter(|audience| {
            let scratch = evaluator.scratch();
            let profile = input.read(&Reader::new(scratch.arena, sets[0].reads())).unwrap();
            let result = audience.query.run(profile, scratch, &mut ());
            result.map(Value::truth).unwrap_or_else(|error| panic!("{error:?}"))
        })
        .map(|audience| audience.id.to_string())
        .collect();
    for set in sets {
        let together = set.evaluate(&mut evaluator, input).unwrap();
        let together: BTreeSet<String> = together.into_iter().map(String::from).collect();
        let source = |id: &String| set.find(id).unwrap().query.source().into_owned();
        let wrong: Vec<String> = alone.symmetric_difference(&together).map(source).collect();
        assert!(wrong.is_empty(), "{wrong:#?}\n{}", say());
    }
    alone.len()
}

fn with_bytes(set: AudienceSet) -> [AudienceSet; 2] {
    let loaded = AudienceSet::from_bytes(&set.to_bytes()).unwrap();
    [set, loaded]
}

/// Conditions that indexes answer, and others, on few fields of which each has values of all kinds.
struct Conditions<'r>(&'r mut Random);

const FIELDS: &[&str] = &["a", "b", "c", "o.a", "o.b", "o.p.a", "l.a", "rare"];

const TEXTS: &[&str] = &[
    "\"US\"",
    "\"CA\"",
    "\"\"",
    "\"1\"",
    "\"2\"",
    "\"1.5\"",
    "\"true\"",
    "\"false\"",
    "\"é\"",
    "\"xé\"",
    "\"US-CA\"",
    "\"2026-11-20T12:00:00Z\"",
    "\"2026-11-21\"",
    "\"01\"",
    "\"1.0\"",
    "\"1e0\"",
    "\" 1\"",
];

const NUMBERS: &[&str] =
    &["0", "1", "2", "-1", "1.5", "2.0", "9007199254740993", "9007199254740992.0", "1795176000000"];

impl Conditions<'_> {
    fn constant(&mut self) -> &'static str {
        match self.0.below(10) {
            0 => self.0.pick(&["true", "false", "null"]),
            1..5 => self.0.pick(NUMBERS),
            _ => self.0.pick(TEXTS),
        }
    }

    fn constants(&mut self) -> String {
        let count = 1 + self.0.below(5);
        (0..count).map(|_| self.constant()).collect::<Vec<_>>().join(", ")
    }

    fn test(&mut self) -> String {
        let field = self.0.pick(FIELDS);
        match self.0.below(14) {
            0..3 => format!("{field} = {}", self.constant()),
            3 => format!("{field} != {}", self.constant()),
            4..7 => format!("{field} {} {}", self.0.pick(&["<", "<=", ">", ">="]), self.constant()),
            7 => format!("{field} in [{}]", self.constants()),
            8 => format!("{field} notIn [{}]", self.constants()),
            9 | 10 => {
                let text = self.0.pick(TEXTS);
                let name = self.0.pick(&["startsWith", "endsWith", "contains", "equals"]);
                let case = self.0.pick(&["", "", ", true", ", false"]);
                format!("{field}.{name}({text}{case})")
            }
            11 => format!("{field}.{}()", self.0.pick(&["isNull", "isNotNull"])),
            12 => format!("{} = {field}", self.constant()),
            _ => format!("exists X from l where X.a = {}", self.constant()),
        }
    }

    fn any(&mut self, depth: usize) -> String {
        match self.0.below(if depth == 0 { 1 } else { 8 }) {
            0..3 => self.test(),
            3 => format!("not ({})", self.any(depth - 1)),
            4 | 5 => self.joined(" or ", depth - 1),
            _ => self.joined(" and ", depth - 1),
        }
    }

    fn joined(&mut self, word: &str, depth: usize) -> String {
        let count = 2 + self.0.below(3);
        let all: Vec<String> = (0..count).map(|_| format!("({})", self.any(depth))).collect();
        all.join(word)
    }

    fn value(&mut self, depth: usize) -> Json {
        match self.0.below(if depth == 0 { 8 } else { 12 }) {
            0 => self.0.of(&[Json::Null, Json::Bool(true), Json::Bool(false)].each_ref()).clone(),
            1..4 => serde_json::from_str(self.0.pick(NUMBERS)).unwrap(),
            4..8 => serde_json::from_str(self.0.pick(TEXTS)).unwrap(),
            8 => json!({ "a": self.value(0) }),
            _ => (0..self.0.below(4)).map(|_| self.value(depth - 1)).collect(),
        }
    }

    fn profile(&mut self) -> Json {
        let mut profile = Map::new();
        for name in ["a", "b", "c", "rare"] {
            if self.0.percent(if name == "rare" { 20 } else { 80 }) {
                profile.insert(name.into(), self.value(3));
            }
        }
        let items: Vec<Json> =
            (0..self.0.below(3)).map(|_| json!({ "a": self.value(1) })).collect();
        profile.insert("l".into(), items.into());
        let mut inner =
            json!({ "a": self.value(2), "b": self.value(2), "p": { "a": self.value(2) } });
        if self.0.percent(20) {
            inner = json!([inner, { "a": self.value(1) }]);
        }
        profile.insert("o".into(), inner);
        profile.into()
    }
}

/// Half of the conditions are of one shape, as in a set made from a template: these become terms.
fn conditions(random: &mut Random) -> Vec<String> {
    let count = random.of(&[1, 3, 9, 40, 200]);
    let template = random.percent(60);
    let mut conditions = Conditions(random);
    let mut out = Vec::new();
    while out.len() < count {
        let query = if template && conditions.0.percent(70) {
            let (one, other) = (conditions.constants(), conditions.constant());
            let (third, last) = (conditions.constant(), conditions.any(1));
            format!("a in [{one}] and b > {other} and (c = {third} or o.a <= {third}) and ({last})")
        } else {
            conditions.any(3)
        };
        if Query::compile(&query).is_ok() {
            out.push(query);
        }
    }
    out
}

#[test]
fn indexed_conditions_answer_as_alone() {
    let count = from_environment("PQL_COUNT", 400_000) as usize;
    let mut random = Random::from_environment();
    let (mut compared, mut held) = (0, 0);
    let (mut terms, mut entrances, mut tests) = (0, 0, 0);
    while compared < count {
        let queries = conditions(&mut random);
        let sets = with_bytes(set(&queries));
        let counts = sets[0].plan().counts();
        terms += counts.terms;
        entrances += counts.entrances;
        tests += counts.tests;
        for _ in 0..20 {
            let profile = Conditions(&mut random).profile().to_string();
            let input = Input::new(profile.as_bytes(), NOW);
            held += compare(&sets, &input, || profile.clone());
            compared += queries.len();
        }
    }
    println!(
        "{compared} answers, {held} true; {terms} terms, {entrances} entrances, {tests} tests"
    );
    assert!(held * 20 > compared && held * 2 < compared, "nearly all answers are the same");
    assert!(terms > 100 && entrances > 100 && tests > 100, "a way of answering is missing");
}

/// Whatever the language has, in sets.
/// Were the clauses before each one looked through, it would be billions of looks; a
/// program that is one long series is what generated definitions look like.
#[test]
fn a_row_with_very_many_clauses() {
    const MANY: usize = 40_000;
    let unindexed = "a != 1".to_string();
    let mut clauses = vec![unindexed; MANY];
    clauses.extend((0..MANY).map(|at| format!("b > {}", at % 50)));
    let mut queries: Vec<String> = (0..10).map(|at| format!("b > {at} and a != 1")).collect();
    queries.push(clauses.join(" and "));
    let sets = with_bytes(set(&queries));
    for set in &sets {
        let counts = set.plan().counts();
        // What its indexed clause leaves: `a != 1`, and `b > c` for each constant.
        assert_eq!((counts.rows, counts.terms, counts.tests), (11, 1, 51));
    }
    let mut seen = Vec::new();
    for (profile, text) in ["{}", r#"{"a":2,"b":9}"#, r#"{"a":2,"b":50}"#, r#"{"a":1,"b":50}"#]
        .map(|text| (text.as_bytes(), text))
    {
        seen.push(compare(&sets, &Input::new(profile, NOW), || text.to_string()));
    }
    assert_eq!(seen, [0, 9, 11, 0]);
}

#[test]
fn generated_queries_answer_as_alone() {
    let count = from_environment("PQL_COUNT", 400_000) as usize / 8;
    let mut random = Random::from_environment();
    let (mut compared, mut held) = (0, 0);
    while compared < count {
        let size = random.of(&[2, 20, 60]);
        let mut queries = Vec::new();
        while queries.len() < size {
            let simple = Conditions(&mut random).any(1);
            let query = generate::query::query(&mut random);
            let query = match random.below(4) {
                0 => format!("({simple}) and ({query})"),
                1 => format!("({query}) and ({simple})"),
                2 => format!("({query}) or ({simple}) and ({query})"),
                _ => query,
            };
            if Query::compile(&query).is_ok() {
                queries.push(query);
            }
        }
        let sets = with_bytes(set(&queries));
        for _ in 0..10 {
            let sample = profile::sample(&mut random);
            let mut whole = sample.profile.as_object().unwrap().clone();
            if let Json::Object(more) = Conditions(&mut random).profile() {
                whole.extend(more);
            }
            let (whole, parameters) = (json!(whole).to_string(), sample.parameters.to_string());
            let mut input = Input::new(whole.as_bytes(), sample.now);
            input.parameters = Some(parameters.as_bytes());
            held += compare(&sets, &input, || whole.clone());
            compared += queries.len();
        }
    }
    println!("{compared} answers of {held} true");
    assert!(held * 20 > compared, "hardly any answer is true");
}

/// The whole suite as one set, on profiles of the suite.
#[test]
fn the_suite_as_one_set() {
    let cases = cases::load();
    let all = cases.iter().filter(|case| {
        case.schema.is_none() && !case.strict && Query::compile(&case.query).is_ok()
    });
    let queries: Vec<String> = all.clone().map(|case| case.query.clone()).collect();
    assert!(queries.len() > 1000);
    let sets = with_bytes(set(&queries));
    let mut seen = BTreeSet::new();
    for case in all {
        let profile = case.profile.to_string();
        if profile.len() < 20 || !seen.insert(profile.clone()) || seen.len() > 120 {
            continue;
        }
        let parameters = case.parameters.as_ref().map(Json::to_string);
        let mut input = Input::new(profile.as_bytes(), oracle::instant(&case.now).unwrap());
        input.parameters = parameters.as_deref().map(str::as_bytes);
        compare(&sets, &input, || profile.clone());
    }
    assert!(seen.len() > 50);
}

/// A condition that several definitions have is one, wherever it stands in them and whatever was
/// numbered before it; what differs in a constant, a field or a membership is another one.
#[test]
fn conditions_that_are_alike_are_one() {
    const BOUGHT: &str = "xEvent[eventType = \"buy\" and value > 10].count() >= 2";
    const PATH: &str = "chain(xEvent, timestamp, [A: WHAT(eventType = \"a\"), B: WHAT(value > 1)])";
    let tests = |texts: &[String]| {
        let definitions = texts.iter().enumerate().map(|(at, text)| {
            let expression = json!({ "type": "PQL", "format": "pql/text", "value": text });
            Definition::from_json(json!({ "id": format!("id{at}"), "expression": expression }))
        });
        let set = AudienceSet::compile(definitions, Evaluation::Any);
        assert!(set.skipped().is_empty(), "{:?}", set.skipped());
        set.plan().counts().tests
    };
    let alone = tests(&[format!("{BOUGHT} and {PATH}")]);
    let several = [
        format!("{BOUGHT} and {PATH}"),
        format!("{PATH} and {BOUGHT}"),
        format!("not ({BOUGHT}) and inSegment(\"x\")"),
        format!("{PATH} and (inSegment(\"x\") or {BOUGHT})"),
    ];
    assert_eq!((alone, tests(&several)), (2, 3));
    let others = [
        BOUGHT.to_owned(),
        BOUGHT.replace("10", "11"),
        BOUGHT.replace("value", "price"),
        BOUGHT.replace("count()", "sum(value)"),
        PATH.to_owned(),
        PATH.replace("[A", "[A: WHAT(eventType = \"b\"), C"),
        "inSegment(favorite)".to_owned(),
        "inSegment(favorite)".to_owned(),
    ];
    assert_eq!(tests(&others), others.len());
}
