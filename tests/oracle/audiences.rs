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
    /// For each, the ids of this list that its text names.
    needs: Vec<BTreeSet<String>>,
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
        Audiences { list, needs, order }
    }

    /// Whether the profile is in, definition by definition; memberships that are given take the
    /// place of those in the profile.
    pub fn members(&self, profile: &Value, given: Option<&Value>, now: i64) -> Vec<bool> {
        let opted_out = has_opted_out(profile);
        let stored = &Stored::of(profile, given);
        let mut found: BTreeMap<String, bool> = BTreeMap::new();
        for at in &self.order {
            let audience = &self.list[*at];
            // An id that is computed from the profile is looked up, whoever has it.
            let named = self.needs[*at].iter().map(|id| (id.clone(), found[id]));
            let fresh = Some(&named.collect());
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
        let found = self.list.iter().zip(self.members(&profile, None, input.now));
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

/// Whether an entry says `out` about the general opt-out and none of a later time took its place.
pub fn has_opted_out(profile: &Value) -> bool {
    let choices = profile.field("optOutConsentLevel").field("privacyOptOuts");
    let is_general =
        |choice: &&Value| choice.field("optOutType").as_str() == Some("general_opt_out");
    let general: Vec<&Value> = choices.items().iter().filter(is_general).collect();
    let time = |choice: &Value| choice.field("timestamp").instant();
    let is_replaced = |choice: &Value| {
        let later = |other: &&Value| time(other).zip(time(choice)).is_some_and(|(a, b)| a > b);
        general.iter().any(later)
    };
    let is_out = |choice: &Value| choice.field("optOutValue").as_str() == Some("out");
    general.iter().any(|choice| is_out(choice) && !is_replaced(choice))
}
