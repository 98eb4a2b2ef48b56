//! Why a profile is in an audience or not, through the audiences that it asks for.

use alloc::collections::VecDeque;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use super::{Audience, AudienceSet};
use crate::diagnostic::{Code, Diagnostic};
use crate::explain::Explanation;
use crate::functions::Scratch;
use crate::keys::Set;
use crate::profile::{Profile, Reader};
use crate::query::{Evaluator, Input, Query};
use crate::span::Span;

/// A membership and how it came about.
#[derive(Clone, Debug)]
pub struct Explained<'s> {
    /// The audience that was asked for.
    pub audience: Verdict<'s>,
    /// The audiences of the set whose memberships it used, directly or not: each once, the nearest
    /// first.
    pub asked: Vec<Verdict<'s>>,
}

/// One audience's answer.
#[derive(Clone, Debug)]
pub struct Verdict<'s> {
    /// Whose.
    pub audience: &'s Audience,
    /// Whether the profile is in it.
    pub member: bool,
    /// Its query on the profile.
    pub explanation: Explanation,
    /// What keeps the profile out of it, whatever the query says.
    pub kept_out: Option<KeptOut<'s>>,
}

/// A guard that holds.
#[derive(Clone, Debug)]
pub struct KeptOut<'s> {
    /// Why, in a sentence.
    pub reason: &'static str,
    /// The guard.
    pub query: &'s Query,
    /// The guard on the profile.
    pub explanation: Explanation,
}

impl AudienceSet {
    /// Why a profile is in one of the audiences or not.
    ///
    /// # Errors
    /// An id that the set does not hold; else as `evaluate`.
    pub fn explain(
        &self,
        id: &str,
        evaluator: &mut Evaluator,
        input: &Input<'_>,
    ) -> Result<Explained<'_>, Diagnostic> {
        let scratch = evaluator.scratch();
        let profile = input.read(&Reader::new(scratch.arena, self.reads()))?;
        self.explain_on(id, profile, scratch)
    }

    /// The same on a profile that was read with `reads`.
    ///
    /// # Errors
    /// As `explain`.
    pub fn explain_on<'a, 's: 'a>(
        &'s self,
        id: &str,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
    ) -> Result<Explained<'s>, Diagnostic> {
        let audience = self.find(id).ok_or_else(|| {
            let message = format!("the set holds no audience `{id}`");
            Diagnostic::new(Code::UnknownAudience, Span::default(), message)
        })?;
        let answers = self.answers(profile, scratch)?;
        let nobody = self.audiences().iter().map(|_| Cell::new(false));
        let asked: &[_] = scratch.arena.alloc_slice_fill_iter(nobody);
        let profile = self.with(profile, answers, asked, scratch);
        let asked = |id: &str| {
            let asked = self.index(id).and_then(|index| asked.get(index));
            asked.is_some_and(Cell::take)
        };
        let mut seen = Set::default();
        seen.insert(&*audience.id);
        let mut next = VecDeque::from([audience]);
        let mut verdicts = Vec::new();
        while let Some(audience) = next.pop_front() {
            verdicts.push(self.verdict(audience, profile, scratch)?);
            let segments = audience.query.program().parts().segments.texts();
            let known = segments.filter_map(|id| self.find(id));
            next.extend(known.filter(|it| asked(&it.id) && seen.insert(&it.id)));
        }
        let audience = verdicts.remove(0);
        Ok(Explained { audience, asked: verdicts })
    }

    fn verdict<'a, 's: 'a>(
        &'s self,
        audience: &'s Audience,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
    ) -> Result<Verdict<'s>, Diagnostic> {
        let guards = self.guards();
        let opt_out = guards.opt_out.as_ref().filter(|_| audience.guarded);
        let guards = [
            (opt_out, "the definition respects the general opt-out, which keeps the profile out"),
            (guards.consent.as_ref(), "the profile did not give the consent that the set asks for"),
        ];
        let mut kept_out = None;
        for (query, reason) in guards {
            let Some(query) = query.filter(|_| kept_out.is_none()) else {
                continue;
            };
            let explanation = query.explain_on(profile, scratch)?;
            if explanation.matches {
                kept_out = Some(KeptOut { reason, query, explanation });
            }
        }
        let explained = audience.query.explain_on(profile, scratch);
        let explanation = explained.map_err(|error| audience.failed(error))?;
        let member = explanation.matches && kept_out.is_none();
        Ok(Verdict { audience, member, explanation, kept_out })
    }
}

impl Explained<'_> {
    /// All of it as text: the audience, then those that it asked for.
    #[must_use]
    pub fn render(&self) -> String {
        if self.asked.is_empty() && self.audience.kept_out.is_none() {
            return self.audience.explanation.render(&self.audience.audience.query.source());
        }
        let mut out = self.audience.render();
        for verdict in &self.asked {
            out.push('\n');
            out.push_str(&verdict.render());
        }
        out
    }
}

impl Verdict<'_> {
    fn render(&self) -> String {
        let Audience { id, name, query, .. } = self.audience;
        let state = if self.member { "in" } else { "not in" };
        let name = if name.is_empty() { format!("`{id}`") } else { format!("{name} (`{id}`)") };
        let mut out = format!("{state} {name}\n");
        if let Some(KeptOut { reason, query, explanation }) = &self.kept_out {
            out.push_str(&format!("kept out: {reason}\n{}", explanation.render(&query.source())));
        }
        out.push_str(&self.explanation.render(&query.source()));
        out
    }
}
