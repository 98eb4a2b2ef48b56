//! Structures as JSON.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value as Json};

use crate::value::{write_json, write_natural, write_string};

/// What can be written as JSON.
pub(crate) trait ToJson {
    /// Writes it at the end of a text.
    fn write(&self, out: &mut String);
}

/// A structure, which is written as an object.
pub(crate) trait Members {
    /// Puts its members in an object, which may have others.
    fn put(&self, object: &mut Object<'_>);
}

/// An object that is being written.
pub(crate) struct Object<'o> {
    out: &'o mut String,
    empty: bool,
}

impl Object<'_> {
    /// Writes a member.
    pub(crate) fn member(&mut self, name: &str, value: &dyn ToJson) -> &mut Self {
        self.out.push(if self.empty { '{' } else { ',' });
        self.empty = false;
        write_string(self.out, name);
        self.out.push(':');
        value.write(self.out);
        self
    }
}

/// A structure or a value as JSON text.
pub(crate) fn json_of(value: &dyn ToJson) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

impl<T: Members> ToJson for T {
    fn write(&self, out: &mut String) {
        let mut object = Object { out, empty: true };
        self.put(&mut object);
        let end = if object.empty { "{}" } else { "}" };
        out.push_str(end);
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn write(&self, out: &mut String) {
        for (at, item) in self.iter().enumerate() {
            out.push(if at == 0 { '[' } else { ',' });
            item.write(out);
        }
        out.push_str(if self.is_empty() { "[]" } else { "]" });
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }
}

impl ToJson for Json {
    fn write(&self, out: &mut String) {
        write_json(out, self);
    }
}

impl ToJson for Map<String, Json> {
    fn write(&self, out: &mut String) {
        for (at, (name, value)) in self.iter().enumerate() {
            out.push(if at == 0 { '{' } else { ',' });
            write_string(out, name);
            out.push(':');
            write_json(out, value);
        }
        out.push_str(if self.is_empty() { "{}" } else { "}" });
    }
}

impl ToJson for &str {
    fn write(&self, out: &mut String) {
        write_string(out, self);
    }
}

impl ToJson for String {
    fn write(&self, out: &mut String) {
        write_string(out, self);
    }
}

impl ToJson for Cow<'_, str> {
    fn write(&self, out: &mut String) {
        write_string(out, self);
    }
}

impl ToJson for bool {
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

macro_rules! naturals {
    ($($natural:ty),*) => {
        $(impl ToJson for $natural {
            fn write(&self, out: &mut String) {
                write_natural(out, *self as u64);
            }
        })*
    };
}

naturals!(u32, u64, usize);
