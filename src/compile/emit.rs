//! The program under construction: code, tables and labels.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::bytecode::{
    ChainId, Constant, ConstantId, FunctionId, Label, Mark, NameId, Op, PathId, Role,
};
use crate::functions::Function;
use crate::span::Span;

/// A place in the code whose target is not known yet.
pub(super) struct Hole(usize);

/// What will be a draft.
#[derive(Default)]
pub(super) struct Emitter {
    pub(super) code: Vec<Op>,
    pub(super) constants: Pool<ConstantKey, Constant>,
    pub(super) names: Pool<Box<str>, Box<str>>,
    pub(super) paths: Pool<Vec<NameId>, Vec<NameId>>,
    pub(super) functions: Vec<&'static Function>,
    pub(super) marks: Vec<Mark>,
    pub(super) iterators: Slots,
    pub(super) accumulators: Slots,
    pub(super) chains: Slots,
    /// The chains that are around, the outermost first.
    pub(super) open_chains: Vec<ChainId>,
    /// What there were too many of.
    pub(super) overflow: Option<&'static str>,
}

/// Values with an index each, none twice.
pub(super) struct Pool<K, V> {
    known: BTreeMap<K, u16>,
    values: Vec<V>,
}

/// Constants in an order: doubles by their bits.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum ConstantKey {
    Null,
    Boolean(bool),
    Integer(i64),
    Double(u64),
    String(Box<str>),
}

/// Numbers that are taken and given back like plates from a stack.
#[derive(Default)]
pub(super) struct Slots {
    taken: u8,
    pub(super) most: u8,
}

impl Emitter {
    pub(super) fn emit(&mut self, op: Op) {
        self.code.push(op);
    }

    /// Emits a jump whose target comes later.
    pub(super) fn emit_hole(&mut self, op: Op) -> Hole {
        self.emit(op);
        Hole(self.code.len() - 1)
    }

    /// The next instruction's label.
    pub(super) fn here(&self) -> Label {
        Label(self.code.len() as u32)
    }

    /// Lets jumps lead to the next instruction.
    pub(super) fn land(&mut self, holes: impl IntoIterator<Item = Hole>) {
        let here = self.here();
        for hole in holes {
            self.lead(hole, here);
        }
    }

    /// Lets a jump lead to a place that is known.
    pub(super) fn lead(&mut self, hole: Hole, target: Label) {
        if let Some(label) = self.code.get_mut(hole.0).and_then(Op::target_mut) {
            *label = target;
        }
    }

    /// Says that the last instruction leaves the value of an expression on the stack.
    pub(super) fn mark(&mut self, span: Span, role: Role) {
        let at = Label(self.code.len().saturating_sub(1) as u32);
        self.mark_at(at, span, role);
    }

    pub(super) fn mark_at(&mut self, at: Label, span: Span, role: Role) {
        self.marks.push(Mark { at, span, role });
    }

    pub(super) fn constant(&mut self, constant: &Constant) -> ConstantId {
        let key = match constant {
            Constant::Null => ConstantKey::Null,
            Constant::Boolean(value) => ConstantKey::Boolean(*value),
            Constant::Integer(value) => ConstantKey::Integer(*value),
            Constant::Double(value) => ConstantKey::Double(value.to_bits()),
            Constant::String(text) => ConstantKey::String(text.clone()),
        };
        let index = self.constants.index(key, || constant.clone());
        ConstantId(self.or_overflow(index, "constants"))
    }

    pub(super) fn name(&mut self, name: &str) -> NameId {
        let index = self.names.index(name.into(), || name.into());
        NameId(self.or_overflow(index, "names"))
    }

    pub(super) fn path(&mut self, names: Vec<NameId>) -> PathId {
        let index = self.paths.index(names.clone(), || names);
        PathId(self.or_overflow(index, "paths"))
    }

    pub(super) fn function(&mut self, function: &'static Function) -> FunctionId {
        let known = self.functions.iter().position(|it| it.name == function.name);
        let index = known.unwrap_or_else(|| {
            self.functions.push(function);
            self.functions.len() - 1
        });
        FunctionId(index as u16)
    }

    pub(super) fn or_overflow<T: Default>(&mut self, value: Option<T>, what: &'static str) -> T {
        if value.is_none() {
            self.overflow = Some(what);
        }
        value.unwrap_or_default()
    }
}

impl<K: Ord, V> Pool<K, V> {
    /// The index of a value, which is added when its key is new; none when there are too many.
    fn index(&mut self, key: K, value: impl FnOnce() -> V) -> Option<u16> {
        if let Some(index) = self.known.get(&key) {
            return Some(*index);
        }
        let index = u16::try_from(self.values.len()).ok()?;
        self.known.insert(key, index);
        self.values.push(value());
        Some(index)
    }

    pub(super) fn into_values(self) -> Vec<V> {
        self.values
    }
}

impl<K, V> Default for Pool<K, V> {
    fn default() -> Pool<K, V> {
        Pool { known: BTreeMap::new(), values: Vec::new() }
    }
}

impl Slots {
    /// The next free number; none when there are too many.
    pub(super) fn take(&mut self) -> Option<u8> {
        let slot = self.taken;
        self.taken = self.taken.checked_add(1)?;
        self.most = self.most.max(self.taken);
        Some(slot)
    }

    /// Gives back the number taken last.
    pub(super) fn give_back(&mut self) {
        self.taken = self.taken.saturating_sub(1);
    }
}
