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
            Json::Object(mut response) => match response.get_mut("segments").map(Json::take) {
                Some(Json::Array(all)) => each(all),
                Some(_) => vec![Err(unreadable("`segments` is not an array"))],
                None => vec![Definition::from_json(Json::Object(response))],
            },
            _ => vec![Err(unreadable("neither an object nor an array"))],
        }
    }
}

/// The definitions of a text with one a line; none when it is not such a text: neither its first
/// line is JSON by itself, nor are half of all.
fn lines(text: &str) -> Option<Vec<Read>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let parsed: Vec<(usize, Result<Json, String>)> =
        lines.map(|(at, line)| (at + 1, parse(line))).collect();
    let whole = parsed.iter().filter(|(_, line)| line.is_ok()).count();
    if parsed.first()?.1.is_err() && whole * 2 < parsed.len() {
        return None;
    }
    let each = parsed.into_iter().map(|(at, line)| match line {
        Ok(json) => Definition::all_from_json(json),
        Err(error) => vec![Err(unreadable(&format!("line {at}: {error}")))],
    });
    Some(each.flatten().collect())
}

fn parse(text: &str) -> Result<Json, String> {
    json::parse(text.trim_start_matches('\u{feff}'), &Limits::DEFAULT)
}

#[cold]
fn unreadable(reason: &str) -> Skipped {
    Skipped::new("", "", wrong(reason))
}
