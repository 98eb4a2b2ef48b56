//! What sets say of a profile, as hosts see it.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value as Json};

use super::explanation::{ExplanationReply, explanation};
use super::json::{Members, Object};
use crate::audience::{Audience, Explained, KeptOut, Qualification, Verdict};
use crate::profile::{Lookback, NodeId, Reads};

/// An audience's answer: an explanation and what else there is to say.
struct VerdictReply {
    id: String,
    name: String,
    source: String,
    member: bool,
    explanation: ExplanationReply,
    kept_out: Option<KeptOutReply>,
}

impl Members for VerdictReply {
    fn put(&self, object: &mut Object<'_>) {
        object.member("id", &self.id);
        object.member("name", &self.name);
        object.member("source", &self.source);
        object.member("member", &self.member);
        self.explanation.put(object);
        object.member("keptOut", &self.kept_out);
    }
}

struct KeptOutReply {
    reason: &'static str,
    source: String,
    explanation: ExplanationReply,
}

impl Members for KeptOutReply {
    fn put(&self, object: &mut Object<'_>) {
        object.member("reason", &self.reason);
        object.member("source", &self.source);
        self.explanation.put(object);
    }
}

/// A membership and how it came about, with the audiences that it asked for.
pub(crate) struct ExplainedReply {
    audience: VerdictReply,
    audiences: Vec<VerdictReply>,
}

impl Members for ExplainedReply {
    fn put(&self, object: &mut Object<'_>) {
        self.audience.put(object);
        object.member("audiences", &self.audiences);
    }
}

/// Why a profile is in an audience or not.
pub(crate) fn explained(explained: Explained<'_>) -> ExplainedReply {
    let rendered = explained.render();
    let mut audience = verdict(explained.audience);
    audience.explanation.rendered = rendered;
    let audiences = explained.asked.into_iter().map(verdict).collect();
    ExplainedReply { audience, audiences }
}

fn verdict(verdict: Verdict<'_>) -> VerdictReply {
    let Audience { id, name, query, .. } = verdict.audience;
    let kept_out = verdict.kept_out.map(|kept_out: KeptOut<'_>| {
        let source = kept_out.query.source();
        KeptOutReply {
            reason: kept_out.reason,
            explanation: explanation(&source, kept_out.explanation),
            source: source.into(),
        }
    });
    let source = query.source();
    VerdictReply {
        id: (**id).into(),
        name: (**name).into(),
        member: verdict.member,
        explanation: explanation(&source, verdict.explanation),
        source: source.into(),
        kept_out,
    }
}

/// Memberships after an evaluation, and what changed.
pub(crate) struct QualificationReply {
    segment_membership: Map<String, Json>,
    realized: Vec<String>,
    existing: Vec<String>,
    exited: Vec<String>,
    newer: Vec<String>,
    members: Vec<String>,
}

impl Members for QualificationReply {
    fn put(&self, object: &mut Object<'_>) {
        object.member("segmentMembership", &self.segment_membership);
        object.member("realized", &self.realized);
        object.member("existing", &self.existing);
        object.member("exited", &self.exited);
        object.member("newer", &self.newer);
        object.member("members", &self.members);
    }
}

/// What an evaluation changed.
pub(crate) fn qualification(qualification: Qualification) -> QualificationReply {
    let Qualification { segment_membership, realized, existing, exited, newer, members } =
        qualification;
    QualificationReply { segment_membership, realized, existing, exited, newer, members }
}

/// How far back, and at which paths, events are looked at.
pub(crate) struct LookbackReply {
    milliseconds: Option<u64>,
    paths: Vec<String>,
}

impl Members for LookbackReply {
    fn put(&self, object: &mut Object<'_>) {
        object.member("milliseconds", &self.milliseconds);
        object.member("paths", &self.paths);
    }
}

/// The reach of a set in ms: 0 when it reads no events, none when it is unbounded.
pub(crate) fn lookback(lookback: Lookback, reads: &Reads) -> LookbackReply {
    let milliseconds = match lookback {
        Lookback::Nothing => Some(0),
        Lookback::Within(reach) => Some(reach),
        Lookback::Everything => None,
    };
    let everything = reads.is_whole(NodeId::ROOT);
    let of_events = |path: &String| {
        let rest = path.strip_prefix("xEvent");
        rest.is_some_and(|it| it.is_empty() || it.starts_with(['[', '.'])) || everything
    };
    LookbackReply { milliseconds, paths: reads.paths().into_iter().filter(of_events).collect() }
}
