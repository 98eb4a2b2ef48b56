//! Programs as text, for tests and the curious.

use core::fmt;

use alloc::string::String;
use alloc::vec::Vec;

use super::{Constant, NameId, Op, Parts, Program};

impl fmt::Display for Program {
    /// One line per instruction: number, name, operands and what they refer to.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Numbered as if it had tables of its own, whatever tables it is in.
        let alone = self.alone();
        let parts = alone.parts();
        for (at, op) in parts.code.iter().enumerate() {
            let mut operands = Vec::new();
            op.operands(&mut operands);
            write!(formatter, "{at:4}  {:<13}{}", op.name(), operands.join(" "))?;
            match remark(parts, *op) {
                Some(remark) => writeln!(formatter, "  ; {remark}")?,
                None => writeln!(formatter)?,
            }
        }
        writeln!(formatter, "      stack {}, variables {}", self.stack(), parts.locals)
    }
}

fn remark(parts: Parts<'_>, op: Op) -> Option<String> {
    match op {
        Op::Constant { constant } | Op::ChainHit { count: constant, .. } => {
            parts.constants.get(constant.index()).map(Constant::listed)
        }
        Op::Path { path } => {
            let names = parts.paths.get(path.index())?.iter();
            let names: Vec<&str> = names.map(|name| text(parts, *name)).collect();
            Some(names.join("."))
        }
        Op::Field { name } => Some(text(parts, name).into()),
        Op::Call { function, .. } => {
            parts.functions.get(function.index()).map(|function| function.name.into())
        }
        _ => None,
    }
}

fn text(parts: Parts<'_>, name: NameId) -> &str {
    parts.names.get(name.index()).map_or("", |name| name)
}

impl Constant {
    fn listed(&self) -> String {
        match self {
            Constant::Null => "null".into(),
            Constant::Boolean(value) => alloc::format!("{value}"),
            Constant::Integer(value) => alloc::format!("{value}"),
            Constant::Double(value) => alloc::format!("{value:?}"),
            Constant::String(text) => alloc::format!("{text:?}"),
        }
    }
}
