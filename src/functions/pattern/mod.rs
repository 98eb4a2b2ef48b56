//! Functions of regular expressions (pql.md 10.2, decisions A20 to A22).

mod java;

use alloc::boxed::Box;
use alloc::string::String;
use core::cell::RefCell;

use regex_lite::{Regex, RegexBuilder};

use super::{Body, Function, Missing, Scope, any};
use crate::keys::Map;
use crate::types::Type;
use crate::value::{Meter, Value};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "matches",
        params: &[Type::String, Type::String],
        doc: "True when the regular expression is found somewhere in the string; also written \
              `s matches r`. `(?i)` ignores case, `^` and `$` are its ends.",
        examples: &[
            (r#""Johnny".matches("(?i)^john")"#, "true"),
            (r#""a1" matches "^\\d""#, "false"),
        ],
        body: Body::Native(matches),
        ..Function::DEFAULT
    },
    Function {
        name: "regexGroup",
        missing: Missing::Null,
        params: &[Type::String, Type::String, Type::Integer],
        returns: Type::String,
        steps: true,
        doc: "The text that the n-th group of a regular expression finds in the string, from 1; 0 \
              is all that is found. Null when nothing is.",
        examples: &[(r#""joe@work.edu".regexGroup("@(\\w+)", 1)"#, r#""work""#)],
        body: Body::Native(regex_group),
        ..Function::DEFAULT
    },
];

/// The longest regular expression, in bytes.
const LONGEST: usize = 4096;

/// How many patterns are kept. They mostly stand in the rules, which are fewer.
const KEPT: usize = 512;

/// How much memory a compiled pattern may take, in bytes: the smallest of these that is enough says
/// how much work its search is.
const SIZES: [usize; 4] = [2 << 10, 8 << 10, 32 << 10, 128 << 10];

/// About how many bytes a state of a compiled pattern takes.
const STATE: usize = 32;

/// Regular expressions that were compiled before; null stands for those that are none.
#[derive(Debug, Default)]
pub struct Patterns {
    known: RefCell<Map<Box<str>, Option<Pattern>>>,
}

/// A compiled regular expression. Its search takes linear time: no pattern makes it go back.
#[derive(Debug)]
struct Pattern {
    regex: Regex,
    // How many states it may be in at every character.
    states: usize,
}

impl Patterns {
    /// What `part` makes of a pattern; none when it is not one, or when there is no work left.
    fn with<T>(
        &self,
        pattern: &str,
        meter: &Meter,
        part: impl FnOnce(&Pattern) -> Option<T>,
    ) -> Option<T> {
        let mut known = self.known.borrow_mut();
        if let Some(compiled) = known.get(pattern) {
            return compiled.as_ref().and_then(part);
        }
        if known.len() >= KEPT {
            *known = Map::default();
        }
        let compiled = compile(pattern).ok();
        let states = compiled.as_ref().map_or(0, |compiled| compiled.states);
        meter.take(pattern.len() + states).then_some(())?;
        known.or_insert(pattern.into(), compiled)?.as_ref().and_then(part)
    }
}

impl Pattern {
    /// Takes the steps of a search in a text of so many bytes.
    fn pay(&self, text: &str, meter: &Meter) -> Option<()> {
        meter.take(1 + text.len().saturating_mul(self.states) / 16).then_some(())
    }
}

/// What is wrong with a regular expression, if something is.
#[must_use]
pub fn flaw(pattern: &str) -> Option<String> {
    compile(pattern).err()
}

fn compile(pattern: &str) -> Result<Pattern, String> {
    if pattern.len() > LONGEST {
        return Err(alloc::format!("it is longer than {LONGEST} bytes"));
    }
    let translated = java::translate(pattern)?;
    let mut flaw = String::new();
    for size in SIZES {
        match RegexBuilder::new(&translated).size_limit(size).nest_limit(50).build() {
            Ok(regex) => return Ok(Pattern { regex, states: size / STATE }),
            Err(error) => flaw = alloc::format!("{error}"),
        }
        if !flaw.contains("size limit") {
            break;
        }
    }
    Err(flaw)
}

fn matches<'a>(scope: Scope<'a>, arguments: &[Value<'a>]) -> Value<'a> {
    let [receiver, Value::String(pattern)] = arguments else {
        return Value::Boolean(false);
    };
    let meter = scope.scratch.meter;
    any(*receiver, |value| {
        let Value::String(text) = value else {
            return false;
        };
        let found = scope.scratch.patterns.with(pattern, meter, |pattern| {
            pattern.pay(text, meter)?;
            Some(pattern.regex.is_match(text))
        });
        found == Some(true)
    })
}

fn regex_group<'a>(scope: Scope<'a>, arguments: &[Value<'a>]) -> Value<'a> {
    let [receiver, Value::String(pattern), group] = arguments else {
        return Value::Null;
    };
    let Some(group) = group.integer().and_then(|group| usize::try_from(group).ok()) else {
        return Value::Null;
    };
    let meter = scope.scratch.meter;
    scope.each(*receiver, |value| {
        let Value::String(text) = value else {
            return Value::Null;
        };
        let found = scope.scratch.patterns.with(pattern, meter, |pattern| {
            pattern.pay(text, meter)?;
            let range = pattern.regex.captures(text)?.get(group)?.range();
            text.get(range)
        });
        found.map_or(Value::Null, Value::String)
    })
}
