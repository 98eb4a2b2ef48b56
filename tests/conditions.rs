//! What a check says of conditions is true of every profile, and a schema changes no program.
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

use std::collections::BTreeMap;

use pql_edge::check::Options;
use pql_edge::diagnostic::{Code, Diagnostic};
use pql_edge::query::{Evaluator, Input, Query, analyse};
use pql_edge::schema::Schema;
use serde_json::{Map, Value as Json, json};

use generate::random::{Random, from_environment};
use generate::vocabulary::Kind;

/// So many queries of each kind.
const QUERIES: u64 = 20_000;

/// The vocabulary of the generated queries as a schema.
fn vocabulary() -> Schema {
    let mut fields = described(Kind::Profile);
    let event = json!({
        "meta:class": "https://ns.adobe.com/xdm/context/experienceevent",
        "properties": described(Kind::Event),
    });
    fields.remove("xEvent");
    Schema::from_json(&json!([{ "properties": fields }, event])).unwrap()
}

/// The own fields of an object; paths through others are theirs.
fn described(kind: Kind) -> Map<String, Json> {
    let own = kind.fields().iter().filter(|(name, _)| !name.contains('.'));
    let mut fields: Map<String, Json> =
        own.map(|(name, kind)| (name.trim_matches('`').to_owned(), schema_of(*kind))).collect();
    fields.insert("_acme".into(), json!({ "properties": { "tier": { "type": "string" } } }));
    fields
}

fn schema_of(kind: Kind) -> Json {
    match kind {
        Kind::Profile | Kind::Address | Kind::Order | Kind::Line | Kind::Event => {
            json!({ "type": "object", "properties": described(kind) })
        }
        Kind::Text => json!({ "type": "string" }),
        Kind::Number => json!({ "type": "number" }),
        Kind::Flag => json!({ "type": "boolean" }),
        Kind::Time => json!({ "type": "string", "format": "date-time" }),
        Kind::Map => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        Kind::Any | Kind::Mixed | Kind::Groups => json!({}),
        list => json!({ "type": "array", "items": schema_of(list.item()) }),
    }
}

/// The instructions are the same with and without a schema, whatever the query.
#[test]
fn a_schema_changes_no_program() {
    let schema = vocabulary();
    let options = Options { schema: Some(&schema), ..Options::default() };
    let mut random = Random::from_environment();
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    for _ in 0..from_environment("PQL_COUNT", QUERIES) {
        let text = generate::query::query(&mut random);
        let outcome = match (Query::compile(&text), Query::compile_with(&text, &options)) {
            (Ok(without), Ok(with)) => {
                let (without, with) = (without.program(), with.program());
                assert_eq!(without.to_string(), with.to_string(), "{text}");
                "the same program"
            }
            (Ok(_), Err(found)) => {
                let known = |code| matches!(code, Code::UnknownField | Code::ImpossibleComparison);
                let typed = |code| matches!(code, Code::ArgumentType | Code::OperandType);
                assert!(found.iter().any(|it| known(it.code) || typed(it.code)), "{text}");
                "ruled out"
            }
            (Err(_), Err(_)) => "no query",
            (Err(found), Ok(_)) => panic!("only with a schema it compiles: {text}\n{found:?}"),
        };
        *seen.entry(outcome).or_default() += 1;
    }
    println!("{seen:?}");
    let both = |outcome: &str| seen.get(outcome).copied().unwrap_or(0);
    assert!(both("the same program") > both("ruled out"), "{seen:?}");
    assert!(both("ruled out") > 0, "{seen:?}");
}

/// A small schema, so that random conditions often contradict each other.
fn small() -> Schema {
    Schema::from_json(&json!({ "properties": {
        "a": { "type": "integer" },
        "s": { "type": "string" },
        "e": { "type": "string", "enum": ["x", "y"] },
        "f": { "type": "boolean" },
        "o": { "properties": { "n": { "type": "number" } } },
        "l": { "type": "array", "items": { "type": "integer" } },
    } }))
    .unwrap()
}

const PATHS: &[&str] = &["a", "s", "e", "f", "o", "o.n", "l"];
const LITERALS: &[&str] =
    &["1", "2", "3", "1.5", "\"x\"", "\"y\"", "\"X\"", "\"2\"", "true", "false"];

fn atom(random: &mut Random) -> String {
    let (path, literal) = (random.pick(PATHS), random.pick(LITERALS));
    let sign = random.pick(&["=", "!=", "<", "<=", ">", ">=", "=", "="]);
    match random.below(14) {
        0 => format!("{path}.isNull()"),
        1 => format!("{path}.isNotNull()"),
        2 => path.to_owned(),
        3 => format!("{path} in [{literal}, {}]", random.pick(LITERALS)),
        4 => format!("{path} notIn [{literal}]"),
        5 => format!("{path}.equals(\"{}\", false)", random.pick(&["x", "X", "y"])),
        6 => format!("{path}.startsWith(\"x\")"),
        7 => format!("{literal} {sign} {path}"),
        8 => format!("{path}.count() {sign} {literal}"),
        9 => format!("{literal} = {}", random.pick(LITERALS)),
        _ => format!("{path} {sign} {literal}"),
    }
}

