//! The reader's hand on the JSON: where it is, what is visible there, what it minded.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde_json::{Map, Value as Json};

use super::names::is_writable;
use super::rows::{MISPLACED, ROWS};
use super::scopes::Scopes;
use super::walk::{bare, name};
use crate::diagnostic::{Code, Diagnostic, MAX_DIAGNOSTICS};
use crate::limits::Limits;
use crate::span::Span;
use crate::syntax::ast::{Expression, Name, Node};

/// The members of a JSON object.
pub(super) type Members = Map<String, Json>;

/// The resolved tree of JSON, and what was minded.
pub(super) fn read(json: &Json, limits: &Limits) -> (Expression, Vec<Diagnostic>) {
    let mut reader = Reader {
        limits,
        place: vec![],
        variables: Scopes::default(),
        items: 0,
        depth: 0,
        nodes: 0,
        minded: [0; 2],
        stopped: false,
        diagnostics: vec![],
    };
    let tree = reader.node(json);
    (tree, reader.diagnostics)
}

pub(super) struct Reader<'j> {
    limits: &'j Limits,
    place: Vec<Step<'j>>,
    /// Variables, items with a name and the labels of steps.
    pub(super) variables: Scopes,
    /// How many items are at hand in expressions that stand where a lambda is expected.
    pub(super) items: u32,
    depth: u32,
    nodes: usize,
    // How many errors and warnings there were.
    minded: [usize; 2],
    stopped: bool,
    diagnostics: Vec<Diagnostic>,
}

/// A step on the way to what is being read.
#[derive(Clone, Copy)]
enum Step<'j> {
    Member(&'j str),
    Item(usize),
}

impl<'j> Reader<'j> {
    /// Any node.
    pub(super) fn node(&mut self, json: &'j Json) -> Expression {
        let node = self.deeper(|reader| {
            let (kind, members) = reader.kind(json)?;
            let Some(row) = ROWS.iter().find(|row| row.kinds.contains(&kind)) else {
                reader.no_node(kind);
                return None;
            };
            reader.known(members, kind, row.members);
            Some((row.read)(reader, members))
        });
        bare(node.unwrap_or(Node::Error))
    }

    /// The node type and the members of a node.
    pub(super) fn kind(&mut self, json: &'j Json) -> Option<(&'j str, &'j Members)> {
        let Some(members) = json.as_object() else {
            let found = found(json);
            self.bad(&format!("expected an object with `nodeType`, found {found}"));
            return None;
        };
        match members.get("nodeType") {
            Some(Json::String(kind)) => return Some((kind, members)),
            Some(other) => {
                let found = found(other);
                self.at("nodeType", |reader| reader.bad(&format!("expected text, found {found}")));
            }
            None => self.bad("an object without `nodeType`"),
        }
        None
    }

    fn deeper<T>(&mut self, part: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        if self.stopped {
            return None;
        }
        self.nodes += 1;
        let most = self.limits.source;
        if self.nodes > most {
            let message = format!("more nodes than the limit `source`, {most}");
            self.mind(Code::SourceTooLong, &message, None);
            self.stopped = true;
            return None;
        }
        // A text of depth n can make a tree twice as high.
        if self.depth >= 2 * self.limits.depth.min(Limits::DEEPEST) {
            let message = format!("nested deeper than {} levels", self.depth);
            self.mind(Code::TooDeep, &message, None);
            self.stopped = true;
            return None;
        }
        self.depth += 1;
        let node = part(self);
        self.depth -= 1;
        node
    }

    /// Reads at a member.
    pub(super) fn at<T>(&mut self, member: &'j str, part: impl FnOnce(&mut Self) -> T) -> T {
        self.on(Step::Member(member), part)
    }

    /// Reads at an item of an array.
    pub(super) fn on_item<T>(&mut self, index: usize, part: impl FnOnce(&mut Self) -> T) -> T {
        self.on(Step::Item(index), part)
    }

    fn on<T>(&mut self, step: Step<'j>, part: impl FnOnce(&mut Self) -> T) -> T {
        self.place.push(step);
        let result = part(self);
        self.place.pop();
        result
    }

    /// Runs a part whose variables are closed again.
    pub(super) fn inside<T>(&mut self, part: impl FnOnce(&mut Self) -> T) -> T {
        let before = self.variables.len();
        let result = part(self);
        self.variables.close(before);
        result
    }

