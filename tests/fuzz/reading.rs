//! What holds for every JSON text: it is read as `serde_json` reads it, or refused as there.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each target uses its own part")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a mistake here fails a test, not a customer"
)]

use pql_edge::diagnostic::Diagnostic;
use pql_edge::profile::{NodeId, Reader, Reads};
use pql_edge::value::{Arena, Value};
use serde_json::Value as Json;

/// Read whole, passed over and read by some paths, a text is what `serde_json` makes of it; whether
/// it was accepted.
pub fn reads_alike(data: &[u8]) -> bool {
    let expected = serde_json::from_slice::<Json>(data).ok();
    let shown = || String::from_utf8_lossy(data).into_owned();
    let arena = Arena::new();
    let mut whole = Reads::default();
    whole.read_whole(NodeId::ROOT);
    let found = told(data, Reader::new(&arena, &whole).read(Some(NodeId::ROOT), data));
    assert_eq!(found.is_some(), expected.is_some(), "read whole: {}", shown());
    if let (Some(found), Some(expected)) = (found, &expected) {
        assert!(is(found, expected), "{found:?} of {}", shown());
    }
    let passed = told(data, Reader::new(&arena, &whole).read(None, data));
    assert_eq!(passed.is_some(), expected.is_some(), "passed over: {}", shown());
    for salt in 0..4 {
        let reads = some_paths(data, salt, expected.as_ref());
        let found = told(data, Reader::new(&arena, &reads).read(Some(NodeId::ROOT), data));
        assert_eq!(found.is_some(), expected.is_some(), "by {:?}: {}", reads.paths(), shown());
        if let (Some(found), Some(expected)) = (found, &expected) {
            let right = is_picked(found, expected, &reads, NodeId::ROOT);
            assert!(right, "{found:?} by {:?} of {}", reads.paths(), shown());
        }
    }
    expected.is_some()
}

/// The value that was read; a complaint has its place in the text.
fn told<'a>(data: &[u8], found: Result<Value<'a>, Diagnostic>) -> Option<Value<'a>> {
    found.map_err(|it| assert!(it.span.start as usize <= data.len(), "{it:?}")).ok()
}

/// Whether a value is what `serde_json` has: all of it.
fn is(found: Value<'_>, expected: &Json) -> bool {
    match (found, expected) {
        (Value::Object(found), Json::Object(expected)) => {
            let mut pairs = found.entries.iter().zip(expected);
            found.entries.len() == expected.len()
                && pairs.all(|(found, expected)| found.0 == expected.0 && is(found.1, expected.1))
        }
        (Value::List(found), Json::Array(expected)) => {
            let mut pairs = found.iter().zip(expected);
            found.len() == expected.len() && pairs.all(|(found, expected)| is(*found, expected))
        }
        _ => is_scalar(found, expected),
    }
}

fn is_scalar(found: Value<'_>, expected: &Json) -> bool {
    match (found, expected) {
        (Value::Null, Json::Null) => true,
        (Value::Boolean(found), Json::Bool(expected)) => found == *expected,
        (Value::String(found), Json::String(expected)) => found == expected,
        (Value::Integer(found), Json::Number(expected)) => expected.as_i64() == Some(found),
        (Value::Double(found), Json::Number(expected)) => {
            let double = expected.as_f64().map(f64::to_bits);
            expected.as_i64().is_none() && double == Some(found.to_bits())
        }
        _ => false,
    }
}

/// The same of a value that was read by the paths below a node: objects have an entry for each of
/// its fields.
fn is_picked(found: Value<'_>, expected: &Json, reads: &Reads, node: NodeId) -> bool {
    if reads.is_whole(node) {
        return is(found, expected);
    }
    match (found, expected) {
        (Value::Object(found), Json::Object(expected)) => {
            let children = reads.children(node);
            let mut pairs = found.entries.iter().zip(children);
            found.entries.len() == children.len()
                && pairs.all(|((name, value), child)| {
                    let expected = expected.get(*name).unwrap_or(&Json::Null);
                    *name == reads.name(*child) && is_picked(*value, expected, reads, *child)
                })
        }
        (Value::List(found), Json::Array(expected)) => {
            let mut pairs = found.iter().zip(expected);
            found.len() == expected.len()
                && pairs.all(|(found, expected)| is_picked(*found, expected, reads, node))
        }
        _ => is_scalar(found, expected),
    }
}

/// Paths through a value, some of them to nowhere: others for every text.
fn some_paths(data: &[u8], salt: u64, value: Option<&Json>) -> Reads {
    let mut reads = Reads::default();
    let seed = data.iter().fold(salt, |hash, byte| mixed(hash ^ u64::from(*byte)));
    for name in ["a", "nothing", "b", ""] {
        let child = reads.child(NodeId::ROOT, name);
        reads.child(child, "a");
    }
    if let Some(value) = value {
        let mut state = seed;
        add_paths(&mut reads, NodeId::ROOT, value, &mut state);
    }
    reads
}

fn add_paths(reads: &mut Reads, node: NodeId, value: &Json, state: &mut u64) {
    *state = mixed(*state);
    match value {
        Json::Array(items) => {
            items.iter().for_each(|item| add_paths(reads, node, item, state));
        }
        Json::Object(fields) => {
            for (name, value) in fields {
                *state = mixed(*state);
                // The place of memberships brings others with it.
                if (*state).is_multiple_of(3) || name == "segmentMembership" {
                    continue;
                }
                let child = reads.child(node, name);
                if *state % 16 == 1 {
                    reads.read_whole(child);
                }
                add_paths(reads, child, value, state);
            }
        }
        _ => {}
    }
}

fn mixed(state: u64) -> u64 {
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb).wrapping_add(1)
}
