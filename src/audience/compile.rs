//! From definitions to a set: what is left out, and why.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::consent::{Consent, ConsentGuards};
use super::definition::{Definition, EvaluationInfo, SchemaRef};
use super::order::{Circle, order};
use super::settings::{Evaluation, Guards, Settings};
use super::{Audience, AudienceSet, Read};
use crate::bytecode::Join;
use crate::check::Options;
use crate::diagnostic::{Code, Diagnostic};
use crate::keys::{Map, Set};
use crate::query::Query;
use crate::sorted::{common, rank, sort_ranked};
use crate::span::Span;

/// How a set is compiled.
#[derive(Clone, Debug, Default)]
pub struct SetOptions<'s> {
    /// Which definitions it takes, and how it keeps memberships.
    pub settings: Settings,
    /// Whose consent it asks for.
    pub consent: Consent,
    /// How queries are read and checked.
    pub queries: Options<'s>,
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
    // What could be used if others did not refer to it in a circle.
    pub(super) audience: Option<Box<Audience>>,
}

/// What a set keeps of a definition besides its query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub schema: SchemaRef,
    /// The id of its merge policy; empty for the default.
    pub merge_policy_id: String,
    /// How the platform is to evaluate it.
    pub evaluation_info: EvaluationInfo,
}

/// One definition on its way into a set.
#[derive(Debug)]
pub(super) struct Candidate {
    pub(super) about: About,
    pub(super) audience: Result<Audience, Skipped>,
}

/// All definitions that a set was given.
#[derive(Debug, Default)]
pub(super) struct Given {
    /// In their order, with where each ended.
    pub(super) definitions: Vec<(About, Place)>,
    pub(super) skipped: Vec<Skipped>,
}

/// Where a definition ended.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    Audience(usize),
    Skipped(usize),
}

impl Given {
    /// What is known of audiences whose definitions are not.
    pub(super) fn of(audiences: &[Audience]) -> Given {
        let about = |audience: &Audience| About { id: (*audience.id).into(), ..About::default() };
        let all = audiences.iter().enumerate();
        let definitions = all.map(|(at, audience)| (about(audience), Place::Audience(at)));
        Given { definitions: definitions.collect(), skipped: Vec::new() }
    }
}

impl AudienceSet {
    /// Compiles definitions; one that cannot be used is skipped and hides no other. Linear in
    /// their texts, but for the sorting of ids.
    #[must_use]
    pub fn compile(
        definitions: impl IntoIterator<Item = Read>,
        evaluation: Evaluation,
    ) -> AudienceSet {
        let settings = Settings { evaluation, ..Settings::DEFAULT };
        AudienceSet::compile_with(definitions, &SetOptions { settings, ..SetOptions::default() })
    }

    /// The same as the options say.
    #[must_use]
    pub fn compile_with(
        definitions: impl IntoIterator<Item = Read>,
        options: &SetOptions<'_>,
    ) -> AudienceSet {
        let evaluation = options.settings.evaluation;
        let definitions = definitions.into_iter();
        let candidates =
            definitions.map(|it| Candidate::new(it, None, evaluation, &options.queries));
        assemble(candidates.collect(), options.settings, guards(&options.consent))
    }

    /// The definitions that were left out, with the reason.
    #[must_use]
    pub fn skipped(&self) -> &[Skipped] {
        &self.given.skipped
    }

    /// The first definition that was left out because something is wrong with it.
    #[must_use]
    pub fn first_error(&self) -> Option<&Skipped> {
        self.skipped().iter().find(|skipped| !skipped.diagnostics.is_empty())
    }
}

impl Candidate {
    /// Compiles a definition, unless `old` is of the same query.
    pub(super) fn new(
        definition: Read,
        old: Option<Audience>,
        evaluation: Evaluation,
        options: &Options<'_>,
    ) -> Candidate {
        match definition {
            Ok(definition) => {
                let audience = compile(&definition, old, evaluation, options);
                Candidate { about: About::from(definition), audience }
            }
            Err(skipped) => {
                let about = About { id: skipped.id.clone(), ..About::default() };
                Candidate { about, audience: Err(skipped) }
            }
        }
    }
}

impl From<Definition> for About {
    fn from(definition: Definition) -> About {
        let Definition { id, schema, merge_policy_id, evaluation_info, .. } = definition;
        About { id, schema, merge_policy_id, evaluation_info }
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
        Skipped { id: id.into(), reason, source: source.into(), diagnostics, audience: None }
    }
}

fn compile(
    definition: &Definition,
    old: Option<Audience>,
    evaluation: Evaluation,
    options: &Options<'_>,
) -> Result<Audience, Skipped> {
    let id = definition.id.as_str();
    let source = definition.expression.text(&options.limits).map(|read| read.text);
    let synchronous = definition.evaluation_info.synchronous.enabled;
    if evaluation == Evaluation::Synchronous && !synchronous {
        let reason = "it is not enabled for synchronous evaluation".into();
        let source = source.unwrap_or_default().into();
        let diagnostics = Vec::new();
        return Err(Skipped { id: id.into(), reason, source, diagnostics, audience: None });
    }
    let source = source.map_err(|all| Skipped::for_all(id, "", all))?;
    if id.is_empty() {
        return Err(Skipped::new(id, &source, bad("a definition without `id`".into())));
    }
    let query = match old.map(|old| old.query).filter(|query| query.source() == source) {
        Some(query) => query,
        None => Query::compile_part(&source, options)
            .map_err(|all| Skipped::for_all(id, &source, all))?,
    };
    let guarded = definition.data_governance_policy.exclude_opt_out;
    Ok(Audience { id: id.into(), name: definition.name.as_str().into(), query, guarded })
}

