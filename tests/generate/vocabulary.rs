//! The words that queries and profiles share.

/// What an object, item or field can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Profile,
    Address,
    Order,
    Line,
    Event,
    /// An object whose keys are data and whose values are texts and numbers.
    Map,
    Text,
    Number,
    Flag,
    Time,
    /// Anything.
    Any,
    Texts,
    Numbers,
    Times,
    Orders,
    Lines,
    Events,
    Maps,
    /// A map from texts to arrays of orders.
    Groups,
    /// Arrays in arrays, mixed types.
    Mixed,
}

use Kind::{
    Address, Any, Event, Events, Flag, Groups, Line, Lines, Map, Maps, Mixed, Number, Numbers,
    Order, Orders, Profile, Text, Texts, Time, Times,
};

impl Kind {
    /// What the items of an array are.
    pub fn item(self) -> Kind {
        match self {
            Texts => Text,
            Numbers => Number,
            Times => Time,
            Orders => Order,
            Lines => Line,
            Events => Event,
            Maps => Map,
            Groups => Orders,
            _ => Any,
        }
    }

    pub fn is_array(self) -> bool {
        matches!(self, Texts | Numbers | Times | Orders | Lines | Events | Maps | Mixed)
    }

    /// The fields of an object, and paths through arrays below it.
    pub fn fields(self) -> &'static [(&'static str, Kind)] {
        match self {
            Profile => PROFILE,
            Address => ADDRESS,
            Order => ORDER,
            Line => LINE,
            Event => EVENT,
            _ => &[],
        }
    }
}

const PROFILE: &[(&str, Kind)] = &[
    ("name", Text),
    ("city", Text),
    ("`odd name`", Text),
    ("_acme.tier", Text),
    ("homeAddress.city", Text),
    ("homeAddress.zip", Text),
    ("age", Number),
    ("points", Number),
    ("homeAddress.floor", Number),
    ("active", Flag),
    ("vip", Flag),
    ("birthday", Time),
    ("lastSeen", Time),
    ("homeAddress", Address),
    ("settings", Map),
    ("identityMap", Map),
    ("tags", Texts),
    ("orders.status", Texts),
    ("xEvent.eventType", Texts),
    ("orders.tags", Texts),
    ("scores", Numbers),
    ("orders.price", Numbers),
    ("orders.lines.qty", Numbers),
    ("xEvent.price", Numbers),
    ("xEvent.timestamp", Times),
    ("orders.at", Times),
    ("orders", Orders),
    ("orders.lines", Lines),
    ("xEvent", Events),
    ("xEvent.items", Lines),
    ("orders.extra", Maps),
    ("mixed", Mixed),
    ("nested", Mixed),
    ("missing", Any),
    ("homeAddress.missing", Any),
];
const ADDRESS: &[(&str, Kind)] = &[("city", Text), ("zip", Text), ("floor", Number)];
const ORDER: &[(&str, Kind)] = &[
    ("status", Text),
    ("name", Text),
    ("price", Number),
    ("qty", Number),
    ("paid", Flag),
    ("at", Time),
    ("tags", Texts),
    ("lines", Lines),
    ("lines.qty", Numbers),
    ("lines.sku", Texts),
    ("extra", Map),
    ("missing", Any),
];
const LINE: &[(&str, Kind)] =
    &[("sku", Text), ("name", Text), ("qty", Number), ("price", Number), ("gift", Flag)];
const EVENT: &[(&str, Kind)] = &[
    ("eventType", Text),
    ("name", Text),
    ("price", Number),
    ("ok", Flag),
    ("timestamp", Time),
    ("items", Lines),
    ("items.sku", Texts),
    ("items.price", Numbers),
    ("tags", Texts),
    ("missing", Any),
];

/// Texts of profiles and of literals. Some look like numbers, Booleans or patterns.
pub const TEXTS: &[&str] = &[
    "a", "A", "ab", "abc", "ABC", "b", "bc", "", "Straße", "STRASSE", "é", "5", "5.0", "0.5",
    "true", "false", "a%c", "x_y", "^a", "(b",
];
pub const PATTERNS: &[&str] = &["%", "a%", "%c", "_", "a_c", "%b%", "A%", "a\\\\%c", "", "__"];
/// As they are written in a query.
pub const NUMBERS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "5",
    "-1",
    "0.5",
    "5.0",
    "2.5",
    "-0.5",
    "100",
    "1.0E3",
    "9007199254740993",
    "9007199254740992.0",
    "9223372036854775807",
];
pub const KEYS: &[&str] = &["k", "limit", "ECID", "a b", "K"];
pub const SEGMENTS: &[&str] = &["s1", "s2", "s3", "s4"];
pub const VARIABLES: &[&str] = &["X", "Y", "Z", "V1", "_", "name", "price"];

/// What the host gives besides the profile: how a query names it, and what it is.
pub const PARAMETERS: &[(&str, Kind)] = &[
    ("$2", Order),
    ("$3", Number),
    ("$4", Line),
    ("@{place}", Address),
    ("@{place;version=1}", Address),
    ("@{_xdm.context.n;version=2}.price", Number),
    ("modelInstances(\"urn:offers\")", Orders),
    ("modelInstances(\"urn:offers\", \"?few\")", Orders),
    ("modelInstances(\"urn:tags\")", Texts),
    ("\"urn:offers\".modelInstances(\"?few\")", Orders),
    ("modelInstances(\"urn:none\")", Orders),
];
