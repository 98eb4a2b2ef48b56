//! Writes `bytecode.md` from the table of instructions.

use std::fmt::Write;

use pql_edge::bytecode::{Accumulator, Op, Part, Role, Row, Spread};
use pql_edge::query::Query;
use pql_edge::types::Type;
use pql_edge::value::{Arithmetic, Comparison, Direction, Relation, Unit};

const INTRODUCTION: &str = "# Bytecode

Generated from the table of instructions (`src/bytecode/op.rs`). `src/bytecode/encode.rs` writes the bytes,
`src/bytecode/verify.rs` says which programs may run.

## The machine

A program is run from its first instruction on. It has a stack of values, numbered variables (`v0`), and
open iterations (`i0`), collections (`a0`) and event sequences (`s0`), each with a place of its own. The
verifier walks every path: an operand names something that the program has, every instruction is reached
with the same number of values on the stack, and the last one ends or jumps. Nothing else has to be checked
while it runs.

## The bytes

All numbers are little-endian. A list is its length in four bytes, then its items; a text is its length in
bytes in four bytes, then UTF-8.
";

const LAYOUT: &[(&str, &str)] = &[
    ("`PQLB`", "four bytes by which a file is known"),
    ("version", "two bytes; another version is refused"),
    ("checksum", "four bytes: FNV-1a, 32 bits, of all that follows; against accidents"),
    ("code", "list of instructions: the number in a byte, then the operands"),
    (
        "constants",
        "list of scalars: a byte (0 null, 1 Boolean, 2 Integer, 3 Double, 4 String), then one byte, \
         eight, eight, or a text",
    ),
    ("names", "list of texts: what `Field` and paths refer to"),
    ("paths", "list of lists of name indices"),
    ("functions", "list of texts: functions are kept by name"),
    (
        "marks",
        "list of: instruction (four bytes), start and end in the source (four each), role (one): \
         where the value of an expression is, for explanations",
    ),
    (
        "reads",
        "list of nodes of the tree of paths that the program can look at: name, list of children \
         (four bytes each), flags (1: all of it, 2: its items)",
    ),
    ("segments", "list of texts: the ids that `inSegment` names"),
    ("source", "the text of the query"),
    ("variables", "two bytes: how many there are"),
    ("iterations, collections, sequences", "a byte each: how many can be open"),
    ("result", "a byte: the static type of the result"),
];

/// What a set of audiences is made of.
const SET: &[(&str, &str)] = &[
    ("`PQLS`", "four bytes by which a file is known"),
    ("version, checksum", "as above, with a version of its own"),
    ("definitions", "a byte: 0 only those enabled for the edge, 1 any; for updates"),
    ("statuses", "a byte: 0 three, 1 two"),
    ("exits", "an optional: how many days they are kept, four bytes; for ever when there is none"),
    ("opt-out, consent", "two optionals: programs that keep a profile out"),
    (
        "audiences",
        "list of: id, name, whether the opt-out matters to it (a byte), how far back it looks at \
         events (a byte: 0 at none, 1 within ms that follow in eight bytes, 2 at all), its program",
    ),
];

/// The page.
pub(crate) fn page() -> String {
    let mut out = String::from(INTRODUCTION);
    layout(&mut out);
    set(&mut out);
    out.push_str("\n## Operands\n\n| operand | bytes | listed as | what it is |\n| --- | --- | --- | --- |\n");
    for operand in operands() {
        let (bytes, sign, what) = describe(operand);
        writeln!(out, "| {operand} | {bytes} | {sign} | {what} |").unwrap();
    }
    out.push_str(
        "\n## Instructions\n\nWhat an instruction takes from the stack and puts on it when it goes on \
         with the next one.\n\n| no. | instruction | operands | takes | puts | what it does |\n\
         | --- | --- | --- | --- | --- | --- |\n",
    );
    for row in Op::ROWS {
        let Row { number, name, operands, pops, pushes, doc } = row;
        let operands: Vec<String> =
            operands.iter().map(|(name, kind)| format!("{name}: {kind}")).collect();
        let pops = pops.replace("u32::from(", "").replace(')', "").replace(" ;", ";");
        let (operands, doc) = (operands.join(", "), doc.trim());
        writeln!(out, "| {number} | `{name}` | {operands} | {pops} | {pushes} | {doc} |").unwrap();
    }
    out
}

