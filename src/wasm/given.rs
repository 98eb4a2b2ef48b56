//! What callers give, read into our types, with serde's words for what does not fit.
//!
//! `serde-wasm-bindgen` and derived readers are 15 KB of code, and print numbers with the library's
//! tables, for a few options.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use js_sys::{ArrayBuffer, Number, Reflect, Uint8Array, try_iter};
use wasm_bindgen::{JsCast, JsValue};

use crate::value::{double_text, write_string};

/// What can be read from a JavaScript value.
pub(super) trait Given: Sized {
    /// The value, or why it is none of these.
    fn given(value: &JsValue) -> Result<Self, String>;

    /// What it is when nothing is given for the member `name`.
    fn missing(name: &str) -> Result<Self, String>;
}

/// Structures and enumerations that can be read: with each member or variant stands its name in
/// JavaScript. The first variant is the default.
macro_rules! given {
    (
        $(#[$about:meta])* $seen:vis struct $type:ident {
            $($member:ident $name:literal: $kind:ty,)*
        }
    ) => {
        $(#[$about])*
        #[derive(Default)]
        $seen struct $type {
            $($member: $kind,)*
        }

        impl $crate::wasm::given::Given for $type {
            fn given(
                value: &::wasm_bindgen::JsValue,
            ) -> Result<$type, ::alloc::string::String> {
                $crate::wasm::given::object(value, stringify!($type))?;
                Ok($type { $($member: $crate::wasm::given::member(value, $name)?,)* })
            }

            fn missing(_: &str) -> Result<$type, ::alloc::string::String> {
                Ok($type::default())
            }
        }
    };
    (enum $type:ident { $first:ident $first_name:literal, $($variant:ident $name:literal),* }) => {
        #[derive(Clone, Copy, Default, PartialEq)]
        enum $type {
            #[default]
            $first,
            $($variant,)*
        }

        impl $crate::wasm::given::Given for $type {
            fn given(
                value: &::wasm_bindgen::JsValue,
            ) -> Result<$type, ::alloc::string::String> {
                let all = [$type::$first, $($type::$variant),*];
                let names = [$first_name, $($name),*];
                let at = $crate::wasm::given::choice(value, stringify!($type), &names)?;
                Ok(all.get(at).copied().unwrap_or_default())
            }

            fn missing(_: &str) -> Result<$type, ::alloc::string::String> {
                Ok($type::default())
            }
        }
    };
}

pub(super) use given;

/// A member that has to be there.
#[derive(Default)]
pub(super) struct Needed<T>(pub(super) T);

impl<T: Given> Given for Needed<T> {
    fn given(value: &JsValue) -> Result<Needed<T>, String> {
        T::given(value).map(Needed)
    }

    fn missing(name: &str) -> Result<Needed<T>, String> {
        Err(format!("missing field `{name}`"))
    }
}

impl<T: Given> Given for Option<T> {
    fn given(value: &JsValue) -> Result<Option<T>, String> {
        if value.is_undefined() || value.is_null() { Ok(None) } else { T::given(value).map(Some) }
    }

    fn missing(_: &str) -> Result<Option<T>, String> {
        Ok(None)
    }
}

impl<T: Given> Given for Vec<T> {
    fn given(value: &JsValue) -> Result<Vec<T>, String> {
        let mut items = Vec::new();
        for item in try_iter(value).ok().flatten().ok_or_else(|| wrong(value, "a sequence"))? {
            items.push(T::given(&item.map_err(|error| format!("{error:?}"))?)?);
        }
        Ok(items)
    }

    fn missing(_: &str) -> Result<Vec<T>, String> {
        Ok(Vec::new())
    }
}

impl Given for JsValue {
    fn given(value: &JsValue) -> Result<JsValue, String> {
        Ok(value.clone())
    }

    fn missing(_: &str) -> Result<JsValue, String> {
        Ok(JsValue::UNDEFINED)
    }
}

impl Given for bool {
    fn given(value: &JsValue) -> Result<bool, String> {
        value.as_bool().ok_or_else(|| wrong(value, "a boolean"))
    }

    fn missing(_: &str) -> Result<bool, String> {
        Ok(false)
    }
}

impl Given for String {
    fn given(value: &JsValue) -> Result<String, String> {
        value.as_string().ok_or_else(|| wrong(value, "a string"))
    }

    fn missing(_: &str) -> Result<String, String> {
        Ok(String::new())
    }
}

impl Given for u32 {
    fn given(value: &JsValue) -> Result<u32, String> {
        let whole = natural(value).ok_or_else(|| wrong(value, "u32"))?;
        u32::try_from(whole).map_err(|_| too_large(whole, "u32"))
    }

    fn missing(_: &str) -> Result<u32, String> {
        Ok(0)
    }
}

impl Given for usize {
    fn given(value: &JsValue) -> Result<usize, String> {
        let whole = large(value, "usize")?;
        usize::try_from(whole).map_err(|_| too_large(whole, "usize"))
    }

    fn missing(_: &str) -> Result<usize, String> {
        Ok(0)
    }
}

impl Given for u64 {
    fn given(value: &JsValue) -> Result<u64, String> {
        large(value, "u64")
    }

    fn missing(_: &str) -> Result<u64, String> {
        Ok(0)
    }
}

/// A whole number, or a BigInt.
fn large(value: &JsValue, kind: &str) -> Result<u64, String> {
    if !value.is_bigint() {
        return natural(value).ok_or_else(|| wrong(value, kind));
    }
    let bounds = "Couldn't deserialize u64 from a BigInt outside u64::MIN..u64::MAX bounds";
    u64::try_from(value.clone()).map_err(|_| bounds.into())
}

fn natural(value: &JsValue) -> Option<u64> {
    let whole = value.as_f64().filter(|_| Number::is_safe_integer(value))?;
    (whole >= 0.0).then_some(whole as u64)
}

#[cold]
fn too_large(whole: u64, kind: &str) -> String {
    format!("invalid value: integer `{whole}`, expected {kind}")
}

/// Whether a value is an object, whose members a structure can be read from.
pub(super) fn object(value: &JsValue, kind: &str) -> Result<(), String> {
    if value.is_object() { Ok(()) } else { Err(wrong(value, &format!("struct {kind}"))) }
}

/// A member of an object.
pub(super) fn member<T: Given>(object: &JsValue, name: &str) -> Result<T, String> {
    let (key, thrown) = (JsValue::from_str(name), |error: JsValue| format!("{error:?}"));
    let value = Reflect::get(object, &key).map_err(thrown)?;
    // A member may be there and undefined.
    if value.is_undefined() && !Reflect::has(object, &key).map_err(thrown)? {
        return T::missing(name);
    }
    T::given(&value)
}

/// Which of these names a value is.
pub(super) fn choice(value: &JsValue, kind: &str, names: &[&str]) -> Result<usize, String> {
    let given = value.as_string().ok_or_else(|| wrong(value, &format!("enum {kind}")))?;
    names.iter().position(|name| *name == given).ok_or_else(|| {
        let known: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let known = match known.as_slice() {
            [one, other] => format!("{one} or {other}"),
            all => format!("one of {}", all.join(", ")),
        };
        format!("unknown variant `{given}`, expected {known}")
    })
}

#[cold]
fn wrong(value: &JsValue, expected: &str) -> String {
    format!("invalid type: {}, expected {expected}", in_words(value))
}

fn in_words(value: &JsValue) -> String {
    if value.is_undefined() || value.is_null() {
        "unit value".into()
    } else if let Some(value) = value.as_bool() {
        format!("boolean `{value}`")
    } else if let Some(value) = value.as_f64() {
        format!("floating point `{}`", with_point(value))
    } else if let Some(text) = value.as_string() {
        let mut out = String::from("string ");
        write_string(&mut out, &text);
        out
    } else if value.has_type::<Uint8Array>() || value.has_type::<ArrayBuffer>() {
        "byte array".into()
    } else {
        format!("{value:?}")
    }
}

fn with_point(value: f64) -> String {
    match value {
        _ if value.is_nan() => "NaN".into(),
        f64::INFINITY => "inf".into(),
        f64::NEG_INFINITY => "-inf".into(),
        _ => {
            let text = double_text(value);
            if text.contains('.') { text } else { text + ".0" }
        }
    }
}
