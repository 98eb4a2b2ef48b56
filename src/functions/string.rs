//! String functions (pql.md 10.2).

use alloc::string::String;

use super::{Body, Cost, Function, any};
use crate::lowercase::lowercase;
use crate::types::Type;
use crate::value::Value;

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "startsWith",
        params: TEXT_TEST,
        optional: 1,
        cost: Cost::Linear,
        doc: "True when the string starts with the given text.",
        examples: &[(r#""Joey".startsWith("joe", false)"#, "true")],
        body: Body::Native(|_, arguments| test(arguments, Part::Start, Sense::Is)),
        ..Function::DEFAULT
    },
    Function {
        name: "doesNotStartWith",
        params: TEXT_TEST,
        optional: 1,
        cost: Cost::Linear,
        doc: "True when the string is present and does not start with the given text.",
        examples: &[(r#""Joey".doesNotStartWith("joe")"#, "true")],
        body: Body::Native(|_, arguments| test(arguments, Part::Start, Sense::IsNot)),
        ..Function::DEFAULT
    },
    Function {
        name: "endsWith",
        params: TEXT_TEST,
        optional: 1,
        cost: Cost::Linear,
        doc: "True when the string ends with the given text.",
        examples: &[(r#""joe@work.edu".endsWith(".edu")"#, "true")],
        body: Body::Native(|_, arguments| test(arguments, Part::End, Sense::Is)),
        ..Function::DEFAULT
    },
    Function {
        name: "doesNotEndWith",
        params: TEXT_TEST,
        optional: 1,
        cost: Cost::Linear,
        doc: "True when the string is present and does not end with the given text.",
        examples: &[(r#""joe@work.edu".doesNotEndWith(".EDU", false)"#, "false")],
        body: Body::Native(|_, arguments| test(arguments, Part::End, Sense::IsNot)),
        ..Function::DEFAULT
    },
    Function {
        name: "contains",
        params: TEXT_TEST,
        optional: 1,
        cost: Cost::Linear,
        doc: "True when the given text is somewhere in the string.",
        examples: &[(r#""joe@YAHOO.com".contains("yahoo", false)"#, "true")],
        body: Body::Native(|_, arguments| test(arguments, Part::Anywhere, Sense::Is)),
        ..Function::DEFAULT
    },
    Function {
        name: "doesNotContain",
        params: TEXT_TEST,
        optional: 1,
        cost: Cost::Linear,
        doc: "True when the string is present and the given text is nowhere in it.",
        examples: &[(r#"null.doesNotContain("yahoo")"#, "false")],
        body: Body::Native(|_, arguments| test(arguments, Part::Anywhere, Sense::IsNot)),
        ..Function::DEFAULT
    },
    Function {
        name: "equals",
        params: &[Type::String, Type::String],
        rest: Some(Type::Any),
        cost: Cost::Linear,
        doc: "True when the string is one of the given ones; a last Boolean argument `false` \
              ignores case.",
        examples: &[(r#""VT".equals("VA", "vt", false)"#, "true")],
        body: Body::Native(|_, arguments| test(arguments, Part::Whole, Sense::Is)),
        ..Function::DEFAULT
    },
    Function {
        name: "notEqualTo",
        params: &[Type::String, Type::String],
        rest: Some(Type::Any),
        cost: Cost::Linear,
        doc: "True when the string is present and none of the given ones; a last Boolean argument \
              `false` ignores case.",
        examples: &[(r#""John".notEqualTo("john")"#, "true")],
        body: Body::Native(|_, arguments| test(arguments, Part::Whole, Sense::IsNot)),
        ..Function::DEFAULT
    },
    Function {
        name: "like",
        params: &[Type::String, Type::String],
        cost: Cost::Pattern,
        doc: "True when the whole string fits the pattern: `%` is any run of characters, `_` is \
              one; `\\\\%` and `\\\\_` are the signs themselves.",
        examples: &[(r#""John".like("J_h%")"#, "true")],
        body: Body::Native(|_, arguments| like(arguments)),
        ..Function::DEFAULT
    },
];

/// Receiver, text and the case flag: true, the default, minds the case.
const TEXT_TEST: &[Type] = &[Type::String, Type::String, Type::Boolean];

#[derive(Clone, Copy, PartialEq)]
enum Part {
    Start,
    End,
    Anywhere,
    Whole,
}

#[derive(Clone, Copy, PartialEq)]
enum Sense {
    Is,
    IsNot,
}

#[derive(Clone, Copy, PartialEq)]
enum Case {
    Sensitive,
    Ignored,
}

/// All tests of text: the receiver, one or more texts, and perhaps the case flag. False when
/// anything is null or not text, also for the negative tests (pql.md 5.4).
fn test<'a>(arguments: &[Value<'a>], part: Part, sense: Sense) -> Value<'a> {
    let Some((receiver, rest)) = arguments.split_first() else {
        return Value::Null;
    };
    let (texts, case) = match rest {
        [texts @ .., Value::Boolean(true)] if !texts.is_empty() => (texts, Case::Sensitive),
        [texts @ .., Value::Boolean(false)] if !texts.is_empty() => (texts, Case::Ignored),
        texts => (texts, Case::Sensitive),
    };
    // Only equality takes several texts; what stands in the place of the flag has to be one.
    if part != Part::Whole && texts.len() != 1 {
        return Value::Boolean(false);
    }
    if !texts.iter().all(|text| matches!(text, Value::String(_))) {
        return Value::Boolean(false);
    }
    any(*receiver, |value| {
        let Value::String(subject) = value else {
            return false;
        };
        let found = texts.iter().any(|text| match text {
            Value::String(text) => has(subject, text, part, case),
            _ => false,
        });
        found == (sense == Sense::Is)
    })
}

fn has(subject: &str, text: &str, part: Part, case: Case) -> bool {
    if case == Case::Sensitive {
        return has_exactly(subject, text, part);
    }
    if !subject.is_ascii() || !text.is_ascii() {
        let (subject, text): (String, String) = (lowercase(subject), lowercase(text));
        return has_exactly(&subject, &text, part);
    }
    if matches!(part, Part::Anywhere) && text.len() > SHORT {
        return subject.to_ascii_lowercase().contains(&text.to_ascii_lowercase());
    }
    let (subject, text) = (subject.as_bytes(), text.as_bytes());
    let same = |bytes: Option<&[u8]>| bytes.is_some_and(|it| it.eq_ignore_ascii_case(text));
    match part {
        Part::Start => same(subject.get(..text.len())),
        Part::End => {
            let start = subject.len().checked_sub(text.len());
            same(start.and_then(|start| subject.get(start..)))
        }
        Part::Anywhere => {
            text.is_empty()
                || subject.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text))
        }
        Part::Whole => subject.eq_ignore_ascii_case(text),
    }
}

/// Up to so many bytes a text is looked for at every place; beyond, a copy in lower case and a
/// search in linear time pay.
const SHORT: usize = 16;

fn has_exactly(subject: &str, text: &str, part: Part) -> bool {
    match part {
        Part::Start => subject.starts_with(text),
        Part::End => subject.ends_with(text),
        Part::Anywhere => subject.contains(text),
        Part::Whole => subject == text,
    }
}

fn like<'a>(arguments: &[Value<'a>]) -> Value<'a> {
    let [receiver, Value::String(pattern)] = arguments else {
        return Value::Boolean(false);
    };
    any(*receiver, |value| matches!(value, Value::String(text) if fits(text, pattern)))
}

/// Matches with one place to come back to: the last `%`. At worst the product of the lengths.
fn fits(text: &str, pattern: &str) -> bool {
    let (mut text, mut pattern) = (text.chars(), pattern.chars());
    let mut retry = None;
    loop {
        let mut behind = pattern.clone();
        match behind.next() {
            Some('%') => {
                retry = Some((text.clone(), behind.clone()));
                pattern = behind;
                continue;
            }
            None if text.as_str().is_empty() => return true,
            None => {}
            Some(sign) => {
                let mut rest = text.clone();
                let exact = if sign == '\\' { escaped(&mut behind) } else { None };
                let fits = match (rest.next(), exact) {
                    (None, _) => false,
                    (Some(found), Some(expected)) => found == expected,
                    (Some(found), None) => sign == '_' || found == sign,
                };
                if fits {
                    (text, pattern) = (rest, behind);
                    continue;
                }
            }
        }
        // Let the last `%` take one character more.
        let Some((mut from, behind)) = retry.take() else {
            return false;
        };
        if from.next().is_none() {
            return false;
        }
        text = from.clone();
        pattern = behind.clone();
        retry = Some((from, behind));
    }
}

/// The sign behind a backslash, taken, if it is one that can be escaped.
fn escaped(behind: &mut core::str::Chars<'_>) -> Option<char> {
    let mut ahead = behind.clone();
    let sign = ahead.next().filter(|sign| matches!(sign, '%' | '_' | '\\'))?;
    *behind = ahead;
    Some(sign)
}
