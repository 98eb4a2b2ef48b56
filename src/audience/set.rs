//! The compiled set: who is in, and what changed.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::membership::{self, Qualification};
use super::settings::{Guards, Settings};
use super::window::within;
use crate::bytecode::Program;
use crate::diagnostic::{Code, Diagnostic};
use crate::functions::Scratch;
use crate::limits::Limits;
use crate::plan::{Answers, Failed, Plan, Programs, numbers};
use crate::profile::{Fresh, Lookback, MEMBERSHIP, NodeId, Profile, Reader, Reads};
use crate::query::{Evaluator, Input, Query};
use crate::span::Span;
use crate::value::Value;
use core::cell::Cell;

/// A set of compiled definitions.
#[derive(Debug)]
pub struct AudienceSet {
    // INVARIANT: no id twice.
    audiences: Vec<Audience>,
    // Of their programs, an audience after all those of the set that it refers to.
    plan: Plan,
    // The rows of the plan that those who opted out are not in; empty where there are none.
    guarded: Vec<u64>,
    // The indices of `audiences` in the order of their ids.
    by_id: Vec<u32>,
    settings: Settings,
    guards: Guards,
    // How far back the audience that looks furthest can look at events.
    lookback: Lookback,
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
    pub fn evaluate_on<'a, 's: 'a>(
        &'s self,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
    ) -> Result<Vec<&'s str>, Diagnostic> {
        let members = numbers(self.members(profile, scratch)?);
        Ok(members.map(|index| self.id(index as usize)).collect())
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
        let answers = self.answers(profile, scratch)?;
        let found = self.audiences.iter().zip(0..);
        let found = found.map(|(audience, index)| (&*audience.id, answers.is_true(index)));
        let stored = profile.membership;
        Ok(membership::qualify(stored, profile.now, &self.settings, found, scratch.arena))
    }

    /// Who is in, as bits in the order of the definitions, the first one the lowest of the first
    /// word; on a profile that was read with `reads`.
    ///
    /// # Errors
    /// An evaluation that takes too many steps.
    pub fn members<'a>(
        &'a self,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
    ) -> Result<&'a [u64], Diagnostic> {
        Ok(self.answers(profile, scratch)?.bits(scratch.arena))
    }

    /// The audiences, in the order of the definitions.
    #[must_use]
    pub fn audiences(&self) -> &[Audience] {
        &self.audiences
    }

    /// The audience of an id. Logarithmic in the size of the set.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Audience> {
        self.audiences.get(self.index(id)?)
    }

    pub(super) fn index(&self, id: &str) -> Option<usize> {
        let at = self.by_id.binary_search_by(|index| self.id(*index as usize).cmp(id)).ok()?;
        self.by_id.get(at).map(|index| *index as usize)
    }

    /// The indices of the audiences in the order of their ids.
    pub(super) fn by_id(&self) -> &[u32] {
        &self.by_id
    }

    /// How its programs are evaluated together.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
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
    pub const fn lookback(&self) -> Lookback {
        self.lookback
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

    /// A set of compiled audiences, the order of their ids and one of evaluation; all programs are in
    /// the same tables.
    pub(super) fn new(
        audiences: Vec<Audience>,
        by_id: Vec<u32>,
        order: Vec<usize>,
        settings: Settings,
        guards: Guards,
    ) -> AudienceSet {
        let mut queries = audiences.iter().map(|audience| &audience.query);
        let first = queries.next().or(guards.consent.as_ref());
        let reads = first.map_or_else(Reads::default, |it| it.program().parts().reads.clone());
        let mut reads_stored = reads.clone();
        let membership = reads_stored.child(NodeId::ROOT, MEMBERSHIP);
        reads_stored.read_whole(membership);
        #[cfg(feature = "compile")]
        let given = super::compile::Given::of(&audiences);
        let lookback = audiences.iter().map(|audience| audience.query.lookback()).max();
        let order: Vec<u32> = order.into_iter().map(|index| index as u32).collect();
        let plan = Plan::new(&*audiences, &order);
        let is_guarded =
            |index| audiences.get(index as usize).is_some_and(|it: &Audience| it.guarded);
        let mut guarded = plan.rows_among(is_guarded);
        if guarded.iter().all(|word| *word == 0) {
            guarded.clear();
        }
        AudienceSet {
            audiences,
            plan,
            guarded,
            by_id,
            settings,
            guards,
            lookback: lookback.unwrap_or_default(),
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

    fn id(&self, index: usize) -> &str {
        self.audiences.get(index).map_or("", |audience| &*audience.id)
    }

    /// The answers of all audiences.
    pub(super) fn answers<'a>(
        &'a self,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
    ) -> Result<Answers<'a>, Diagnostic> {
        let profile = within(profile, self.lookback, scratch.arena);
        let kept_out = |guard: Option<&'a Query>| match guard {
            Some(query) => query.run(profile, scratch, &mut ()).map(Value::truth),
            None => Ok(false),
        };
        let out: &[u64] = if kept_out(self.guards.consent.as_ref())? {
            self.plan.all_rows()
        } else if kept_out(self.guards.opt_out.as_ref().filter(|_| !self.guarded.is_empty()))? {
            &self.guarded
        } else {
            &[]
        };
        let fuel = |index| self.audience(index).map_or(0, |it| it.query.limits().fuel);
        let root = (profile.root, &self.reads);
        let found = self.plan.evaluate(&*self.audiences, root, scratch, out, fuel, |answers| {
            self.with(profile, answers, &[], scratch)
        });
        found.map_err(|failed| self.failed(failed))
    }

    /// What to say of an evaluation that took too many steps.
    #[cold]
    fn failed(&self, Failed { program }: Failed) -> Diagnostic {
        match self.audience(program) {
            Some(audience) => audience.failed(audience.query.out_of_fuel()),
            None => Diagnostic::new(Code::OutOfFuel, Span::default(), "too many steps"),
        }
    }

    /// A profile that knows the answers found so far, and takes down which are asked for.
    pub(super) fn with<'a>(
        &'a self,
        profile: Profile<'a>,
        answers: Answers<'a>,
        asked: &'a [Cell<bool>],
        scratch: Scratch<'a>,
    ) -> Profile<'a> {
        let fresh = scratch.arena.alloc(Found { set: self, answers, asked });
        Profile { fresh: Some(fresh), ..profile }
    }

    fn audience(&self, index: u32) -> Option<&Audience> {
        self.audiences.get(index as usize)
    }
}

/// What programs see of each other.
struct Found<'a> {
    set: &'a AudienceSet,
    answers: Answers<'a>,
    // For each audience, if anybody wants to know.
    asked: &'a [Cell<bool>],
}

impl Fresh for Found<'_> {
    fn found(&self, id: &str) -> Option<bool> {
        let index = self.set.index(id)?;
        if let Some(asked) = self.asked.get(index) {
            asked.set(true);
        }
        Some(self.answers.is_true(index as u32))
    }
}

impl Programs for [Audience] {
    fn program(&self, number: u32) -> Option<&Program> {
        self.get(number as usize).map(|audience| audience.query.program())
    }
}
