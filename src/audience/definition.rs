//! Segment definitions as the Segmentation API returns them (segmentation-api.md 2.1).

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Deserialize;
use serde_json::Value as Json;

use super::Skipped;
use crate::diagnostic::{Code, Diagnostic, arrange};
use crate::limits::Limits;
use crate::span::Span;
use crate::syntax::json::{self, Text};
use crate::syntax::parse_within;

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
    /// What it is about.
    #[serde(default)]
    pub schema: SchemaRef,
    /// The id of its merge policy; empty for the organization's default.
    #[serde(default)]
    pub merge_policy_id: String,
    /// How the platform evaluates it.
    #[serde(default)]
    pub evaluation_info: EvaluationInfo,
    /// What it demands of profiles besides its query.
    #[serde(default)]
    pub data_governance_policy: DataGovernancePolicy,
}

/// What a definition is about: normally the profile, `_xdm.context.profile`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct SchemaRef {
    /// The class by its name.
    pub name: String,
    /// Or a schema by its id.
    pub id: String,
}

/// What a definition demands of profiles besides its query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct DataGovernancePolicy {
    /// Leaves out those who opted out (edge.md 3.1).
    pub exclude_opt_out: bool,
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
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
    /// The query's text; of a tree the canonical one.
    ///
    /// # Errors
    /// A query that is not PQL, a tree that cannot be read, or neither text nor tree.
    pub fn text(&self, limits: &Limits) -> Result<Text<'_>, Vec<Diagnostic>> {
        let wrong = |diagnostic| Err(Vec::from([diagnostic]));
        if !self.kind.is_empty() && !self.kind.eq_ignore_ascii_case("PQL") {
            let message = format!("the expression is `{}`, not PQL", self.kind);
            return wrong(Diagnostic::new(Code::BadDefinition, Span::default(), message));
        }
        match &self.value {
            Json::String(_) | Json::Object(_) => json::text_of_json(&self.value, limits),
            _ => wrong(self::wrong("the expression's value is neither text nor an object")),
        }
    }

    /// The same query in the other format: text as a tree, a tree as text. The value is text
    /// either way, as definitions have it.
    ///
    /// # Errors
    /// As `text`, and text that cannot be parsed.
    pub fn convert(&self, limits: &Limits) -> Result<Expression, Vec<Diagnostic>> {
        let text = self.text(limits)?.text;
        let (format, value) = match text {
            Cow::Borrowed(given) => ("pql/json", tree(given, limits)?),
            Cow::Owned(of_tree) => ("pql/text", of_tree),
        };
        Ok(Expression { kind: "PQL".into(), format: format.into(), value: Json::String(value) })
    }
}

/// The canonical tree of a text, as JSON text.
fn tree(text: &str, limits: &Limits) -> Result<String, Vec<Diagnostic>> {
    let mut parse = parse_within(text, limits);
    if parse.diagnostics.iter().any(Diagnostic::is_error) {
        arrange(&mut parse.diagnostics);
        return Err(parse.diagnostics);
    }
    json::to_json_text(&parse.tree, limits)
}

#[cold]
pub(super) fn wrong(reason: &str) -> Diagnostic {
    let message = format!("not a segment definition: {reason}");
    Diagnostic::new(Code::BadDefinition, Span::default(), message)
        .help("pass the objects of `segments` as `GET /segment/definitions` returns them")
}
