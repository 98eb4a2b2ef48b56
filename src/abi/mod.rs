//! Loading and evaluating for hosts without JavaScript: integer functions on bytes in linear memory.
//!
//! A host asks for room ([`pql_put`]), writes there, and calls; the answer lies where [`pql_output`]
//! says until the next call. A module made with the features `abi` and not `compile` has no imports,
//! so whatever runs WebAssembly can be the host. What the functions do is in [`Host`]; here they only
//! reach the one of this instance. `manual::architecture` has them as a table.

mod describe;
mod given;
mod host;
mod inputs;
mod loaded;

use core::cell::RefCell;

use wasm_bindgen::prelude::wasm_bindgen;

pub use host::{Host, MISUSED, REFUSED};
pub use inputs::Slot;
pub use loaded::Kind;
#[cfg(feature = "wasm")]
pub(crate) use loaded::Loaded;

/// Raised when a function changes its meaning, or an answer its form.
pub const VERSION: u32 = 2;

thread_local! {
    // An instance of a module has one thread.
    static HOST: RefCell<Host> = RefCell::new(Host::new());
}

/// What a call works on: the host, and for this call the stream at a place of its slot; 0 for none.
fn on_stream<T>(stream: usize, call: impl FnOnce(&mut Host) -> T) -> T {
    on_host(|host| match stream {
        0 => call(host),
        from => call(host.project(from)),
    })
}

/// A time as it is counted here; one that is no number becomes one that is no time.
const fn instant(now: f64) -> i64 {
    if now.is_nan() { i64::MAX } else { now as i64 }
}

/// No call can come while another is under way: there is nothing that a host could be called by.
pub(crate) fn on_host<T>(call: impl FnOnce(&mut Host) -> T) -> T {
    HOST.with(|host| call(&mut host.borrow_mut()))
}

/// The version of these functions.
#[wasm_bindgen]
#[must_use]
pub fn pql_abi_version() -> u32 {
    VERSION
}

/// Room for `length` bytes in a slot: [`Host::put`].
#[wasm_bindgen]
#[must_use]
pub fn pql_put(slot: u32, length: usize) -> usize {
    on_host(|host| host.put(slot, length))
}

/// Loads the artifact in the slot of arguments: [`Host::load`].
#[wasm_bindgen]
#[must_use]
pub fn pql_load(kind: u32) -> u32 {
    on_host(|host| host.load(kind))
}

/// Gives the memory of an artifact back: [`Host::unload`].
#[wasm_bindgen]
#[must_use]
pub fn pql_drop(handle: u32) -> i32 {
    on_host(|host| host.unload(handle))
}

/// What an artifact is: [`Host::describe`].
#[wasm_bindgen]
#[must_use]
pub fn pql_describe(handle: u32) -> i32 {
    on_host(|host| host.describe(handle))
}

/// The paths of an artifact for one purpose: [`Host::paths`].
#[wasm_bindgen]
#[must_use]
pub fn pql_paths(handle: u32, purpose: u32) -> i32 {
    on_host(|host| host.paths(handle, purpose))
}

/// The simple tests that a query is: [`Host::tests`].
#[wasm_bindgen]
#[must_use]
pub fn pql_tests(handle: u32) -> i32 {
    on_host(|host| host.tests(handle))
}

/// Whether a query matches: [`Host::matches`].
#[wasm_bindgen]
#[must_use]
pub fn pql_matches(handle: u32, now: f64, stream: usize) -> i32 {
    on_stream(stream, |host| host.matches(handle, instant(now)))
}

/// The result of a query, the members of a set: [`Host::evaluate`].
#[wasm_bindgen]
#[must_use]
pub fn pql_evaluate(handle: u32, now: f64, stream: usize) -> i32 {
    on_stream(stream, |host| host.evaluate(handle, instant(now)))
}

/// What an evaluation changes of the stored memberships: [`Host::qualify`].
#[wasm_bindgen]
#[must_use]
pub fn pql_qualify(handle: u32, now: f64, stream: usize) -> i32 {
    on_stream(stream, |host| host.qualify(handle, instant(now)))
}

/// Why a query has its result, or a profile is in an audience or not: [`Host::explain`].
#[wasm_bindgen]
#[must_use]
pub fn pql_explain(handle: u32, now: f64, stream: usize) -> i32 {
    on_stream(stream, |host| host.explain(handle, instant(now)))
}

/// The events that a set can still need: [`Host::retain`].
#[wasm_bindgen]
#[must_use]
pub fn pql_retain(handle: u32, now: f64, stream: usize) -> i32 {
    on_stream(stream, |host| host.retain(handle, instant(now)))
}

/// Where the answer of the last call lies.
#[wasm_bindgen]
#[must_use]
pub fn pql_output() -> usize {
    on_host(|host| host.output().as_ptr() as usize)
}

/// How many bytes the answer of the last call has.
#[wasm_bindgen]
#[must_use]
pub fn pql_output_length() -> usize {
    on_host(|host| host.output().len())
}
