//! Random profiles: mostly as the vocabulary says, with gaps, nulls and wrong types.

use serde_json::{Map, Value as Json, json};

use super::random::Random;
use super::vocabulary::{KEYS, SEGMENTS, TEXTS};

/// A profile and the time it was made for.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    pub profile: Json,
    pub now: i64,
    /// What the host gives besides.
    pub parameters: Json,
}

/// Times at which calendars are interesting.
const NOWS: &[&str] = &[
    "2026-11-20T12:00:00.000Z",
    "2026-11-20T12:00:00.000Z",
    "2026-11-23T00:00:00.000Z",
    "2024-02-29T23:59:59.999Z",
    "2024-03-31T10:00:00.000Z",
    "2023-12-31T23:59:59.999Z",
    "2026-01-01T00:00:00.000Z",
    "2000-01-01T00:00:00.001Z",
    "1970-01-01T00:00:00.000Z",
];

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

pub fn sample(random: &mut Random) -> Sample {
    let now = crate::oracle::instant(random.pick(NOWS)).unwrap();
    let mut maker = Maker { random, now };
    Sample { profile: maker.profile(), now, parameters: maker.parameters() }
}

/// An event as it may come beside a profile.
pub fn event(random: &mut Random, now: i64) -> Json {
    Maker { random, now }.event()
}

/// Memberships as they may come beside a profile.
pub fn membership(random: &mut Random, now: i64) -> Json {
    Maker { random, now }.membership()
}

/// How one value is made.
type Make<'r> = fn(&mut Maker<'r>) -> Json;

struct Maker<'r> {
    random: &'r mut Random,
    now: i64,
}

