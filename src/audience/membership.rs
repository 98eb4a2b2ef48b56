//! What became of a profile's memberships: realized, existing, exited (segmentation-api.md 11.2).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Map, Value as Json};

use super::{Settings, Statuses};
use crate::keys::Set;
use crate::profile::{OWN_NAMESPACE, Record, SINCE, Status};
use crate::sorted::{common, rank, sort_ranked};
use crate::value::{Arena, Object, Value, parse_time, to_json, write_instant};

/// Memberships after an evaluation, and what changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Qualification {
    /// The whole map, ready to store: records of other audiences and namespaces as they were.
    pub segment_membership: Map<String, Json>,
    /// The audiences that the profile entered, in the order of the definitions.
    pub realized: Vec<String>,
    /// Those that it stays in.
    pub existing: Vec<String>,
    /// Those that it left.
    pub exited: Vec<String>,
    /// Those whose stored record is newer than this evaluation, which left it as it was.
    pub newer: Vec<String>,
    /// Every audience of the namespace `ups` that the profile is in now, others than those of the
    /// set among them; sorted.
    pub members: Vec<String>,
}

/// Compares what was found with what was stored. Doing it again at the same time with the same
/// answers changes nothing, and tells the same. Linear in the records.
pub(super) fn qualify<'a>(
    stored: Value<'a>,
    now: i64,
    settings: &Settings,
    found: impl Iterator<Item = (&'a str, bool)>,
    arena: &'a Arena,
) -> Qualification {
    let own = Own::of(stored, now);
    let map = match to_json(stored) {
        Json::Object(map) => map,
        _ => Map::new(),
    };
    let mut writer = Writer { own: &own, map, gone: Vec::new(), settings, arena };
    let mut out = Qualification::default();
    let mut members = own.members();
    for (id, member) in found {
        let record = own.record(id);
        let change = change(record, member, now, settings);
        let list = match change {
            Change::Out | Change::Forgotten => None,
            Change::Entered | Change::EnteredAgain => Some(&mut out.realized),
            Change::Stays => Some(&mut out.existing),
            Change::Left | Change::LeftAgain => Some(&mut out.exited),
            Change::Newer => Some(&mut out.newer),
        };
        list.into_iter().for_each(|list| list.push(id.to_string()));
        match change {
            Change::Entered => members.push((id, true)),
            Change::Left => members.push((id, false)),
            _ => {}
        }
        writer.write(id, record, change);
    }
    out.segment_membership = writer.finish();
    // Of an id that stands there twice the last one counts.
    let start = common(members.iter().map(|(id, _)| *id));
    sort_ranked(&mut members, |(id, _)| rank(id, start), |left, right| left.0.cmp(right.0));
    let same = members.chunk_by(|left, right| left.0 == right.0);
    let last = same.filter_map(<[_]>::last).filter(|(_, member)| *member);
    out.members = last.map(|(id, _)| (*id).into()).collect();
    out
}

/// What one evaluation means for one audience.
#[derive(Clone, Copy, PartialEq)]
enum Change {
    /// Not a member, and was none.
    Out,
    /// Not a member, and left so long ago that the record goes.
    Forgotten,
    Entered,
    /// Entered at this very time: the evaluation is being repeated.
    EnteredAgain,
    Stays,
    Left,
    /// Left at this very time.
    LeftAgain,
    /// The record is of a later time.
    Newer,
}

fn change(record: Option<Record<'_>>, member: bool, now: i64, settings: &Settings) -> Change {
    let Some(record) = record else {
        return if member { Change::Entered } else { Change::Out };
    };
    let since = record.since();
    let (fresh, status) = (since == Some(now), record.status());
    let written = |status| written(status, settings);
    if since.is_some_and(|since| since > now) {
        return Change::Newer;
    }
    match (record.is_current(now), member) {
        (true, true) if fresh && status.map(written) == Some(Status::Realized) => {
            Change::EnteredAgain
        }
        (true, true) => Change::Stays,
        (true, false) => Change::Left,
        (false, true) => Change::Entered,
        (false, false) if status != Some(Status::Exited) => Change::Out,
        (false, false) if fresh => Change::LeftAgain,
        (false, false) => match since.zip(settings.keep_exited) {
            Some((since, days)) if now.saturating_sub(since) > i64::from(days) * DAY => {
                Change::Forgotten
            }
            _ => Change::Out,
        },
    }
}

/// In milliseconds.
const DAY: i64 = 86_400_000;

/// A status as the settings have it.
const fn written(status: Status, settings: &Settings) -> Status {
    match (status, settings.statuses) {
        (Status::Existing, Statuses::Two) => Status::Realized,
        (status, _) => status,
    }
}

/// The stored records of the namespace `ups`, which may stand there in several spellings.
struct Own<'a> {
    // The key under which new records are written.
    home: &'a str,
    spellings: Vec<(&'a str, &'a Object<'a>)>,
    now: i64,
}

