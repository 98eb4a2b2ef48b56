//! Where `$ref` leads: ids, anchors and JSON pointers inside the given documents.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use serde_json::Value as Json;

use crate::keys::{Map, Set};

/// A part of the documents, and the resource that its references are relative to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target<'j> {
    /// The part.
    pub(super) json: &'j Json,
    /// Which resource it stands in.
    pub(super) resource: usize,
}

/// A document, or a part of one that has an id of its own.
struct Resource<'j> {
    uri: String,
    root: &'j Json,
    // The document that it is a part of; itself for a document.
    document: usize,
}

/// The ids and anchors of some documents.
#[derive(Default)]
pub(super) struct References<'j> {
    resources: Vec<Resource<'j>>,
    named: Map<String, Target<'j>>,
    // The resource that begins at a part, by the part's place in memory.
    begins: Map<*const Json, usize>,
    // Every `$ref`, with where it stands.
    found: Vec<(Target<'j>, &'j str)>,
}

/// Members whose content is data, not schema.
const DATA: &[&str] = &["enum", "const", "default", "examples", "meta:enum"];

impl<'j> References<'j> {
    /// Gathers the ids of one more document. Linear in the document.
    pub(super) fn add(&mut self, document: &'j Json) -> Target<'j> {
        let resource = self.begin(document, identifier(document).unwrap_or("").into(), None);
        let mut open = vec![(document, resource)];
        while let Some((json, resource)) = open.pop() {
            let resource = self.enter(json, resource);
            if let Some(reference) = json.get("$ref").and_then(Json::as_str) {
                self.found.push((Target { json, resource }, reference));
            }
            match json {
                Json::Object(members) => {
                    let schemas = members.iter().filter(|(key, _)| !DATA.contains(&key.as_str()));
                    open.extend(schemas.map(|(_, member)| (member, resource)));
                }
                Json::Array(items) => open.extend(items.iter().map(|item| (item, resource))),
                _ => {}
            }
        }
        Target { json: document, resource }
    }

    /// The documents that other documents refer to, by their place in memory.
    pub(super) fn used(&self) -> Set<*const Json> {
        let document = |resource: usize| self.resources.get(resource).map(|it| it.document);
        let leads = self.found.iter().filter_map(|(from, reference)| {
            let to = document(self.resolve(*from, reference)?.resource)?;
            (document(from.resource) != Some(to)).then_some(to)
        });
        let roots = leads.filter_map(|document| self.resources.get(document));
        roots.map(|resource| core::ptr::from_ref(resource.root)).collect()
    }

    /// A part of `above`, in the resource that it stands in.
    pub(super) fn inside(&self, above: Target<'j>, json: &'j Json) -> Target<'j> {
        let begins = self.begins.get(&core::ptr::from_ref(json)).copied();
        Target { json, resource: begins.unwrap_or(above.resource) }
    }

    /// What a reference that stands at `from` names, if the documents hold it.
    pub(super) fn resolve(&self, from: Target<'j>, reference: &str) -> Option<Target<'j>> {
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let own = self.resources.get(from.resource)?;
        let root = match address {
            "" => Target { json: own.root, resource: from.resource },
            _ => self.find(&absolute(&own.uri, address)).or_else(|| self.find(address))?,
        };
        match fragment.strip_prefix('/') {
            None if fragment.is_empty() => Some(root),
            None => {
                let uri = self.resources.get(root.resource).map_or("", |it| it.uri.as_str());
                self.find(&format!("{uri}#{fragment}"))
            }
            // Documents that were bundled by hand point from the outermost root.
            Some(pointer) => self.follow(root, pointer).or_else(|| {
                let document = self.resources.get(own.document).filter(|_| address.is_empty())?;
                let root = Target { json: document.root, resource: own.document };
                self.follow(root, pointer)
            }),
        }
    }

    fn find(&self, uri: &str) -> Option<Target<'j>> {
        self.named.get(uri).copied()
    }

