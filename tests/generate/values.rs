//! Random expressions that are not conditions: texts, numbers, times, arrays, objects.

use pql_edge::value::{Relation, TimeWord, Unit};

use super::query::{Writer, wrapped};
use super::vocabulary::{KEYS, Kind, NUMBERS, TEXTS};

impl Writer<'_> {
    pub fn text(&mut self) -> String {
        if !self.may_nest() {
            return self.path_or_text();
        }
        match self.random.below(15) {
            0 => format!("{}.get({})", wrapped(&self.map()), self.key()),
            1 => format!("get({}, {})", self.map(), self.key()),
            2 => format!("{}.head()", wrapped(&self.array_of(Kind::Texts))),
            3 => self.conditional(Self::text),
            4 => self.regex_group(),
            5 => self.bound(Self::text),
            6 => format!("{}.`{}`", self.object_literal(), self.random.pick(KEYS)),
            _ => self.path_or_text(),
        }
    }

    pub fn path_or_text(&mut self) -> String {
        if self.random.percent(45) { self.literal_text() } else { self.path(Kind::Text) }
    }

    pub fn literal_text(&mut self) -> String {
        format!("\"{}\"", self.random.pick(TEXTS))
    }

    pub fn key(&mut self) -> String {
        match self.random.below(10) {
            0 => self.path(Kind::Text),
            1 => "null".to_owned(),
            _ => format!("\"{}\"", self.random.pick(KEYS)),
        }
    }

    pub fn number(&mut self) -> String {
        if !self.may_nest() {
            return self.path_or_number();
        }
        match self.random.below(25) {
            0..=4 => {
                let sign = self.random.pick(&["+", "-", "*", "/", "%"]);
                format!("{} {sign} {}", self.operand(Self::number), self.operand(Self::number))
            }
            5 => format!("-{}", self.operand(Self::number)),
            6 => format!("{}.{}()", wrapped(&self.array().0), self.count_word()),
            7..=10 => self.method_aggregate(),
            11..=13 => self.prefix_aggregate(),
            14 => self
                .random
                .pick(&["currentMonth()", "currentYear()", "currentDayOfMonth()"])
                .to_owned(),
            15 | 16 => format!("{}.{}()", wrapped(&self.time()), self.part_of_date()),
            17 => self.conditional(Self::number),
            18 => format!("{}({})", self.part_of_date(), self.time()),
            19 => self.bound(Self::number),
            20 => format!("{}({})", self.count_word(), self.array().0),
            _ => self.path_or_number(),
        }
    }

    pub fn path_or_number(&mut self) -> String {
        if self.random.percent(45) {
            (*self.random.pick(NUMBERS)).to_owned()
        } else {
            self.path(Kind::Number)
        }
    }

    fn part_of_date(&mut self) -> &'static str {
        self.random.pick(&["getMonth", "getYear", "getDayOfMonth"])
    }

    fn count_word(&mut self) -> &'static str {
        self.random.pick(&[
            "count",
            "count",
            "countWithNull",
            "countOnlyNull",
            "distinctCountWithNull",
        ])
    }

    fn aggregate_word(&mut self) -> &'static str {
        self.random.pick(&["sum", "average", "min", "max"])
    }

    fn method_aggregate(&mut self) -> String {
        let word = self.aggregate_word();
        let (array, item) = self.array();
        if item == Kind::Number && self.random.percent(70) {
            return match self.random.below(2) {
                0 => format!("{word}({array})"),
                _ => format!("{}.{word}()", wrapped(&array)),
            };
        }
        let value = self.for_item(item, Self::number);
        match self.random.below(4) {
            0 => format!("{word}({array}, {value})"),
            _ => format!("{}.{word}({value})", wrapped(&array)),
        }
    }

    fn prefix_aggregate(&mut self) -> String {
        let word = self.aggregate_word();
        if self.random.percent(30) {
            let (declarations, ()) = self.declared(1, |_, _| ());
            return format!("{word} {declarations}");
        }
        let (declarations, value) = self.declared(2, |writer, last| {
            let value = writer.number();
            // `sum X from …` would be the shorthand.
            if value == last { format!("({value} * 1)") } else { wrapped(&value) }
        });
        format!("{word} {value} over {declarations}")
    }

    pub fn time(&mut self) -> String {
        match self.random.below(12) {
            0 => self.random.of(TimeWord::ALL).text().to_owned(),
            1 => self.calendar_unit(),
            2 => self.date(),
            3 if self.may_nest() => self.conditional(Self::time),
            4 => self.path(Kind::Times),
            5 => "now".to_owned(),
            _ => self.path(Kind::Time),
        }
    }

    pub fn calendar_unit(&mut self) -> String {
        let (relation, unit) = (self.random.of(Relation::ALL), self.random.of(Unit::ALL));
        format!("{} {}", relation.text(), unit.text())
    }

    pub fn date(&mut self) -> String {
        let year = self.random.pick(&[
            "2026",
            "2024",
            "currentYear()",
            "currentYear() - 1",
            "1970",
            "points",
        ]);
        let month = self.random.pick(&["1", "2", "11", "12", "currentMonth()", "13"]);
        let day = self.random.pick(&["1", "20", "29", "31", "currentDayOfMonth()", "age"]);
        format!("date({year}, {month}, {day})")
    }

    /// An array and what its items are.
    pub fn array(&mut self) -> (String, Kind) {
        let kind = self.random.of(&[
            Kind::Texts,
            Kind::Numbers,
            Kind::Orders,
            Kind::Orders,
            Kind::Events,
            Kind::Events,
            Kind::Lines,
            Kind::Times,
            Kind::Maps,
            Kind::Mixed,
        ]);
        (self.array_of(kind), kind.item())
    }

    pub fn array_of(&mut self, kind: Kind) -> String {
        if !self.may_nest() {
            return self.path(kind);
        }
        match self.random.below(22) {
            0 | 1 => {
                let array = wrapped(&self.array_of(kind));
                let condition = self.in_item(kind.item(), Self::condition);
                format!("{array}[{condition}]")
            }
            2 => {
                let array = wrapped(&self.array_of(kind));
                let condition = self.for_item(kind.item(), Self::condition);
                format!("{array}.filter({condition})")
            }
            3 | 4 => {
                let (declarations, colon) = self.declared(1, Self::colon);
                format!("(select {declarations}{colon})")
            }
            5 => {
                let (declarations, colon) = self.declared(3, Self::colon);
                format!("(select {declarations}{colon})")
            }
            6 => format!("{}.distinct()", wrapped(&self.array_of(kind))),
            7 => {
                let (left, right) = (self.array_of(kind), self.array_of(kind));
                format!("{}.intersection({right})", wrapped(&left))
            }
            8 => format!("{}.keys()", wrapped(&self.map())),
            9 => format!("values({})", self.map()),
            10 => self.list(),
            11 => self.conditional(|writer| writer.array().0),
            12 => format!("{}.{}()", wrapped(&self.path(Kind::Times)), self.part_of_date()),
            13 | 14 => self.ranked(kind),
            15 | 16 => self.mapped(kind),
            17 => self.of_groups(kind),
            18 => self.bound(|writer| writer.array_of(kind)),
            _ => self.path(kind),
        }
    }

    /// `: condition`, sometimes.
    pub fn colon(&mut self, _: &str) -> String {
        if self.random.percent(30) { format!(" : {}", self.condition()) } else { String::new() }
    }

    pub fn list(&mut self) -> String {
        let length = self.random.below(4);
        let make = self.random.of(&[
            Self::literal_text as fn(&mut Self) -> String,
            Self::literal_text,
            Self::path_or_number,
            Self::path_or_number,
            Self::any,
            |_| "null".to_owned(),
            |_| "true".to_owned(),
        ]);
        let items: Vec<String> = (0..length).map(|_| make(self)).collect();
        format!("[{}]", items.join(", "))
    }

    pub fn object(&mut self) -> String {
        match self.random.below(4) {
            0 => format!("{}.head()", wrapped(&self.array().0)),
            1 => self.path(Kind::Order),
            2 if self.in_array() => "this".to_owned(),
            _ => self.path(Kind::Address),
        }
    }

    pub fn conditional(&mut self, make: fn(&mut Self) -> String) -> String {
        let condition = self.condition();
        format!("if({condition}, {}, {})", make(self), make(self))
    }
}
