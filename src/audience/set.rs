//! The compiled set: who is in, and what changed.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::membership::{self, Qualification};
use super::settings::{Guards, Settings};
use crate::diagnostic::Diagnostic;
use crate::functions::Scratch;
use crate::limits::Limits;
use crate::profile::{Fresh, Lookback, MEMBERSHIP, NodeId, Profile, Reader, Reads};
use crate::query::{Evaluator, Input, Query};
use crate::sorted::sort_by_key;
use crate::value::{Arena, Value};

/// A set of compiled definitions.
#[derive(Debug)]
pub struct AudienceSet {
    // INVARIANT: no id twice; `order` holds every index once, an audience after all those of the
    // set that it refers to.
    audiences: Vec<Audience>,
    order: Vec<usize>,
    // The indices of `audiences` in the order of their ids.
    by_id: Vec<usize>,
    settings: Settings,
    guards: Guards,
    reads: Reads,
    // The same with the stored memberships, which `qualify` compares with.
    reads_stored: Reads,
    #[cfg(feature = "compile")]
    pub(super) given: super::compile::Given,
}

/// One definition, compiled.
#[derive(Clone, Debug)]
pub struct Audience {
    /// The definition's id.
    pub id: Box<str>,
    /// Its name, for people.
    pub name: Box<str>,
    /// Its query.
    pub query: Query,
    /// Whether its definition excludes those who opted out.
    pub guarded: bool,
}

impl Audience {
    /// What to say when its query has no answer: of many it has to be known which.
    #[cold]
    pub(super) fn failed(&self, error: Diagnostic) -> Diagnostic {
        let message = format!("audience `{}`: {}", self.id, error.message);
        Diagnostic { message, ..error }
    }
}

impl AudienceSet {
    /// The ids of the audiences that a profile is in, in the order of the definitions.
    ///
    /// # Errors
    /// A profile that cannot be read, or an evaluation that takes too many steps.
    pub fn evaluate(
        &self,
        evaluator: &mut Evaluator,
        input: &Input<'_>,
    ) -> Result<Vec<&str>, Diagnostic> {
        let scratch = evaluator.scratch();
        let profile = input.read(&Reader::new(scratch.arena, &self.reads))?;
        self.evaluate_on(profile, scratch)
    }