    /// A member that has to be there.
    pub(super) fn member(&mut self, members: &'j Members, key: &'j str) -> Option<&'j Json> {
        let member = members.get(key);
        if member.is_none() {
            self.bad(&format!("`{key}` is missing"));
        }
        member
    }

    /// The node in a member that has to be there.
    pub(super) fn child(&mut self, members: &'j Members, key: &'j str) -> Box<Expression> {
        Box::new(match self.member(members, key) {
            Some(json) => self.at(key, |reader| reader.node(json)),
            None => bare(Node::Error),
        })
    }

    /// The node in a member that may be left out.
    pub(super) fn optional(&mut self, members: &'j Members, key: &'j str) -> Option<Expression> {
        let json = members.get(key)?;
        Some(self.at(key, |reader| reader.node(json)))
    }

    /// The text in a member that has to be there.
    pub(super) fn text(&mut self, members: &'j Members, key: &'j str) -> Option<&'j str> {
        let json = self.member(members, key)?;
        let text = json.as_str();
        if text.is_none() {
            let found = found(json);
            self.at(key, |reader| reader.bad(&format!("expected text, found {found}")));
        }
        text
    }

    /// A name in a member that has to be there.
    pub(super) fn name(&mut self, members: &'j Members, key: &'j str) -> Option<&'j str> {
        let text = self.text(members, key)?;
        let known = self.at(key, |reader| reader.writable(text));
        known.then_some(text)
    }

    /// Whether a text can be a name; complains if not.
    pub(super) fn writable(&mut self, text: &str) -> bool {
        let fits = is_writable(text);
        if !fits {
            self.bad("a name is text of one line without back-ticks");
        }
        fits
    }

    /// The items of an array in a member that has to be there.
    pub(super) fn items<T>(
        &mut self,
        members: &'j Members,
        key: &'j str,
        mut each: impl FnMut(&mut Self, usize, &'j Json) -> T,
    ) -> Vec<T> {
        let Some(json) = self.member(members, key) else {
            return vec![];
        };
        self.at(key, |reader| {
            let Some(items) = json.as_array() else {
                let found = found(json);
                reader.bad(&format!("expected an array, found {found}"));
                return vec![];
            };
            let items = items.iter().enumerate();
            let read = |(at, item)| reader.on_item(at, |reader| each(reader, at, item));
            items.map(read).collect()
        })
    }

    /// The same of an array that has to hold something.
    pub(super) fn some_items<T>(
        &mut self,
        members: &'j Members,
        key: &'j str,
        each: impl FnMut(&mut Self, usize, &'j Json) -> T,
    ) -> Vec<T> {
        if members.get(key).and_then(Json::as_array).is_some_and(Vec::is_empty) {
            self.at(key, |reader| reader.bad("expected an item or more"));
        }
        self.items(members, key, each)
    }

    /// Warns of members that nobody knows.
    pub(super) fn known(&mut self, members: &'j Members, what: &str, known: &[&str]) {
        for key in members.keys() {
            if key != "nodeType" && !known.contains(&key.as_str()) {
                let message = format!("`{what}` has no member `{}`", excerpt(key));
                self.mind(Code::UnknownMember, &message, Some("it is ignored"));
            }
        }
    }

    /// Complains of a node that stands where it means nothing, or is none.
    #[cold]
    fn no_node(&mut self, kind: &str) {
        match MISPLACED.iter().find(|(name, _)| *name == kind) {
            Some((_, home)) => self.bad(&format!("`{kind}` stands only in {home}")),
            None => self.bad(&format!("`{}` is no node of `pql/json`", excerpt(kind))),
        }
    }

    /// Complains about what is read.
    #[cold]
    pub(super) fn bad(&mut self, message: &str) {
        self.mind(Code::BadJson, message, None);
    }

    /// Adds a diagnostic that names the place; after the most that are shown, reading ends.
    #[cold]
    fn mind(&mut self, code: Code, message: &str, help: Option<&str>) {
        let diagnostic = Diagnostic::new(code, Span::default(), "");
        let [errors, warnings] = &mut self.minded;
        let number = if diagnostic.is_error() { errors } else { warnings };
        *number += 1;
        if *number > MAX_DIAGNOSTICS {
            self.stopped |= diagnostic.is_error();
            return;
        }
        let place = match self.pointer() {
            root if root.is_empty() => "at the root".into(),
            pointer => format!("at `{pointer}`"),
        };
        let diagnostic = Diagnostic { message: format!("{message}, {place}"), ..diagnostic };
        self.diagnostics.push(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }

    /// The JSON pointer to what is being read.
    fn pointer(&self) -> String {
        let step = |step: &Step<'_>| match step {
            Step::Member(key) => format!("/{}", key.replace('~', "~0").replace('/', "~1")),
            Step::Item(index) => format!("/{index}"),
        };
        self.place.iter().map(step).collect()
    }
}

/// What something is, for a message.
pub(crate) fn found(json: &Json) -> &'static str {
    match json {
        Json::Null => "null",
        Json::Bool(_) => "a Boolean",
        Json::Number(_) => "a number",
        Json::String(_) => "text",
        Json::Array(_) => "an array",
        Json::Object(_) => "an object",
    }
}

/// A text, shortened for a message.
pub(super) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or("")),
        None => text.into(),
    }
}

/// Names without places.
pub(super) fn names(all: &[&str]) -> Vec<Name> {
    all.iter().map(|text| name(text)).collect()
}