impl<'a> Own<'a> {
    fn of(stored: Value<'a>, now: i64) -> Own<'a> {
        let namespaces = match stored {
            Value::Object(namespaces) => namespaces.entries,
            _ => &[],
        };
        let own = namespaces.iter().filter(|(name, _)| name.eq_ignore_ascii_case(OWN_NAMESPACE));
        let spellings = own.clone().filter_map(|(name, records)| match records {
            Value::Object(records) => Some((*name, *records)),
            _ => None,
        });
        let spellings: Vec<_> = spellings.collect();
        let home = spellings.first().map(|(name, _)| *name);
        let home = home.or_else(|| own.clone().next().map(|(name, _)| *name));
        Own { home: home.unwrap_or(OWN_NAMESPACE), spellings, now }
    }

    /// The record of an id. Of several the newest that makes a member counts, as for `inSegment`.
    fn record(&self, id: &str) -> Option<Record<'a>> {
        let records = self.spellings.iter().filter_map(|(_, records)| Record::of(records.get(id)));
        records.max_by_key(|record| {
            let since = record.since();
            (since.is_some_and(|since| since > self.now), record.is_current(self.now), since)
        })
    }

    /// The ids of all current records.
    fn members(&self) -> Vec<(&'a str, bool)> {
        let records = self.spellings.iter().flat_map(|(_, records)| records.entries);
        let current = records.filter(|(_, record)| {
            Record::of(*record).is_some_and(|record| record.is_current(self.now))
        });
        current.map(|(id, _)| (*id, true)).collect()
    }
}

/// The map as it will be stored.
struct Writer<'w, 'a> {
    own: &'w Own<'a>,
    map: Map<String, Json>,
    // The records that will not be stored: namespace and id.
    gone: Vec<(&'a str, &'a str)>,
    settings: &'w Settings,
    arena: &'a Arena,
}

impl<'a> Writer<'_, 'a> {
    fn write(&mut self, id: &'a str, record: Option<Record<'a>>, change: Change) {
        let status = match change {
            Change::Out | Change::Newer | Change::LeftAgain => return,
            Change::Forgotten => return self.forget(id, |_| true),
            Change::Entered => Status::Realized,
            Change::Left => Status::Exited,
            Change::Stays => written(Status::Existing, self.settings),
            // Only a status that the settings have no more is written anew.
            Change::EnteredAgain => match record.and_then(Record::status) {
                Some(Status::Existing) => Status::Realized,
                _ => return,
            },
        };
        let is_new = matches!(change, Change::Entered | Change::Left);
        let mut written = Map::new();
        if let Some(Value::Object(known)) = record.map(|it| it.in_current_shape(self.arena)) {
            let is_there = |value: Value<'a>| !(known.partial && value.is_null());
            for (name, value) in known.entries.iter().filter(|(_, value)| is_there(*value)) {
                // The end belonged to the membership before, and would end the new one at once.
                if !(is_new && *name == "validUntil") {
                    written.insert((*name).into(), to_json(*value));
                }
            }
        }
        written.insert("status".into(), status.text().into());
        if is_new {
            written.insert(SINCE.into(), time(self.own.now));
        }
        let home = self.own.home;
        self.forget(id, |spelling| spelling != home);
        if !self.map.get(home).is_some_and(Json::is_object) {
            self.map.insert(home.to_string(), Json::Object(Map::new()));
        }
        if let Some(Json::Object(records)) = self.map.get_mut(home) {
            records.insert(id.to_string(), Json::Object(written));
        }
    }

    /// Notes that the records of an id go. Its namespace stays, even empty: then lists of an older
    /// shape that the profile may still have do not bring the record back.
    fn forget(&mut self, id: &'a str, from: impl Fn(&str) -> bool) {
        let spellings = self.own.spellings.iter().filter(|(spelling, _)| from(spelling));
        self.gone.extend(spellings.map(|(spelling, _)| (*spelling, id)));
    }

    /// The map without what goes: at once, as removing would bring code of its own.
    fn finish(mut self) -> Map<String, Json> {
        if self.gone.is_empty() {
            return self.map;
        }
        let gone: Set<(&str, &str)> = self.gone.into_iter().collect();
        for (spelling, _) in &self.own.spellings {
            if let Some(Json::Object(records)) = self.map.get_mut(*spelling) {
                let mut left = Map::new();
                for (id, record) in records.iter_mut() {
                    if !gone.contains(&(*spelling, id.as_str())) {
                        left.insert(id.clone(), record.take());
                    }
                }
                *records = left;
            }
        }
        self.map
    }
}

/// A time as records have it: RFC 3339, or epoch ms where that cannot say it.
fn time(now: i64) -> Json {
    let text = write_instant(now);
    if parse_time(&text) == Some(now) { text.into() } else { now.into() }
}