    /// The same on a profile that was read with `reads`.
    ///
    /// # Errors
    /// An evaluation that takes too many steps.
    pub fn evaluate_on<'s>(
        &'s self,
        profile: Profile<'_>,
        scratch: Scratch<'_>,
    ) -> Result<Vec<&'s str>, Diagnostic> {
        let members = self.members(profile, scratch)?;
        let found = self.audiences.iter().zip(members);
        Ok(found.filter(|(_, member)| **member).map(|(audience, _)| &*audience.id).collect())
    }

    /// The memberships of a profile at `now` compared with the stored ones.
    ///
    /// # Errors
    /// As `evaluate`.
    pub fn qualify(
        &self,
        evaluator: &mut Evaluator,
        input: &Input<'_>,
    ) -> Result<Qualification, Diagnostic> {
        let scratch = evaluator.scratch();
        let profile = input.read(&Reader::new(scratch.arena, &self.reads_stored))?;
        self.qualify_on(profile, scratch)
    }

    /// The same on a profile that was read with `reads_stored`.
    ///
    /// # Errors
    /// An evaluation that takes too many steps.
    pub fn qualify_on<'a>(
        &'a self,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
    ) -> Result<Qualification, Diagnostic> {
        let members = self.members(profile, scratch)?;
        let found = self.audiences.iter().zip(members);
        let found = found.map(|(audience, member)| (&*audience.id, *member));
        let stored = profile.membership;
        Ok(membership::qualify(stored, profile.now, &self.settings, found, scratch.arena))
    }

    /// Who is in, in the order of the definitions; on a profile that was read with `reads`.
    ///
    /// # Errors
    /// An evaluation that takes too many steps.
    pub fn members<'a>(
        &'a self,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
    ) -> Result<&'a [bool], Diagnostic> {
        let profile = self.answered(profile, scratch)?;
        let member = |audience: &Audience| profile.found(&audience.id).unwrap_or(false);
        Ok(scratch.arena.alloc_slice_fill_iter(self.audiences.iter().map(member)))
    }

    /// The audiences, in the order of the definitions.
    #[must_use]
    pub fn audiences(&self) -> &[Audience] {
        &self.audiences
    }

    /// The audience of an id. Logarithmic in the size of the set.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Audience> {
        let at = self.by_id.binary_search_by(|index| self.id(*index).cmp(id)).ok()?;
        self.by_id.get(at).and_then(|index| self.audiences.get(*index))
    }

    /// Every path that `evaluate` can look at.
    #[must_use]
    pub const fn reads(&self) -> &Reads {
        &self.reads
    }

    /// Every path that `qualify` can look at.
    #[must_use]
    pub const fn reads_stored(&self) -> &Reads {
        &self.reads_stored
    }

    /// How far back the audience that looks furthest can look at events.
    #[must_use]
    pub fn lookback(&self) -> Lookback {
        let all = self.audiences.iter().map(|audience| audience.query.lookback());
        all.max().unwrap_or_default()
    }

    /// Changes what each of its evaluations of an audience may take.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> AudienceSet {
        let guards = self.guards.opt_out.iter_mut().chain(&mut self.guards.consent);
        let queries = self.audiences.iter_mut().map(|audience| &mut audience.query).chain(guards);
        for query in queries {
            query.set_limits(limits);
        }
        self
    }

    /// What it was told besides its definitions.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// What keeps profiles out of its audiences.
    #[must_use]
    pub const fn guards(&self) -> &Guards {
        &self.guards
    }

    /// A set of compiled audiences in an order of evaluation; all programs are in the same tables.
    pub(super) fn new(
        audiences: Vec<Audience>,
        order: Vec<usize>,
        settings: Settings,
        guards: Guards,
    ) -> AudienceSet {
        let mut by_id: Vec<usize> = (0..audiences.len()).collect();
        sort_by_key(&mut by_id, |index| audiences.get(*index).map(|audience| &audience.id));
        let mut queries = audiences.iter().map(|audience| &audience.query);
        let first = queries.next().or(guards.consent.as_ref());
        let reads = first.map_or_else(Reads::default, |it| it.program().parts().reads.clone());
        let mut reads_stored = reads.clone();
        let membership = reads_stored.child(NodeId::ROOT, MEMBERSHIP);
        reads_stored.read_whole(membership);
        #[cfg(feature = "compile")]
        let given = super::compile::Given::of(&audiences);
        AudienceSet {
            audiences,
            order,
            by_id,
            settings,
            guards,
            reads,
            reads_stored,
            #[cfg(feature = "compile")]
            given,
        }
    }

    /// The audiences, where the caller takes the set apart.
    #[cfg(feature = "compile")]
    pub(super) fn into_audiences(self) -> Vec<Audience> {
        self.audiences
    }

    /// An id that stands twice.
    pub(super) fn repeated(&self) -> Option<&str> {
        let next = self.by_id.iter().skip(1);
        let mut pairs = self.by_id.iter().zip(next).map(|(a, b)| (self.id(*a), self.id(*b)));
        pairs.find(|(one, other)| one == other).map(|(id, _)| id)
    }

    fn id(&self, index: usize) -> &str {
        self.audiences.get(index).map_or("", |audience| &*audience.id)
    }

    /// The profile with the answers of all audiences.
    pub(super) fn answered<'a>(
        &'a self,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
    ) -> Result<Profile<'a>, Diagnostic> {
        let profile = Profile { fresh: self.fresh(scratch.arena), ..profile };
        let kept_out = |guard: Option<&'a Query>| match guard {
            Some(query) => query.run(profile, scratch, &mut ()).map(Value::truth),
            None => Ok(false),
        };
        let denied = kept_out(self.guards.consent.as_ref())?;
        let opted_out = kept_out(opt_out(&self.guards, &self.audiences))?;
        for audience in self.order.iter().filter_map(|index| self.audiences.get(*index)) {
            let out = denied || (audience.guarded && opted_out);
            let run = || audience.query.run(profile, scratch, &mut ());
            let member = !out && run().map_err(|error| audience.failed(error))?.truth();
            if let Some(fresh) = profile.fresh(&audience.id) {
                fresh.member.set(Some(member));
            }
        }
        Ok(profile)
    }

    /// A place for every answer.
    fn fresh<'a>(&'a self, arena: &'a Arena) -> &'a [Fresh<'a>] {
        arena.alloc_slice_fill_iter(self.by_id.iter().map(|index| Fresh::new(self.id(*index))))
    }
}

/// The guard against those who opted out, if an audience wants it.
fn opt_out<'g>(guards: &'g Guards, audiences: &[Audience]) -> Option<&'g Query> {
    guards.opt_out.as_ref().filter(|_| audiences.iter().any(|audience| audience.guarded))
}
