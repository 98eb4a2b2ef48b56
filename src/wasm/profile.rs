//! Profiles from JavaScript: text and bytes as they are, objects by the paths that are read.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use bumpalo::collections::Vec as ArenaVec;
use js_sys::{Array, Function, JsString, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::convert::problem;
use crate::diagnostic::{Code, Diagnostic};
use crate::functions::Scratch;
use crate::profile::{Beside, MAX_DEPTH, NodeId, PARAMETERS, Place, Profile, Reader, Reads};
use crate::query::Evaluator;
use crate::span::Span;
use crate::value::Value;

/// Reads the arguments of one call by the paths in `reads` and hands the profile to `part`.
pub(super) fn with_profile<T>(
    evaluator: &mut Evaluator,
    reads: &Reads,
    profile: &JsValue,
    now: f64,
    context: &JsValue,
    part: impl for<'a> FnOnce(Profile<'a>, Scratch<'a>) -> Result<T, Diagnostic>,
) -> Result<T, JsValue> {
    let given = Given::take(profile, now, context)?;
    let scratch = evaluator.scratch();
    let profile = given.read(&Reader::new(scratch.arena, reads));
    profile.and_then(|profile| part(profile, scratch)).map_err(problem)
}

/// Reads events by the paths in `reads` and hands them to `part`.
pub(super) fn with_events<T>(
    evaluator: &mut Evaluator,
    reads: &Reads,
    events: &JsValue,
    part: impl for<'a> FnOnce(Value<'a>) -> Result<T, Diagnostic>,
) -> Result<T, JsValue> {
    let given = Part::take(events);
    let reader = Reader::new(evaluator.scratch().arena, reads);
    given.read(reader.field("xEvent"), &reader).and_then(part).map_err(problem)
}

/// What one call was given: text and bytes already copied, objects still JavaScript's.
struct Given {
    profile: Part,
    events: Option<Part>,
    event: Option<Part>,
    membership: Option<Part>,
    parameters: Option<Part>,
    now: i64,
}

enum Part {
    Json(Vec<u8>),
    Object(JsValue),
}

impl Given {
    /// Takes the arguments of `evaluate` and its kin.
    fn take(profile: &JsValue, now: f64, context: &JsValue) -> Result<Given, JsValue> {
        let member = |name: &str| {
            if !context.is_object() {
                return None;
            }
            let value = Reflect::get(context, &name.into()).ok()?;
            (!value.is_undefined() && !value.is_null()).then(|| Part::take(&value))
        };
        Ok(Given {
            profile: Part::take(profile),
            events: member("events"),
            event: member("event"),
            membership: member("segmentMembership"),
            parameters: member("parameters"),
            now: super::convert::instant(now)?,
        })
    }

    /// Reads what the paths of `reader` need.
    fn read<'a>(&'a self, reader: &Reader<'_, 'a>) -> Result<Profile<'a>, Diagnostic> {
        let read = |name: &str, part: &'a Option<Part>| match part {
            Some(part) => part.read(reader.field(name), reader).map(Some),
            None => Ok(None),
        };
        let root = self.profile.read(Some(NodeId::ROOT), reader)?;
        let beside = Beside {
            events: read("xEvent", &self.events)?,
            event: read("xEvent", &self.event)?,
            membership: read("segmentMembership", &self.membership)?,
            parameters: read(PARAMETERS, &self.parameters)?,
        };
        reader.profile(root, beside, self.now)
    }
}

impl Part {
    fn take(value: &JsValue) -> Part {
        if let Some(text) = value.as_string() {
            return Part::Json(text.into_bytes());
        }
        match value.dyn_ref::<Uint8Array>() {
            Some(bytes) => Part::Json(bytes.to_vec()),
            None => Part::Object(value.clone()),
        }
    }

    fn read<'a>(
        &'a self,
        node: Option<NodeId>,
        reader: &Reader<'_, 'a>,
    ) -> Result<Value<'a>, Diagnostic> {
        match (self, node) {
            (Part::Json(json), node) => reader.read(node, json),
            (Part::Object(object), Some(node)) => {
                Projection { reader }.value(object, reader.place(node), 0, MAX_DEPTH)
            }
            (Part::Object(_), None) => Ok(Value::Null),
        }
    }
}

/// Reads JavaScript values as `JSON.stringify` would write them.
struct Projection<'p, 'r, 'a> {
    reader: &'p Reader<'r, 'a>,
}

