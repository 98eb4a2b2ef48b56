//! Random maps, groups, ranks and bound values.

use super::query::{Writer, wrapped};
use super::vocabulary::{KEYS, Kind, VARIABLES};

impl Writer<'_> {
    /// `(let X = … in …)`
    pub fn bound(&mut self, make: impl FnOnce(&mut Self) -> String) -> String {
        let (value, kind) = match self.random.below(8) {
            0 | 1 => (self.number(), Kind::Number),
            2 => (self.text(), Kind::Text),
            3 => (self.time(), Kind::Time),
            4 => (self.map(), Kind::Map),
            5 => (self.path(Kind::Order), Kind::Order),
            _ => {
                let kind = self.random.of(&[Kind::Texts, Kind::Numbers, Kind::Orders]);
                (self.array_of(kind), kind)
            }
        };
        let name = (*self.random.pick(VARIABLES)).to_owned();
        let body = self.with_variable(&name, kind, make);
        format!("(let {name} = {} in {body})", wrapped(&value))
    }

    /// Something from texts to values.
    pub fn map(&mut self) -> String {
        if !self.may_nest() {
            return self.path_to_map();
        }
        match self.random.below(12) {
            0 | 1 => self.object_literal(),
            2 => {
                let sign = self.random.pick(&["+", "-", "*", "/", "%"]);
                format!("({} {sign} {})", self.numeric_map(), self.numeric_map())
            }
            3 | 4 => self.numeric_map(),
            5 => self.groups(),
            6 => self.conditional(Self::path_to_map),
            _ => self.path_to_map(),
        }
    }

    fn path_to_map(&mut self) -> String {
        let kind = self.random.of(&[Kind::Map, Kind::Map, Kind::Maps, Kind::Address]);
        self.path(kind)
    }

    /// A map whose values are mostly numbers.
    fn numeric_map(&mut self) -> String {
        match self.random.below(4) {
            0 => {
                let groups = self.groups();
                let entry = self.with_variable("K", Kind::Text, |writer| {
                    writer.with_variable("G", Kind::Orders, |writer| {
                        format!("mapEntry(K, {})", writer.of_group())
                    })
                });
                format!("{groups}.map((K, G) => {entry})")
            }
            1 => {
                let (array, item) = self.array();
                let entry = self.for_item(item, |writer| {
                    let (key, value) = (writer.entry_key(), writer.number());
                    match writer.random.below(4) {
                        0 => format!("{}.mapEntry({value})", wrapped(&key)),
                        _ => format!("mapEntry({key}, {value})"),
                    }
                });
                format!("{}.map({entry})", wrapped(&array))
            }
            _ => self.path(Kind::Map),
        }
    }

    fn entry_key(&mut self) -> String {
        match self.random.below(5) {
            0 => self.number(),
            1 => self.any(),
            _ => self.text(),
        }
    }

    /// A number that a group of orders comes to.
    fn of_group(&mut self) -> String {
        match self.random.below(4) {
            0 => "G.count()".to_owned(),
            1 => "G.average(price)".to_owned(),
            2 => format!("G.sum({})", self.for_item(Kind::Order, Self::number)),
            _ => self.number(),
        }
    }

    /// `{"k": …}`
    pub fn object_literal(&mut self) -> String {
        let mut entries = Vec::new();
        for key in KEYS {
            if self.random.percent(35) {
                let make = self.random.of(&[
                    Self::path_or_number as fn(&mut Self) -> String,
                    Self::path_or_number,
                    Self::path_or_text,
                    Self::any,
                ]);
                entries.push(format!("\"{key}\": {}", make(self)));
            }
        }
        format!("{{{}}}", entries.join(", "))
    }

    fn groups(&mut self) -> String {
        let array = wrapped(&self.array_of(Kind::Orders));
        let key = self.for_item(Kind::Order, |writer| match writer.random.below(6) {
            0 => writer.any(),
            1 => writer.path(Kind::Number),
            2 => writer.path(Kind::Flag),
            _ => writer.path(Kind::Text),
        });
        match self.random.below(5) {
            0 => format!("groupBy({array}, {key})"),
            _ => format!("{array}.groupBy({key})"),
        }
    }

    /// An array out of groups.
    pub fn of_groups(&mut self, kind: Kind) -> String {
        let groups = self.groups();
        match kind {
            Kind::Orders => format!("{groups}.get({})", self.text()),
            Kind::Texts => format!("{groups}.keys()"),
            Kind::Numbers => {
                let value = self.with_variable("K", Kind::Text, |writer| {
                    writer.with_variable("G", Kind::Orders, Self::of_group)
                });
                format!("{groups}.map((K, G) => {value})")
            }
            _ => format!("{groups}.values()"),
        }
    }

    /// The first items by a key.
    pub fn ranked(&mut self, kind: Kind) -> String {
        let array = wrapped(&self.array_of(kind));
        let word = self.random.pick(&["topN", "bottomN"]);
        let key = self.for_item(kind.item(), |writer| match writer.random.below(8) {
            0 => writer.any(),
            1 | 2 => writer.time(),
            _ => writer.number(),
        });
        let number = match self.random.below(8) {
            0 => self.path(Kind::Number),
            1 => "2.0".to_owned(),
            _ => self.random.below(4).to_string(),
        };
        match self.random.below(4) {
            0 => format!("{word}({array}, {key}, {number})"),
            _ => format!("{array}.{word}({key}, {number})"),
        }
    }

    /// An array with as many items as another, or as a map has entries.
    pub fn mapped(&mut self, kind: Kind) -> String {
        let make = match kind {
            Kind::Texts => Self::text as fn(&mut Self) -> String,
            Kind::Numbers => Self::number,
            Kind::Times => Self::time,
            Kind::Maps => Self::object_literal,
            _ => Self::any,
        };
        match self.random.below(4) {
            0 => {
                let map = wrapped(&self.map());
                let body = self.with_variable("K", Kind::Text, |writer| {
                    writer.with_variable("V", Kind::Any, make)
                });
                format!("{map}.map((K, V) => {body})")
            }
            1 => {
                let map = self.map();
                let body = self.for_item(Kind::Any, make);
                format!("map({map}, {body})")
            }
            _ => {
                let (array, item) = self.array();
                let body = self.for_item(item, make);
                format!("{}.map({body})", wrapped(&array))
            }
        }
    }
}
