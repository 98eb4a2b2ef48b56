//! Which kinds of evaluation the platform would allow the definitions of a set (edge.md 1.4).

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::compile::{About, Place};
use super::definition::SchemaRef;
use super::{AudienceSet, Skipped};
use crate::check::Options;
use crate::check::eligibility::{Circumstances, Eligibility, Features, Referent, Rules, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::keys::{Map, Set};
use crate::query::analyse;
use crate::span::Span;

/// What is known of an organization. By default nothing: what is unknown stands against nobody.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// Its merge policies. One that is not among them counts as active on the edge.
    pub merge_policies: Vec<MergePolicy>,
    /// The paths of the profile that batches bring, such as `loyalty`; what is below them is meant
    /// as well.
    pub batch_fields: Vec<String>,
}

/// A merge policy, as far as eligibility goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MergePolicy {
    /// Its id.
    pub id: String,
    /// Whether it is active on the edge.
    pub active_on_edge: bool,
    /// Whether definitions that name none have this one.
    pub default: bool,
}

/// What the platform would allow one definition.
#[derive(Clone, Debug)]
pub struct Classified<'s> {
    /// Which.
    pub about: &'s About,
    /// The text of its query, which the reasons point into.
    pub source: Cow<'s, str>,
    /// What is allowed, and why not more.
    pub eligibility: Eligibility,
}

impl AudienceSet {
    /// What the platform would allow every definition that the set was given, in their order, those
    /// that were skipped among them. References are followed through all of them.
    ///
    /// It is advice: the set evaluates what it compiled. Queries are analysed again for it: linear
    /// in their texts and references, but for the search of ids. Of a set that was loaded from bytes
    /// only the queries are known.
    #[must_use]
    pub fn eligibility(&self, rules: Rules, environment: &Environment) -> Vec<Classified<'_>> {
        let given = self.given.definitions.iter();
        let all: Vec<Analysed<'_>> =
            given.map(|(about, place)| self.analysed(about, *place)).collect();
        let policies = Policies::of(environment);
        let references = References::of(&all);
        let classified = all.iter().map(|it| {
            let of = |id: &str| references.referent(it.about, id, &policies);
            let known = Circumstances {
                active_on_edge: policies.is_active(it.about),
                batch_fields: &environment.batch_fields,
                references: &of,
                ..it.about.circumstances()
            };
            let eligibility = match &it.features {
                Some(features) => Eligibility::of(features, it.span, rules, &known),
                None => Eligibility::invalid(it.span),
            };
            Classified { about: it.about, source: it.source.clone(), eligibility }
        });
        classified.collect()
    }

    fn analysed<'s>(&'s self, about: &'s About, place: Place) -> Analysed<'s> {
        let (source, limits, skipped) = match place {
            Place::Audience(at) => match self.audiences().get(at) {
                Some(audience) => (audience.query.source(), *audience.query.limits(), None),
                None => Default::default(),
            },
            Place::Skipped(at) => {
                let skipped = self.skipped().get(at);
                (skipped.map_or("", |it| &it.source).into(), Default::default(), skipped)
            }
        };
        let (checked, found) = analyse(&source, &Options { limits, ..Options::default() });
        let sound = !found.iter().any(Diagnostic::is_error) && !skipped.is_some_and(is_unsound);
        let features = sound.then(|| Features::of(&checked.tree));
        Analysed { about, source, span: checked.tree.span, features }
    }
}

impl About {
    /// What a definition says of itself.
    #[must_use]
    pub fn circumstances(&self) -> Circumstances<'static> {
        Circumstances {
            profiles: is_of_profiles(&self.schema),
            asks_for_edge: self.evaluation_info.synchronous.enabled,
            asks_for_streaming: self.evaluation_info.continuous.enabled,
            ..Circumstances::default()
        }
    }
}

/// A definition that says nothing is about profiles.
fn is_of_profiles(schema: &SchemaRef) -> bool {
    if !schema.name.is_empty() {
        return schema.name == "_xdm.context.profile";
    }
    let class = schema.id.strip_suffix("__union").unwrap_or(&schema.id);
    class.is_empty() || class.ends_with("/xdm/context/profile")
}

/// Whether a definition was skipped for its query, and not for its place among others.
fn is_unsound(skipped: &Skipped) -> bool {
    let of_place = |code| matches!(code, Code::SegmentCycle | Code::BadDefinition);
    skipped.diagnostics.iter().any(|it| it.is_error() && !of_place(it.code))
}

/// A definition with what its query looks at, if that can be known.
struct Analysed<'s> {
    about: &'s About,
    source: Cow<'s, str>,
    span: Span,
    features: Option<Features>,
}

