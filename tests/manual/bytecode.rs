//! Writes `bytecode.md` from the table of instructions.

use std::fmt::Write;

use pql_edge::bytecode::{Accumulator, Op, Part, Role, Row, Spread};
use pql_edge::query::Query;
use pql_edge::types::Type;
use pql_edge::value::{Arithmetic, Comparison, Direction, Relation, Unit};

const INTRODUCTION: &str = "# Bytecode

Generated from the table of instructions (`src/bytecode/op.rs`). `src/bytecode/encode.rs` writes the bytes,
`src/bytecode/decode.rs` reads them, `src/bytecode/verify.rs` says which programs may run.

## The machine

A program is run from its first instruction on. It has a stack of values, numbered variables (`v0`), and
open iterations (`i0`), collections (`a0`) and event sequences (`s0`), each with a place of its own. The
verifier walks every path: an operand names something that the program has, every instruction is reached
with the same number of values on the stack, and the last one ends or jumps. Nothing else has to be checked
while it runs.

## The bytes

A *number* takes as few bytes as it needs: seven bits each, the lowest first, and the highest bit of a byte says
that more follow; one that may be negative is doubled first, and one less than that and positive when it was
negative (0, -1, 1, -2 are 0, 1, 2, 3). A list is its length as a number, then its items. Everything else is
little-endian.

Programs lie in tables that they share: a query has tables of its own, all programs of a set are in the same.
Nothing stands in a table twice, so in a set equal names, paths, functions and constants have equal numbers.
What programs do is a *routine*, which those share that differ in their constants and texts alone: instructions
refer to constants by their place among those that the program brings. A routine is verified once.
";

const HEADER: &[(&str, &str)] = &[
    ("`PQLB`", "four bytes by which a file is known"),
    ("version", "two bytes; another version is refused"),
    (
        "checksum",
        "eight bytes, of all that follows, against accidents: it is filled up with zeros to the next \
         higher multiple of 32 bytes and taken as words of eight; word *i* goes into lane *i* mod 4 as \
         `lane = (rotl(lane, 23) ^ word) * 0x9e3779b97f4a7c15`; the lanes begin with the number of bytes, \
         1, 2 and 3, and go into 0 in the same way",
    ),
];

/// What the programs of a query or of a set are made of.
const LAYOUT: &[(&str, &str)] = &[
    ("names", "list of lengths in bytes: what `Field` and paths refer to"),
    ("functions", "list of lengths: functions are kept by name"),
    (
        "constants",
        "list of: a byte (0 null, 1 Boolean, 2 Integer, 3 Double, 4 String), then a byte, a number, \
         eight bytes, or a length",
    ),
    ("paths", "list of lists of indices of names"),
    ("text", "a length, and the UTF-8 of the names, functions and Strings, one behind the other"),
    (
        "routines",
        "list of: how many instructions and paths it has, how many constants a program has to bring, how \
         many variables there are (numbers all); how many iterations, collections and sequences can be \
         open, and the static type of the result (a byte each); which paths it can look at (numbers: four \
         times the index of the path; 1 more when all below it is read, 2 more for items of an array); \
         its instructions: the opcode in a byte, then the operands; the pattern of the texts of its programs: \
         how many bytes source and marks have, a list of the holes in it (three numbers for each: where in the \
         source it begins and ends, and the place of the constant that stands there)",
    ),
    (
        "programs",
        "list of: which routine it has, how many audiences it names (numbers); a byte: 0 when its texts are \
         those of the pattern with its constants in the holes, 1 when it has its own, of which two numbers \
         follow: how many bytes marks and source have",
    ),
    (
        "words",
        "numbers; of each program its constants and the ids that `inSegment` names, both as indices of the \
         constants",
    ),
    (
        "texts",
        "of each routine, then of each program that has its own: its marks, for explanations, where the value \
         of an expression is; each by what it adds to the one before: nine times the instruction, and the \
         role; the start in the source, with a sign; the length there; behind them the source",
    ),
];

