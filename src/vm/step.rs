//! Instructions on paths, calls and membership, and the stack itself.

use bumpalo::collections::Vec;

use super::Machine;
use super::limits::OutOfFuel;
use crate::bytecode::{FunctionId, NameId, PathId, Spread};
use crate::functions::{Body, Scope};
use crate::profile::{OWN_NAMESPACE, Record};
use crate::value::{Arithmetic, ITEM, Object, Value, arithmetic, arithmetic_of_maps};

impl<'a> Machine<'a> {
    #[inline]
    pub(super) fn push(&mut self, value: Value<'a>) {
        self.stack.push(value);
    }

    /// The verifier proved that there is a value.
    #[inline]
    pub(super) fn pop(&mut self) -> Value<'a> {
        self.stack.pop().unwrap_or_default()
    }

    #[inline]
    pub(super) fn pop_two(&mut self) -> (Value<'a>, Value<'a>) {
        let right = self.pop();
        (self.pop(), right)
    }

    #[inline]
    pub(super) fn change(&mut self, change: impl FnOnce(Value<'a>) -> Value<'a>) {
        if let Some(top) = self.stack.last_mut() {
            *top = change(*top);
        }
    }

    pub(super) fn path(&mut self, path: PathId) -> Result<Value<'a>, OutOfFuel> {
        let parts = self.program.parts();
        let mut value = self.profile.root;
        for name in parts.paths.get(path.index()).into_iter().flatten() {
            value = self.quick_step(value, *name)?;
        }
        Ok(value)
    }

    pub(super) fn field(&mut self, name: NameId) -> Result<(), OutOfFuel> {
        let value = self.pop();
        let value = self.step(value, name)?;
        self.push(value);
        Ok(())
    }

    pub(super) fn step(&mut self, value: Value<'a>, name: NameId) -> Result<Value<'a>, OutOfFuel> {
        let name = self.program.parts().names.get(name.index()).map_or("", |name| name);
        let value = value.field(name, self.scratch.arena, self.scratch.meter);
        self.fuel.check()?;
        Ok(value)
    }

    pub(super) fn call(&mut self, function: FunctionId, count: u8) -> Result<(), OutOfFuel> {
        let Some(row) = self.program.parts().functions.get(function.index()) else {
            return Ok(());
        };
        let first = self.stack.len().saturating_sub(usize::from(count));
        let arguments = self.stack.get(first..).unwrap_or(&[]);
        self.fuel.burn_for_call(row.cost, arguments)?;
        let scope = Scope { scratch: self.scratch, now: self.profile.now };
        let result = match row.body {
            Body::Native(body) => body(scope, arguments),
            // Decoding and compiling admit native functions only.
            Body::Form(_) | Body::If | Body::InSegment | Body::Instances | Body::Entry => {
                Value::Null
            }
        };
        self.fuel.check()?;
        self.stack.truncate(first);
        self.push(result);
        Ok(())
    }

    pub(super) fn make_list(&mut self, items: u16) -> Result<(), OutOfFuel> {
        self.fuel.burn(usize::from(items) * ITEM)?;
        let first = self.stack.len().saturating_sub(usize::from(items));
        let list = self.scratch.arena.alloc_slice_copy(self.stack.get(first..).unwrap_or(&[]));
        self.stack.truncate(first);
        self.push(Value::List(list));
        Ok(())
    }

    /// An object of as many values as there are keys.
    pub(super) fn make_object(&mut self, keys: PathId, items: u16) -> Result<(), OutOfFuel> {
        self.fuel.burn(usize::from(items) * ITEM)?;
        let parts = self.program.parts();
        let first = self.stack.len().saturating_sub(usize::from(items));
        let values = self.stack.get(first..).unwrap_or(&[]);
        let keys = parts.paths.get(keys.index()).into_iter().flatten();
        let keys = keys.map(|name| parts.names.get(name.index()).map_or("", |name| &**name));
        let fields = keys.zip(values.iter().copied());
        let fields = Vec::from_iter_in(fields, self.scratch.arena);
        let object = self.scratch.arena.alloc(Object::from_fields(fields, 0));
        self.stack.truncate(first);
        self.push(Value::Object(object));
        Ok(())
    }

    /// The list to go through for a map; what is no map stays, or has no entries.
    pub(super) fn spread(&mut self, spread: Spread) -> Result<(), OutOfFuel> {
        let value = self.pop();
        let arena = self.scratch.arena;
        let Value::Object(map) = value else {
            let none = if spread == Spread::Entries { Value::Null } else { value };
            self.push(none);
            return Ok(());
        };
        self.fuel.burn(map.entries.len() * ITEM * 3)?;
        let list = match spread {
            Spread::Values => {
                arena.alloc_slice_fill_iter(map.entries.iter().map(|(_, value)| *value))
            }
            Spread::Entries => {
                arena.alloc_slice_fill_iter(map.entries.iter().map(|(key, value)| {
                    Value::List(arena.alloc_slice_copy(&[Value::String(key), *value]))
                }))
            }
        };
        self.push(Value::List(list));
        Ok(())
    }

    /// Numbers, or maps of numbers key by key.
    pub(super) fn arithmetic(&mut self, operator: Arithmetic) -> Result<(), OutOfFuel> {
        let (left, right) = self.pop_two();
        let result = match (left, right) {
            (Value::Object(left), Value::Object(right)) => {
                self.fuel.burn(left.entries.len() * ITEM * 2)?;
                arithmetic_of_maps(operator, left, right, self.scratch.arena)
            }
            _ => arithmetic(operator, left, right),
        };
        self.push(result);
        Ok(())
    }

    /// Membership as the profile has it: pql.md 10.7 and edge.md 2.2.
    pub(super) fn in_segment(&mut self) {
        let (id, namespace) = self.pop_two();
        let found = match (id, namespace) {
            (Value::String(id), Value::String(namespace)) => self.is_member(id, namespace),
            _ => false,
        };
        self.push(Value::Boolean(found));
    }

    fn is_member(&self, id: &str, namespace: &str) -> bool {
        // Audiences are evaluated in the order that their texts tell, so an id that was computed
        // from the profile is looked up like one that the set does not hold.
        let told = || self.program.parts().segments.has_text(id);
        if namespace.eq_ignore_ascii_case(OWN_NAMESPACE)
            && told()
            && let Some(found) = self.profile.found(id)
        {
            return found;
        }
        let Value::Object(namespaces) = self.profile.membership else {
            return false;
        };
        let mut own =
            namespaces.entries.iter().filter(|(name, _)| name.eq_ignore_ascii_case(namespace));
        let now = self.profile.now;
        own.any(|(_, records)| Record::of(records.member(id)).is_some_and(|it| it.is_current(now)))
    }
}
