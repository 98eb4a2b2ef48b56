//! Many definitions against one profile: which audiences it is in, and what changed.

mod compile;
mod definition;
mod membership;
mod settings;

use core::cell::Cell;

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::diagnostic::{Code, Diagnostic};
use crate::explain::Explanation;
use crate::functions::Scratch;
use crate::profile::{MEMBERSHIP, NodeId, Profile, Reader, Reads};
use crate::query::{Evaluator, Input, Query};
use crate::sorted::sort_by_key;
use crate::span::Span;
use crate::value::Arena;

pub use compile::{Evaluation, Skipped};
pub use definition::{Definition, Enabled, EvaluationInfo, Expression};
pub use membership::Qualification;
pub use settings::{Settings, Statuses};

/// A set of compiled definitions.
#[derive(Debug)]
pub struct AudienceSet {
    // INVARIANT: no id twice; `order` holds every index once, an audience after all those of the
    // set that it refers to.
    audiences: Vec<Audience>,
    order: Vec<usize>,
    // The indices of `audiences` in the order of their ids.
    by_id: Vec<usize>,
    reads: Reads,
    // The same with the stored memberships, which `qualify` compares with.
    reads_stored: Reads,
    settings: Settings,
    skipped: Vec<Skipped>,
}

/// One definition, compiled.
#[derive(Debug)]
pub struct Audience {
    /// The definition's id.
    pub id: Box<str>,
    /// Its name, for people.
    pub name: Box<str>,
    /// Its query.
    pub query: Query,
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

    /// Why a profile is in one of the audiences or not.
    ///
    /// # Errors
    /// An id that the set does not hold; else as `evaluate`.
    pub fn explain(
        &self,
        id: &str,
        evaluator: &mut Evaluator,
        input: &Input<'_>,
    ) -> Result<Explanation, Diagnostic> {
        let scratch = evaluator.scratch();
        let profile = input.read(&Reader::new(scratch.arena, &self.reads))?;
        self.explain_on(id, profile, scratch)
    }

    /// The same on a profile that was read with `reads`.
    ///
    /// # Errors
    /// As `explain`.
    pub fn explain_on<'a>(
        &'a self,
        id: &str,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
    ) -> Result<Explanation, Diagnostic> {
        let audience = self.find(id).ok_or_else(|| {
            let message = alloc::format!("the set holds no audience `{id}`");
            Diagnostic::new(Code::UnknownAudience, Span::default(), message)
        })?;
        let fresh = self.fresh(scratch.arena);
        let profile = Profile { fresh, ..profile };
        self.fill(profile, scratch)?;
        audience.query.explain_on(profile, scratch)
    }

    /// The audiences, in the order of the definitions.
    #[must_use]
    pub fn audiences(&self) -> &[Audience] {
        &self.audiences
    }

    /// The audience of an id. Logarithmic in the size of the set.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<&Audience> {
        let name = |index: &usize| self.audiences.get(*index).map_or("", |audience| &*audience.id);
        let at = self.by_id.binary_search_by(|index| name(index).cmp(id)).ok()?;
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

    /// The definitions that were left out, with the reason.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// The first definition that was left out because something is wrong with it.
    #[must_use]
    pub fn first_error(&self) -> Option<&Skipped> {
        self.skipped.iter().find(|skipped| !skipped.diagnostics.is_empty())
    }

    /// A set of compiled audiences in an order of evaluation.
    fn new(audiences: Vec<Audience>, order: Vec<usize>, skipped: Vec<Skipped>) -> AudienceSet {
        let mut by_id: Vec<usize> = (0..audiences.len()).collect();
        sort_by_key(&mut by_id, |index| audiences.get(*index).map(|audience| &audience.id));
        let mut reads = Reads::default();
        for audience in &audiences {
            reads.join(&audience.query.program().parts().reads);
        }
        let mut reads_stored = reads.clone();
        let membership = reads_stored.child(NodeId::ROOT, MEMBERSHIP);
        reads_stored.read_whole(membership);
        let settings = Settings::default();
        AudienceSet { audiences, order, by_id, reads, reads_stored, settings, skipped }
    }

    /// Who is in, in the order of the definitions.
    fn members<'a>(
        &'a self,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
    ) -> Result<&'a [bool], Diagnostic> {
        let profile = Profile { fresh: self.fresh(scratch.arena), ..profile };
        self.fill(profile, scratch)?;
        let found = |audience: &Audience| profile.found(&audience.id).unwrap_or(false);
        Ok(scratch.arena.alloc_slice_fill_iter(self.audiences.iter().map(found)))
    }

    /// A place for every answer.
    fn fresh<'a>(&'a self, arena: &'a Arena) -> &'a [(&'a str, Cell<Option<bool>>)] {
        let place = |index: &usize| {
            let id = self.audiences.get(*index).map_or("", |audience| &*audience.id);
            (id, Cell::new(None))
        };
        arena.alloc_slice_fill_iter(self.by_id.iter().map(place))
    }

    /// Evaluates everything, referred audiences first.
    fn fill<'a>(&'a self, profile: Profile<'a>, scratch: Scratch<'a>) -> Result<(), Diagnostic> {
        for audience in self.order.iter().filter_map(|index| self.audiences.get(*index)) {
            let member = audience.query.run(profile, scratch, &mut ())?.truth();
            let place = profile.fresh.binary_search_by(|(id, _)| (**id).cmp(&audience.id)).ok();
            if let Some((_, answer)) = place.and_then(|at| profile.fresh.get(at)) {
                answer.set(Some(member));
            }
        }
        Ok(())
    }
}
