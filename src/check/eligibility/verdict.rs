//! The decision procedure (edge.md 1.4): every rule that is broken gives a reason, and what no
//! reason rules out is allowed.

use alloc::string::String;
use alloc::vec::Vec;

use super::features::{Event, Features};
use super::path::Target;
use super::reason::{self, Keeps, Reason, Rule};
use super::window::Window;
use super::{Circumstances, Kind, Referent, Rules};
use crate::span::Span;

/// The verdict as it grows.
pub(super) struct Verdict<'v> {
    pub(super) features: &'v Features,
    pub(super) rules: Rules,
    pub(super) known: &'v Circumstances<'v>,
    /// The whole query.
    pub(super) query: Span,
    pub(super) reasons: Vec<Reason>,
}

impl Verdict<'_> {
    pub(super) fn decide(&mut self, kind: Kind) {
        self.definition();
        self.beyond();
        self.references();
        if kind == Kind::Segments {
            self.note(&reason::SEGMENT_OF_SEGMENTS, self.query, Keeps::STREAMING);
        }
        match self.features.events.as_slice() {
            [] => {}
            [event] if event.count <= 1 => self.single(),
            events => self.several(events),
        }
        self.negation();
        self.ingestion();
        if self.allowed().edge {
            self.delay(kind);
        }
        self.wishes();
    }

    /// What no reason so far rules out.
    pub(super) fn allowed(&self) -> Keeps {
        let edge = !self.reasons.iter().any(|reason| reason.keeps.edge);
        let streaming = !self.reasons.iter().any(|reason| reason.keeps.streaming);
        Keeps { edge, streaming }
    }

    /// Whether the rules are those from 20 May 2025 on.
    fn is_new(&self) -> bool {
        matches!(self.rules, Rules::E3 | Rules::E4)
    }

    fn definition(&mut self) {
        if !self.known.profiles {
            self.note(&reason::OTHER_SCHEMA, self.query, Keeps::BOTH);
        }
        if !self.known.active_on_edge {
            // Streaming needs it as well since 20 May 2025 (edge.md 1.3).
            let keeps = if self.is_new() { Keeps::BOTH } else { Keeps::EDGE };
            self.note(&reason::MERGE_POLICY, self.query, keeps);
        }
    }

    /// What no stream brings.
    fn beyond(&mut self) {
        for span in &self.features.entities {
            self.note(&reason::MULTI_ENTITY, *span, Keeps::BOTH);
        }
        for span in &self.features.undated {
            self.note(&reason::IGNORE_YEAR, *span, Keeps::BOTH);
        }
    }

    fn references(&mut self) {
        for (target, span) in &self.features.segments {
            let rule = match target {
                Target::AudienceManager => Some(&reason::AUDIENCE_MANAGER),
                Target::External => Some(&reason::EXTERNAL_AUDIENCE),
                Target::Computed => Some(&reason::COMPUTED_SEGMENT),
                Target::Own(id) => self.reference((self.known.references)(id)),
            };
            if let Some(rule) = rule {
                self.note(rule, *span, Keeps::BOTH);
            }
        }
    }

    fn reference(&self, reference: Referent) -> Option<&'static Rule> {
        match reference {
            Referent::Missing => Some(&reason::UNKNOWN_SEGMENT),
            Referent::Circular => Some(&reason::SEGMENT_CYCLE),
            Referent::OtherMergePolicy => Some(&reason::OTHER_MERGE_POLICY),
            Referent::ProfileOnly => None,
            Referent::Unseen | Referent::Other => {
                (!self.features.events.is_empty()).then_some(&reason::SEGMENT_WITH_EVENT)
            }
        }
    }

    /// One event, once.
    fn single(&mut self) {
        let limited = match self.rules {
            Rules::E1 => false,
            Rules::E2 => !self.features.paths.is_empty(),
            Rules::E3 | Rules::E4 => true,
        };
        if limited {
            self.windows();
        }
    }

    fn several(&mut self, events: &[Event]) {
        self.windows();
        let (Some(first), Some(last)) = (events.first(), events.last()) else {
            return;
        };
        match self.rules {
            Rules::E1 | Rules::E2 => {
                if let Some(event) = events.iter().find(|event| event.sequence.is_some()) {
                    self.note(&reason::ORDERED_EVENTS, event.span, Keeps::EDGE);
                }
            }
            Rules::E3 => {}
            Rules::E4 => self.note(&reason::MULTIPLE_EVENTS, last.span, Keeps::EDGE),
        }
        let beside = |event: &&Event| event.sequence.is_none() || event.sequence != first.sequence;
        if let Some(event) = events.iter().skip(1).find(beside) {
            self.note(&reason::UNORDERED_EVENTS, event.span, Keeps::STREAMING);
        }
    }

    /// Every event has to lie within the last 24 hours.
    fn windows(&mut self) {
        for event in &self.features.events {
            let rule = match event.window {
                Window::Day => continue,
                Window::Longer => &reason::LONG_WINDOW,
                Window::Other => &reason::OTHER_WINDOW,
                Window::None => &reason::NO_WINDOW,
            };
            self.note(rule, event.span, Keeps::BOTH);
        }
    }

    /// Events that must not happen. What streaming takes of them was turned round between the
    /// oldest rules and today's.
    fn negation(&mut self) {
        let events = &self.features.events;
        let all = events.iter().all(|event| event.negated);
        let (rule, keeps) = match (self.rules, all) {
            (Rules::E1, true) => return,
            (Rules::E1, false) => (&reason::NEGATED_PART, Keeps::STREAMING),
            (_, true) => (&reason::NEGATED_QUERY, Keeps::BOTH),
            (_, false) => (&reason::NEGATED_EVENT, Keeps::NOTHING),
        };
        for event in events.iter().filter(|event| event.negated) {
            self.note(rule, event.span, keeps);
        }
    }

    /// Attributes that come by batch, beside events: since 20 May 2025 the platform wants an audience
    /// of their own for them, where it knows; a query does not show how its data comes.
    fn ingestion(&mut self) {
        if !self.is_new() || self.features.events.is_empty() {
            return;
        }
        for (path, span) in &self.features.paths {
            let by_batch = |field: &String| within(path, field) || within(field, path);
            if self.known.batch_fields.iter().any(by_batch) {
                self.note(&reason::BATCH_ATTRIBUTE, *span, Keeps::NOTHING);
            }
        }
    }

    /// How long the edge takes to notice.
    fn delay(&mut self, kind: Kind) {
        match kind {
            Kind::Profile if self.rules == Rules::E4 => {
                self.note(&reason::EVALUATED_DAILY, self.query, Keeps::NOTHING);
            }
            Kind::Segments => self.note(&reason::EXITS_DAILY, self.query, Keeps::NOTHING),
            _ => {}
        }
    }

    /// What the definition asks for and does not get.
    fn wishes(&mut self) {
        let allowed = self.allowed();
        let wishes = [
            (self.known.asks_for_edge && !allowed.edge, &reason::ASKS_FOR_EDGE),
            (self.known.asks_for_streaming && !allowed.streaming, &reason::ASKS_FOR_STREAMING),
        ];
        for (unmet, rule) in wishes {
            if unmet {
                self.note(rule, self.query, Keeps::NOTHING);
            }
        }
    }

    fn note(&mut self, rule: &Rule, span: Span, keeps: Keeps) {
        self.reasons.push(rule.at(span, keeps));
    }
}

/// Whether a path is another one or below it; the empty one is all of the profile.
fn within(path: &str, other: &str) -> bool {
    let rest = path.strip_prefix(other);
    other.is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
