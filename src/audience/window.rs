//! The events of a profile that some audience of the set can look at.

use bumpalo::collections::Vec;

use super::retain::is_seen;
use crate::profile::{Lookback, Profile};
use crate::value::{Arena, Object, Value};

/// The name of the events.
const EVENTS: &str = "xEvent";

/// So few events are gone through faster than they are looked at beforehand.
const FEW: usize = 4;

/// The profile without the events that are too old for all programs, which look back so far: each of
/// them goes through what is left. Linear in the events; a profile of which nothing is left out stays
/// as it is.
pub(super) fn within<'a>(
    profile: Profile<'a>,
    lookback: Lookback,
    arena: &'a Arena,
) -> Profile<'a> {
    let (Lookback::Within(_), Value::Object(root)) = (lookback, profile.root) else {
        return profile;
    };
    let Some((at, Value::List(events))) =
        root.place(EVENTS).and_then(|at| Some((at, root.entries.get(at)?.1)))
    else {
        return profile;
    };
    let is_seen = |event: &&Value<'a>| is_seen(lookback, **event, profile.now);
    if events.len() < FEW || events.iter().all(|event| is_seen(&event)) {
        return profile;
    }
    let kept = Vec::from_iter_in(events.iter().filter(is_seen).copied(), arena);
    let entries = arena.alloc_slice_copy(root.entries);
    if let Some((_, value)) = entries.get_mut(at) {
        *value = Value::List(kept.into_bump_slice());
    }
    let root = Value::Object(arena.alloc(Object { entries, ..*root }));
    Profile { root, ..profile }
}
