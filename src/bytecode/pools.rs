//! What programs refer to by number: names, paths, functions and constants, nothing twice.

use core::cmp::Ordering;

use super::operand::{FunctionId, NameId, PathId};
use super::tables::{Common, Constant};
use crate::functions::Function;
use crate::keys::Order;

/// Tables that grow.
#[derive(Debug, Default)]
pub(crate) struct Pools {
    pub(super) common: Common,
    names: Order,
    paths: Order,
    constants: Order,
}

impl Pools {
    /// The number of a name.
    pub(crate) fn name(&mut self, name: &str) -> NameId {
        let Common { names, .. } = &mut self.common;
        let of = |at: usize| names.get(at).map_or("", |name| name);
        let known = self.names.find(&mut |at| of(at).cmp(name));
        NameId(known.unwrap_or_else(|| {
            names.push(name.into());
            self.names.push(&mut |left, right| names.get(left).cmp(&names.get(right)));
            names.len() - 1
        }) as u32)
    }

    /// The number of a path.
    pub(crate) fn path(&mut self, path: &[NameId]) -> PathId {
        let Common { paths, .. } = &mut self.common;
        let of = |at: usize| paths.get(at).map_or(&[][..], |path| path);
        let known = self.paths.find(&mut |at| of(at).cmp(path));
        PathId(known.unwrap_or_else(|| {
            paths.push(path.into());
            self.paths.push(&mut |left, right| paths.get(left).cmp(&paths.get(right)));
            paths.len() - 1
        }) as u32)
    }

    /// The number of a function.
    pub(crate) fn function(&mut self, function: &'static Function) -> FunctionId {
        let functions = &mut self.common.functions;
        let known = functions.iter().position(|it| it.name == function.name);
        FunctionId(known.unwrap_or_else(|| {
            functions.push(function);
            functions.len() - 1
        }) as u16)
    }

    /// The index of a constant; equal ones are of one kind.
    pub(crate) fn constant(&mut self, constant: &Constant) -> u32 {
        let Common { pool, .. } = &mut self.common;
        let of = |at: usize| pool.get(at).unwrap_or(&Constant::Null);
        let known = self.constants.find(&mut |at| order(of(at), constant));
        known.unwrap_or_else(|| {
            pool.push(constant.clone());
            let of = |at: usize| pool.get(at).unwrap_or(&Constant::Null);
            self.constants.push(&mut |left, right| order(of(left), of(right)));
            pool.len() - 1
        }) as u32
    }

    pub(super) fn into_common(self) -> Common {
        self.common
    }
}

/// Constants by kind, then by bits or text: Doubles are the same only when they are written the same.
fn order(left: &Constant, right: &Constant) -> Ordering {
    let key = |constant: &Constant| match constant {
        Constant::Null => (0, 0),
        Constant::Boolean(value) => (1, u64::from(*value)),
        Constant::Integer(value) => (2, *value as u64),
        Constant::Double(value) => (3, value.to_bits()),
        Constant::String(_) => (4, 0),
    };
    key(left).cmp(&key(right)).then_with(|| left.text().cmp(&right.text()))
}
