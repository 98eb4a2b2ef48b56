//! Audience decisions at the edge: compile PQL once, evaluate profiles in microseconds.
//!
#![cfg_attr(feature = "compile", doc = include_str!("../README.md"))]
#![cfg_attr(
    feature = "compile",
    doc = r##"
# For users of Rust

```
use pql_edge::query::{Evaluator, Input, Query};

let query = Query::compile(r#"homeAddress.countryCode = "CA" and loyalty.points >= 1000"#).unwrap();
let mut evaluator = Evaluator::new(); // memory, shared by all evaluations
let profile = br#"{"homeAddress": {"countryCode": "CA"}, "loyalty": {"points": 850}}"#;
let now = 1_795_176_000_000; // epoch ms; the program reads no clock
assert!(!query.matches(&mut evaluator, &Input::new(profile, now)).unwrap());
```

Many definitions at once, compiled where there is time and evaluated where there is none:

```
use pql_edge::audience::{AudienceSet, Definition, Evaluation};
use pql_edge::query::{Evaluator, Input};

let response = r#"{"segments": [
    {"id": "canada", "expression": {"value": "homeAddress.countryCode = \"CA\""}},
    {"id": "gold", "expression": {"value": "inSegment(\"canada\") and loyalty.tier = \"gold\""}}
]}"#;
let definitions = Definition::all_from_text(response);
let bytes = AudienceSet::compile(definitions, Evaluation::Any).to_bytes();

let audiences = AudienceSet::from_bytes(&bytes).unwrap(); // needs no front end
let profile = br#"{"homeAddress": {"countryCode": "CA"}}"#;
let input = Input::new(profile, 1_795_176_000_000);
let found = audiences.qualify(&mut Evaluator::new(), &input).unwrap();
assert_eq!(found.realized, ["canada"]);
```
"##
)]
//!
//! Features: `compile` (default) is the front end, without it only compiled queries run; `wasm` is
//! the JavaScript face, `abi` its part that evaluates, which hosts without JavaScript can use.
//!
//! # The layers
//!
//! ```text
//! 9   wasm  →  abi                              convert, never decide
//! 8   reply                                     what goes out as JSON
//! 7   audience  →  query  →  explain            doors
//! 6   plan                                      many programs as one
//! 5   compile              vm                   siblings: neither sees the other
//! 4   check
//! 3   bytecode
//! 2   syntax   schema   functions   profile
//! 1   diagnostic   value
//! 0   span   types   words   limits   lowercase   keys  →  sorted
//! ```
//!
//! A module uses only modules on lower lines. In reading order: `manual::architecture` first, then
//! `query`, `syntax`, `schema`, `check`, `compile`, `bytecode`, `vm`, `value`, `functions`, `profile`,
//! `explain`, `audience`, `reply`, `wasm`, `abi`.
#![no_std]

extern crate alloc;
#[cfg(feature = "abi")]
#[macro_use]
extern crate std;

#[cfg(feature = "abi")]
pub mod abi;
pub mod audience;
pub mod bytecode;
#[cfg(feature = "compile")]
pub mod check;
#[cfg(feature = "compile")]
pub mod compile;
pub mod diagnostic;
pub mod explain;
pub mod functions;
mod keys;
pub mod limits;
mod lowercase;
#[cfg(feature = "compile")]
pub mod manual;
pub mod plan;
pub mod profile;
pub mod query;
#[cfg(feature = "abi")]
mod reply;
#[cfg(feature = "compile")]
pub mod schema;
mod sorted;
pub mod span;
#[cfg(feature = "compile")]
pub mod syntax;
pub mod types;
pub mod value;
pub mod vm;
#[cfg(feature = "wasm")]
pub mod wasm;
mod words;
