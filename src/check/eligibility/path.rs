//! What the rules see in a path: a membership, a month without its year.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::bytecode::Constant;
use crate::check::typed::{Node, Typed};

/// An audience that a query refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// One of the platform's own, by its id.
    Own(String),
    /// One of Audience Manager's segments or traits.
    AudienceManager,
    /// One of another namespace, which no definition describes.
    External,
    /// Known only when the query runs.
    Computed,
}

impl Target {
    /// The audience of a namespace and an id, as far as they are known.
    pub(super) fn new(namespace: Option<&str>, id: Option<&str>) -> Target {
        let Some(namespace) = namespace else {
            return Target::Computed;
        };
        let manager = namespace.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("aam"));
        match id {
            _ if manager => Target::AudienceManager,
            _ if !namespace.eq_ignore_ascii_case("ups") => Target::External,
            Some(id) => Target::Own(id.into()),
            None => Target::Computed,
        }
    }

    /// The audience whose stored record a path of the profile leads into:
    /// `segmentMembership.get("ups").get("id")` and what is behind.
    pub(super) fn of_path(keys: &[&str]) -> Option<Target> {
        let (first, keys) = keys.split_first()?;
        let mut keys = keys.iter().copied();
        (*first == "segmentMembership").then(|| Target::new(keys.next(), keys.next()))
    }
}

/// The keys from the profile to a field, when all of them are written out. Those of events are
/// nobody's.
pub(super) fn keys(tree: &Typed) -> Option<Vec<&str>> {
    let (object, key) = match &tree.node {
        Node::Root => return Some(Vec::new()),
        Node::Field(object, name) if !tree.is_events() => (&**object, name.as_str()),
        Node::Call(function, arguments) if function.name == "get" => match arguments.as_slice() {
            [object, key] => (object, text(key)?),
            _ => return None,
        },
        _ => return None,
    };
    let mut keys = keys(object)?;
    keys.push(key);
    Some(keys)
}

/// A text that is written out.
pub(super) fn text(tree: &Typed) -> Option<&str> {
    match &tree.node {
        Node::Constant(Constant::String(text)) => Some(text),
        _ => None,
    }
}

/// The date whose month or day is looked at. That of the present is no date of anybody's.
pub(super) fn undated<'t>(function: &str, arguments: &'t [Typed]) -> Option<&'t Typed> {
    let date = arguments.first().filter(|_| matches!(function, "getMonth" | "getDayOfMonth"))?;
    (!matches!(date.node, Node::Now | Node::Calendar(..))).then_some(date)
}

/// The date whose year a condition looks at as well.
pub(super) fn dated(condition: &Typed) -> Option<&Typed> {
    match &condition.node {
        Node::Occurs(time, _) => Some(time),
        Node::Compare(_, parts) => parts.iter().find_map(date_of_year),
        Node::Call(_, arguments) => arguments.iter().find_map(date_of_year),
        _ => None,
    }
}

fn date_of_year(tree: &Typed) -> Option<&Typed> {
    match &tree.node {
        Node::Call(function, arguments) if function.name == "getYear" => arguments.first(),
        _ => None,
    }
}

/// A path of fields as text that can be compared: of the profile, or of a variable by its number.
pub(super) fn place(tree: &Typed) -> Option<String> {
    match &tree.node {
        Node::Root => Some("$".into()),
        Node::Local(local) => Some(format!("{}", local.index())),
        Node::Field(object, name) => place(object).map(|object| format!("{object}.{name}")),
        _ => None,
    }
}
