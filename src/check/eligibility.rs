//! Which kinds of evaluation the platform would allow a query (edge.md 1.4): advice, never a refusal.

use alloc::vec::Vec;

use super::Checked;
use super::features::{Event, Features, Window, features};
use super::typed::Typed;
use crate::diagnostic::Diagnostic;
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

/// Classifies a query under one generation of the rules; one that has errors among its diagnostics
/// is eligible for nothing. Linear in the tree.
#[must_use]
pub fn eligibility(checked: &Checked, found: &[Diagnostic], rules: Rules) -> Eligibility {
    if found.iter().any(Diagnostic::is_error) {
        let reasons = Vec::from([INVALID.at(checked.tree.span)]);
        return Eligibility { edge: false, streaming: false, kind: Kind::Profile, reasons };
    }
    let features = features(&checked.tree);
    let query = checked.tree.span;
    let mut verdict = Verdict { features: &features, rules, query, reasons: Vec::new() };
    let (edge, streaming) = verdict.decide();
    Eligibility { edge, streaming, kind: kind(&features), reasons: verdict.reasons }
}

/// The events whose long windows alone keep a query from the edge and from streaming, by the
/// newest rules.
pub(super) fn long_windows(tree: &Typed) -> Vec<Span> {
    let mut features = features(tree);
    let longer = |event: &&mut Event| event.window == Window::Longer;
    let allowed = |features: &Features| {
        let mut verdict =
            Verdict { features, rules: Rules::E4, query: tree.span, reasons: Vec::new() };
        verdict.decide() != (false, false)
    };
    if allowed(&features) {
        return Vec::new();
    }
    let mut spans = Vec::new();
    for event in features.events.iter_mut().filter(longer) {
        event.window = Window::Day;
        spans.push(event.span);
    }
    if allowed(&features) { spans } else { Vec::new() }
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

/// What a reason says, apart from where.
struct Rule {
    code: &'static str,
    message: &'static str,
}

const EVALUATED_DAILY: Rule = Rule {
    code: "evaluated-daily",
    message: "audiences of profile attributes alone are evaluated once a day; add an event to \
              react at once",
};
const EXITS_DAILY: Rule =
    Rule { code: "exits-daily", message: "a profile leaves a segment of segments within 24 hours" };
const SEGMENT_WITH_EVENT: Rule = Rule {
    code: "segment-with-event",
    message: "`inSegment` beside an event is allowed only when that audience uses profile \
              attributes alone; else give the event an audience of its own",
};
const MULTIPLE_EVENTS: Rule = Rule {
    code: "multiple-events",
    message: "several events, or one several times, are for streaming evaluation",
};
const NEGATED_EVENT: Rule =
    Rule { code: "negated-event", message: "the newer rules name no negated events" };
const NO_WINDOW: Rule = Rule {
    code: "no-window",
    message: "an event condition needs a window of at most 24 hours, such as \
              `<= 24 hours before now`",
};
const LONG_WINDOW: Rule =
    Rule { code: "long-window", message: "the window is longer than 24 hours" };
const INVALID: Rule = Rule { code: "invalid", message: "the query does not compile" };

struct Verdict<'f> {
    features: &'f Features,
    rules: Rules,
    query: Span,
    reasons: Vec<Reason>,
}

impl Verdict<'_> {
    /// Whether edge, whether streaming.
    fn decide(&mut self) -> (bool, bool) {
        match kind(self.features) {
            Kind::Profile => {
                if self.rules == Rules::E4 {
                    self.note(&EVALUATED_DAILY, self.query);
                }
                (true, true)
            }
            Kind::Segments => {
                self.note(&EXITS_DAILY, self.query);
                (true, false)
            }
            Kind::SegmentsAndEvents => {
                self.features
                    .segments
                    .iter()
                    .for_each(|span| self.note(&SEGMENT_WITH_EVENT, *span));
                (false, false)
            }
            kind @ (Kind::Event | Kind::EventAndProfile) => {
                let verdict = self.single(kind);
                self.negation(verdict)
            }
            Kind::Events | Kind::EventsAndProfile => {
                let verdict = self.multiple();
                self.negation(verdict)
            }
        }
    }

    fn single(&mut self, kind: Kind) -> (bool, bool) {
        if self.windows_fit() {
            return (true, true);
        }
        let unbounded = match self.rules {
            Rules::E1 => true,
            Rules::E2 => kind == Kind::Event,
            Rules::E3 | Rules::E4 => false,
        };
        (unbounded, false)
    }

    fn multiple(&mut self) -> (bool, bool) {
        if !self.windows_fit() {
            return (false, false);
        }
        let edge = match self.rules {
            Rules::E1 | Rules::E2 => !self.features.events.iter().any(|event| event.ordered),
            Rules::E3 => true,
            Rules::E4 => false,
        };
        if !edge {
            let last = self.features.events.last();
            self.note(&MULTIPLE_EVENTS, last.map_or(self.query, |event| event.span));
        }
        (edge, true)
    }

    /// Events that must not happen: the newer rules refuse a query of nothing else.
    fn negation(&mut self, verdict: (bool, bool)) -> (bool, bool) {
        let negated = || self.features.events.iter().filter(|event| event.negated);
        let all = negated().count() == self.features.events.len();
        for event in negated() {
            self.reasons.push(NEGATED_EVENT.at(event.span));
        }
        if all && self.rules != Rules::E1 { (false, false) } else { verdict }
    }

    /// Whether every event has to lie within the last 24 hours.
    fn windows_fit(&mut self) -> bool {
        let known = self.reasons.len();
        for event in &self.features.events {
            match event.window {
                Window::Day => {}
                Window::None => self.note(&NO_WINDOW, event.span),
                Window::Longer => self.note(&LONG_WINDOW, event.span),
            }
        }
        self.reasons.len() == known
    }

    fn note(&mut self, rule: &Rule, span: Span) {
        self.reasons.push(rule.at(span));
    }
}

impl Rule {
    const fn at(&self, span: Span) -> Reason {
        Reason { code: self.code, message: self.message, span }
    }
}
