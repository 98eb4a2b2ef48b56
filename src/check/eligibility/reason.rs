//! The reasons that a verdict gives: every one with its name for programs and its sentence.

use crate::span::Span;

/// Why a query is not evaluated in some way, or what to know of the ways that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// A stable name for programs.
    pub code: &'static str,
    /// A sentence for people.
    pub message: &'static str,
    /// The part of the query.
    pub span: Span,
    /// What it rules out; nothing for what is only good to know.
    pub keeps: Keeps,
}

/// The ways of evaluation that a reason rules out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeps {
    /// At the edge.
    pub edge: bool,
    /// As data streams in.
    pub streaming: bool,
}

impl Keeps {
    pub(super) const NOTHING: Keeps = Keeps { edge: false, streaming: false };
    pub(super) const EDGE: Keeps = Keeps { edge: true, streaming: false };
    pub(super) const STREAMING: Keeps = Keeps { edge: false, streaming: true };
    pub(super) const BOTH: Keeps = Keeps { edge: true, streaming: true };
}

/// What a reason says, apart from where and to what effect.
#[derive(Debug)]
pub struct Rule {
    /// A stable name for programs.
    pub code: &'static str,
    /// A sentence for people.
    pub message: &'static str,
}

impl Rule {
    pub(super) const fn at(&self, span: Span, keeps: Keeps) -> Reason {
        Reason { code: self.code, message: self.message, span, keeps }
    }
}

/// Declares the rules, and `RULES` with all of them.
macro_rules! rules {
    ($($name:ident $code:literal $message:literal)*) => {
        $(pub(super) const $name: Rule = Rule { code: $code, message: $message };)*

        /// Every reason that there is.
        pub const RULES: &[Rule] = &[$($name),*];
    };
}

rules! {
    INVALID "invalid" "the query does not compile"

    OTHER_SCHEMA "other-schema"
        "the audience is not one of profiles (`_xdm.context.profile`): batch alone evaluates it"
    MERGE_POLICY "merge-policy" "the merge policy is not active on the edge"
    MULTI_ENTITY "multi-entity"
        "what is neither the profile nor its events is joined in batch alone"
    IGNORE_YEAR "ignore-year"
        "a month or a day of a date whose year is ignored is tested in batch alone"

    AUDIENCE_MANAGER "audience-manager"
        "segments and traits of Audience Manager are used in batch alone"
    EXTERNAL_AUDIENCE "external-audience"
        "an audience of another namespace has no definition here; rules with one run in batch"
    COMPUTED_SEGMENT "computed-segment"
        "which audience is meant has to be written out: namespace and id as texts"
    UNKNOWN_SEGMENT "unknown-segment"
        "no definition with this id is given, or it does not compile"
    SEGMENT_CYCLE "segment-cycle" "this reference leads to audiences that refer to each other in a circle"
    OTHER_MERGE_POLICY "other-merge-policy"
        "this audience has another merge policy; segments of segments share theirs"
    SEGMENT_WITH_EVENT "segment-with-event"
        "beside an event an audience is allowed only when it uses profile attributes alone; else \
         give the event an audience of its own"
    SEGMENT_OF_SEGMENTS "segment-of-segments"
        "segments of segments are for the edge and for batch, not for streaming"

    NO_WINDOW "no-window"
        "an event condition needs a window of at most 24 hours, such as `<= 24 hours before now`"
    LONG_WINDOW "long-window" "the window reaches further back than 24 hours"
    OTHER_WINDOW "other-window"
        "the window has to lie within the last 24 hours whenever the query runs, as `today` does"

    ORDERED_EVENTS "ordered-events" "events in an order are for streaming: these rules take them \
        to the edge only one by one"
    MULTIPLE_EVENTS "multiple-events"
        "the newest list for the edge names no rules with several events, or one several times"
    UNORDERED_EVENTS "unordered-events"
        "streaming wants several events in one strict order: write them as the steps of one chain"
    NEGATED_QUERY "negated-query" "all events are asked to be missing: at least one has to happen"
    NEGATED_EVENT "negated-event" "the lists for the edge name no events that have to be missing"
    NEGATED_PART "negated-part"
        "streaming could negate all events of a query by these rules, not one among others"

    BATCH_ATTRIBUTE "batch-attribute"
        "batches bring this attribute: beside an event the platform wants it in an audience of its \
         own"
    EVALUATED_DAILY "evaluated-daily"
        "audiences of profile attributes alone are evaluated once a day; add an event to react at \
         once"
    EXITS_DAILY "exits-daily" "a profile leaves a segment of segments within 24 hours"
    ASKS_FOR_EDGE "asks-for-edge"
        "the definition asks for synchronous evaluation, which these rules do not allow"
    ASKS_FOR_STREAMING "asks-for-streaming"
        "the definition asks for continuous evaluation, which these rules do not allow"
}
