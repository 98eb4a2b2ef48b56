//! Programs of simple tests, told to a host that has the profile's own values before it.

use alloc::vec::Vec;

use serde_json::Value as Json;

use super::shape::Shape;
use super::test::{Kind, Test, value};
use crate::bytecode::{Constant, PathId, Program};
use crate::profile::{MEMBERSHIP, NodeId, PARAMETERS, Reads};
use crate::value::to_json;

/// The most tests: each is a bit of a word.
const TESTS: usize = 30;

/// The most constants of all tests, and the most bytes of each: with them, and on text of 1,000
/// characters, no evaluation takes a tenth of the steps that one has by default.
const CONSTANTS: usize = 1000;
const BYTES: usize = 1000;

/// The deepest path.
const DEPTH: usize = 16;

/// Up to here each integer is a double of its own: 2^53.
const EXACT: u64 = 9_007_199_254_740_992;

/// What a program is if it is nothing but simple tests of different paths, none of which goes on
/// where another ends; none if it is more. Linear in the code.
///
/// An array: the tree of what is read, each node an array of a name, the tests of its value and the
/// nodes below it; then the rows, of which one must hold. A test is an array of its number, its name
/// and its constants. A row is an array of two words for each of its clauses: it holds when of every
/// clause a test of the first word is true, or one of the second is not.
#[must_use]
pub fn simple(program: &Program) -> Option<Json> {
    let mut shape = Shape::default();
    shape.read(program, true);
    let mut tests: Vec<(NodeId, Json)> = Vec::new();
    let mut constants = 0;
    let mut rows: Vec<Json> = Vec::new();
    for clauses in shape.rows() {
        let mut row = Vec::new();
        for clause in clauses {
            let (mut true_ones, mut false_ones) = (0_u32, 0_u32);
            for literal in shape.clause(clause) {
                let test = Test::read(program, literal.region)?;
                let number = tests.len();
                let (name, given) = parts(program, &test)?;
                constants += given.len();
                if number >= TESTS || constants > CONSTANTS {
                    return None;
                }
                let mut told = alloc::vec![Json::from(number), Json::from(name)];
                told.extend(given);
                tests.push((node(program, test.path)?, Json::Array(told)));
                *(if literal.negated { &mut false_ones } else { &mut true_ones }) |= 1 << number;
            }
            row.extend([Json::from(true_ones), Json::from(false_ones)]);
        }
        rows.push(Json::Array(row));
    }
    let reads = program.parts().reads;
    // Memberships have several places, and parameters are no part of a profile.
    let elsewhere = [MEMBERSHIP, PARAMETERS];
    if elsewhere.iter().any(|name| reads.find(NodeId::ROOT, name).is_some()) {
        return None;
    }
    let tree = tree(reads, NodeId::ROOT, &tests, DEPTH)?;
    Some(Json::Array(alloc::vec![tree, Json::Array(rows)]))
}

/// The name of a test and its constants.
fn parts(program: &Program, test: &Test) -> Option<(&'static str, Vec<Json>)> {
    let all = program.parts();
    Some(match test.kind {
        Kind::Truth => ("true", Vec::new()),
        Kind::Compare(comparison, id) => {
            (comparison.text(), alloc::vec![exact(all.constants.get(id.index())?)?])
        }
        Kind::In(arguments) => {
            ("in", arguments.constants(program).map(exact).collect::<Option<_>>()?)
        }
        Kind::Call(function, arguments) if arguments.list.is_none() => {
            let function = all.functions.get(function.index())?;
            (function.name, arguments.constants(program).map(exact).collect::<Option<_>>()?)
        }
        Kind::Call(..) => return None,
    })
}

/// A constant that is the same for a host: its numbers are doubles, and half a surrogate pair of its
/// texts would be a replacement character.
fn exact(constant: &Constant) -> Option<Json> {
    let same = match constant {
        Constant::Null => false,
        Constant::Integer(value) => value.unsigned_abs() <= EXACT,
        Constant::String(text) => text.len() <= BYTES && !text.contains('\u{fffd}'),
        Constant::Boolean(_) | Constant::Double(_) => true,
    };
    same.then(|| to_json(value(constant)))
}

/// Where a path ends.
fn node(program: &Program, path: PathId) -> Option<NodeId> {
    let parts = program.parts();
    let mut names = parts.paths.get(path.index())?.iter();
    names.try_fold(NodeId::ROOT, |at, name| parts.reads.find(at, parts.names.get(name.index())?))
}

/// A node with all that is read below it; none where something is read that no test asks for, or
/// read both whole and in parts.
fn tree(reads: &Reads, id: NodeId, tests: &[(NodeId, Json)], depth: usize) -> Option<Json> {
    let own: Vec<_> = tests.iter().filter(|(node, _)| *node == id).map(|it| it.1.clone()).collect();
    let children = reads.children(id);
    let end = id != NodeId::ROOT && children.is_empty();
    if own.is_empty() == end || !children.is_empty() && reads.is_whole(id) {
        return None;
    }
    let depth = depth.checked_sub(1)?;
    let below = children.iter().map(|child| tree(reads, *child, tests, depth));
    let below = below.collect::<Option<Vec<_>>>()?;
    Some(Json::Array(alloc::vec![reads.name(id).into(), Json::Array(own), Json::Array(below)]))
}
