//! What the integer functions do, in a structure that native tests can use.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::describe::paths;
use super::given::Given;
use super::inputs::{Inputs, Slot};
use super::loaded::{Kind, Loaded, Table};
use crate::audience::AudienceSet;
use crate::diagnostic::{Code, Diagnostic};
use crate::functions::Scratch;
use crate::profile::{Profile, Reader, Reads};
use crate::query::{Evaluator, Query};
use crate::reply::{self, Failure, ToJson, json_of};
use crate::span::Span;
use crate::value::{Value, to_json};

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
const NO_PROFILE: Refusal = Refusal::Misuse("no profile was put");
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

    /// For the next call a stream begins at this place of [`Slot::Stream`]: a byte with a bit for
    /// each slot whose value it holds, the lowest for the first, and these values in their order.
    pub const fn project(&mut self, from: usize) -> &mut Host {
        self.inputs.project(from);
        self
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
        let bytes = self.inputs.take(Slot::Argument);
        let bytes = bytes.ok_or(Refusal::Misuse("no artifact was put"))?;
        self.table.reserve(bytes.len());
        let loaded = kind.load(bytes)?;
        self.table.add(loaded).ok_or(Refusal::Misuse("there are no more handles"))
    }

    /// A handle for what was made in this program; none when there are no more of them.
    #[cfg(feature = "wasm")]
    pub(crate) fn adopt(&mut self, artifact: Loaded) -> Option<u32> {
        self.table.add(artifact)
    }

    /// The artifact of a handle.
    #[cfg(feature = "wasm")]
    pub(crate) fn artifact(&mut self, handle: u32) -> Option<&mut Loaded> {
        self.table.get_mut(handle)
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

    /// The paths along which a stream for an artifact is written, as JSON; of a set those for
    /// `evaluate` and `explain` (0), `qualify` (1) or `retain` (2). 0.
    ///
    /// A node is an array: whether all is wanted, then each name with its node.
    pub fn paths(&mut self, handle: u32, purpose: u32) -> i32 {
        self.call(handle, |_, loaded, _, out| {
            match (loaded, purpose) {
                (Loaded::Query(query), 0) => write(out, &paths(reads(query))),
                (Loaded::Set(set), 0) => write(out, &paths(set.reads())),
                (Loaded::Set(set), 1) => write(out, &paths(set.reads_stored())),
                (Loaded::Set(set), 2) => write(out, &paths(&set.reads_history())),
                _ => return Err(Refusal::Misuse("an artifact has no paths for this purpose")),
            }
            Ok(0)
        })
    }

    /// The simple tests that a query is, as JSON; `null` when it is more ([`simple`]). 0.
    ///
    /// [`simple`]: crate::plan::simple
    pub fn tests(&mut self, handle: u32) -> i32 {
        self.call(handle, |_, loaded, _, out| match loaded {
            Loaded::Query(query) => {
                write(out, &query.simple().unwrap_or_default());
                Ok(0)
            }
            Loaded::Set(_) => Err(NO_QUERY),
        })
    }

    /// Whether the profile fits the query: 1 or 0. No output.
    pub fn matches(&mut self, handle: u32, now: i64) -> i32 {
        self.call(handle, |inputs, loaded, evaluator, _| match loaded {
            Loaded::Query(query) => {
                let (profile, scratch) = read(inputs, evaluator, reads(query), now)?;
                Ok(query.matches_on(profile, scratch)?.into())
            }
            Loaded::Set(_) => Err(NO_QUERY),
        })
    }

    /// 0, and of a query the result as JSON; of a set who is in: a bit for every audience in the
    /// order of its ids, the first one the lowest of the first byte.
    pub fn evaluate(&mut self, handle: u32, now: i64) -> i32 {
        self.call(handle, |inputs, loaded, evaluator, out| {
            match loaded {
                Loaded::Query(query) => {
                    let (profile, scratch) = read(inputs, evaluator, reads(query), now)?;
                    let value = query.run(profile, scratch, &mut ())?;
                    write(out, &to_json(query.result(value)?));
                }
                Loaded::Set(set) => {
                    let (profile, scratch) = read(inputs, evaluator, set.reads(), now)?;
                    let members = set.members(profile, scratch)?;
                    members.iter().for_each(|word| out.extend(word.to_le_bytes()));
                    out.truncate(set.audiences().len().div_ceil(8));
                }
            }
            Ok(0)
        })
    }

    /// What became of the stored memberships, as JSON. 0.
    pub fn qualify(&mut self, handle: u32, now: i64) -> i32 {
        self.call(handle, |inputs, loaded, evaluator, out| {
            let set = set(loaded)?;
            let (profile, scratch) = read(inputs, evaluator, set.reads_stored(), now)?;
            let found = set.qualify_on(profile, scratch)?;
            write(out, &reply::qualification(found));
            Ok(0)
        })
    }

    /// The result of a query with the value of every sub-expression, or why the profile is in the
    /// audience whose id is in [`Slot::Argument`]; as JSON. 0.
    pub fn explain(&mut self, handle: u32, now: i64) -> i32 {
        self.call(handle, |inputs, loaded, evaluator, out| {
            match loaded {
                Loaded::Query(query) => {
                    let (profile, scratch) = read(inputs, evaluator, reads(query), now)?;
                    let found = query.explain_on(profile, scratch)?;
                    write(out, &reply::explanation(&query.source(), found));
                }
                Loaded::Set(set) => {
                    let (profile, scratch) = read(inputs, evaluator, set.reads(), now)?;
                    let id = inputs.get(Slot::Argument).ok_or(Refusal::Misuse("no id was put"))?;
                    let id = str::from_utf8(id).map_err(|_| Refusal::Misuse("the id is not UTF-8"));
                    let found = set.explain_on(id?, profile, scratch)?;
                    write(out, &reply::explained(found));
                }
            }
            Ok(0)
        })
    }

    /// The events in [`Slot::Events`] that a set can still need, as JSON. 0.
    pub fn retain(&mut self, handle: u32, now: i64) -> i32 {
        self.call(handle, |inputs, loaded, evaluator, out| {
            let (set, now) = (set(loaded)?, time(now)?);
            let reads = set.reads_history();
            let reader = Reader::new(evaluator.scratch().arena, &reads);
            let events: Option<Value<'_>> = Given::new(inputs, &reader).events()?;
            let events = events.ok_or(Refusal::Misuse("no events were put"))?;
            write(out, &set.retain_on(events, now)?);
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

fn reads(query: &Query) -> &Reads {
    query.program().parts().reads
}

/// The profile that was given, read along these paths, and what an evaluation on it uses.
fn read<'a>(
    inputs: &'a Inputs,
    evaluator: &'a mut Evaluator,
    reads: &'a Reads,
    now: i64,
) -> Result<(Profile<'a>, Scratch<'a>), Refusal> {
    let scratch = evaluator.scratch();
    let reader = Reader::new(scratch.arena, reads);
    let profile = Given::new(inputs, &reader).profile(time(now)?)?.ok_or(NO_PROFILE)?;
    Ok((profile, scratch))
}

/// An answer in place of the last one.
fn write(out: &mut Vec<u8>, answer: &dyn ToJson) {
    *out = json_of(answer).into_bytes();
}
