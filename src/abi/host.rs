//! What the integer functions do, in a structure that native tests can use.

use alloc::string::ToString;
use alloc::vec::Vec;

use serde::Serialize;

use super::inputs::{Inputs, Slot};
use super::loaded::{Kind, Loaded, Table};
use crate::audience::AudienceSet;
use crate::diagnostic::{Code, Diagnostic};
use crate::profile::Reader;
use crate::query::{Evaluator, Input};
use crate::reply::{self, Failure};
use crate::span::Span;

/// The status of a call that was right and has no answer: the output says why.
pub const REFUSED: i32 = -1;

/// The status of a call that the host should not have made: the output says why, without
/// diagnostics.
pub const MISUSED: i32 = -2;

/// Artifacts, inputs and the answer of the last call.
#[derive(Debug, Default)]
pub struct Host {
    inputs: Inputs,
    table: Table,
    evaluator: Evaluator,
    output: Vec<u8>,
}

/// Why a call has no answer.
enum Refusal {
    Wrong(Diagnostic),
    Misuse(&'static str),
}

impl From<Diagnostic> for Refusal {
    fn from(diagnostic: Diagnostic) -> Refusal {
        Refusal::Wrong(diagnostic)
    }
}

const UNKNOWN: Refusal = Refusal::Misuse("there is no artifact with this handle");
const NO_QUERY: Refusal = Refusal::Misuse("the artifact is a set of audiences, not a query");
const NO_SET: Refusal = Refusal::Misuse("the artifact is a query, not a set of audiences");

impl Host {
    /// A host with nothing loaded.
    #[must_use]
    pub fn new() -> Host {
        Host::default()
    }

    /// Room for `length` bytes in the slot of this number, of which the address is given; the next
    /// call but this one takes what is in the slots and empties them. 0 for a slot that there is
    /// not, and for more than 64 MiB.
    ///
    /// Asking again for no more keeps the address and what was written.
    pub fn put(&mut self, slot: u32, length: usize) -> usize {
        match self.inputs.put(slot, length) {
            Some(address) => address as usize,
            None => {
                let why = "there is no such slot, or it has not so much room: 64 MiB at most";
                self.finish(Err(Refusal::Misuse(why)));
                0
            }
        }
    }

    /// The same and writes the bytes, for a host in the same program. Whether there was room.
    pub fn give(&mut self, slot: Slot, bytes: &[u8]) -> bool {
        self.inputs.give(slot, bytes)
    }

    /// The answer of the last call.
    #[must_use]
    pub fn output(&self) -> &[u8] {
        &self.output
    }

    /// A handle for the artifact in [`Slot::Argument`], of the kind of this number; 0 for bytes that
    /// are none. Linear in the bytes.
    pub fn load(&mut self, kind: u32) -> u32 {
        let handle = self.loaded(kind);
        let status = handle.as_ref().map_or(0, |handle| *handle);
        self.finish(handle.map(|_| 0));
        status
    }

    fn loaded(&mut self, kind: u32) -> Result<u32, Refusal> {
        self.output.clear();
        let kind = Kind::numbered(kind).ok_or(Refusal::Misuse("there is no such kind"))?;
        let bytes = self.inputs.get(Slot::Argument);
        let loaded = kind.load(bytes.ok_or(Refusal::Misuse("no artifact was put"))?)?;
        self.table.add(loaded).ok_or(Refusal::Misuse("there are no more handles"))
    }

    /// Gives the memory of an artifact back. 0.
    pub fn unload(&mut self, handle: u32) -> i32 {
        let known = self.table.remove(handle);
        self.finish(if known { Ok(0) } else { Err(UNKNOWN) })
    }

    /// What an artifact is, as JSON. 0.
    pub fn describe(&mut self, handle: u32) -> i32 {
        self.call(handle, |_, loaded, _, out| {
            write(out, &loaded.describe());
            Ok(0)
        })
    }

    /// Whether the profile fits the query: 1 or 0. No output.
    pub fn matches(&mut self, handle: u32, now: i64) -> i32 {
        self.call(handle, |inputs, loaded, evaluator, _| match loaded {
            Loaded::Query(query) => Ok(query.matches(evaluator, &input(inputs, now)?)?.into()),
            Loaded::Set(_) => Err(NO_QUERY),
        })
    }

