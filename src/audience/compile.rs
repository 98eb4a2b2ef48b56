//! From definitions to a set: what is left out and why, and who has to be evaluated first.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::{Audience, AudienceSet, Definition};
use crate::check::Options;
use crate::diagnostic::{Code, Diagnostic};
use crate::query::Query;
use crate::span::Span;

/// Which definitions a set takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Evaluation {
    /// Those enabled for the edge.
    #[default]
    Synchronous,
    /// All.
    Any,
}

/// A definition that is not in the set.
#[derive(Clone, Debug)]
pub struct Skipped {
    /// Its id.
    pub id: String,
    /// Why, in a sentence.
    pub reason: String,
    /// The query's text, which the diagnostics refer to.
    pub source: String,
    /// What is wrong with the query, if that is why.
    pub diagnostics: Vec<Diagnostic>,
}

impl AudienceSet {
    /// Compiles definitions; one that cannot be used is skipped and hides no other. Linear in
    /// their texts, but for the sorting of ids.
    #[must_use]
    pub fn compile(
        definitions: impl IntoIterator<Item = Result<Definition, Skipped>>,
        evaluation: Evaluation,
    ) -> AudienceSet {
        AudienceSet::compile_with(definitions, evaluation, &Options::default())
    }

    /// The same as the options say.
    #[must_use]
    pub fn compile_with(
        definitions: impl IntoIterator<Item = Result<Definition, Skipped>>,
        evaluation: Evaluation,
        options: &Options<'_>,
    ) -> AudienceSet {
        let mut audiences: Vec<Audience> = Vec::new();
        let mut skipped = Vec::new();
        let mut ids = BTreeSet::new();
        for definition in definitions {
            let audience = definition.and_then(|it| compile(&it, evaluation, options));
            match audience {
                Ok(audience) if ids.insert(audience.id.clone()) => audiences.push(audience),
                Ok(audience) => {
                    let message = format!("the id `{}` occurs twice", audience.id);
                    let diagnostic = bad(message).help("the first definition with it counts");
                    skipped.push(Skipped::new(&audience.id, audience.query.source(), diagnostic));
                }
                Err(reason) => skipped.push(reason),
            }
        }
        let (audiences, order) = sorted(audiences, &mut skipped);
        AudienceSet::new(audiences, order, skipped)
    }
}

impl Skipped {
    pub(super) fn new(id: &str, source: &str, diagnostic: Diagnostic) -> Skipped {
        Skipped::for_all(id, source, vec![diagnostic])
    }

    /// The first error is the reason.
    fn for_all(id: &str, source: &str, diagnostics: Vec<Diagnostic>) -> Skipped {
        let first = diagnostics.iter().find(|diagnostic| diagnostic.is_error());
        let reason = first.map_or_else(String::new, |diagnostic| diagnostic.message.clone());
        Skipped { id: id.into(), reason, source: source.into(), diagnostics }
    }
}

fn compile(
    definition: &Definition,
    evaluation: Evaluation,
    options: &Options<'_>,
) -> Result<Audience, Skipped> {
    let id = definition.id.as_str();
    let source = definition.expression.text(&options.limits).map(|read| read.text);
    let synchronous = definition.evaluation_info.synchronous.enabled;
    if evaluation == Evaluation::Synchronous && !synchronous {
        let reason = "it is not enabled for synchronous evaluation".into();
        let source = source.unwrap_or_default().into();
        return Err(Skipped { id: id.into(), reason, source, diagnostics: Vec::new() });
    }
    let source = source.map_err(|all| Skipped::for_all(id, "", all))?;
    if id.is_empty() {
        return Err(Skipped::new(id, &source, bad("a definition without `id`".into())));
    }
    let query =
        Query::compile_with(&source, options).map_err(|all| Skipped::for_all(id, &source, all))?;
    Ok(Audience { id: id.into(), name: definition.name.as_str().into(), query })
}