/// Conditions of one operator.
struct Joined {
    sign: &'static str,
    operands: Vec<String>,
}

fn joined(random: &mut Random) -> Joined {
    let sign = random.of(&[" and ", " and ", " and ", " or "]);
    let operands = (0..random.of(&[1, 2, 2, 3, 3])).map(|_| match random.percent(20) {
        true => format!("not ({})", atom(random)),
        false => atom(random),
    });
    Joined { sign, operands: operands.collect() }
}

impl Joined {
    fn text(&self) -> String {
        self.operands.join(self.sign)
    }

    /// What a diagnostic says of the whole, if it says that.
    fn verdict(&self, found: &Diagnostic) -> Option<bool> {
        let said = match found.code {
            Code::AlwaysTrue => true,
            Code::AlwaysFalse | Code::ConflictingUse | Code::ImpossibleComparison => false,
            _ => return None,
        };
        // About several operands.
        if found.help.as_deref().is_some_and(|help| help.contains("join"))
            || found.message.contains("opposite")
        {
            return Some(said);
        }
        let mut start = 0;
        for operand in &self.operands {
            let end = start + operand.len();
            if (found.span.start as usize, found.span.end as usize) == (start, end) {
                let decides = self.operands.len() == 1 || said == (self.sign == " or ");
                return decides.then_some(said);
            }
            start = end + self.sign.len();
        }
        None
    }
}

/// A profile as the small schema has it.
fn typed(random: &mut Random) -> Json {
    let mut profile = Map::new();
    let mut set = |random: &mut Random, name: &str, values: &[Json]| {
        if random.percent(75) {
            profile.insert(name.into(), values[random.below(values.len())].clone());
        }
    };
    set(random, "a", &[json!(0), json!(1), json!(2), json!(3)]);
    set(random, "s", &[json!("x"), json!("X"), json!("2"), json!("true"), json!("")]);
    set(random, "e", &[json!("x"), json!("y")]);
    set(random, "f", &[json!(true), json!(false)]);
    set(random, "o", &[json!({}), json!({ "n": 1 }), json!({ "n": 1.5 }), json!({ "n": 2 })]);
    set(random, "l", &[json!([]), json!([1]), json!([1, 2, 3]), json!([2, null])]);
    Json::Object(profile)
}

/// A profile of anything, but that the items of a list are of one type.
fn untyped(random: &mut Random) -> Json {
    let values = [
        json!(1),
        json!(2),
        json!("x"),
        json!("X"),
        json!("2"),
        json!(true),
        json!({ "n": 1 }),
        json!({ "n": "x" }),
        json!({ "n": [1, 2] }),
        json!([1, 2, 3]),
        json!(["x", "y"]),
        json!([{ "n": 1 }, { "n": 2 }]),
        json!([]),
    ];
    let mut profile = Map::new();
    for name in ["a", "s", "e", "f", "o", "l"] {
        if random.percent(75) {
            profile.insert(name.into(), values[random.below(values.len())].clone());
        }
    }
    Json::Object(profile)
}

fn is_true_of_every_profile(
    schema: Option<&Schema>,
    profile: fn(&mut Random) -> Json,
    kinds: usize,
) {
    let mut random = Random::from_environment();
    let options = Options { schema, ..Options::default() };
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for _ in 0..from_environment("PQL_COUNT", QUERIES) {
        let joined = joined(&mut random);
        let text = joined.text();
        let Ok(query) = Query::compile(&text) else {
            continue;
        };
        let (_, found) = analyse(&text, &options);
        let verdicts = found.iter().filter_map(|it| Some((it.code.number(), joined.verdict(it)?)));
        for (code, wanted) in verdicts {
            *counts.entry(code).or_default() += 1;
            for _ in 0..30 {
                let profile = profile(&mut random).to_string();
                let input = Input::new(profile.as_bytes(), 0);
                let answer = query.matches(&mut Evaluator::new(), &input).unwrap();
                assert_eq!(answer, wanted, "{code} of {text}\n{profile}");
            }
        }
    }
    println!("{counts:?}");
    assert!(counts.len() == kinds && counts.values().all(|count| *count >= 20), "{counts:?}");
}

#[test]
fn conditions_are_as_said_without_a_schema() {
    is_true_of_every_profile(None, untyped, 3);
}

#[test]
fn conditions_are_as_said_with_a_schema() {
    is_true_of_every_profile(Some(&small()), typed, 3);
}
