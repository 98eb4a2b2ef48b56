//! What a stored membership record says, and the shape in which it is written today.

use bumpalo::collections::Vec;

use crate::value::{Arena, Object, Value};
use crate::words::words;

words! {
    /// What a record says of its audience.
    Status { Realized "realized", Existing "existing", Exited "exited" }
}

/// The namespace of audiences made by definitions, and of records that name none.
pub const OWN_NAMESPACE: &str = "ups";

/// The key of the time at which a status came to be.
pub const SINCE: &str = "lastQualificationTime";

/// One stored record. Its keys may have the prefix `xdm:`, and in old ones `timestamp` stands for
/// `lastQualificationTime` (edge.md 2.1).
#[derive(Clone, Copy, Debug)]
pub struct Record<'a>(&'a Object<'a>);

impl<'a> Record<'a> {
    /// What stands under an id; none when that is no object.
    #[must_use]
    pub const fn of(value: Value<'a>) -> Option<Record<'a>> {
        match value {
            Value::Object(object) => Some(Record(object)),
            _ => None,
        }
    }

    /// The status; a missing one is `realized`, the default of its schema, and one that nobody
    /// knows is none.
    #[must_use]
    pub fn status(self) -> Option<Status> {
        match prefixed(self.0, "status", "xdm:status") {
            Value::Null => Some(Status::Realized),
            Value::String(status) => Status::ALL.iter().copied().find(|it| it.text() == status),
            _ => None,
        }
    }

    /// When the status came to be, in epoch ms; none where no time can be read.
    #[must_use]
    pub fn since(self) -> Option<i64> {
        match self.qualified() {
            Value::Null => prefixed(self.0, "timestamp", "xdm:timestamp").instant(),
            time => time.instant(),
        }
    }

    /// Whether it means a member at `now` (epoch ms): realized or existing, and `validUntil`, if
    /// there is one, still to come (edge.md 2.2).
    #[must_use]
    pub fn is_current(self, now: i64) -> bool {
        if !matches!(self.status(), Some(Status::Realized | Status::Existing)) {
            return false;
        }
        let until = prefixed(self.0, "validUntil", "xdm:validUntil");
        until.is_null() || until.instant().is_some_and(|end| end > now)
    }

    /// The same record with the keys of today and without the id, which stands above it.
    #[must_use]
    pub fn in_current_shape(self, arena: &'a Arena) -> Value<'a> {
        let dated = !self.qualified().is_null();
        let mut fields = Vec::new_in(arena);
        // Where a key is there with and without the prefix, the bare one comes last and counts.
        for with_prefix in [true, false] {
            for (name, value) in self.0.entries {
                let bare = name.strip_prefix("xdm:");
                if bare.is_some() != with_prefix || value.is_null() {
                    continue;
                }
                match bare.unwrap_or(name) {
                    "segmentID" => {}
                    "timestamp" if !dated => fields.push((SINCE, *value)),
                    name => fields.push((name, *value)),
                }
            }
        }
        Value::Object(arena.alloc(Object::from_fields(fields, 0)))
    }

    fn qualified(self) -> Value<'a> {
        prefixed(self.0, SINCE, "xdm:lastQualificationTime")
    }
}

/// The field of this name, or else of its name in the model.
pub(super) fn prefixed<'a>(object: &Object<'a>, name: &str, in_model: &str) -> Value<'a> {
    match object.get(name) {
        Value::Null => object.get(in_model),
        value => value,
    }
}