    fn follow(&self, root: Target<'j>, pointer: &str) -> Option<Target<'j>> {
        pointer.split('/').try_fold(root, |target, step| {
            let step = unescape(step);
            let json = match target.json {
                Json::Object(members) => members.get(&step),
                Json::Array(items) => step.parse().ok().and_then(|at: usize| items.get(at)),
                _ => None,
            };
            json.map(|json| self.inside(target, json))
        })
    }

    /// Notes what a part is called; the resource that its own parts stand in.
    fn enter(&mut self, json: &'j Json, resource: usize) -> usize {
        let uri = self.resources.get(resource).map_or("", |it| it.uri.as_str());
        let anchor = json.get("$anchor").and_then(Json::as_str);
        let (anchor, id) = match identifier(json) {
            Some(id) if id.starts_with('#') => (id.get(1..), None),
            id => (anchor, id.map(|id| absolute(uri, id))),
        };
        let anchor = anchor.map(|anchor| format!("{uri}#{anchor}"));
        let known = self.begins.get(&core::ptr::from_ref(json)).copied();
        let resource = match (known, id) {
            (Some(known), _) => known,
            (None, Some(id)) => {
                let document = self.resources.get(resource).map(|it| it.document);
                self.begin(json, id, document)
            }
            (None, None) => resource,
        };
        if let Some(anchor) = anchor {
            self.named.or_insert(anchor, Target { json, resource });
        }
        resource
    }

    /// A new resource; of two with the same id the first counts.
    fn begin(&mut self, root: &'j Json, uri: String, document: Option<usize>) -> usize {
        let resource = self.resources.len();
        let uri = uri.trim_end_matches('#').to_string();
        if !uri.is_empty() {
            self.named.or_insert(uri.clone(), Target { json: root, resource });
        }
        self.begins.insert(core::ptr::from_ref(root), resource);
        self.resources.push(Resource { uri, root, document: document.unwrap_or(resource) });
        resource
    }
}

/// The id of a schema.
pub(super) fn identifier(json: &Json) -> Option<&str> {
    json.get("$id").or_else(|| json.get("id")).and_then(Json::as_str)
}

/// A reference against the address that it is relative to.
fn absolute(base: &str, reference: &str) -> String {
    let reference = reference.trim_end_matches('#');
    let scheme = reference.split_once(':').map(|(scheme, _)| scheme);
    if scheme.is_some_and(|it| !it.contains('/')) || base.is_empty() {
        return reference.into();
    }
    let (host, path) = base.split_at(match base.split_once("://") {
        Some((scheme, rest)) => scheme.len() + 3 + rest.find('/').unwrap_or(rest.len()),
        None => 0,
    });
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let joined = match reference.starts_with('/') {
        true => reference.into(),
        false => format!("{folder}/{reference}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in joined.split('/').skip(usize::from(joined.starts_with('/'))) {
        match step {
            "." => {}
            ".." => drop(steps.pop()),
            _ => steps.push(step),
        }
    }
    let slash = if host.is_empty() && !path.starts_with('/') { "" } else { "/" };
    format!("{host}{slash}{}", steps.join("/"))
}

/// A step of a JSON pointer in a fragment: `~1`, `~0` and percent signs.
fn unescape(step: &str) -> String {
    let mut bytes = Vec::with_capacity(step.len());
    let mut rest = step.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        let escaped = match (first, more) {
            (b'%', [high, low, ..]) => {
                let digit = |byte: &u8| char::from(*byte).to_digit(16);
                digit(high).zip(digit(low)).map(|(high, low)| (high * 16 + low) as u8)
            }
            _ => None,
        };
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { more.get(2..).unwrap_or(&[]) } else { more };
    }
    String::from_utf8_lossy(&bytes).replace("~1", "/").replace("~0", "~")
}

/// The JSON pointer from `whole` to `part`; only for messages, so it looks everywhere.
pub(super) fn pointer(whole: &Json, part: &Json) -> String {
    // Each part with its parent in this list and its key.
    let mut seen: Vec<(&Json, usize, String)> = vec![(whole, 0, String::new())];
    let mut at = 0;
    while let Some((json, ..)) = seen.get(at).cloned() {
        if core::ptr::eq(json, part) {
            break;
        }
        match json {
            Json::Object(members) => {
                let key = |key: &String| key.replace('~', "~0").replace('/', "~1");
                seen.extend(members.iter().map(|(name, member)| (member, at, key(name))));
            }
            Json::Array(items) => {
                let items = items.iter().enumerate();
                seen.extend(items.map(|(key, item)| (item, at, key.to_string())));
            }
            _ => {}
        }
        at += 1;
    }
    let mut steps = Vec::new();
    while let Some((_, above, key)) = seen.get(at).filter(|_| at != 0) {
        steps.push(key.as_str());
        at = *above;
    }
    steps.iter().rev().map(|step| format!("/{step}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{absolute, unescape};

    #[test]
    fn references_are_relative_to_their_resource() {
        let base = "https://ns.adobe.com/xdm/context/profile";
        let cases = [
            ("person", "https://ns.adobe.com/xdm/context/person"),
            ("../data/order", "https://ns.adobe.com/xdm/data/order"),
            ("/acme/types/a", "https://ns.adobe.com/acme/types/a"),
            ("./person#", "https://ns.adobe.com/xdm/context/person"),
            ("../../../../far", "https://ns.adobe.com/far"),
            ("urn:acme:a", "urn:acme:a"),
        ];
        for (reference, expected) in cases {
            assert_eq!(absolute(base, reference), expected);
        }
        assert_eq!(absolute("types/profile.json", "address.json"), "types/address.json");
        assert_eq!(absolute("profile.json", "address.json"), "address.json");
        assert_eq!(absolute("", "address.json"), "address.json");
        assert_eq!(absolute("https://acme.example", "a"), "https://acme.example/a");
    }

    #[test]
    fn steps_of_pointers() {
        assert_eq!(unescape("a~1b~0c"), "a/b~c");
        assert_eq!(unescape("%24defs"), "$defs");
        assert_eq!(unescape("%2"), "%2");
        assert_eq!(unescape("100%"), "100%");
    }
}
