//! Values, and what PQL says of null, truth and paths (pql.md 5 and 6.1).

mod big;
mod calendar;
mod compare;
mod convert;
mod decimal;
mod instant;
mod memo;
mod meter;
mod number;
mod period;
mod rare;
mod read;
mod text;

pub use calendar::{
    Comparison, Direction, Relation, TimeWord, Unit, calendar_unit, civil, day, shift,
};
pub use compare::{contains, holds, number, rank, rank_order, same, scalar_holds};
pub use convert::{key_text, size_within, to_json, write_instant};
pub use decimal::{double_text, read_double, write_double, write_json_double};
pub use instant::parse_time;
pub use memo::{Event, Hint, Hints, History, Memo};
pub use meter::Meter;
pub use number::{Arithmetic, arithmetic, arithmetic_of_maps, negate};
pub use period::{Distance, Reference, between, distance, on, toward};
pub use read::{LEVELS, read_json};
pub use text::{json_text, write_json, write_natural, write_string};

/// How deep values are looked into. Profiles and queries are shallower; only a program made by hand
/// could nest lists without end, and deeper ones count as null.
const MAX_NESTING: u32 = 400;

/// How many steps of a [`Meter`] a new list item takes: 24 bytes, and as much again while its list
/// grows.
pub const ITEM: usize = 16;

/// Where the strings, lists and objects of one evaluation live.
pub type Arena = bumpalo::Bump;

/// A value of PQL. Small and copied freely; what it points to lives in an [`Arena`], in the
/// profile's text or in the program.
///
/// The payload of every kind stands at the same place, so that copying one is three aligned words.
#[derive(Clone, Copy, Debug, Default)]
#[repr(C, u8)]
pub enum Value<'a> {
    /// Missing, or `null` in the profile: PQL does not tell them apart.
    #[default]
    Null,
    /// `true`
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number; always finite.
    Double(f64),
    /// Text.
    String(&'a str),
    /// A point in time, in epoch ms.
    Instant(i64),
    /// A span of time without its end, in epoch ms.
    Interval(i64, i64),
    /// An array of the profile, or a computed one.
    List(&'a [Value<'a>]),
    /// An object or map of the profile.
    Object(&'a Object<'a>),
}

const _: () = assert!(size_of::<Value<'_>>() == 24, "values are copied on every step");

/// An object or map: keys and values, sorted by key, each key once.
#[derive(Debug)]
pub struct Object<'a> {
    /// Which array of the profile this is an item of, from 1; 0 for none. Items of one array are
    /// told apart by position, other objects by content (pql.md 7, "Duplicates").
    pub array: u32,
    /// Whether it was read by paths, so that a null may stand for a field that is missing.
    pub partial: bool,
    /// Sorted by the bytes of the key.
    pub entries: &'a [(&'a str, Value<'a>)],
}

impl<'a> Object<'a> {
    /// An object from fields in any order; of a repeated key the last one counts.
    #[must_use]
    pub fn from_fields(
        mut entries: bumpalo::collections::Vec<'a, (&'a str, Value<'a>)>,
        array: u32,
    ) -> Object<'a> {
        if !entries.is_sorted_by(|left, right| left.0 < right.0) {
            entries.sort_by(|left, right| left.0.cmp(right.0));
            // `dedup_by` keeps the first of equal neighbours and the sort kept their order, so
            // hand the later value to the one that stays.
            entries.dedup_by(|later, kept| {
                let same = later.0 == kept.0;
                if same {
                    kept.1 = later.1;
                }
                same
            });
        }
        Object { array, partial: false, entries: entries.into_bump_slice() }
    }

    /// The value of a key; null when there is none. Logarithmic in the number of keys.
    #[must_use]
    pub fn get(&self, key: &str) -> Value<'a> {
        let found = self.place(key).and_then(|place| self.entries.get(place));
        found.map_or(Value::Null, |(_, value)| *value)
    }

    /// Where a key is among the entries. Logarithmic in the number of keys.
    #[must_use]
    pub fn place(&self, key: &str) -> Option<usize> {
        self.entries.binary_search_by(|(name, _)| (*name).cmp(key)).ok()
    }
}

impl<'a> Value<'a> {
    /// Whether it is null.
    #[must_use]
    pub const fn is_null(self) -> bool {
        matches!(self, Value::Null)
    }

