//! What one evaluation was given: JSON, or the values of a stream instead.

use super::inputs::{Inputs, Slot};
use crate::diagnostic::Diagnostic;
use crate::profile::{Beside, NodeId, PARAMETERS, Profile, Projected, Reader};
use crate::value::Value;

/// The inputs of a call; they are read in the order of their slots, as a stream holds them.
pub(super) struct Given<'p, 'r, 'a> {
    inputs: &'a Inputs,
    reader: &'p Reader<'r, 'a>,
    // A bit for each slot that has its value in the stream.
    held: u8,
    stream: Projected<'p, 'r, 'a>,
}

impl<'p, 'r, 'a> Given<'p, 'r, 'a> {
    /// What is there for the next call, to be read along the paths of `reader`.
    pub(super) fn new(inputs: &'a Inputs, reader: &'p Reader<'r, 'a>) -> Given<'p, 'r, 'a> {
        let (held, values) = inputs.stream().unwrap_or_default();
        Given { inputs, reader, held, stream: Projected::new(reader, values) }
    }

    /// The profile with what stands beside it; none when there is no profile.
    pub(super) fn profile(mut self, now: i64) -> Result<Option<Profile<'a>>, Diagnostic> {
        let Some(root) = self.part(Slot::Profile, Some(NodeId::ROOT))? else {
            return Ok(None);
        };
        let beside = Beside {
            events: self.field(Slot::Events, "xEvent")?,
            event: self.field(Slot::Event, "xEvent")?,
            membership: self.field(Slot::Membership, "segmentMembership")?,
            parameters: self.field(Slot::Parameters, PARAMETERS)?,
        };
        self.reader.profile(root, beside, now).map(Some)
    }

    /// The events alone.
    pub(super) fn events(mut self) -> Result<Option<Value<'a>>, Diagnostic> {
        self.field(Slot::Events, "xEvent")
    }

    fn field(&mut self, slot: Slot, name: &str) -> Result<Option<Value<'a>>, Diagnostic> {
        match self.has(slot) {
            true => self.part(slot, self.reader.field(name)),
            false => Ok(None),
        }
    }

    fn has(&self, slot: Slot) -> bool {
        self.is_held(slot) || self.inputs.get(slot).is_some()
    }

    const fn is_held(&self, slot: Slot) -> bool {
        self.held >> (slot as u8) & 1 == 1
    }

    fn part(&mut self, slot: Slot, node: Option<NodeId>) -> Result<Option<Value<'a>>, Diagnostic> {
        if self.is_held(slot) {
            return self.stream.read(node).map(Some);
        }
        self.inputs.get(slot).map(|json| self.reader.read(node, json)).transpose()
    }
}
