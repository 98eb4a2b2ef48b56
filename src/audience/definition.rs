//! Segment definitions as the Segmentation API returns them (segmentation-api.md 2.1).

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::Value as Json;

use super::members::Members;
use super::{About, Skipped};
use crate::diagnostic::{Code, Diagnostic, arrange};
use crate::limits::Limits;
use crate::span::Span;
use crate::syntax::json::{self, Text};
use crate::syntax::parse_within;

/// A segment definition; members that evaluation does not need are ignored.
#[derive(Clone, Debug)]
pub struct Definition {
    /// Its id, the one that memberships are filed under.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The query.
    pub expression: Expression,
    /// What it is about.
    pub schema: SchemaRef,
    /// The id of its merge policy; empty for the organization's default.
    pub merge_policy_id: String,
    /// How the platform evaluates it.
    pub evaluation_info: EvaluationInfo,
    /// What it demands of profiles besides its query.
    pub data_governance_policy: DataGovernancePolicy,
}

/// What a definition is about: normally the profile, `_xdm.context.profile`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchemaRef {
    /// The class by its name.
    pub name: String,
    /// Or a schema by its id.
    pub id: String,
}

/// What a definition demands of profiles besides its query.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DataGovernancePolicy {
    /// Leaves out those who opted out (edge.md 3.1).
    pub exclude_opt_out: bool,
}

/// A query in its envelope.
#[derive(Clone, Debug)]
pub struct Expression {
    /// `PQL`
    pub kind: String,
    /// `pql/text` or `pql/json`; labels are often wrong, so the value decides (pql.md 1).
    pub format: String,
    /// PQL text, or the tree as text or object.
    pub value: Json,
}

/// Which kinds of evaluation a definition is enabled for; none of them means batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EvaluationInfo {
    /// Daily.
    pub batch: Enabled,
    /// Streaming.
    pub continuous: Enabled,
    /// At the edge.
    pub synchronous: Enabled,
}

/// A switch as the API writes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Enabled {
    /// Whether it is on.
    pub enabled: bool,
}

impl Definition {
    /// A definition from its JSON. What is missing or null keeps its default.
    ///
    /// # Errors
    /// What is missing or of the wrong kind, with the id if there is one.
    pub fn from_json(json: Json) -> Result<Definition, Skipped> {
        let id = json.get("id").and_then(Json::as_str).unwrap_or("").to_string();
        Definition::read(json).map_err(|reason| Skipped::new(&id, "", wrong(&reason)))
    }

    fn read(json: Json) -> Result<Definition, String> {
        let mut all = Members::of(json)?;
        let About { id, schema, merge_policy_id, evaluation_info } = About::read(&mut all)?;
        let exclude_opt_out = all.object("dataGovernancePolicy")?.flag("excludeOptOut")?;
        Ok(Definition {
            id,
            name: all.text("name")?,
            expression: Expression::read(all.needed("expression")?)?,
            schema,
            merge_policy_id,
            evaluation_info,
            data_governance_policy: DataGovernancePolicy { exclude_opt_out },
        })
    }
}

impl About {
    /// What a definition says of itself; of an expression or of what cannot be read nothing.
    #[must_use]
    pub fn of_source(source: Json) -> About {
        let read = Members::of(source).and_then(|mut all| About::read(&mut all));
        read.unwrap_or_default()
    }

    fn read(all: &mut Members) -> Result<About, String> {
        let mut schema = all.object("schema")?;
        let mut info = all.object("evaluationInfo")?;
        let mut enabled = |way| -> Result<Enabled, String> {
            Ok(Enabled { enabled: info.object(way)?.flag("enabled")? })
        };
        let evaluation_info = EvaluationInfo {
            batch: enabled("batch")?,
            continuous: enabled("continuous")?,
            synchronous: enabled("synchronous")?,
        };
        let schema = SchemaRef { name: schema.text("name")?, id: schema.text("id")? };
        let (id, merge_policy_id) = (all.text("id")?, all.text("mergePolicyId")?);
        Ok(About { id, schema, merge_policy_id, evaluation_info })
    }
}

impl Expression {
    /// The expression of a source that is one, or a definition around one.
    ///
    /// # Errors
    /// What is missing or of the wrong kind.
    pub fn of_source(source: Json) -> Result<Expression, Diagnostic> {
        let read = |mut all: Members| match all.has("expression") {
            true => Expression::read(all.object("expression")?),
            false => Expression::read(all),
        };
        Members::of(source).and_then(read).map_err(|reason| {
            let message = format!("neither text, an expression nor a definition: {reason}");
            Diagnostic::new(Code::BadDefinition, Span::default(), message)
        })
    }

    fn read(mut all: Members) -> Result<Expression, String> {
        let (kind, format) = (all.text("type")?, all.text("format")?);
        let value = all.take("value").ok_or_else(|| all.missing("value"))?;
        Ok(Expression { kind, format, value })
    }

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
