//! Which kinds of evaluation the platform would allow a query (edge.md 1): advice, never a refusal.

mod features;
mod path;
mod reason;
mod terms;
mod verdict;
mod window;

use core::fmt;

use alloc::string::String;
use alloc::vec::Vec;

use super::Checked;
use super::typed::Typed;
use crate::diagnostic::Diagnostic;
use crate::span::Span;
use crate::words::words;

pub use features::{Event, Features};
pub use path::Target;
pub use reason::{Keeps, RULES, Reason, Rule};
pub use window::Window;

use verdict::Verdict;

words! {
    /// The generations of the platform's rules (edge.md 1.1).
    Rules { E1 "E1", E2 "E2", E3 "E3", E4 "E4" }
}

words! {
    /// What a query looks at, as the platform's tables name it.
    Kind {
        Profile "profile only", Event "single event", EventAndProfile "single event and profile",
        Frequency "frequency", FrequencyAndProfile "frequency and profile",
        Events "multiple events", EventsAndProfile "multiple events and profile",
        Segments "segment of segments", SegmentsAndEvents "segments and events",
    }
}

/// What the platform would allow, and why not more.
#[derive(Clone, Debug)]
pub struct Eligibility {
    /// Evaluated at the edge: no reason rules it out.
    pub edge: bool,
    /// Evaluated as data streams in: no reason rules it out.
    pub streaming: bool,
    /// What the query looks at.
    pub kind: Kind,
    /// What rules something out, and what to know of what is allowed.
    pub reasons: Vec<Reason>,
}

/// What is known of a query apart from its text.
#[derive(Clone, Copy)]
pub struct Circumstances<'c> {
    /// Whether its audience is one of profiles, not of accounts or prospects.
    pub profiles: bool,
    /// Whether its merge policy is active on the edge.
    pub active_on_edge: bool,
    /// Whether its definition asks for evaluation at the edge.
    pub asks_for_edge: bool,
    /// Whether its definition asks for evaluation as data streams in.
    pub asks_for_streaming: bool,
    /// The paths of the profile that batches bring; what is below them is meant as well.
    pub batch_fields: &'c [String],
    /// What is known of the audience with an id.
    pub references: &'c dyn Fn(&str) -> Referent,
}

/// What is known of an audience that a query refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Referent {
    /// Nothing: definitions are not looked at.
    Unseen,
    /// There is no usable definition of it.
    Missing,
    /// It leads to audiences that refer to each other in a circle.
    Circular,
    /// Its merge policy is not that of the query.
    OtherMergePolicy,
    /// It uses profile attributes alone, also by way of what it refers to.
    ProfileOnly,
    /// It uses events, or what only batch can use.
    Other,
}

impl Rules {
    /// The generation of a name: `E1` to `E4`, `2025`, `newest`, or nothing for the newest.
    #[must_use]
    pub fn named(name: &str) -> Option<Rules> {
        match name {
            "" | "newest" => Some(Rules::E4),
            "2025" => Some(Rules::E3),
            name => Rules::ALL.iter().copied().find(|rules| rules.text() == name),
        }
    }
}

impl Default for Circumstances<'_> {
    /// Those of a query by itself: nothing stands against it.
    fn default() -> Self {
        Circumstances {
            profiles: true,
            active_on_edge: true,
            asks_for_edge: false,
            asks_for_streaming: false,
            batch_fields: &[],
            references: &|_| Referent::Unseen,
        }
    }
}

impl fmt::Debug for Circumstances<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Circumstances")
            .field("profiles", &self.profiles)
            .field("active_on_edge", &self.active_on_edge)
            .field("asks_for_edge", &self.asks_for_edge)
            .field("asks_for_streaming", &self.asks_for_streaming)
            .field("batch_fields", &self.batch_fields)
            .finish_non_exhaustive()
    }
}

impl Features {
    /// Whether only attributes of the profile are used, apart from audiences that are referred to.
    #[must_use]
    pub const fn is_profile_only(&self) -> bool {
        self.events.is_empty() && self.entities.is_empty() && self.undated.is_empty()
    }

    /// What the query looks at.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match (self.events.as_slice(), self.segments.is_empty(), !self.paths.is_empty()) {
            ([], true, _) => Kind::Profile,
            ([], false, _) => Kind::Segments,
            (_, false, _) => Kind::SegmentsAndEvents,
            ([event], _, false) if event.count <= 1 => Kind::Event,
            ([event], _, true) if event.count <= 1 => Kind::EventAndProfile,
            ([_], _, false) => Kind::Frequency,
            ([_], _, true) => Kind::FrequencyAndProfile,
            (_, _, false) => Kind::Events,
            (_, _, true) => Kind::EventsAndProfile,
        }
    }
}

/// Classifies a query by itself under one generation of the rules; one that has errors among its
/// diagnostics is eligible for nothing. Linear in the tree, but for its depth.
#[must_use]
pub fn eligibility(checked: &Checked, found: &[Diagnostic], rules: Rules) -> Eligibility {
    eligibility_within(checked, found, rules, &Circumstances::default())
}

/// The same with what is known apart from the text.
#[must_use]
pub fn eligibility_within(
    checked: &Checked,
    found: &[Diagnostic],
    rules: Rules,
    known: &Circumstances<'_>,
) -> Eligibility {
    if found.iter().any(Diagnostic::is_error) {
        return Eligibility::invalid(checked.tree.span);
    }
    Eligibility::of(&Features::of(&checked.tree), checked.tree.span, rules, known)
}

impl Eligibility {
    /// That of a query with errors.
    #[must_use]
    pub fn invalid(query: Span) -> Eligibility {
        let reasons = Vec::from([reason::INVALID.at(query, Keeps::BOTH)]);
        Eligibility { edge: false, streaming: false, kind: Kind::Profile, reasons }
    }

    /// That of a query with these features and this place. Linear in what was found.
    #[must_use]
    pub fn of(
        features: &Features,
        query: Span,
        rules: Rules,
        known: &Circumstances<'_>,
    ) -> Eligibility {
        let kind = features.kind();
        let mut verdict = Verdict { features, rules, known, query, reasons: Vec::new() };
        verdict.decide(kind);
        let Keeps { edge, streaming } = verdict.allowed();
        Eligibility { edge, streaming, kind, reasons: verdict.reasons }
    }
}

/// The events whose long windows alone keep a query from the edge and from streaming, by the
/// newest rules.
pub(super) fn long_windows(tree: &Typed) -> Vec<Span> {
    let known = Circumstances::default();
    let found = Eligibility::of(&Features::of(tree), tree.span, Rules::E4, &known);
    let is_long = |reason: &&Reason| reason.code == reason::LONG_WINDOW.code;
    let others = || found.reasons.iter().filter(|reason| !is_long(reason));
    if others().any(|it| it.keeps.edge) && others().any(|it| it.keeps.streaming) {
        return Vec::new();
    }
    found.reasons.iter().filter(is_long).map(|reason| reason.span).collect()
}
