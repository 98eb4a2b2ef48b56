//! Many definitions at one time: who is in, each after those that it refers to (edge.md 2 and 3.1).

use std::collections::{BTreeMap, BTreeSet};

use pql_edge::syntax::ast::{Expression, Literal, Node};

use super::coverage::children;
use super::expression::Walker;
use super::membership::Stored;
use super::scope::Scope;
use super::value::{self, Value};
use super::{Input, whole_profile};

/// A definition.
pub struct Audience {
    pub id: String,
    pub tree: Expression,
    /// `dataGovernancePolicy.excludeOptOut`
    pub excludes_opt_out: bool,
}

/// Definitions, and an order in which each comes after those that it refers to.
pub struct Audiences {
    pub list: Vec<Audience>,
    order: Vec<usize>,
}

impl Audiences {
    pub fn new(list: Vec<Audience>) -> Audiences {
        let own: BTreeSet<&str> = list.iter().map(|audience| audience.id.as_str()).collect();
        let needs = |audience: &Audience| -> BTreeSet<String> {
            let mut ids = BTreeSet::new();
            asked(&audience.tree, &mut ids);
            ids.into_iter().filter(|id| own.contains(id.as_str())).collect()
        };
        let needs: Vec<BTreeSet<String>> = list.iter().map(needs).collect();
        let mut known = BTreeSet::new();
        let mut order = Vec::new();
        while order.len() < list.len() {
            let ready = |at: &usize| {
                !known.contains(&list[*at].id) && needs[*at].iter().all(|id| known.contains(id))
            };
            let next: Vec<usize> = (0..list.len()).filter(ready).collect();
            assert!(!next.is_empty(), "the definitions refer to each other in a circle");
            known.extend(next.iter().map(|at| list[*at].id.clone()));
            order.extend(next);
        }
        Audiences { list, order }
    }

    /// Whether the profile is in, definition by definition.
    pub fn members(&self, profile: &Value, now: i64) -> Vec<bool> {
        let opted_out = has_opted_out(profile);
        let stored = &Stored::of(profile, None);
        let mut found = BTreeMap::new();
        for at in &self.order {
            let audience = &self.list[*at];
            let fresh = Some(&found);
            let walker = Walker { now, fresh, stored, parameters: Value::Null, watch: None };
            let is_kept_out = audience.excludes_opt_out && opted_out;
            let is_in = !is_kept_out && walker.truth(&audience.tree, &Scope::root(profile));
            found.insert(audience.id.clone(), is_in);
        }
        self.list.iter().map(|audience| found[&audience.id]).collect()
    }

    /// The ids of those that the profile is in.
    pub fn ids(&self, input: &Input<'_>) -> Vec<&str> {
        let profile = value::read(&whole_profile(input), &mut 0);
        let found = self.list.iter().zip(self.members(&profile, input.now));
        found.filter(|(_, is_in)| *is_in).map(|(audience, _)| audience.id.as_str()).collect()
    }
}

/// The ids of the audiences that a query asks for.
pub fn asked(tree: &Expression, ids: &mut BTreeSet<String>) {
    if let Node::Call { name, arguments, .. } = &tree.node
        && name.node == "inSegment"
        && let Some(Node::Literal(Literal::String(id))) = arguments.first().map(|it| &it.node)
    {
        ids.insert(id.clone());
    }
    for child in children(tree) {
        asked(child, ids);
    }
}

/// Whether the latest general opt-out that is recorded says `out`; one without a time is the
/// oldest, of equally late ones the last counts.
pub fn has_opted_out(profile: &Value) -> bool {
    let choices = profile.field("optOutConsentLevel").field("privacyOptOuts");
    let mut latest: Option<(i64, bool)> = None;
    for choice in choices.items() {
        if choice.field("optOutType").as_str() != Some("general_opt_out") {
            continue;
        }
        let at = choice.field("timestamp").instant().unwrap_or(i64::MIN);
        if latest.is_none_or(|(before, _)| at >= before) {
            latest = Some((at, choice.field("optOutValue").as_str() == Some("out")));
        }
    }
    latest.is_some_and(|(_, is_out)| is_out)
}