/// What a set of audiences is made of.
const SET: &[(&str, &str)] = &[
    ("`PQLS`", "four bytes by which a file is known"),
    ("version, checksum", "as above, with a version of its own"),
    ("definitions", "a byte: 0 only those enabled for the edge, 1 any; for updates"),
    ("statuses", "a byte: 0 three, 1 two"),
    ("exits", "an optional: how many days they are kept, four bytes; for ever when there is none"),
    ("opt-out, consent", "a byte each: whether there is a program that keeps a profile out"),
    (
        "audiences",
        "list of: the lengths of its id and its name, whether the opt-out matters to it (a byte), how far \
         back it looks at events (a byte: 0 at none, 1 within ms that follow in eight bytes, 2 at all)",
    ),
    ("text", "a length, and the UTF-8 of ids and names, one behind the other"),
    ("order", "for each audience a number: the indices of the audiences in the order of their ids"),
    (
        "programs",
        "the tables above, with the programs of the audiences in their order, then those that keep a \
         profile out",
    ),
];

/// The page.
pub(crate) fn page() -> String {
    let mut out = String::from(INTRODUCTION);
    layout(&mut out);
    set(&mut out);
    out.push_str("\n## Operands\n\n| operand | written as | listed as | what it is |\n| --- | --- | --- | --- |\n");
    for operand in operands() {
        let (form, sign, what) = describe(operand);
        writeln!(out, "| {operand} | {form} | {sign} | {what} |").unwrap();
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

fn table(out: &mut String, rows: &[(&str, &str)]) {
    out.push_str("\n| part | what it is |\n| --- | --- |\n");
    for (part, what) in rows {
        writeln!(out, "| {part} | {what} |").unwrap();
    }
}

/// The tables of the layout, and the beginning of a program to look at.
fn layout(out: &mut String) {
    table(out, HEADER);
    out.push_str("\nThen come the tables with their programs, of which a query has one:\n");
    table(out, LAYOUT);
    let bytes = Query::compile("a").unwrap().to_bytes();
    let hex =
        |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ");
    let rows = [
        (0..4, "magic"),
        (4..6, "version"),
        (6..14, "checksum"),
        (14..16, "one name of one byte"),
        (16..18, "no function, no constant"),
        (18..21, "one path of one name, the first"),
        (21..23, "one byte of text: `a`"),
    ];
    writeln!(out, "\nThe query `a` has {} bytes. They begin:\n\n```text", bytes.len()).unwrap();
    for (range, what) in rows {
        writeln!(out, "{:<26}{what}", hex(&bytes[range])).unwrap();
    }
    out.push_str("```\n");
}

/// The table of sets.
fn set(out: &mut String) {
    out.push_str(
        "\n## The bytes of a set\n\nA set of audiences (`src/audience/artifact.rs`) has one set of tables for all of \
         its programs. An optional is a\nbyte, 0 or 1, and behind 1 its value. What reads it finds the order of \
         evaluation anew and refuses ids that stand\ntwice or refer to each other in a circle.\n",
    );
    table(out, SET);
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

fn describe(operand: &str) -> (&'static str, String, String) {
    let words =
        |all: Vec<&str>| ("byte", "the word".to_owned(), all.join(", ").replace('|', "\\|"));
    let index = |sign: &str, what: &str| ("number", format!("`{sign}0`"), what.to_owned());
    match operand {
        "ConstantId" => index("c", "an index of the constants"),
        "NameId" => index("n", "an index of the names"),
        "PathId" => index("p", "an index of the paths"),
        "FunctionId" => index("f", "an index of the functions"),
        "LocalId" => index("v", "a variable"),
        "IteratorId" => index("i", "an open iteration"),
        "AccumulatorId" => index("a", "an open collection"),
        "ChainId" => index("s", "an open event sequence"),
        "Label" => index("@", "an instruction"),
        "u8" => ("number", "the number".into(), "a number".into()),
        "u16" => ("number", "the number".into(), "a number".into()),
        "u32" => ("number", "the number".into(), "a number".into()),
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
