//! From the checked tree to a verified program.
#![deny(clippy::wildcard_enum_match_arm, reason = "a new node has to find its arm")]

mod chain;
mod emit;
mod expression;
mod iterate;

use alloc::format;
use alloc::vec::Vec;

use crate::bytecode::{Constant, Draft, Frame, Op, Pools, Program};
use crate::check::Checked;
use crate::diagnostic::{Code, Diagnostic};
use crate::sorted::{sort_by, sort_by_key};
use crate::span::Span;

use emit::Emitter;

/// Compiles a query that was checked without errors; its text goes with the program, for
/// explanations. Linear in the tree.
///
/// # Errors
/// A query with more constants, names, variables or nested loops than a program can hold.
pub fn compile(checked: &Checked, source: &str) -> Result<Program, Diagnostic> {
    compile_part(checked, source).map(|program| program.alone())
}

/// The same for a program that will be joined with others: it does not know yet what of the profile is
/// read.
pub(crate) fn compile_part(checked: &Checked, source: &str) -> Result<Program, Diagnostic> {
    let mut emitter = Emitter::default();
    emitter.expression(&checked.tree);
    emitter.emit(Op::Return {});
    let too_many = |what: &str| {
        let message = format!("the query has too many {what} for one program");
        Diagnostic::new(Code::TooManyItems, checked.tree.span, message)
            .help("split the definition in two and join them with `inSegment`")
    };
    if let Some(what) = emitter.overflow {
        return Err(too_many(what));
    }
    let mut marks = core::mem::take(&mut emitter.marks);
    sort_by_key(&mut marks, |mark| mark.at);
    let constants = emitter.pools.constants();
    let segments = segments(checked, &mut emitter.pools);
    let reads = emitter.pools.reads(&checked.reads);
    let frame = Frame {
        locals: checked.locals,
        iterators: emitter.iterators.most,
        accumulators: emitter.accumulators.most,
        chains: emitter.chains.most,
        result: checked.tree.kind,
    };
    let Emitter { code, pools, .. } = emitter;
    let source = source.into();
    let draft = Draft { code, pools, constants, segments, reads, marks, source, frame };
    Program::verify(draft).map_err(|flaw| {
        // The compiler and the verifier disagree: that is a bug of ours, said and not hidden.
        let message = format!("internal error: {flaw}");
        Diagnostic::new(Code::BadArtifact, Span::default(), message)
    })
}

/// The ids of the audiences made by definitions that a query names, sorted, each once.
fn segments(checked: &Checked, pools: &mut Pools) -> Vec<u32> {
    let own = checked.segments.iter().filter(|named| named.is_own());
    let mut ids: Vec<&str> = own.map(|named| named.id.as_str()).collect();
    sort_by(&mut ids, Ord::cmp);
    ids.dedup();
    ids.into_iter().map(|id| pools.constant(&Constant::String(id.into()))).collect()
}
