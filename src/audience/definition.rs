//! Segment definitions as the Segmentation API returns them (segmentation-api.md 2.1).

use alloc::format;
use alloc::string::{String, ToString};

use serde::Deserialize;
use serde_json::Value as Json;

use super::Skipped;
use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

/// A segment definition; members that evaluation does not need are ignored.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Definition {
    /// Its id, the one that memberships are filed under.
    #[serde(default)]
    pub id: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// The query.
    pub expression: Expression,
    /// How the platform evaluates it.
    #[serde(default)]
    pub evaluation_info: EvaluationInfo,
}

/// A query in its envelope.
#[derive(Clone, Debug, Deserialize)]
pub struct Expression {
    /// `PQL`
    #[serde(default, rename = "type")]
    pub kind: String,
    /// `pql/text` or `pql/json`; labels are often wrong, so the value decides (pql.md 1).
    #[serde(default)]
    pub format: String,
    /// PQL text, or the tree as text or object.
    pub value: Json,
}

/// Which kinds of evaluation a definition is enabled for; none of them means batch.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct EvaluationInfo {
    /// Daily.
    pub batch: Enabled,
    /// Streaming.
    pub continuous: Enabled,
    /// At the edge.
    pub synchronous: Enabled,
}

/// A switch as the API writes it.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Enabled {
    /// Whether it is on.
    pub enabled: bool,
}

impl Definition {
    /// A definition from its JSON.
    ///
    /// # Errors
    /// What is missing or of the wrong shape, with the id if there is one.
    pub fn from_json(json: Json) -> Result<Definition, Skipped> {
        let id = json.get("id").and_then(Json::as_str).unwrap_or("").to_string();
        serde_json::from_value(json)
            .map_err(|error| Skipped::new(&id, "", wrong(&format!("{error}"))))
    }
}

impl Expression {
    /// The query's text.
    ///
    /// # Errors
    /// A query that is not PQL, or not text.
    pub fn text(&self) -> Result<&str, Diagnostic> {
        if !self.kind.is_empty() && !self.kind.eq_ignore_ascii_case("PQL") {
            let message = format!("the expression is `{}`, not PQL", self.kind);
            return Err(Diagnostic::new(Code::BadDefinition, Span::default(), message));
        }
        match &self.value {
            Json::String(text) if is_tree(text) => Err(no_trees_yet()),
            Json::String(text) => Ok(text),
            Json::Object(_) => Err(no_trees_yet()),
            _ => Err(wrong("the expression's value is neither text nor an object")),
        }
    }
}

/// Whether a text is a `pql/json` tree: an object with a `nodeType` (pql.md 1).
#[must_use]
pub fn is_tree(text: &str) -> bool {
    text.trim_start().starts_with('{')
        && serde_json::from_str::<Json>(text).is_ok_and(|json| json.get("nodeType").is_some())
}

#[cold]
fn no_trees_yet() -> Diagnostic {
    let message = "not supported yet: `pql/json`".to_string();
    Diagnostic::new(Code::BadJson, Span::default(), message)
}

#[cold]
fn wrong(reason: &str) -> Diagnostic {
    let message = format!("not a segment definition: {reason}");
    Diagnostic::new(Code::BadDefinition, Span::default(), message)
        .help("pass the objects of `segments` as `GET /segment/definitions` returns them")
}
