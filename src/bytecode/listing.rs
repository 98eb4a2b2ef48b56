//! Programs as text, for tests and the curious.

use core::fmt;

use alloc::string::String;
use alloc::vec::Vec;

use super::{Constant, Draft, NameId, Op, Program};

impl fmt::Display for Program {
    /// One line per instruction: number, name, operands and what they refer to.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, op) in self.parts().code.iter().enumerate() {
            let mut operands = Vec::new();
            op.operands(&mut operands);
            write!(formatter, "{at:4}  {:<13}{}", op.name(), operands.join(" "))?;
            match remark(self.parts(), *op) {
                Some(remark) => writeln!(formatter, "  ; {remark}")?,
                None => writeln!(formatter)?,
            }
        }
        writeln!(formatter, "      stack {}, variables {}", self.stack(), self.parts().locals)
    }
}

fn remark(draft: &Draft, op: Op) -> Option<String> {
    match op {
        Op::Constant { constant } | Op::ChainHit { count: constant, .. } => {
            draft.constants.get(constant.index()).map(Constant::listed)
        }
        Op::Path { path } => {
            let names = draft.paths.get(path.index())?.iter();
            let names: Vec<&str> = names.map(|name| text(draft, *name)).collect();
            Some(names.join("."))
        }
        Op::Field { name } => Some(text(draft, name).into()),
        Op::Call { function, .. } => {
            draft.functions.get(function.index()).map(|function| function.name.into())
        }
        _ => None,
    }
}

fn text(draft: &Draft, name: NameId) -> &str {
    draft.names.get(name.index()).map_or("", |name| name)
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