/// The conditions that keep profiles out, compiled. Their texts are our own and hold for any
/// profile, so neither a schema nor a limit of the caller bears on them.
fn guards(consent: &Consent) -> Guards {
    let ConsentGuards { opt_out, purposes } = consent.guards();
    let compiled = |text: Option<String>| text.and_then(|text| Query::compile(&text).ok());
    Guards { opt_out: compiled(opt_out), consent: compiled(purposes) }
}

#[cold]
fn bad(message: String) -> Diagnostic {
    Diagnostic::new(Code::BadDefinition, Span::default(), message)
}

/// A set of those candidates that have an id of their own and are on no circle of references.
pub(super) fn assemble(
    candidates: Vec<Candidate>,
    settings: Settings,
    guards: Guards,
) -> AudienceSet {
    let mut ids = Set::default();
    let mut abouts = Vec::new();
    let mut audiences = Vec::new();
    let mut skipped = Vec::new();
    for Candidate { about, audience } in candidates {
        let place = match audience.and_then(|audience| unique(audience, &mut ids)) {
            Ok(audience) => {
                audiences.push(audience);
                Place::Audience(audiences.len() - 1)
            }
            Err(reason) => {
                skipped.push(reason);
                Place::Skipped(skipped.len() - 1)
            }
        };
        abouts.push((about, place));
    }
    let found = order(&audiences);
    let mut circles: Map<usize, &Circle> = Map::default();
    for circle in &found.circles {
        circle.indices.iter().for_each(|index| circles.insert(*index, circle));
    }
    // Where each audience ends.
    let mut places = Vec::new();
    let mut kept = Vec::new();
    for (index, audience) in audiences.into_iter().enumerate() {
        places.push(match circles.get(&index) {
            Some(circle) => {
                skipped.push(on_circle(audience, &circle.text));
                Place::Skipped(skipped.len() - 1)
            }
            None => {
                kept.push(audience);
                Place::Audience(kept.len() - 1)
            }
        });
    }
    let moved = |place: Place| match place {
        Place::Audience(index) => places.get(index).copied().unwrap_or(place),
        Place::Skipped(_) => place,
    };
    let order = found.order.into_iter().map(|index| match moved(Place::Audience(index)) {
        Place::Audience(index) | Place::Skipped(index) => index,
    });
    let definitions = abouts.into_iter().map(|(about, place)| (about, moved(place))).collect();
    let guards = share(&mut kept, guards);
    let by_id = by_id(&kept);
    let mut set = AudienceSet::new(kept, by_id, order.collect(), settings, guards);
    set.given = Given { definitions, skipped };
    set
}

/// The indices of audiences in the order of their ids.
fn by_id(audiences: &[Audience]) -> Vec<u32> {
    let id = |index: u32| audiences.get(index as usize).map_or("", |audience| &*audience.id);
    let mut by_id: Vec<u32> = (0..audiences.len() as u32).collect();
    let from = common(audiences.iter().map(|audience| &*audience.id));
    sort_ranked(&mut by_id, |at| rank(id(*at), from), |one, other| id(*one).cmp(id(*other)));
    by_id
}

/// Moves all programs into the same tables.
fn share(audiences: &mut [Audience], mut guards: Guards) -> Guards {
    let guarded = audiences.iter().any(|audience| audience.guarded);
    let opt_out = guards.opt_out.is_some().then_some(audiences.len());
    let queries = audiences.iter_mut().map(|audience| &mut audience.query);
    let queries = queries.chain(&mut guards.opt_out).chain(&mut guards.consent);
    let mut queries: Vec<&mut Query> = queries.collect();
    let mut join = Join::default();
    queries.iter().for_each(|query| join.add(query.program()));
    let programs = join.finish().share(|at| guarded || Some(at) != opt_out);
    for (query, program) in queries.iter_mut().zip(programs) {
        query.set_program(program);
    }
    guards
}

fn unique(audience: Audience, ids: &mut Set<Box<str>>) -> Result<Audience, Skipped> {
    if ids.insert(audience.id.clone()) {
        return Ok(audience);
    }
    let message = format!("the id `{}` occurs twice", audience.id);
    let diagnostic = bad(message).help("the first definition with it counts");
    Err(Skipped::new(&audience.id, &audience.query.source(), diagnostic))
}

fn on_circle(audience: Audience, circle: &str) -> Skipped {
    let message = format!("audiences refer to each other in a circle: {circle}");
    let diagnostic = Diagnostic::new(Code::SegmentCycle, Span::default(), message)
        .help("write the condition of one of them out");
    let mut skipped = Skipped::new(&audience.id, &audience.query.source(), diagnostic);
    skipped.audience = Some(Box::new(audience));
    skipped
}
