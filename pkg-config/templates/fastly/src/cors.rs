//! Which pages may send events, told to browsers in the headers that they ask for.

use fastly::http::StatusCode;
use fastly::{Request, Response};

use crate::problem::{Kind, Problem};
use crate::settings;

/// The page that a request comes from.
pub struct Cors {
    origin: Option<String>,
    allowed: bool,
}

impl Cors {
    pub fn of(request: &Request) -> Cors {
        let origin = request.get_header_str_lossy("origin").map(String::from);
        let names =
            |given: &String| settings::allowed_origins().iter().any(|it| it == "*" || it == given);
        let allowed = origin.as_ref().is_none_or(names);
        Cors { origin, allowed }
    }

    pub fn refuse_foreign_pages(&self) -> Result<(), Problem> {
        if self.allowed {
            return Ok(());
        }
        let detail = "`allowed_origins` does not name the origin of the page";
        Err(Problem::new(Kind::OriginNotAllowed, detail))
    }

    /// The answer with the headers that let the page read it.
    pub fn on(self, mut response: Response) -> Response {
        response.set_header("vary", "origin");
        if let (Some(origin), true) = (self.origin, self.allowed) {
            response.set_header("access-control-allow-origin", origin);
        }
        response
    }
}

/// What a browser asks before it sends JSON.
pub fn preflight() -> Response {
    Response::from_status(StatusCode::NO_CONTENT)
        .with_header("access-control-allow-methods", "POST")
        .with_header("access-control-allow-headers", "content-type")
        .with_header("access-control-max-age", "86400")
}
