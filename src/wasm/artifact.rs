//! Queries and sets that were compiled for JavaScript: the integer functions know them by handle.

use alloc::vec::Vec;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::convert::misuse;
use crate::abi::{Loaded, on_host};
use crate::audience::AudienceSet;
use crate::diagnostic::Code;

/// The artifact as bytes, to be loaded elsewhere.
#[wasm_bindgen(js_name = toBytes)]
pub fn to_bytes(handle: u32) -> Result<Vec<u8>, JsValue> {
    let bytes = on_host(|host| {
        host.artifact(handle).map(|loaded| match loaded {
            Loaded::Query(query) => query.to_bytes(),
            Loaded::Set(set) => set.to_bytes(),
        })
    });
    bytes.ok_or_else(unknown)
}

/// The handle of what was compiled.
pub(super) fn keep(artifact: Loaded) -> Result<u32, JsValue> {
    on_host(|host| host.adopt(artifact)).ok_or_else(unknown)
}

/// Work on a set. It must not call back into JavaScript, which could evaluate meanwhile.
pub(super) fn with_set<T>(
    handle: u32,
    work: impl FnOnce(&mut AudienceSet) -> T,
) -> Result<T, JsValue> {
    let done = on_host(|host| match host.artifact(handle) {
        Some(Loaded::Set(set)) => Some(work(set)),
        _ => None,
    });
    done.ok_or_else(unknown)
}

#[cold]
fn unknown() -> JsValue {
    misuse(Code::BadArtifact, "there is no artifact with this handle")
}