/// The table of the layout, and the header of a program to look at.
fn layout(out: &mut String) {
    out.push_str("\n| part | what it is |\n| --- | --- |\n");
    for (part, what) in LAYOUT {
        writeln!(out, "| {part} | {what} |").unwrap();
    }
    let bytes = Query::compile("a").unwrap().to_bytes();
    let hex =
        |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    writeln!(
        out,
        "\nThe query `a` has {} bytes. They begin:\n\n```text\n{}   magic\n{}               version\n\
         {}         checksum\n{}         number of instructions\n```",
        bytes.len(),
        hex(&bytes[..4]).to_owned() + "      ",
        hex(&bytes[4..6]),
        hex(&bytes[6..10]),
        hex(&bytes[10..14]),
    )
    .unwrap();
}

/// The table of sets.
fn set(out: &mut String) {
    out.push_str(
        "\n## The bytes of a set\n\nA set of audiences (`src/audience/artifact.rs`) has its programs as above, from \
         the code on. An optional is a\nbyte, 0 or 1, and behind 1 its value. What reads it finds the order of \
         evaluation anew and refuses ids that stand\ntwice or refer to each other in a circle.\n\n\
         | part | what it is |\n| --- | --- |\n",
    );
    for (part, what) in SET {
        writeln!(out, "| {part} | {what} |").unwrap();
    }
}

/// The types of all operands, in the order of the instructions.
fn operands() -> Vec<&'static str> {
    let mut all = Vec::new();
    for (_, kind) in Op::ROWS.iter().flat_map(|row| row.operands) {
        if !all.contains(kind) {
            all.push(kind);
        }
    }
    all
}

fn describe(operand: &str) -> (usize, String, String) {
    let words = |all: Vec<&str>| (1, "the word".to_owned(), all.join(", ").replace('|', "\\|"));
    let index = |bytes, sign: &str, what: &str| (bytes, format!("`{sign}0`"), what.to_owned());
    match operand {
        "ConstantId" => index(2, "c", "an index of the constants"),
        "NameId" => index(2, "n", "an index of the names"),
        "PathId" => index(2, "p", "an index of the paths"),
        "FunctionId" => index(2, "f", "an index of the functions"),
        "LocalId" => index(2, "v", "a variable"),
        "IteratorId" => index(1, "i", "an open iteration"),
        "AccumulatorId" => index(1, "a", "an open collection"),
        "ChainId" => index(1, "s", "an open event sequence"),
        "Label" => index(4, "@", "an instruction"),
        "u8" => (1, "the number".into(), "a number".into()),
        "u16" => (2, "the number".into(), "a number".into()),
        "u32" => (4, "the number".into(), "a number".into()),
        "Relation" => words(Relation::ALL.iter().map(|it| it.text()).collect()),
        "Unit" => words(Unit::ALL.iter().map(|it| it.text()).collect()),
        "Comparison" => words(Comparison::ALL.iter().map(|it| it.text()).collect()),
        "Arithmetic" => words(Arithmetic::ALL.iter().map(|it| it.text()).collect()),
        "Direction" => words(Direction::ALL.iter().map(|it| it.text()).collect()),
        "Accumulator" => words(Accumulator::ALL.iter().map(|it| it.text()).collect()),
        "Spread" => words(Spread::ALL.iter().map(|it| it.text()).collect()),
        "Part" => words(Part::ALL.iter().map(|it| it.text()).collect()),
        "Role" => words(Role::ALL.iter().map(|it| it.text()).collect()),
        "Type" => words(Type::ALL.iter().map(|it| it.name()).collect()),
        other => panic!("the page does not know the operand {other}"),
    }
}
