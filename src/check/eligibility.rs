//! Which kinds of evaluation the platform would allow a query (edge.md 1.4): advice, never a refusal.

use alloc::vec::Vec;

use super::features::{Event, Features, Window, features};
use super::{Checked, Typed};
use crate::span::Span;
use crate::words::words;

words! {
    /// The generations of the platform's rules (edge.md 1.1).
    Rules { E1 "E1", E2 "E2", E3 "E3", E4 "E4" }
}

words! {
    /// What a query looks at, as the platform's tables name it.
    Kind {
        Profile "profile only", Event "single event", EventAndProfile "single event and profile",
        Events "multiple events", EventsAndProfile "multiple events and profile",
        Segments "segment of segments", SegmentsAndEvents "segments and events",
    }
}

/// What the platform would allow, and why not more.
#[derive(Clone, Debug)]
pub struct Eligibility {
    /// Evaluated at the edge.
    pub edge: bool,
    /// Evaluated as data streams in.
    pub streaming: bool,
    /// What the query looks at.
    pub kind: Kind,
    /// What keeps it from the edge, and what to know when it is allowed there.
    pub reasons: Vec<Reason>,
}

/// One reason, with the part of the query that gives it.
#[derive(Clone, Copy, Debug)]
pub struct Reason {
    /// A stable name for programs.
    pub code: &'static str,
    /// A sentence for people.
    pub message: &'static str,
    /// The part of the query.
    pub span: Span,
}

impl Eligibility {
    /// Of a query that does not compile.
    #[must_use]
    pub fn of_nothing(span: Span) -> Eligibility {
        let message = "the query does not compile";
        let reasons = Vec::from([Reason { code: "invalid", message, span }]);
        Eligibility { edge: false, streaming: false, kind: Kind::Profile, reasons }
    }
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

/// Classifies a checked query under one generation of the rules. Linear in the tree.
#[must_use]
pub fn eligibility(checked: &Checked, rules: Rules) -> Eligibility {
    let features = features(&checked.tree);
    let mut verdict =
        Verdict { features: &features, rules, tree: &checked.tree, reasons: Vec::new() };
    let (edge, streaming) = verdict.decide();
    Eligibility { edge, streaming, kind: kind(&features), reasons: verdict.reasons }
}

fn kind(features: &Features) -> Kind {
    let single = matches!(features.events.as_slice(), [event] if event.count <= 1);
    match (features.events.is_empty(), features.segments.is_empty(), features.profile) {
        (true, true, _) => Kind::Profile,
        (true, false, _) => Kind::Segments,
        (false, false, _) => Kind::SegmentsAndEvents,
        (false, true, false) if single => Kind::Event,
        (false, true, true) if single => Kind::EventAndProfile,
        (false, true, false) => Kind::Events,
        (false, true, true) => Kind::EventsAndProfile,
    }
}

struct Verdict<'f> {
    features: &'f Features,
    rules: Rules,
    tree: &'f Typed,
    reasons: Vec<Reason>,
}

impl Verdict<'_> {
    /// Whether edge, whether streaming.
    fn decide(&mut self) -> (bool, bool) {
        let (edge, streaming) = match kind(self.features) {
            Kind::Profile => {
                if self.rules == Rules::E4 {
                    self.note(
                        "evaluated-daily",
                        "audiences of profile attributes alone are \
                        evaluated once a day; add an event to react at once",
                        self.tree.span,
                    );
                }
                return (true, true);
            }
            Kind::Segments => {
                self.note(
                    "exits-daily",
                    "a profile leaves a segment of segments within 24 hours",
                    self.tree.span,
                );
                return (true, false);
            }
            Kind::SegmentsAndEvents => {
                let segments = self.features.segments.iter();
                let notes: Vec<Span> = segments.copied().collect();
                for span in notes {
                    self.note(
                        "segment-with-event",
                        "`inSegment` beside an event is allowed only \
                        when that audience uses profile attributes alone; else give the event an \
                        audience of its own",
                        span,
                    );
                }
                return (false, false);
            }
            Kind::Event => self.single(false),
            Kind::EventAndProfile => self.single(true),
            Kind::Events | Kind::EventsAndProfile => self.multiple(),
        };
        self.negation(edge, streaming)
    }

    fn single(&mut self, with_profile: bool) -> (bool, bool) {
        if self.windows_fit() {
            return (true, true);
        }
        let unbounded = match self.rules {
            Rules::E1 => true,
            Rules::E2 => !with_profile,
            Rules::E3 | Rules::E4 => false,
        };
        (unbounded, false)
    }

    fn multiple(&mut self) -> (bool, bool) {
        if !self.windows_fit() {
            return (false, false);
        }
        let message = "several events, or one several times, are for streaming evaluation";
        let edge = match self.rules {
            Rules::E1 | Rules::E2 => !self.features.events.iter().any(|event| event.ordered),
            Rules::E3 => true,
            Rules::E4 => false,
        };
        if !edge {
            let span = self.features.events.last().map_or(self.tree.span, |event| event.span);
            self.note("multiple-events", message, span);
        }
        (edge, true)
    }

    fn negation(&mut self, edge: bool, streaming: bool) -> (bool, bool) {
        let negated: Vec<Span> =
            self.features.events.iter().filter(|event| event.negated).map(|it| it.span).collect();
        for span in &negated {
            self.note("negated-event", "the newer rules name no negated events", *span);
        }
        let all = negated.len() == self.features.events.len();
        if all && self.rules != Rules::E1 { (false, false) } else { (edge, streaming) }
    }

    /// Whether every event has to lie within the last 24 hours.
    fn windows_fit(&mut self) -> bool {
        let events: Vec<&Event> = self.features.events.iter().collect();
        let mut fit = true;
        for event in events {
            match event.window {
                Window::Day => continue,
                Window::None => self.note(
                    "no-window",
                    "an event condition needs a window of at \
                    most 24 hours, such as `<= 24 hours before now`",
                    event.span,
                ),
                Window::Longer => {
                    self.note("long-window", "the window is longer than 24 hours", event.span)
                }
            }
            fit = false;
        }
        fit
    }

    fn note(&mut self, code: &'static str, message: &'static str, span: Span) {
        self.reasons.push(Reason { code, message, span });
    }
}
