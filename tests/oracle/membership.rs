//! Whether a profile is in an audience (pql.md 10.7, edge.md 2).

use std::rc::Rc;

use super::value::Value;

/// The stored records of a profile, one by one.
#[derive(Clone)]
pub struct Stored(Rc<Vec<Record>>);

struct Record {
    /// In lower case.
    namespace: String,
    id: String,
    fields: Value,
}

/// Names that lists of records had.
const LISTS: &[&str] = &[
    "segmentMemberships",
    "segments",
    "xdm:segmentMembership",
    "xdm:segmentMemberships",
    "xdm:segments",
];

impl Stored {
    /// What the host gives, or else what stands in the profile.
    pub fn of(profile: &Value, given: Option<&Value>) -> Stored {
        let own = given.cloned().unwrap_or_else(|| known(profile, "segmentMembership"));
        let mut records = if own.items().is_empty() { of_map(&own) } else { of_list(&own) };
        if given.is_none() {
            let items = LISTS.iter().flat_map(|name| profile.field(name).items().to_vec());
            let namespaces = namespaces(&own, &records);
            let older = of_list(&Value::list(items.collect())).into_iter();
            records.extend(older.filter(|it| !namespaces.contains(&it.namespace)));
        }
        Stored(Rc::new(records))
    }

    /// `inSegment(id)`, `inSegment(id, namespace)`
    pub fn is_member(&self, id: &str, namespace: &str, now: i64) -> bool {
        let namespace = namespace.to_ascii_lowercase();
        self.0
            .iter()
            .filter(|it| it.namespace == namespace && it.id == id)
            .any(|it| is_current(&it.fields, now))
    }
}

/// Those that the map of today holds, even without a record.
fn namespaces(map: &Value, records: &[Record]) -> Vec<String> {
    let mut found: Vec<String> = records.iter().map(|it| it.namespace.clone()).collect();
    if let Value::Object(map) = map {
        let there = map.fields.iter().filter(|(_, value)| !value.is_null());
        found.extend(there.map(|(name, _)| name.to_ascii_lowercase()));
    }
    found
}

fn of_map(map: &Value) -> Vec<Record> {
    let mut found = Vec::new();
    let Value::Object(map) = map else { return found };
    for (namespace, records) in &map.fields {
        let Value::Object(records) = records else { continue };
        for (id, fields) in &records.fields {
            let namespace = namespace.to_ascii_lowercase();
            found.push(Record { namespace, id: id.clone(), fields: fields.clone() });
        }
    }
    found
}

fn of_list(list: &Value) -> Vec<Record> {
    let mut found: Vec<Record> = Vec::new();
    for fields in list.items() {
        let identity = known(fields, "segmentID");
        let names = ["_id", "@id", "id", "xdm:id"];
        let id = names.iter().map(|name| identity.field(name)).find(|it| !it.is_null());
        let id = id.unwrap_or_else(|| identity.clone());
        let Some(mut id) = id.as_str() else { continue };
        if id.contains("://") {
            id = id.trim_end_matches('/').rsplit('/').next().unwrap();
        }
        if id.is_empty() {
            continue;
        }
        let namespace = known(&identity, "namespace");
        let code = known(&namespace, "code");
        let code = if matches!(namespace, Value::Object(_)) { code } else { namespace };
        let code = code.as_str().filter(|code| !code.is_empty()).unwrap_or("ups");
        let namespace = code.to_ascii_lowercase();
        let record = Record { namespace, id: id.to_owned(), fields: fields.clone() };
        let same = |it: &&mut Record| it.namespace == record.namespace && it.id == record.id;
        match found.iter_mut().find(same) {
            Some(earlier) if since(&earlier.fields) <= since(&record.fields) => *earlier = record,
            Some(_) => {}
            None => found.push(record),
        }
    }
    found
}

/// A field under its name, or under its name in the model.
fn known(object: &Value, name: &str) -> Value {
    let Value::Object(fields) = object else { return Value::Null };
    let bare = fields.fields.get(name).filter(|it| !it.is_null());
    bare.or_else(|| fields.fields.get(&format!("xdm:{name}"))).cloned().unwrap_or(Value::Null)
}

fn since(record: &Value) -> Option<i64> {
    let qualified = known(record, "lastQualificationTime");
    if qualified.is_null() { known(record, "timestamp").instant() } else { qualified.instant() }
}

fn is_current(record: &Value, now: i64) -> bool {
    if !matches!(record, Value::Object(_)) {
        return false;
    }
    let status = known(record, "status");
    let valid_until = known(record, "validUntil");
    let is_in = status.is_null() || matches!(status.as_str(), Some("realized" | "existing"));
    let is_valid = valid_until.is_null() || valid_until.instant().is_some_and(|until| until > now);
    is_in && is_valid
}
