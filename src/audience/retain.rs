//! The history that a set can still need.

use alloc::vec::Vec;

use serde_json::Value as Json;

use super::AudienceSet;
use crate::diagnostic::{Code, Diagnostic};
use crate::profile::{Lookback, NodeId, Reader, Reads};
use crate::query::Evaluator;
use crate::span::Span;
use crate::value::{Value, to_json};

impl AudienceSet {
    /// Of some events (JSON text, an array) those that the set can still see at `now` (epoch ms) or
    /// at any later time, in their order, cut to the fields that it reads and their `timestamp`.
    ///
    /// For every later evaluation, whatever events join, what is kept gives the same answers as
    /// all of them. Linear in the text.
    ///
    /// # Errors
    /// Text that is not a JSON array.
    pub fn retain(
        &self,
        evaluator: &mut Evaluator,
        events: &[u8],
        now: i64,
    ) -> Result<Vec<Json>, Diagnostic> {
        let scratch = evaluator.scratch();
        let reads = self.reads_history();
        let reader = Reader::new(scratch.arena, &reads);
        let events = reader.read(reader.field("xEvent"), events)?;
        self.retain_on(events, now)
    }

    /// The same of events that were read with `reads_history`.
    ///
    /// # Errors
    /// Anything but a list.
    pub fn retain_on(&self, events: Value<'_>, now: i64) -> Result<Vec<Json>, Diagnostic> {
        let Value::List(events) = events else {
            let message = "events are a JSON array";
            return Err(Diagnostic::new(Code::BadProfile, Span::default(), message));
        };
        let lookback = self.lookback();
        let kept = events.iter().filter(|event| is_seen(lookback, **event, now));
        Ok(kept.map(|event| to_json(*event)).collect())
    }

    /// The paths that `retain` keeps of the events.
    #[must_use]
    pub fn reads_history(&self) -> Reads {
        let mut reads = self.reads().clone();
        let events = reads.child(NodeId::ROOT, "xEvent");
        reads.child(events, "timestamp");
        reads
    }
}

/// Whether an event can matter. One with several times is kept: any of them may count.
pub(super) fn is_seen(lookback: Lookback, event: Value<'_>, now: i64) -> bool {
    let time = event.member("timestamp");
    let several = matches!(event, Value::List(_)) || matches!(time, Value::List(_));
    lookback.sees(time.instant(), now) || (several && lookback != Lookback::Nothing)
}
