//! Tests of strings (pql.md 10.2).

use super::value::Value;

/// Whether a string, or any of an array of them, satisfies `test` with a string argument.
pub fn any(receiver: &Value, argument: &Value, test: impl Fn(&str, &str) -> bool) -> bool {
    let Some(argument) = argument.as_str() else {
        return false;
    };
    let holds = |value: &Value| value.as_str().is_some_and(|text| test(text, argument));
    match receiver {
        Value::List(items) => items.iter().any(holds),
        one => holds(one),
    }
}

/// A test with an optional flag: false for "ignore case". Null and what is no Boolean: no answer
/// but false.
pub fn test(operands: &[Value], test: impl Fn(&str, &str) -> bool) -> bool {
    match operands.get(2) {
        None | Some(Value::Boolean(true)) => any(&operands[0], &operands[1], test),
        Some(Value::Boolean(false)) => {
            any(&operands[0], &operands[1], |text, part| test(&folded(text), &folded(part)))
        }
        Some(_) => false,
    }
}

/// `a.equals(b, c, flag)`: any of them; `notEqualTo` none of them.
pub fn equals(operands: &[Value], wanted: bool) -> bool {
    let (receiver, mut arguments) = (&operands[0], &operands[1..]);
    let mut sensitive = true;
    if arguments.len() >= 2
        && let Some((Value::Boolean(flag), rest)) = arguments.split_last()
    {
        (sensitive, arguments) = (*flag, rest);
    }
    let arguments: Option<Vec<&str>> = arguments.iter().map(Value::as_str).collect();
    let Some(arguments) = arguments else {
        return false;
    };
    any(receiver, &Value::string(""), |text, _| {
        let found = arguments.iter().any(|argument| {
            if sensitive { text == *argument } else { folded(text) == folded(argument) }
        });
        found == wanted
    })
}

fn folded(text: &str) -> String {
    text.to_lowercase()
}

/// `text like pattern`
pub fn like(text: &Value, pattern: &Value) -> bool {
    any(text, pattern, |text, pattern| {
        let pattern: Vec<char> = pattern.chars().collect();
        let text: Vec<char> = text.chars().collect();
        is_like(&text, &pattern)
    })
}

fn is_like(text: &[char], pattern: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['%', rest @ ..] => (0..=text.len()).any(|skipped| is_like(&text[skipped..], rest)),
        ['_', rest @ ..] => !text.is_empty() && is_like(&text[1..], rest),
        ['\\', literal @ ('%' | '_' | '\\'), rest @ ..] | [literal, rest @ ..] => {
            text.first() == Some(literal) && is_like(&text[1..], rest)
        }
    }
}
