//! Changing a set: only what changed is compiled again.

use alloc::string::String;
use alloc::vec::Vec;
use core::mem;

use super::compile::{Candidate, Given, Place, assemble};
use super::{AudienceSet, Read};
use crate::check::Options;
use crate::keys::{Map, Set};

impl AudienceSet {
    /// Takes definitions out, then others in; the set is then the one that `compile` would make of
    /// the list so changed. One whose id is known takes the place of the old one, others come last.
    /// A definition whose expression is the same as before is not compiled again; `options` are
    /// those of the set. Linear in the set and in the texts of what changed.
    pub fn update(
        &mut self,
        added: impl IntoIterator<Item = Read>,
        removed: &[&str],
        options: &Options<'_>,
    ) {
        let (settings, guards) = (*self.settings(), self.guards().clone());
        let nothing =
            AudienceSet::new(Vec::new(), Vec::new(), Vec::new(), settings, guards.clone());
        let removed: Set<&str> = removed.iter().copied().collect();
        let mut slots: Vec<Option<Candidate>> = candidates(mem::replace(self, nothing))
            .map(|it| Some(it).filter(|it| !removed.contains(&*it.about.id)))
            .collect();
        let mut places = places(&slots);
        for definition in added {
            let id = definition.as_ref().map_or_else(|skipped| &skipped.id, |it| &it.id);
            let known = places.get_mut(id.as_str()).map(mem::take).unwrap_or_default();
            let mut old = known.iter().map(|at| slots.get_mut(*at).and_then(Option::take));
            let first = old.next().flatten().and_then(|candidate| candidate.audience.ok());
            old.for_each(drop);
            let candidate = Candidate::new(definition, first, settings.evaluation, options);
            match known.first().and_then(|at| slots.get_mut(*at)) {
                Some(slot) => *slot = Some(candidate),
                None => slots.push(Some(candidate)),
            }
        }
        *self = assemble(slots.into_iter().flatten().collect(), settings, guards);
    }
}

/// The definitions of a set in their order.
fn candidates(mut set: AudienceSet) -> impl Iterator<Item = Candidate> {
    let Given { definitions, skipped } = mem::take(&mut set.given);
    let mut audiences: Vec<_> = set.into_audiences().into_iter().map(Some).collect();
    let mut skipped: Vec<_> = skipped.into_iter().map(Some).collect();
    definitions.into_iter().filter_map(move |(about, place)| {
        let audience = match place {
            Place::Audience(at) => Ok(audiences.get_mut(at)?.take()?),
            Place::Skipped(at) => {
                let mut skipped = skipped.get_mut(at)?.take()?;
                skipped.audience.take().map(|audience| *audience).ok_or(skipped)
            }
        };
        Some(Candidate { about, audience })
    })
}

/// Where each id stands.
fn places(slots: &[Option<Candidate>]) -> Map<String, Vec<usize>> {
    let mut places: Map<String, Vec<usize>> = Map::default();
    for (at, slot) in slots.iter().enumerate() {
        if let Some(candidate) = slot.as_ref().filter(|it| !it.about.id.is_empty())
            && let Some(known) = places.or_insert(candidate.about.id.clone(), Vec::new())
        {
            known.push(at);
        }
    }
    places
}
