//! Consent as data: settings and a profile say whether it is kept in.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a mistake here fails a test, not a customer"
)]

use pql_edge::audience::{
    AudienceSet, Consent, Definition, Evaluation, OptOut, Purpose, SetOptions, Settings,
};
use pql_edge::query::{Evaluator, Input, Query};
use serde_json::{Value as Json, json};

const CASES: &str = include_str!("membership/consent.json");
const NOW: i64 = 1_795_176_000_000;

fn cases(of: &str) -> Vec<Json> {
    let all: Json = serde_json::from_str(CASES).unwrap();
    all[of].as_array().unwrap().clone()
}

fn definition(id: &str, exclude_opt_out: Option<bool>) -> Json {
    let expression = json!({ "type": "PQL", "format": "pql/text", "value": "not (x = 1)" });
    let mut definition = json!({ "id": id, "expression": expression });
    if let Some(exclude) = exclude_opt_out {
        definition["dataGovernancePolicy"] = json!({ "excludeOptOut": exclude });
    }
    definition
}

/// Two audiences that everybody is in; one respects the opt-out.
fn set(consent: Consent) -> AudienceSet {
    let definitions = [definition("asks", Some(true)), definition("does-not", Some(false))];
    let settings = Settings { evaluation: Evaluation::Any, ..Settings::DEFAULT };
    let options = SetOptions { settings, consent, ..SetOptions::default() };
    AudienceSet::compile_with(definitions.map(Definition::from_json), &options)
}

fn members(set: &AudienceSet, profile: &Json) -> Vec<String> {
    let profile = profile.to_string();
    let input = Input::new(profile.as_bytes(), NOW);
    let ids = set.evaluate(&mut Evaluator::new(), &input).unwrap();
    ids.into_iter().map(String::from).collect()
}

fn holds(query: &str, profile: &Json) -> bool {
    let query = Query::compile(query).unwrap_or_else(|found| panic!("{query}: {found:?}"));
    let profile = profile.to_string();
    query.matches(&mut Evaluator::new(), &Input::new(profile.as_bytes(), NOW)).unwrap()
}

#[test]
fn the_general_opt_out() {
    for case in cases("optOut") {
        let mut profile = case.get("profile").cloned().unwrap_or_else(|| json!({}));
        if let Some(entries) = case.get("entries") {
            profile["optOutConsentLevel"] = json!({ "privacyOptOuts": entries });
        }
        for (name, opt_out) in [("policy", OptOut::Policy), ("opt-in", OptOut::OptIn)] {
            let kept = case[name].as_bool().unwrap();
            let consent = Consent { opt_out, ..Consent::default() };
            let guard = consent.guards().opt_out.unwrap();
            assert_eq!(holds(&guard, &profile), !kept, "{name}: {}\n{guard}", case["name"]);
            let set = set(consent);
            let expected: &[&str] = if kept { &["asks", "does-not"] } else { &["does-not"] };
            assert_eq!(members(&set, &profile), expected, "{name}: {}", case["name"]);
            let again = AudienceSet::from_bytes(&set.to_bytes()).unwrap();
            assert_eq!(members(&again, &profile), expected, "loaded, {name}: {}", case["name"]);
        }
        let ignored = Consent { opt_out: OptOut::Ignore, ..Consent::default() };
        assert_eq!(ignored.guards().opt_out, None);
        assert_eq!(members(&set(ignored), &profile), ["asks", "does-not"], "{}", case["name"]);
    }
}

#[test]
fn purposes() {
    for case in cases("purposes") {
        let mut profile = case.get("profile").cloned().unwrap_or_else(|| json!({}));
        if let Some(consents) = case.get("consents") {
            profile["consents"] = consents.clone();
        }
        let names = case["purposes"].as_array().unwrap();
        let purposes: Vec<Purpose> =
            names.iter().map(|name| Purpose::named(name.as_str().unwrap()).unwrap()).collect();
        for (name, strict) in [("loose", false), ("strict", true)] {
            let kept = case[name].as_bool().unwrap();
            let predicate = Consent::predicate(&purposes, strict);
            assert_eq!(holds(&predicate, &profile), kept, "{name}: {}\n{predicate}", case["name"]);
            let opt_out = OptOut::Ignore;
            let set = set(Consent { opt_out, purposes: purposes.clone(), strict });
            let expected: &[&str] = if kept { &["asks", "does-not"] } else { &[] };
            assert_eq!(members(&set, &profile), expected, "{name}: {}", case["name"]);
        }
    }
}

#[test]
fn a_rule_takes_the_predicate() {
    let collect = Consent::predicate(&[Purpose::Collect, Purpose::Share], false);
    let rule = format!("age > 5 and {collect} or vip");
    assert!(holds(&rule, &json!({ "age": 6 })));
    let refused = json!({ "age": 6, "consents": { "share": { "val": "n" } } });
    assert!(!holds(&rule, &refused));
    assert!(holds(&format!("vip or {collect}"), &json!({ "vip": true, "consents": refused })));
}

#[test]
fn what_nobody_asks_for_is_not_read() {
    let definition = Definition::from_json(definition("a", None));
    let settings = Settings { evaluation: Evaluation::Any, ..Settings::DEFAULT };
    let options = SetOptions { settings, ..SetOptions::default() };
    let mut set = AudienceSet::compile_with([definition], &options);
    assert_eq!(set.reads().paths(), ["x"]);
    // The guard is there for definitions to come.
    let asks = Definition::from_json(self::definition("b", Some(true)));
    set.update([asks], &[], &options.queries);
    assert!(set.reads().paths().iter().any(|path| path.starts_with("optOutConsentLevel.")));
    let entry = json!({ "optOutType": "general_opt_out", "optOutValue": "out" });
    let profile = json!({ "optOutConsentLevel": { "privacyOptOuts": [entry] } });
    assert_eq!(members(&set, &profile), ["a"]);
}
