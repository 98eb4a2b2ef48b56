//! What is answered instead of a decision: problem details in JSON, as the Edge Network does it.

use fastly::Response;
use serde_json::json;

/// What can be wrong.
#[derive(Clone, Copy)]
pub enum Kind {
    InvalidJson,
    InvalidRequest,
    InvalidIdentity,
    InvalidTimestamp,
    Unauthorized,
    OriginNotAllowed,
    NotFound,
    MethodNotAllowed,
    BodyTooLarge,
    UnsupportedMediaType,
    Internal,
    Unavailable,
}

/// One that ends a request.
pub struct Problem {
    kind: Kind,
    detail: String,
    header: Option<(&'static str, String)>,
}

impl Kind {
    const fn about(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::InvalidJson => (400, "invalid-json", "The body is not JSON"),
            Self::InvalidRequest => (400, "invalid-request", "The request is not complete"),
            Self::InvalidIdentity => {
                (400, "invalid-identity", "There is no single primary identity")
            }
            Self::InvalidTimestamp => (400, "invalid-timestamp", "The time of an event is not one"),
            Self::Unauthorized => (401, "unauthorized", "The token is missing or wrong"),
            Self::OriginNotAllowed => {
                (403, "origin-not-allowed", "This origin may not send events")
            }
            Self::NotFound => (404, "not-found", "There is nothing here"),
            Self::MethodNotAllowed => (405, "method-not-allowed", "The method is not allowed here"),
            Self::BodyTooLarge => (413, "body-too-large", "The body is too large"),
            Self::UnsupportedMediaType => {
                (415, "unsupported-media-type", "The body is of an unsupported type")
            }
            Self::Internal => (500, "internal", "The request could not be answered"),
            Self::Unavailable => (503, "unavailable", "The visitor has too many requests at once"),
        }
    }
}

impl Problem {
    pub fn new(kind: Kind, detail: impl Into<String>) -> Problem {
        Problem { kind, detail: detail.into(), header: None }
    }

    pub fn header(self, name: &'static str, value: impl Into<String>) -> Problem {
        Problem { header: Some((name, value.into())), ..self }
    }

    /// Nothing of what a visitor sent is in the log: only what failed.
    pub fn internal(what: &str, error: impl std::fmt::Display) -> Problem {
        eprintln!("a request failed: {what}: {error}");
        Problem::new(Kind::Internal, "nothing was changed")
    }

    pub fn response(self) -> Response {
        let (status, name, title) = self.kind.about();
        let kind = format!("pql-edge:{name}");
        let body = json!({ "type": kind, "status": status, "title": title, "detail": self.detail });
        let mut response = Response::from_status(status).with_body(body.to_string());
        response.set_header("content-type", "application/problem+json");
        if let Some((name, value)) = self.header {
            response.set_header(name, value);
        }
        response
    }
}
