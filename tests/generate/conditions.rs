//! Random conditions.

use pql_edge::value::{Direction, Unit};

use super::query::{Writer, wrapped};
use super::vocabulary::{Kind, PATTERNS, SEGMENTS};

const COMPARISONS: &[&str] = &["=", "!=", "<", "<=", ">", ">="];
const STRING_TESTS: &[&str] =
    &["startsWith", "doesNotStartWith", "endsWith", "doesNotEndWith", "contains", "doesNotContain"];

impl Writer<'_> {
    pub fn condition(&mut self) -> String {
        if !self.may_nest() {
            return self.simple_condition();
        }
        match self.random.below(25) {
            0 | 1 => format!("not {}", self.operand(Self::condition)),
            2 => format!("!{}", self.operand(Self::condition)),
            3..=5 => self.series(" and "),
            6 | 7 => self.series(" or "),
            8 | 9 => self.quantified(),
            10 => self.exists(),
            11 | 12 => self.chain(),
            13 => self.set_test(),
            14 => {
                let condition = self.condition();
                format!("if({condition}, {}, {})", self.condition(), self.any())
            }
            15 => self.array().0,
            16 => self.bound(Self::condition),
            _ => self.simple_condition(),
        }
    }

    fn series(&mut self, word: &str) -> String {
        let number = 2 + self.random.below(2);
        let parts: Vec<String> = (0..number).map(|_| self.operand(Self::condition)).collect();
        parts.join(word)
    }

    fn simple_condition(&mut self) -> String {
        match self.random.below(27) {
            0..=2 => self.comparison(Self::number),
            3 | 4 => self.comparison_of_texts(),
            5 => self.comparison(Self::time),
            6 if self.random.percent(50) => self.comparison(Self::any),
            7 => self.array_comparison(),
            8 | 9 => self.string_test(),
            10 => self.equals(),
            11 => self.like(),
            12 | 13 => self.membership(),
            14..=17 => self.occurs(),
            18 => self.in_segment(),
            19 => format!("{}.{}()", wrapped(&self.any()), self.null_test()),
            20 => format!("{}({})", self.null_test(), self.any()),
            21 => self.random.pick(&["true", "false", "null"]).to_owned(),
            22 => self.set_test(),
            23 | 24 => self.matches(),
            25 => format!("{} = {}", self.path(Kind::Flag), self.operand(Self::any)),
            _ => self.path(Kind::Flag),
        }
    }

    fn null_test(&mut self) -> &'static str {
        self.random.pick(&["isNull", "isNotNull"])
    }

    fn comparison(&mut self, make: fn(&mut Self) -> String) -> String {
        let sign = self.random.pick(COMPARISONS);
        let left = self.operand(make);
        let right =
            if self.random.percent(92) { self.operand(make) } else { self.operand(Self::any) };
        format!("{left} {sign} {right}")
    }

    fn comparison_of_texts(&mut self) -> String {
        let sign = if self.random.percent(95) { self.random.pick(&["=", "!="]) } else { "<" };
        format!("{} {sign} {}", self.path(Kind::Text), self.operand(Self::text))
    }

    fn array_comparison(&mut self) -> String {
        let kind = self.random.of(&[Kind::Texts, Kind::Numbers, Kind::Mixed, Kind::Times]);
        let sign = self.random.pick(COMPARISONS);
        let left = wrapped(&self.array_of(kind));
        let right = match (self.random.below(3), kind) {
            (0, _) => wrapped(&self.array_of(kind)),
            (1, _) => self.operand(Self::any),
            (_, Kind::Numbers) => self.operand(Self::number),
            _ => self.operand(Self::text),
        };
        format!("{left} {sign} {right}")
    }

    /// Mostly a text, sometimes an array of them.
    pub fn tested(&mut self) -> String {
        match self.random.below(5) {
            0 => wrapped(&self.array_of(Kind::Texts)),
            1 => self.literal_text(),
            _ => self.path(Kind::Text),
        }
    }

    fn flag(&mut self) -> String {
        match self.random.below(8) {
            0 | 1 => ", false".to_owned(),
            2 => ", true".to_owned(),
            3 => format!(", {}", self.path(Kind::Flag)),
            _ => String::new(),
        }
    }

    fn string_test(&mut self) -> String {
        let name = self.random.pick(STRING_TESTS);
        let (tested, part, flag) = (self.tested(), self.text(), self.flag());
        if self.random.percent(80) {
            format!("{tested}.{name}({part}{flag})")
        } else {
            format!("{name}({tested}, {part}{flag})")
        }
    }

    fn equals(&mut self) -> String {
        let name = self.random.pick(&["equals", "notEqualTo"]);
        let number = 1 + self.random.below(3);
        let texts: Vec<String> = (0..number).map(|_| self.text()).collect();
        format!("{}.{name}({}{})", self.tested(), texts.join(", "), self.flag())
    }

    fn like(&mut self) -> String {
        let pattern = match self.random.below(6) {
            0 => self.path(Kind::Text),
            _ => format!("\"{}\"", self.random.pick(PATTERNS)),
        };
        match self.random.below(4) {
            0 => format!("{}.like({pattern})", self.tested()),
            _ => format!("{} like {pattern}", self.tested()),
        }
    }

    fn matches(&mut self) -> String {
        let pattern = self.pattern();
        match self.random.below(6) {
            0 => format!("{}.matches({pattern})", self.tested()),
            1 => format!("matches({}, {pattern})", self.tested()),
            _ => format!("{} matches {pattern}", self.tested()),
        }
    }

    fn membership(&mut self) -> String {
        let list = if self.random.percent(60) { self.list() } else { self.array().0 };
        let value = match self.random.below(4) {
            0 => self.operand(Self::any),
            1 => self.operand(Self::number),
            _ => self.operand(Self::text),
        };
        let word = self.random.pick(&["in", "notIn"]);
        match self.random.below(4) {
            0 => format!("{word}({value}, {list})"),
            _ => format!("{value} {word} {}", wrapped(&list)),
        }
    }

    fn set_test(&mut self) -> String {
        let kind = self.random.of(&[Kind::Texts, Kind::Numbers, Kind::Mixed, Kind::Orders]);
        let left = wrapped(&self.array_of(kind));
        if self.random.percent(30) {
            return format!("{left}.includes({})", self.any());
        }
        let name = self.random.pick(&["intersects", "subsetOf", "supersetOf"]);
        let right = if self.random.percent(40) { self.list() } else { self.array_of(kind) };
        format!("{left}.{name}({right})")
    }

    fn in_segment(&mut self) -> String {
        let id = self.random.pick(SEGMENTS);
        match self.random.below(6) {
            0 => format!("inSegment(\"{id}\", \"{}\")", self.random.pick(&["AAM", "ups", "none"])),
            1 => format!("inSegment({})", self.path(Kind::Text)),
            _ => format!("inSegment(\"{id}\")"),
        }
    }

    fn quantified(&mut self) -> String {
        let word = self.random.pick(&["exists", "some", "forall", "all", "none", "one"]);
        let (declarations, colon) = self.declared(3, Self::colon);
        format!("{word} {declarations}{colon}")
    }

    fn exists(&mut self) -> String {
        let (array, item) = self.array();
        let condition = self.for_item(item, Self::condition);
        match self.random.below(4) {
            0 => format!("exists({array}, {condition})"),
            _ => format!("{}.exists({condition})", wrapped(&array)),
        }
    }

    fn occurs(&mut self) -> String {
        let time = wrapped(&self.time());
        format!("{time} occurs {}", self.period())
    }

    /// What follows `occurs`.
    pub fn period(&mut self) -> String {
        let direction = self.random.of(Direction::ALL).text();
        match self.random.below(10) {
            0 | 1 => format!("on {}", self.reference()),
            2 | 3 => format!("{direction} {}", self.reference()),
            4 => format!("between {} and {}", self.reference(), self.reference()),
            _ => {
                let sign = self.random.pick(COMPARISONS);
                let count =
                    self.random.pick(&["0", "1", "2", "3", "7", "24", "30", "age", "(1 + 1)"]);
                let unit = match self.random.below(2) {
                    0 => self.random.of(&[Unit::Day, Unit::Hour, Unit::Month]),
                    _ => self.random.of(Unit::ALL),
                };
                let unit = match unit {
                    Unit::Century => "centuries".to_owned(),
                    Unit::Millennium => "millennia".to_owned(),
                    other => format!("{}s", other.text()),
                };
                format!("{sign} {count} {unit} {direction} {}", self.reference())
            }
        }
    }

    fn reference(&mut self) -> String {
        if !self.labels.is_empty() && self.random.percent(60) {
            return self.label();
        }
        match self.random.below(8) {
            0 | 1 => "now".to_owned(),
            2 => "today".to_owned(),
            3 => self.random.pick(&["yesterday", "tomorrow"]).to_owned(),
            4 => self.calendar_unit(),
            5 => self.date(),
            _ => self.path(Kind::Time),
        }
    }
}