#[cold]
fn bad(message: String) -> Diagnostic {
    Diagnostic::new(Code::BadDefinition, Span::default(), message)
}

/// Leaves out audiences that refer to each other in a circle; gives the rest and an order in which
/// each comes after those that it refers to.
fn sorted(mut audiences: Vec<Audience>, skipped: &mut Vec<Skipped>) -> (Vec<Audience>, Vec<usize>) {
    loop {
        let Walk { order, cycles, .. } = Walk::over(&audiences);
        if cycles.is_empty() {
            return (audiences, order);
        }
        // What is left may hold further circles that this walk did not enter.
        let mut kept = Vec::new();
        for (index, audience) in audiences.into_iter().enumerate() {
            match cycles.iter().find(|cycle| cycle.indices.contains(&index)) {
                Some(cycle) => skipped.push(in_cycle(&audience, &cycle.text)),
                None => kept.push(audience),
            }
        }
        audiences = kept;
    }
}

fn in_cycle(audience: &Audience, cycle: &str) -> Skipped {
    let message = format!("audiences refer to each other in a circle: {cycle}");
    let diagnostic = Diagnostic::new(Code::SegmentCycle, Span::default(), message)
        .help("write the condition of one of them out");
    Skipped::new(&audience.id, audience.query.source(), diagnostic)
}

/// A circle of references.
struct Cycle {
    indices: Vec<usize>,
    text: String,
}

/// A depth-first walk over references, with a stack of its own: chains of references may be long.
struct Walk<'s> {
    audiences: &'s [Audience],
    targets: Vec<Vec<usize>>,
    order: Vec<usize>,
    cycles: Vec<Cycle>,
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    Not,
    Open,
    Done,
}

impl<'s> Walk<'s> {
    fn over(audiences: &'s [Audience]) -> Walk<'s> {
        let ids = audiences.iter().enumerate().map(|(index, audience)| (&*audience.id, index));
        let ids: BTreeMap<&str, usize> = ids.collect();
        let targets = audiences.iter().map(|audience| {
            let segments = &audience.query.program().parts().segments;
            segments.iter().filter_map(|id| ids.get(&**id).copied()).collect()
        });
        let targets = targets.collect();
        let mut walk = Walk { audiences, targets, order: Vec::new(), cycles: Vec::new() };
        let mut visits = vec![Visit::Not; audiences.len()];
        for index in 0..audiences.len() {
            walk.from(index, &mut visits);
        }
        walk
    }

    fn from(&mut self, start: usize, visits: &mut [Visit]) {
        // The way to the audience at hand: each with how many of its references were followed.
        let mut way = vec![(start, 0)];
        while let Some((index, followed)) = way.last_mut() {
            let (index, next) = (*index, *followed);
            *followed += 1;
            let visit = visits.get(index).copied().unwrap_or(Visit::Done);
            let target = self.targets.get(index).and_then(|targets| targets.get(next)).copied();
            if next == 0 && visit != Visit::Not {
                way.pop();
                if visit == Visit::Open {
                    self.cycles.push(self.cycle(&way, index));
                }
                continue;
            }
            set(visits, index, Visit::Open);
            match target {
                Some(target) => way.push((target, 0)),
                None => {
                    set(visits, index, Visit::Done);
                    self.order.push(index);
                    way.pop();
                }
            }
        }
    }

    fn cycle(&self, way: &[(usize, usize)], back: usize) -> Cycle {
        let from = way.iter().position(|(index, _)| *index == back).unwrap_or(0);
        let indices: Vec<usize> =
            way.get(from..).unwrap_or(&[]).iter().map(|(index, _)| *index).collect();
        let id = |index: &usize| self.audiences.get(*index).map_or("", |it| &*it.id);
        let ids: Vec<&str> = indices.iter().chain([&back]).map(id).collect();
        Cycle { text: ids.join(" → "), indices }
    }
}

fn set(visits: &mut [Visit], index: usize, visit: Visit) {
    if let Some(known) = visits.get_mut(index) {
        *known = visit;
    }
}