impl<'a> Projection<'_, '_, 'a> {
    fn value(
        &self,
        value: &JsValue,
        place: Place,
        array: u32,
        depth: usize,
    ) -> Result<Value<'a>, Diagnostic> {
        if value.is_undefined() || value.is_null() || value.is_function() {
            return Ok(Value::Null);
        }
        if let Some(number) = value.as_f64() {
            return Ok(number_value(number));
        }
        if let Some(text) = value.as_string() {
            return Ok(self.text(&text));
        }
        if let Some(boolean) = value.as_bool() {
            return Ok(Value::Boolean(boolean));
        }
        if !value.is_object() {
            return Ok(i64::try_from(value.clone()).map_or(Value::Null, Value::Integer));
        }
        let depth = depth.checked_sub(1).ok_or_else(too_deep)?;
        if let Some(items) = value.dyn_ref::<Array>() {
            return self.items(items, place, depth);
        }
        match method(value, "toJSON")? {
            Some(to_json) => {
                let plain = to_json.call0(value).map_err(|_| thrown())?;
                self.value(&plain, place, array, depth)
            }
            None => self.object(value, place, array, depth),
        }
    }

    fn items(&self, items: &Array, place: Place, depth: usize) -> Result<Value<'a>, Diagnostic> {
        let array = self.reader.next_array();
        let mut out = ArenaVec::new_in(self.reader.arena());
        for item in items.iter() {
            out.push(self.value(&item, place, array, depth)?);
        }
        Ok(Value::List(out.into_bump_slice()))
    }

    fn object(
        &self,
        object: &JsValue,
        place: Place,
        array: u32,
        depth: usize,
    ) -> Result<Value<'a>, Diagnostic> {
        match place {
            Place::Whole => {
                let mut entries = ArenaVec::new_in(self.reader.arena());
                for name in Object::keys(object.unchecked_ref::<Object>()).iter() {
                    let value = self.member(object, &name, place, depth)?;
                    let name = self.reader.arena().alloc_str(&name.as_string().unwrap_or_default());
                    entries.extend(value.map(|value| (&*name, value)));
                }
                Ok(self.reader.object(entries, array))
            }
            Place::Node(node) => {
                let reads = self.reader.reads();
                let entries = self.reader.places(reads.fields(node));
                for (entry, child) in entries.iter_mut().zip(reads.children(node)) {
                    let place = self.reader.place(*child);
                    let value = self.member(object, &JsString::from(entry.0), place, depth)?;
                    entry.1 = value.unwrap_or_default();
                }
                for (index, name) in self.reader.unnamed(node).iter().enumerate() {
                    let value = self.member(object, &JsString::from(*name), Place::Whole, depth)?;
                    self.reader.keep(index, value.unwrap_or_default());
                }
                Ok(self.reader.positional(entries, array))
            }
        }
    }

    /// A member's value; none when there is no such member.
    fn member(
        &self,
        object: &JsValue,
        name: &JsValue,
        place: Place,
        depth: usize,
    ) -> Result<Option<Value<'a>>, Diagnostic> {
        // Every object inherits this one; the profile's own is meant.
        if name.as_string().as_deref() == Some("__proto__")
            && !Object::has_own(object.unchecked_ref::<Object>(), name)
        {
            return Ok(None);
        }
        let member = Reflect::get(object, name).map_err(|_| thrown())?;
        if member.is_undefined() {
            return Ok(None);
        }
        self.value(&member, place, 0, depth).map(Some)
    }

    fn text(&self, text: &str) -> Value<'a> {
        Value::String(self.reader.arena().alloc_str(text))
    }
}

/// Whole numbers become integers, as they are in JSON text.
fn number_value<'a>(number: f64) -> Value<'a> {
    // 2^53: beyond it a double does not say which integer was meant.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let whole = number as i64;
    if !number.is_finite() {
        Value::Null
    } else if number.abs() <= EXACT && whole as f64 == number {
        Value::Integer(whole)
    } else {
        Value::Double(number)
    }
}

fn method(object: &JsValue, name: &str) -> Result<Option<Function>, Diagnostic> {
    let member = Reflect::get(object, &name.into()).map_err(|_| thrown())?;
    Ok(member.dyn_into::<Function>().ok())
}

#[cold]
fn thrown() -> Diagnostic {
    let message = String::from("a member of the profile threw an exception when it was read");
    Diagnostic::new(Code::BadProfile, Span::default(), message)
}

#[cold]
fn too_deep() -> Diagnostic {
    let message = format!("the profile is nested deeper than {MAX_DEPTH} levels");
    Diagnostic::new(Code::TooDeep, Span::default(), message)
        .help("a profile is a tree; look for an object that contains itself")
}