impl<'r> Maker<'r> {
    fn profile(&mut self) -> Json {
        let mut fields = Map::new();
        for (name, make) in [
            ("name", Self::text as Make<'r>),
            ("city", Self::text),
            ("odd name", Self::text),
            ("_acme", |it| json!({ "tier": it.text() })),
            ("homeAddress", Self::address),
            ("age", Self::number),
            ("points", Self::number),
            ("active", Self::flag),
            ("vip", Self::flag),
            ("birthday", Self::time),
            ("lastSeen", Self::time),
            ("settings", Self::map),
            ("identityMap", Self::map),
            ("tags", |it| it.array(Self::text)),
            ("scores", |it| it.array(Self::number)),
            ("orders", |it| it.array(Self::order)),
            ("xEvent", |it| it.array(Self::event)),
            ("mixed", |it| it.array(Self::anything)),
            ("nested", |it| it.array(|it| it.array(Self::anything))),
            ("segmentMembership", Self::membership),
        ] {
            self.put(&mut fields, name, make);
        }
        if self.random.percent(20) {
            let name = self.random.pick(OLDER);
            let lists = self.array(Self::listed_membership);
            fields.insert(name.to_owned(), lists);
            if self.random.percent(60) {
                fields.remove("segmentMembership");
            }
        }
        // Events have to be an array wherever they come from.
        if !fields.get("xEvent").is_some_and(Json::is_array) {
            fields.remove("xEvent");
        }
        Json::Object(fields)
    }

    fn parameters(&mut self) -> Json {
        let mut given = Map::new();
        for (name, make) in [
            ("$2", Self::order as Make<'r>),
            ("$3", Self::number),
            ("$4", Self::line),
            ("@{place}", Self::address),
            ("@{_xdm.context.n}", Self::line),
            ("urn:offers", |it| it.array(Self::order)),
            ("urn:offers?few", |it| it.array(Self::order)),
            ("urn:tags", |it| it.array(Self::text)),
        ] {
            self.put(&mut given, name, make);
        }
        // Instances are a list wherever they come from.
        given.retain(|name, value| !name.starts_with("urn:") || value.is_array());
        Json::Object(given)
    }

    /// The field as it should be, or missing, null, or of another type.
    fn put(&mut self, fields: &mut Map<String, Json>, name: &str, make: Make<'r>) {
        let value = match self.random.below(20) {
            0 | 1 => return,
            2 => Json::Null,
            3 => self.anything(),
            _ => make(self),
        };
        fields.insert(name.to_owned(), value);
    }

    fn object(&mut self, parts: &[(&str, Make<'r>)]) -> Json {
        let mut fields = Map::new();
        for (name, make) in parts {
            self.put(&mut fields, name, *make);
        }
        Json::Object(fields)
    }

    fn array(&mut self, make: Make<'r>) -> Json {
        let length = self.random.of(&[0, 1, 2, 2, 3, 4]);
        let item = |it: &mut Self| match it.random.below(25) {
            0 => Json::Null,
            1 => it.anything(),
            _ => make(it),
        };
        Json::Array((0..length).map(|_| item(self)).collect())
    }

    fn anything(&mut self) -> Json {
        match self.random.below(10) {
            0 => Json::Null,
            1 => self.flag(),
            2 | 3 => self.number(),
            4 => self.time(),
            5 => json!([]),
            6 => json!([self.text(), self.number(), null]),
            7 => json!({ "k": self.text(), "qty": self.number() }),
            8 => json!({}),
            _ => self.text(),
        }
    }

    fn text(&mut self) -> Json {
        Json::from(self.random.pick(TEXTS))
    }

    fn flag(&mut self) -> Json {
        Json::from(self.random.percent(60))
    }

    fn number(&mut self) -> Json {
        match self.random.below(14) {
            0 => json!(0.5),
            1 => json!(5.0),
            2 => json!(-0.5),
            3 => json!(2.5),
            4 => self.large(&["9007199254740993", "9007199254740992.0"]),
            5 => self.large(&["9223372036854775807", "9223372036854775808"]),
            6 => json!(100),
            _ => json!(self.random.below(7) as i64 - 1),
        }
    }

    fn large(&mut self, choices: &[&str]) -> Json {
        serde_json::from_str(self.random.pick(choices)).unwrap()
    }

    /// A time at or next to an edge of a window that queries ask for.
    fn time(&mut self) -> Json {
        let midnight = self.now - self.now.rem_euclid(DAY);
        let from = self.random.of(&[self.now, self.now, midnight, midnight - 7 * DAY]);
        let steps = self.random.of(&[0, 1, 2, 3, 7, 24, 30, 31, 365]);
        let length = self.random.of(&[DAY, DAY, HOUR, 60_000, 1_000, 7 * DAY]);
        let side = self.random.of(&[-1, -1, 1]);
        let edge = self.random.of(&[0, 0, 0, 1, -1]);
        self.spelled(from + side * steps * length + edge)
    }

    fn spelled(&mut self, time: i64) -> Json {
        let date = |time: i64| crate::oracle::written(time)[..10].to_owned();
        let clock = |time: i64| crate::oracle::written(time)[11..23].to_owned();
        match self.random.below(12) {
            0 => json!(time),
            1 => json!(time as f64),
            2 => json!(date(time)),
            3 => json!(format!("{}T{}+02:00", date(time + 2 * HOUR), clock(time + 2 * HOUR))),
            4 => json!(format!("{}T{}", date(time), clock(time))),
            5 => {
                json!(format!("{}T{}-06:30", date(time - 390 * 60_000), clock(time - 390 * 60_000)))
            }
            6 => json!(format!("{}T{}999Z", date(time), clock(time))),
            _ => json!(format!("{}T{}Z", date(time), clock(time))),
        }
    }

    fn address(&mut self) -> Json {
        self.object(&[("city", Self::text), ("zip", Self::text), ("floor", Self::number)])
    }

    fn map(&mut self) -> Json {
        let mut fields = Map::new();
        for key in KEYS {
            if self.random.percent(60) {
                let make = self.random.of(&[Self::text as Make<'r>, Self::number, Self::anything]);
                self.put(&mut fields, key, make);
            }
        }
        Json::Object(fields)
    }

    fn order(&mut self) -> Json {
        self.object(&[
            ("status", Self::text),
            ("name", Self::text),
            ("price", Self::number),
            ("qty", Self::number),
            ("paid", Self::flag),
            ("at", Self::time),
            ("tags", |it| it.array(Self::text)),
            ("lines", |it| it.array(Self::line)),
            ("extra", Self::map),
        ])
    }

    fn line(&mut self) -> Json {
        self.object(&[
            ("sku", Self::text),
            ("name", Self::text),
            ("qty", Self::number),
            ("price", Self::number),
            ("gift", Self::flag),
        ])
    }

    fn event(&mut self) -> Json {
        self.object(&[
            ("eventType", |it| Json::from(it.random.pick(&["a", "b", "c"]))),
            ("name", Self::text),
            ("price", Self::number),
            ("ok", Self::flag),
            ("timestamp", Self::time),
            ("items", |it| it.array(Self::line)),
            ("tags", |it| it.array(Self::text)),
        ])
    }

    fn membership(&mut self) -> Json {
        let mut namespaces = Map::new();
        let own = self.random.pick(&["ups", "UPS", "Ups"]);
        for namespace in [own, "AAM"] {
            let mut records = Map::new();
            for id in SEGMENTS {
                self.put(&mut records, id, Self::membership_record);
            }
            namespaces.insert(namespace.to_owned(), Json::Object(records));
        }
        Json::Object(namespaces)
    }

    fn membership_record(&mut self) -> Json {
        let mut record = self.object(&[("validUntil", Self::time)]);
        if self.random.percent(60) {
            record.as_object_mut().unwrap().remove("validUntil");
        }
        if self.random.percent(85) {
            record["status"] =
                json!(self.random.pick(&["realized", "existing", "exited", "other"]));
        }
        record
    }

    /// A record of the time when memberships were a list.
    fn listed_membership(&mut self) -> Json {
        let mut record = self.membership_record();
        let id = self.random.pick(SEGMENTS);
        let namespace = self.random.pick(&["ups", "UPS", "AAM"]);
        let address = format!("https://data.example/entities/{id}");
        let identity = match self.random.below(5) {
            0 => json!(id),
            1 => json!({ "_id": id, "namespace": { "code": namespace } }),
            2 => json!({ "@id": address, "xdm:namespace": { "xdm:code": namespace } }),
            3 => json!({ "id": id, "namespace": namespace }),
            _ => json!({ "namespace": { "code": namespace } }),
        };
        self.put(record.as_object_mut().unwrap(), "timestamp", Self::time);
        record["segmentID"] = identity;
        if self.random.percent(30) {
            let fields = record.as_object().unwrap().iter();
            let fields = fields.map(|(name, value)| (format!("xdm:{name}"), value.clone()));
            record = Json::Object(fields.collect());
        }
        record
    }
}

/// Where such lists stood.
const OLDER: &[&str] = &["segments", "segmentMemberships", "xdm:segments", "segmentMembership"];
