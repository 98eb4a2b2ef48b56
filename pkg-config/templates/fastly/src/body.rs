//! Bodies of requests: JSON of a bounded size and depth.

use std::io::{self, Read};

use fastly::Request;
use serde_json::{Map, Value as Json};

use crate::problem::{Kind, Problem};

pub type JsonObject = Map<String, Json>;

/// What the Edge Network takes: 64 KB.
const LARGEST: u64 = 65_536;

/// Of more than that, so much is read and dropped: who is still sending does not see an answer.
const PATIENCE: u64 = 1_000_000;

/// Web SDK sends its JSON as `text/plain`, which a browser allows without asking first.
const TYPES: [&str; 2] = ["application/json", "text/plain"];

/// Far more than any XDM document has, far less than a stack.
const DEEPEST: usize = 100;

/// The body as JSON.
pub fn json(request: &mut Request) -> Result<Json, Problem> {
    let kind = request.get_header_str_lossy("content-type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !TYPES.contains(&kind.as_str()) {
        let detail = format!("send {}", TYPES.join(" or "));
        return Err(Problem::new(Kind::UnsupportedMediaType, detail));
    }
    let value = serde_json::from_slice(&bytes(request)?).map_err(|error| {
        let place = format!("line {}, column {}", error.line(), error.column());
        Problem::new(Kind::InvalidJson, format!("it cannot be parsed: {place}"))
    })?;
    if is_deeper(&value, DEEPEST) {
        let detail = format!("it is nested deeper than {DEEPEST} levels");
        return Err(Problem::new(Kind::InvalidJson, detail));
    }
    Ok(value)
}

fn is_deeper(value: &Json, levels: usize) -> bool {
    let deeper = |inner: &Json| is_deeper(inner, levels - 1);
    match value {
        Json::Array(list) => levels == 0 || list.iter().any(deeper),
        Json::Object(map) => levels == 0 || map.values().any(deeper),
        _ => false,
    }
}

fn bytes(request: &mut Request) -> Result<Vec<u8>, Problem> {
    let mut body = request.take_body();
    let mut bytes = Vec::new();
    let broken = |_| Problem::new(Kind::InvalidRequest, "the body broke off");
    body.by_ref().take(LARGEST + 1).read_to_end(&mut bytes).map_err(broken)?;
    if bytes.len() as u64 <= LARGEST {
        return Ok(bytes);
    }
    io::copy(&mut body.take(PATIENCE), &mut io::sink()).map_err(broken)?;
    Err(Problem::new(Kind::BodyTooLarge, format!("at most {LARGEST} bytes are taken")))
}