impl Analysed<'_> {
    /// The ids of the audiences that it refers to, if it is known which.
    fn ids(&self) -> impl Iterator<Item = Option<&str>> {
        let segments = self.features.iter().flat_map(|features| &features.segments);
        segments.map(|(target, _)| match target {
            Target::Own(id) => Some(id.as_str()),
            Target::AudienceManager | Target::External | Target::Computed => None,
        })
    }
}

/// The merge policies by what matters here.
struct Policies<'e> {
    inactive: Set<&'e str>,
    default: &'e str,
}

impl<'e> Policies<'e> {
    fn of(environment: &'e Environment) -> Policies<'e> {
        let all = || environment.merge_policies.iter();
        let inactive = all().filter(|policy| !policy.active_on_edge);
        Policies {
            inactive: inactive.map(|policy| policy.id.as_str()).collect(),
            default: all().find(|policy| policy.default).map_or("", |policy| &policy.id),
        }
    }

    fn id<'a>(&'a self, about: &'a About) -> &'a str {
        Some(about.merge_policy_id.as_str()).filter(|id| !id.is_empty()).unwrap_or(self.default)
    }

    fn is_active(&self, about: &About) -> bool {
        !self.inactive.contains(self.id(about))
    }

    /// Whether two definitions have the same, as far as that is known.
    fn are_shared(&self, one: &About, other: &About) -> bool {
        let (one, other) = (self.id(one), self.id(other));
        one == other || one.is_empty() || other.is_empty()
    }
}

/// What is known of all definitions as audiences that others refer to.
struct References<'a> {
    all: &'a [Analysed<'a>],
    // The first definition with an id counts.
    by_id: Map<&'a str, usize>,
    // Whether each uses profile attributes alone; nothing of those that lead to a circle.
    profile_only: Vec<Option<bool>>,
}

impl<'a> References<'a> {
    fn of(all: &'a [Analysed<'a>]) -> References<'a> {
        let ids = all.iter().enumerate().rev().map(|(index, it)| (it.about.id.as_str(), index));
        let ids = ids.filter(|(id, _)| !id.is_empty());
        let profile_only = vec![None; all.len()];
        let mut by_id = Map::default();
        ids.for_each(|(id, index)| by_id.insert(id, index));
        let mut references = References { all, by_id, profile_only };
        references.settle();
        references
    }

    fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Goes from the definitions that refer to nothing to those that refer to them, and so on; who
    /// is never reached leads to a circle.
    fn settle(&mut self) {
        let mut referring: Vec<Vec<usize>> = vec![Vec::new(); self.all.len()];
        let mut open: Vec<usize> = vec![0; self.all.len()];
        for (index, it) in self.all.iter().enumerate() {
            for target in it.ids().flatten().filter_map(|id| self.find(id)) {
                referring.get_mut(target).into_iter().for_each(|all| all.push(index));
                open.get_mut(index).into_iter().for_each(|count| *count += 1);
            }
        }
        let free = open.iter().enumerate().filter(|(_, count)| **count == 0);
        let mut ready: Vec<usize> = free.map(|(index, _)| index).collect();
        while let Some(index) = ready.pop() {
            let answer = self.is_profile_only(index);
            self.profile_only.get_mut(index).into_iter().for_each(|it| *it = Some(answer));
            for target in referring.get(index).into_iter().flatten() {
                if let Some(count) = open.get_mut(*target) {
                    *count -= 1;
                    ready.extend((*count == 0).then_some(*target));
                }
            }
        }
    }

    /// Once everything that it refers to is known.
    fn is_profile_only(&self, index: usize) -> bool {
        let Some(it) = self.all.get(index) else {
            return false;
        };
        let known = |id: &str| self.find(id).and_then(|at| self.profile_only.get(at).copied());
        let own = it.features.as_ref().is_some_and(Features::is_profile_only);
        own && it.ids().all(|id| id.and_then(known).flatten() == Some(true))
    }

    fn referent(&self, from: &About, id: &str, policies: &Policies<'_>) -> Referent {
        let at = self.find(id);
        let found = at.and_then(|at| self.all.get(at)).filter(|it| it.features.is_some());
        let profile_only = at.and_then(|at| self.profile_only.get(at).copied()).flatten();
        match (found, profile_only) {
            (None, _) => Referent::Missing,
            (Some(_), None) => Referent::Circular,
            (Some(it), _) if !policies.are_shared(from, it.about) => Referent::OtherMergePolicy,
            (Some(_), Some(true)) => Referent::ProfileOnly,
            (Some(_), Some(false)) => Referent::Other,
        }
    }
}
