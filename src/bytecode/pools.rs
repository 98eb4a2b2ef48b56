//! What programs refer to by number: names, paths, functions and constants, nothing twice.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::operand::{FunctionId, NameId, PathId};
use super::tables::{Common, Constant};
use crate::functions::Function;

/// Tables that grow.
#[derive(Debug, Default)]
pub(crate) struct Pools {
    pub(super) common: Common,
    names: BTreeMap<Box<str>, NameId>,
    paths: BTreeMap<Vec<NameId>, PathId>,
    texts: BTreeMap<Box<str>, u32>,
    // By kind and bits.
    scalars: BTreeMap<(u8, u64), u32>,
}

impl Pools {
    /// The number of a name.
    pub(crate) fn name(&mut self, name: &str) -> NameId {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        let id = NameId(self.common.names.len() as u32);
        self.common.names.push(name.into());
        self.names.insert(name.into(), id);
        id
    }

    /// The number of a path.
    pub(crate) fn path(&mut self, names: &[NameId]) -> PathId {
        if let Some(known) = self.paths.get(names) {
            return *known;
        }
        let id = PathId(self.common.paths.len() as u32);
        self.common.paths.push(names.into());
        self.paths.insert(names.into(), id);
        id
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
        let key = match constant {
            Constant::Null => (0, 0),
            Constant::Boolean(value) => (1, u64::from(*value)),
            Constant::Integer(value) => (2, *value as u64),
            Constant::Double(value) => (3, value.to_bits()),
            Constant::String(text) => return self.text(text),
        };
        let index = self.common.pool.len() as u32;
        let found = *self.scalars.entry(key).or_insert(index);
        if found == index {
            self.common.pool.push(constant.clone());
        }
        found
    }

    /// The index of a text among the constants.
    pub(crate) fn text(&mut self, text: &str) -> u32 {
        if let Some(known) = self.texts.get(text) {
            return *known;
        }
        let index = self.common.pool.len() as u32;
        self.common.pool.push(Constant::String(text.into()));
        self.texts.insert(text.into(), index);
        index
    }

    pub(super) fn into_common(self) -> Common {
        self.common
    }
}
