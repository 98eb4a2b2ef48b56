//! The artifacts that a host has loaded, by handle.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::audience::AudienceSet;
use crate::diagnostic::Diagnostic;
use crate::query::Query;

/// What an artifact is, by the number that a host gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One query.
    Query = 1,
    /// A set of audiences.
    Set = 2,
}

/// A loaded artifact.
#[derive(Debug)]
pub(crate) enum Loaded {
    Query(Box<Query>),
    Set(Box<AudienceSet>),
}

/// Handles and what they stand for. A handle is never given twice, so that one that was dropped
/// does not become another's.
#[derive(Debug, Default)]
pub(super) struct Table {
    // INVARIANT: in the order of the handles.
    rows: Vec<(u32, Loaded)>,
    last: u32,
}

impl Kind {
    pub(super) fn numbered(number: u32) -> Option<Kind> {
        [Kind::Query, Kind::Set].into_iter().find(|kind| *kind as u32 == number)
    }

    /// Linear in the bytes, but for the sorting of ids.
    pub(super) fn load(self, bytes: Vec<u8>) -> Result<Loaded, Diagnostic> {
        match self {
            Kind::Query => query(&bytes),
            Kind::Set => AudienceSet::from_vec(bytes).map(|set| Loaded::Set(Box::new(set))),
        }
    }
}

/// Apart, as hosts compile all of a function that is called.
#[inline(never)]
fn query(bytes: &[u8]) -> Result<Loaded, Diagnostic> {
    Query::from_bytes(bytes).map(|query| Loaded::Query(Box::new(query)))
}

/// How many times its bytes an artifact takes in memory while it is loaded, about.
const TIMES: usize = 12;

impl Table {
    /// Has the host give the memory for the first artifact, of so many bytes, at once, if it has so
    /// much: it looks for garbage again and again when it is asked for one page after the other.
    pub(super) fn reserve(&self, bytes: usize) {
        if self.last == 0 {
            let mut room: Vec<u8> = Vec::new();
            // What is not there now is asked for again, or missed, where it is needed.
            let _ = room.try_reserve_exact(bytes.saturating_mul(TIMES));
            core::hint::black_box(&room);
        }
    }

    /// A handle for an artifact. None when there are no more of them.
    pub(super) fn add(&mut self, loaded: Loaded) -> Option<u32> {
        self.last = self.last.checked_add(1)?;
        self.rows.push((self.last, loaded));
        Some(self.last)
    }

    /// Logarithmic in the number of artifacts.
    pub(super) fn get(&self, handle: u32) -> Option<&Loaded> {
        self.rows.get(self.find(handle)?).map(|(_, loaded)| loaded)
    }

    /// The same, to be changed.
    #[cfg(feature = "wasm")]
    pub(super) fn get_mut(&mut self, handle: u32) -> Option<&mut Loaded> {
        let at = self.find(handle)?;
        self.rows.get_mut(at).map(|(_, loaded)| loaded)
    }

    /// Whether there was one.
    pub(super) fn remove(&mut self, handle: u32) -> bool {
        self.find(handle).map(|at| self.rows.remove(at)).is_some()
    }

    fn find(&self, handle: u32) -> Option<usize> {
        self.rows.binary_search_by_key(&handle, |(known, _)| *known).ok()
    }
}
