//! The memberships of a profile as one map, whatever shape they are stored in (edge.md 2.1).

use core::cmp::Ordering;

use alloc::vec::Vec;
use bumpalo::collections::Vec as ArenaVec;

use super::membership::{OWN_NAMESPACE, Record, prefixed};
use crate::sorted::sort_by;
use crate::value::{Arena, Object, Value};

/// Where memberships stand today: a map of namespaces, each a map of records by id.
pub const MEMBERSHIP: &str = "segmentMembership";

/// Where else they stood; these fields of the profile are read with it.
pub const OLDER: [&str; 5] =
    ["segmentMemberships", "segments", PREFIXED, "xdm:segmentMemberships", "xdm:segments"];

const PREFIXED: &str = "xdm:segmentMembership";

/// The memberships that stand in a profile, in the shape of today.
///
/// A namespace of the map is as it is. Lists of records fill in the namespaces that the map does not
/// have; of several records for one id the latest counts, and of equally late ones the last.
/// Without such lists nothing is copied.
///
/// The older places are `kept`, unless they stand in the root.
pub(super) fn memberships<'a>(
    root: &Object<'a>,
    kept: &[Value<'a>; OLDER.len()],
    arena: &'a Arena,
) -> Value<'a> {
    let mut lists = *kept;
    for (list, name) in lists.iter_mut().zip(OLDER) {
        if list.is_null() {
            *list = root.get(name);
        }
    }
    let prefixed = OLDER.iter().zip(lists).find(|(name, _)| **name == PREFIXED);
    let map = match root.get(MEMBERSHIP) {
        Value::Null => prefixed.map_or(Value::Null, |(_, map)| map),
        map => map,
    };
    match lists.iter().all(|list| list.items().is_empty()) {
        true => in_current_shape(map, arena),
        false => merged(map, &lists, arena),
    }
}

/// What stands under one of the names, in the shape of today.
pub(super) fn in_current_shape<'a>(stored: Value<'a>, arena: &'a Arena) -> Value<'a> {
    match stored {
        Value::List(_) => merged(Value::Null, &[stored], arena),
        map => map,
    }
}

/// One record of a list.
struct Listed<'a> {
    namespace: &'a str,
    id: &'a str,
    record: Record<'a>,
}

impl<'a> Listed<'a> {
    /// A record with an id; none for anything else.
    fn of(item: Value<'a>) -> Option<Listed<'a>> {
        let (Value::Object(fields), Some(record)) = (item, Record::of(item)) else {
            return None;
        };
        let identity = prefixed(fields, "segmentID", "xdm:segmentID");
        let (Value::String(id), namespace) = (match identity {
            Value::Object(identity) => (first_id(identity), namespace(identity)),
            id => (id, Value::Null),
        }) else {
            return None;
        };
        // Old ids are addresses; today's are what stands behind the last slash.
        let id = match id.contains("://") {
            true => id.rsplit('/').find(|part| !part.is_empty()).unwrap_or(id),
            false => id,
        };
        let namespace = match namespace {
            Value::String(code) if !code.is_empty() => code,
            _ => OWN_NAMESPACE,
        };
        (!id.is_empty()).then_some(Listed { namespace, id, record })
    }

    fn key_order(&self, other: &Listed<'_>) -> Ordering {
        folded(self.namespace, other.namespace).then_with(|| self.id.cmp(other.id))
    }
}

fn first_id<'a>(identity: &Object<'a>) -> Value<'a> {
    let ids = ["_id", "@id", "id", "xdm:id"].map(|name| identity.get(name));
    ids.into_iter().find(|id| !id.is_null()).unwrap_or_default()
}

fn namespace<'a>(identity: &Object<'a>) -> Value<'a> {
    match prefixed(identity, "namespace", "xdm:namespace") {
        Value::Object(namespace) => prefixed(namespace, "code", "xdm:code"),
        code => code,
    }
}

/// Letter case tells no namespaces apart.
fn folded(left: &str, right: &str) -> Ordering {
    let lower = |byte: u8| byte.to_ascii_lowercase();
    left.bytes().map(lower).cmp(right.bytes().map(lower))
}

fn merged<'a>(map: Value<'a>, lists: &[Value<'a>], arena: &'a Arena) -> Value<'a> {
    let own: &[_] = match in_current_shape(map, arena) {
        Value::Object(map) => map.entries,
        _ => &[],
    };
    let held = own.iter().filter(|(_, records)| !records.is_null());
    let mut held: Vec<&str> = held.map(|(name, _)| *name).collect();
    sort_by(&mut held, |left, right| folded(left, right));
    let items = lists.iter().flat_map(|list| list.items());
    let mut listed: Vec<Listed<'a>> = items.filter_map(|item| Listed::of(*item)).collect();
    listed.retain(|it| held.binary_search_by(|name| folded(name, it.namespace)).is_err());
    // The last of several for one id is the one that counts.
    sort_by(&mut listed, |left, right| {
        left.key_order(right).then_with(|| left.record.since().cmp(&right.record.since()))
    });
    let mut namespaces = ArenaVec::new_in(arena);
    namespaces.extend(own.iter().copied());
    for group in listed.chunk_by(|left, right| folded(left.namespace, right.namespace).is_eq()) {
        let Some(first) = group.first() else { continue };
        let mut records = ArenaVec::new_in(arena);
        records.extend(group.iter().map(|it| (it.id, it.record.in_current_shape(arena))));
        namespaces.push((first.namespace, Value::Object(object(records, arena))));
    }
    Value::Object(object(namespaces, arena))
}

fn object<'a>(entries: ArenaVec<'a, (&'a str, Value<'a>)>, arena: &'a Arena) -> &'a Object<'a> {
    arena.alloc(Object::from_fields(entries, 0))
}