    /// 0, and of a query the result as JSON; of a set who is in: a bit for every audience in the
    /// order of its ids, the first one the lowest of the first byte.
    pub fn evaluate(&mut self, handle: u32, now: i64) -> i32 {
        self.call(handle, |inputs, loaded, evaluator, out| {
            let input = input(inputs, now)?;
            match loaded {
                Loaded::Query(query) => write(out, &query.evaluate(evaluator, &input)?),
                Loaded::Set(set) => {
                    let scratch = evaluator.scratch();
                    let profile = input.read(&Reader::new(scratch.arena, set.reads()))?;
                    let members = set.members(profile, scratch)?;
                    let bytes = members.iter().flat_map(|word| word.to_le_bytes());
                    out.extend(bytes.take(set.audiences().len().div_ceil(8)));
                }
            }
            Ok(0)
        })
    }

    /// What became of the stored memberships, as JSON. 0.
    pub fn qualify(&mut self, handle: u32, now: i64) -> i32 {
        self.call(handle, |inputs, loaded, evaluator, out| {
            let found = set(loaded)?.qualify(evaluator, &input(inputs, now)?)?;
            write(out, &reply::qualification(found));
            Ok(0)
        })
    }

    /// The result of a query with the value of every sub-expression, or why the profile is in the
    /// audience whose id is in [`Slot::Argument`]; as JSON. 0.
    pub fn explain(&mut self, handle: u32, now: i64) -> i32 {
        self.call(handle, |inputs, loaded, evaluator, out| {
            let input = input(inputs, now)?;
            match loaded {
                Loaded::Query(query) => {
                    let found = query.explain(evaluator, &input)?;
                    write(out, &reply::explanation(query.source(), found));
                }
                Loaded::Set(set) => {
                    let id = inputs.get(Slot::Argument).ok_or(Refusal::Misuse("no id was put"))?;
                    let id = str::from_utf8(id).map_err(|_| Refusal::Misuse("the id is not UTF-8"));
                    let found = set.explain(id?, evaluator, &input)?;
                    write(out, &reply::explained(found));
                }
            }
            Ok(0)
        })
    }

    /// The events in [`Slot::Events`] that a set can still need, as JSON. 0.
    pub fn retain(&mut self, handle: u32, now: i64) -> i32 {
        self.call(handle, |inputs, loaded, evaluator, out| {
            let events = inputs.get(Slot::Events).ok_or(Refusal::Misuse("no events were put"))?;
            write(out, &set(loaded)?.retain(evaluator, events, time(now)?)?);
            Ok(0)
        })
    }

    /// Work on an artifact, whose status is not negative.
    fn call(
        &mut self,
        handle: u32,
        work: impl FnOnce(&Inputs, &Loaded, &mut Evaluator, &mut Vec<u8>) -> Result<i32, Refusal>,
    ) -> i32 {
        let Host { inputs, table, evaluator, output } = self;
        output.clear();
        let loaded = table.get(handle).ok_or(UNKNOWN);
        let status = loaded.and_then(|loaded| work(inputs, loaded, evaluator, output));
        self.finish(status)
    }

    /// The end of every call: what was put is used up, and a refusal becomes the answer.
    fn finish(&mut self, status: Result<i32, Refusal>) -> i32 {
        self.inputs.clear();
        let (status, failure) = match status {
            Ok(status) => return status,
            Err(Refusal::Wrong(diagnostic)) => (REFUSED, reply::failure("", &[diagnostic])),
            Err(Refusal::Misuse(why)) => (MISUSED, misuse(why)),
        };
        write(&mut self.output, &failure);
        status
    }
}

#[cold]
fn misuse(why: &str) -> Failure {
    Failure { message: why.to_string(), diagnostics: Vec::new(), rendered: why.to_string() }
}

/// What a JavaScript `Date` can hold: both packages take the same times.
const LATEST: u64 = 8_640_000_000_000_000;

fn time(now: i64) -> Result<i64, Refusal> {
    if now.unsigned_abs() > LATEST {
        return Err(Diagnostic::new(Code::BadTime, Span::default(), "`now` is not a time").into());
    }
    Ok(now)
}

fn set(loaded: &Loaded) -> Result<&AudienceSet, Refusal> {
    match loaded {
        Loaded::Set(set) => Ok(set),
        Loaded::Query(_) => Err(NO_SET),
    }
}

/// What the slots hold, as an evaluation takes it.
fn input(inputs: &Inputs, now: i64) -> Result<Input<'_>, Refusal> {
    Ok(Input {
        profile: inputs.get(Slot::Profile).ok_or(Refusal::Misuse("no profile was put"))?,
        events: inputs.get(Slot::Events),
        event: inputs.get(Slot::Event),
        membership: inputs.get(Slot::Membership),
        parameters: inputs.get(Slot::Parameters),
        now: time(now)?,
    })
}

/// An answer in place of the last one.
fn write(out: &mut Vec<u8>, answer: &impl Serialize) {
    *out = serde_json::to_vec(answer).unwrap_or_default();
}
