//! What sets say of a profile, as hosts see it.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::explanation::{ExplanationReply, explanation};
use crate::audience::{Audience, Explained, KeptOut, Qualification, Verdict};
use crate::profile::{Lookback, NodeId, Reads};

/// An audience's answer: an explanation and what else there is to say.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct VerdictReply {
    id: String,
    name: String,
    source: String,
    member: bool,
    #[serde(flatten)]
    explanation: ExplanationReply,
    kept_out: Option<KeptOutReply>,
}

#[derive(Serialize)]
struct KeptOutReply {
    reason: &'static str,
    source: String,
    #[serde(flatten)]
    explanation: ExplanationReply,
}

/// A membership and how it came about, with the audiences that it asked for.
#[derive(Serialize)]
pub(crate) struct ExplainedReply {
    #[serde(flatten)]
    audience: VerdictReply,
    audiences: Vec<VerdictReply>,
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
            source: source.into(),
            explanation: explanation(source, kept_out.explanation),
        }
    });
    VerdictReply {
        id: (**id).into(),
        name: (**name).into(),
        source: query.source().into(),
        member: verdict.member,
        explanation: explanation(query.source(), verdict.explanation),
        kept_out,
    }
}

/// Memberships after an evaluation, and what changed.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct QualificationReply {
    segment_membership: Map<String, Json>,
    realized: Vec<String>,
    existing: Vec<String>,
    exited: Vec<String>,
    newer: Vec<String>,
    members: Vec<String>,
}

/// What an evaluation changed.
pub(crate) fn qualification(qualification: Qualification) -> QualificationReply {
    let Qualification { segment_membership, realized, existing, exited, newer, members } =
        qualification;
    QualificationReply { segment_membership, realized, existing, exited, newer, members }
}

/// How far back, and at which paths, events are looked at.
#[derive(Serialize)]
pub(crate) struct LookbackReply {
    milliseconds: Option<u64>,
    paths: Vec<String>,
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
