//! Definitions as they come: one, many, a response of the API, or one a line.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde_json::Value as Json;

use super::definition::wrong;
use super::{Definition, Skipped};
use crate::limits::Limits;
use crate::syntax::json;

/// A definition, or why there is none.
pub type Read = Result<Definition, Skipped>;

impl Definition {
    /// All definitions of a text: a definition, an array of them, the response of
    /// `GET /segment/definitions` (`{"segments": […]}`), or one of these on every line. Linear in
    /// the text.
    ///
    /// What cannot be read takes the place of its definition and hides no other.
    #[must_use]
    pub fn all_from_text(text: &str) -> Vec<Read> {
        match parse(text) {
            Ok(json) => Definition::all_from_json(json),
            Err(error) => lines(text).unwrap_or_else(|| vec![Err(unreadable(&error))]),
        }
    }

    /// The same of JSON that was read.
    #[must_use]
    pub fn all_from_json(json: Json) -> Vec<Read> {
        let each = |all: Vec<Json>| all.into_iter().map(Definition::from_json).collect();
        match json {
            Json::Array(all) => each(all),
            Json::Object(mut response) => match response.remove("segments") {
                Some(Json::Array(all)) => each(all),
                Some(_) => vec![Err(unreadable("`segments` is not an array"))],
                None => vec![Definition::from_json(Json::Object(response))],
            },
            _ => vec![Err(unreadable("neither an object nor an array"))],
        }
    }
}

/// The definitions of a text with one a line; none when its first line is not JSON by itself.
fn lines(text: &str) -> Option<Vec<Read>> {
    let mut lines =
        text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(at, line)| {
            let place = format!("line {}: ", at + 1);
            parse(line).map_err(|error| place + &error)
        });
    let first = lines.next()?.ok()?;
    let mut all = Definition::all_from_json(first);
    for line in lines {
        match line {
            Ok(json) => all.extend(Definition::all_from_json(json)),
            Err(error) => all.push(Err(unreadable(&error))),
        }
    }
    Some(all)
}

fn parse(text: &str) -> Result<Json, String> {
    json::parse(text.trim_start_matches('\u{feff}'), &Limits::DEFAULT)
}

#[cold]
fn unreadable(reason: &str) -> Skipped {
    Skipped::new("", "", wrong(reason))
}
