//! The oracle: a plain tree walker, the definition of what a PQL query answers.
//!
//! It shares nothing with the program under test but the syntax tree. Where both differ, the
//! language reference decides who is right.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test binary uses its own part")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::wildcard_enum_match_arm,
    reason = "written for clarity: a mistake here fails a test, not a customer"
)]

pub mod audiences;
mod calendar;
mod chain;
mod compare;
pub mod coverage;
mod expression;
mod functions;
mod iterate;
pub mod lifecycle;
mod maps;
mod membership;
mod number;
mod period;
mod ranking;
mod regex;
mod scope;
mod sets;
mod strings;
pub mod value;

use std::collections::BTreeMap;

use pql_edge::syntax::ast::Expression;
use serde_json::Value as Json;

use expression::{Walker, Watch};
use membership::Stored;
use scope::Scope;

/// What a query answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The result as JSON.
    pub json: Json,
    /// What the result counts as where a Boolean is needed.
    pub matches: bool,
}

/// A profile and what may come with it.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    pub profile: &'a Json,
    pub now: i64,
    /// Takes the place of the profile's `xEvent`.
    pub events: Option<&'a Json>,
    /// One more event, behind all others.
    pub event: Option<&'a Json>,
    /// Takes the place of the profile's `segmentMembership`.
    pub membership: Option<&'a Json>,
    /// An object: what the host gives besides, by `$2`, `@{id}` or URI.
    pub parameters: Option<&'a Json>,
    /// Gets the name and the arguments of every function as it is called.
    pub watch: Option<Watch<'a>>,
    /// What this run already found of audiences of the namespace `ups`; it replaces stored records.
    pub fresh: Option<&'a BTreeMap<String, bool>>,
}

impl<'a> Input<'a> {
    pub fn new(profile: &'a Json, now: i64) -> Input<'a> {
        Input {
            profile,
            now,
            events: None,
            event: None,
            membership: None,
            parameters: None,
            watch: None,
            fresh: None,
        }
    }
}

/// What a query answers for a profile at a time.
pub fn evaluate(tree: &Expression, profile: &Json, now: i64) -> Answer {
    evaluate_input(tree, &Input::new(profile, now))
}

/// Whether a profile at a time satisfies a query.
pub fn matches(tree: &Expression, profile: &Json, now: i64) -> bool {
    evaluate(tree, profile, now).matches
}

/// What a query answers when events or memberships come beside the profile.
pub fn evaluate_input(tree: &Expression, input: &Input<'_>) -> Answer {
    let mut arrays = 0;
    let profile = value::read(&whole_profile(input), &mut arrays);
    let parameters = value::read(input.parameters.unwrap_or(&Json::Null), &mut arrays);
    let given = input.membership.map(|given| value::read(given, &mut arrays));
    let stored = Stored::of(&profile, given.as_ref());
    let Input { now, fresh, watch, .. } = *input;
    let walker = Walker { now, fresh, stored: &stored, parameters, watch };
    let result = walker.value(tree, &Scope::root(&profile));
    Answer { json: value::write(&result), matches: result.truth() }
}

/// The time that an RFC 3339 text names, in epoch ms.
pub fn instant(text: &str) -> Option<i64> {
    calendar::parse(text)
}

/// The RFC 3339 text of a time in epoch ms.
pub fn written(instant: i64) -> String {
    calendar::write(instant)
}

fn whole_profile(input: &Input<'_>) -> Json {
    let mut profile = input.profile.clone();
    if let Some(events) = input.events {
        profile["xEvent"] = events.clone();
    }
    if let Some(event) = input.event {
        match profile.get_mut("xEvent") {
            Some(Json::Array(events)) => events.push(event.clone()),
            _ => profile["xEvent"] = Json::Array(vec![event.clone()]),
        }
    }
    if let Some(membership) = input.membership {
        profile["segmentMembership"] = membership.clone();
    }
    profile
}
