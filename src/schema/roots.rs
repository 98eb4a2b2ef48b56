//! Which documents describe the profile, and which its events.

use alloc::vec;
use alloc::vec::Vec;

use serde_json::Value as Json;

use super::reference::{References, Target, identifier};

use crate::keys::Set;

/// The class of events; the platform's union of all its schemas has the same with a suffix.
const EVENT: &str = "https://ns.adobe.com/xdm/context/experienceevent";
/// The class of profiles.
const PROFILE: &str = "https://ns.adobe.com/xdm/context/profile";

/// So many documents are followed to find what a document extends.
const MAX_FOLLOWED: usize = 64;

/// The documents by what they describe.
#[derive(Default)]
pub(super) struct Roots<'j> {
    /// The profile.
    pub(super) profile: Vec<Target<'j>>,
    /// An event.
    pub(super) event: Vec<Target<'j>>,
}

/// Sorts documents. Those of the class of events describe events; all others describe the profile,
/// but for types that another document uses, and for further classes beside that of profiles.
pub(super) fn roots<'j>(documents: &[Target<'j>], references: &References<'j>) -> Roots<'j> {
    let used = references.used();
    let mut roots = Roots::default();
    let mut foreign = Vec::new();
    for document in documents {
        let classes = classes(*document, references);
        let is_used = used.contains(&core::ptr::from_ref(document.json));
        if classes.contains(EVENT) {
            roots.event.push(*document);
        } else if classes.contains(PROFILE) || !is_used && !has_class(document.json) {
            roots.profile.push(*document);
        } else if !is_used {
            foreign.push(*document);
        }
    }
    if roots.profile.is_empty() {
        roots.profile = foreign;
    }
    roots
}

fn has_class(document: &Json) -> bool {
    document.get("meta:class").is_some()
}

/// Everything that a document is, extends or is meant to extend.
fn classes<'j>(document: Target<'j>, references: &References<'j>) -> Set<&'j str> {
    let mut found = Set::default();
    let mut open = vec![document];
    let mut followed = 0;
    while let Some(target) = open.pop().filter(|_| followed < MAX_FOLLOWED) {
        followed += 1;
        let names = ["meta:class", "meta:extends", "meta:intendedToExtend"];
        let named = names.iter().filter_map(|key| target.json.get(key)).flat_map(texts);
        found.extend(named.chain(identifier(target.json)).map(class));
        let whole = target.json.get("allOf").and_then(Json::as_array);
        let parts = whole.into_iter().flatten().chain([target.json]);
        for reference in parts.filter_map(|part| part.get("$ref").and_then(Json::as_str)) {
            if found.insert(class(reference)) {
                open.extend(references.resolve(target, reference));
            }
        }
    }
    found
}

fn class(name: &str) -> &str {
    let name = name.trim_end_matches('#');
    name.strip_suffix("__union").unwrap_or(name)
}

fn texts(json: &Json) -> Vec<&str> {
    match json {
        Json::String(text) => Vec::from([text.as_str()]),
        Json::Array(items) => items.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    }
}
