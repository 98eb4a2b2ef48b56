//! The members of a definition's JSON: what is missing or null keeps its default, what is of
//! another kind is said by its name.

use alloc::format;
use alloc::string::String;

use serde_json::{Map, Value as Json};

use crate::syntax::json::kind_of;

/// An object and the path to it.
pub(super) struct Members {
    path: String,
    all: Map<String, Json>,
}

impl Members {
    /// The members of the definition itself.
    pub(super) fn of(json: Json) -> Result<Members, String> {
        match json {
            Json::Object(all) => Ok(Members { path: String::new(), all }),
            other => Err(format!("{}, not an object", kind_of(&other))),
        }
    }

    /// The text of a member.
    pub(super) fn text(&mut self, name: &str) -> Result<String, String> {
        match self.take(name) {
            None => Ok(String::new()),
            Some(Json::String(text)) => Ok(text),
            Some(other) => Err(self.wrong(name, &other, "text")),
        }
    }

    /// Whether a member is true.
    pub(super) fn flag(&mut self, name: &str) -> Result<bool, String> {
        match self.take(name) {
            None => Ok(false),
            Some(Json::Bool(flag)) => Ok(flag),
            Some(other) => Err(self.wrong(name, &other, "a Boolean")),
        }
    }

    /// The members of a member.
    pub(super) fn object(&mut self, name: &str) -> Result<Members, String> {
        let path = self.path_of(name);
        match self.take(name) {
            None => Ok(Members { path, all: Map::new() }),
            Some(Json::Object(all)) => Ok(Members { path, all }),
            Some(other) => Err(self.wrong(name, &other, "an object")),
        }
    }

    /// The same of one that has to be there.
    pub(super) fn needed(&mut self, name: &str) -> Result<Members, String> {
        match self.has(name) {
            true => self.object(name),
            false => Err(self.missing(name)),
        }
    }

    /// A member of any kind; null is left of it, as removing would bring code of its own.
    pub(super) fn take(&mut self, name: &str) -> Option<Json> {
        self.all.get_mut(name).map(Json::take).filter(|value| !value.is_null())
    }

    /// Whether there is such a member.
    pub(super) fn has(&self, name: &str) -> bool {
        self.all.get(name).is_some_and(|value| !value.is_null())
    }

    /// What to say when a member is not there.
    #[cold]
    pub(super) fn missing(&self, name: &str) -> String {
        format!("`{}` is missing", self.path_of(name))
    }

    #[cold]
    fn wrong(&self, name: &str, json: &Json, expected: &str) -> String {
        format!("`{}` is {}, not {expected}", self.path_of(name), kind_of(json))
    }

    fn path_of(&self, name: &str) -> String {
        let dot = if self.path.is_empty() { "" } else { "." };
        format!("{}{dot}{name}", self.path)
    }
}
