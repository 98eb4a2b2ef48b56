//! Who is kept out of a set by consent, and what it says of that.
#![cfg(feature = "compile")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a mistake here fails a test, not a customer"
)]

use pql_edge::audience::{
    AudienceSet, Consent, Definition, OptOut, Purpose, Read, SetOptions, Settings,
};
use pql_edge::query::{Evaluator, Input};
use serde_json::{Value as Json, json};

const NOW: i64 = 1_763_640_000_000;

fn definition(id: &str, value: &str, excludes: bool) -> Read {
    let on = json!({ "synchronous": { "enabled": true } });
    Definition::from_json(json!({
        "id": id, "name": id, "expression": { "value": value }, "evaluationInfo": on,
        "dataGovernancePolicy": { "excludeOptOut": excludes } }))
}

fn definitions() -> Vec<Read> {
    let asks = r#"inSegment("respects")"#;
    let all = [("respects", "x", true), ("ignores", "x", false), ("asks", asks, false)];
    all.into_iter().map(|(id, value, excludes)| definition(id, value, excludes)).collect()
}

fn set(consent: Consent) -> AudienceSet {
    let options = SetOptions { consent, ..SetOptions::default() };
    let set = AudienceSet::compile_with(definitions(), &options);
    // As the edge loads it.
    AudienceSet::from_bytes(&set.to_bytes()).unwrap()
}

fn evaluate<'s>(set: &'s AudienceSet, profile: &Json) -> Vec<&'s str> {
    let profile = profile.to_string();
    set.evaluate(&mut Evaluator::new(), &Input::new(profile.as_bytes(), NOW)).unwrap()
}

fn opted(value: &str) -> Json {
    let entry = json!({ "optOutType": "general_opt_out", "optOutValue": value });
    json!({ "x": true, "optOutConsentLevel": { "privacyOptOuts": [entry] } })
}

#[test]
fn who_opted_out_is_in_no_audience_that_respects_it() {
    let all = ["respects", "ignores", "asks"];
    for (opt_out, value, expected) in [
        (OptOut::Policy, "out", &all[1..2]),
        (OptOut::Policy, "in", &all[..]),
        (OptOut::Policy, "pending", &all[..]),
        (OptOut::OptIn, "out", &all[1..2]),
        (OptOut::OptIn, "pending", &all[1..2]),
        (OptOut::OptIn, "in", &all[..]),
        (OptOut::Ignore, "out", &all[..]),
    ] {
        let set = set(Consent { opt_out, ..Consent::default() });
        assert_eq!(evaluate(&set, &opted(value)), expected, "{opt_out:?} {value}");
    }
    let plain = json!({ "x": true });
    assert_eq!(evaluate(&set(Consent::default()), &plain), all);
    let wants = set(Consent { opt_out: OptOut::OptIn, ..Consent::default() });
    assert_eq!(evaluate(&wants, &plain), all[1..2]);
}

#[test]
fn who_denies_a_purpose_is_in_no_audience() {
    let consent = Consent { purposes: vec![Purpose::MarketingEmail], ..Consent::default() };
    let set = set(consent);
    let says = |choice: &str| json!({ "x": true, "consents": { "marketing": { "email": { "val": choice } } } });
    assert!(evaluate(&set, &says("n")).is_empty());
    assert_eq!(evaluate(&set, &says("y")).len(), 3);
    assert_eq!(evaluate(&set, &json!({ "x": true })).len(), 3);
}

#[test]
fn a_member_who_opts_out_leaves() {
    let set = set(Consent::default());
    let mut profile = opted("out");
    let since = "2025-11-01T00:00:00.000Z";
    let record = json!({ "status": "realized", "lastQualificationTime": since });
    profile["segmentMembership"] = json!({ "ups": { "respects": record } });
    let text = profile.to_string();
    let found = set.qualify(&mut Evaluator::new(), &Input::new(text.as_bytes(), NOW)).unwrap();
    assert_eq!(found.exited, ["respects"]);
    assert_eq!(found.realized, ["ignores"]);
}

#[test]
fn explanations_say_who_was_kept_out_and_by_what() {
    // Who said nothing at all has not opted out, and is kept out where only an opt-in counts.
    let strict = Consent { opt_out: OptOut::OptIn, ..Consent::default() };
    for (consent, profile) in [(Consent::default(), opted("out")), (strict, json!({ "x": true }))] {
        explained_as_kept_out(&set(consent), &profile);
    }
}

fn explained_as_kept_out(set: &AudienceSet, profile: &Json) {
    let profile = profile.to_string();
    let input = Input::new(profile.as_bytes(), NOW);
    let explained = set.explain("asks", &mut Evaluator::new(), &input).unwrap();
    assert!(!explained.audience.member && explained.audience.kept_out.is_none());
    let asked = explained.asked.first().unwrap();
    assert!(!asked.member && asked.explanation.matches);
    let kept_out = asked.kept_out.as_ref().unwrap();
    assert!(kept_out.explanation.matches);
    let text = explained.render();
    let reason = "the definition respects the general opt-out, which keeps the profile out";
    let told = format!("not in respects (`respects`)\nkept out: {reason}\n");
    assert!(text.contains(&told), "{text}");
    assert!(text.contains("general_opt_out"), "{text}");
}

#[test]
fn every_setting_has_its_guards() {
    for opt_out in [OptOut::Policy, OptOut::OptIn, OptOut::Ignore] {
        for strict in [false, true] {
            let all = Purpose::ALL.iter().map(|purpose| vec![*purpose]);
            for purposes in all.chain([Purpose::ALL.to_vec(), Vec::new()]) {
                let none = purposes.is_empty();
                let set = set(Consent { opt_out, purposes, strict });
                assert_eq!(set.guards().opt_out.is_some(), opt_out != OptOut::Ignore);
                assert_eq!(set.guards().consent.is_some(), !none);
            }
        }
    }
}

#[test]
fn guards_are_read_only_where_they_are_wanted() {
    let reads = |excludes: bool| {
        let set = AudienceSet::compile_with(
            [definition("a", "x", excludes)],
            &SetOptions { settings: Settings::DEFAULT, ..SetOptions::default() },
        );
        set.reads().paths()
    };
    assert_eq!(reads(false), ["x"]);
    assert_eq!(reads(true).first().unwrap(), "optOutConsentLevel.privacyOptOuts[].optOutType");
}