    /// What it counts as where a Boolean is needed (pql.md 5.3).
    #[must_use]
    pub const fn truth(self) -> bool {
        match self {
            Value::Null => false,
            Value::Boolean(value) => value,
            Value::List(items) => !items.is_empty(),
            Value::Integer(_)
            | Value::Double(_)
            | Value::String(_)
            | Value::Instant(_)
            | Value::Interval(..)
            | Value::Object(_) => true,
        }
    }

    /// The items of an array; none for anything else (pql.md 7, "empty or missing array").
    #[must_use]
    pub const fn items(self) -> &'a [Value<'a>] {
        match self {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The value of a key of an object; null for anything else.
    #[must_use]
    pub fn member(self, key: &str) -> Value<'a> {
        match self {
            Value::Object(object) => object.get(key),
            _ => Value::Null,
        }
    }

    /// One step of a path: a field of an object, or of every item of an array, flattened and
    /// without nulls (decision A4). Linear in the items.
    #[must_use]
    pub fn field(self, name: &str, arena: &'a Arena, meter: &Meter) -> Value<'a> {
        self.each(arena, meter, &|value: Value<'a>| value.member(name))
    }

    /// A step of a path: the result of `step`, or of every item of an array the results, flattened
    /// and without nulls, null when there are none. Lists beyond `MAX_NESTING` count as null.
    #[must_use]
    pub fn each(
        self,
        arena: &'a Arena,
        meter: &Meter,
        step: &impl Fn(Value<'a>) -> Value<'a>,
    ) -> Value<'a> {
        match self {
            Value::List(_) => self.each_item(MAX_NESTING, arena, meter, step),
            value => step(value),
        }
    }

    fn each_item(
        self,
        depth: u32,
        arena: &'a Arena,
        meter: &Meter,
        step: &impl Fn(Value<'a>) -> Value<'a>,
    ) -> Value<'a> {
        let Value::List(items) = self else {
            return step(self);
        };
        let mut out = bumpalo::collections::Vec::new_in(arena);
        // A list item is 24 bytes, and as much again while the list grows.
        if depth == 0 || !meter.take(items.len() * ITEM) {
            return Value::Null;
        }
        for item in items {
            match item.each_item(depth - 1, arena, meter, step) {
                Value::Null => {}
                Value::List(inner) => {
                    if !meter.take(inner.len() * ITEM) {
                        return Value::Null;
                    }
                    out.extend(inner.iter().filter(|it| !it.is_null()).copied());
                }
                value => out.push(value),
            }
        }
        if out.is_empty() { Value::Null } else { Value::List(out.into_bump_slice()) }
    }

    /// The point in time that it names: epoch ms, or text as `parse_time` reads it; an interval
    /// counts as its start. None for anything else.
    #[must_use]
    pub fn instant(self) -> Option<i64> {
        self.reference().map(|reference| reference.start)
    }

    /// The reference of a time condition that it names.
    #[must_use]
    pub fn reference(self) -> Option<Reference> {
        let instant = |start| Some(Reference { start, end: start, interval: false });
        match self {
            Value::Instant(start) | Value::Integer(start) => instant(start),
            Value::Double(start) => instant(start as i64),
            Value::String(text) => parse_time(text).and_then(instant),
            Value::Interval(start, end) => Some(Reference { start, end, interval: true }),
            Value::Null | Value::Boolean(_) | Value::List(_) | Value::Object(_) => None,
        }
    }

    /// Whether it is a point or span of time as such, not text or a number that can be read as one.
    #[must_use]
    pub const fn is_time(self) -> bool {
        matches!(self, Value::Instant(_) | Value::Interval(..))
    }

    /// A whole number, also when written as `2.0`.
    #[must_use]
    pub fn integer(self) -> Option<i64> {
        match self {
            Value::Integer(value) => Some(value),
            Value::Double(value) => Some(value as i64).filter(|whole| *whole as f64 == value),
            _ => None,
        }
    }

    /// What PQL calls its type.
    #[must_use]
    pub const fn type_name(self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Boolean(_) => "Boolean",
            Value::Integer(_) => "Integer",
            Value::Double(_) => "Double",
            Value::String(_) => "String",
            Value::Instant(_) => "Timestamp",
            Value::Interval(..) => "Date",
            Value::List(_) => "Array",
            Value::Object(_) => "Object",
        }
    }
}
