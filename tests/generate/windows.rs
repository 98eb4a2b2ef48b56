//! Random queries about events of some time, for tests of how far back a query can look.

use super::chains::count;
use super::query::{Writer, wrapped};
use super::random::Random;
use super::vocabulary::Kind;

const EVENTS: &str = "$1.xEvent";
const UNITS: &[&str] = &["minutes", "hours", "hours", "days", "days", "weeks", "months", "years"];
const CALENDAR: &[&str] = &["hour", "day", "week", "month", "year"];

/// A query that looks at events, mostly of a time that is bounded.
pub fn windowed(random: &mut Random) -> String {
    let room = random.of(&[2, 4, 8]);
    let mut writer = Writer::new(random, room);
    let first = writer.events_of_some_time();
    match writer.random.below(8) {
        0 => format!("not {}", wrapped(&first)),
        1 | 2 => {
            let word = writer.random.pick(&["and", "or", "and not"]);
            let second = writer.events_of_some_time();
            format!("{} {word} {}", wrapped(&first), wrapped(&second))
        }
        3 => format!("{} and {}", wrapped(&first), wrapped(&writer.condition())),
        4 => format!("if({first}, {}, {})", writer.number(), writer.events_of_some_time()),
        _ => first,
    }
}

/// What follows `occurs`: mostly a window that ends at the time of the evaluation.
pub fn window(random: &mut Random) -> String {
    let number = random.of(&[0, 1, 1, 2, 3, 7, 24, 30]);
    let unit = random.pick(UNITS);
    let reference = reference(random);
    match random.below(14) {
        0..=4 => {
            let sign = random.pick(&["<=", "<=", "<", "<", "=", ">", "!="]);
            format!("{sign} {number} {unit} before {reference}")
        }
        5 => format!("<= {number} {unit} from {reference}"),
        6 => format!("<= {number} {unit} after {reference}"),
        7 | 8 => format!("on {reference}"),
        9 | 10 => format!("after {reference}"),
        11 => format!("from {reference}"),
        12 => format!("between {reference} and {}", self::reference(random)),
        _ => format!("before {reference}"),
    }
}

fn reference(random: &mut Random) -> String {
    match random.below(10) {
        0..=3 => "now".to_owned(),
        4 | 5 => "today".to_owned(),
        6 => "yesterday".to_owned(),
        7 => "tomorrow".to_owned(),
        _ => {
            let relation = random.pick(&["this", "this", "last", "next"]);
            format!("{relation} {}", random.pick(CALENDAR))
        }
    }
}

impl Writer<'_> {
    fn events_of_some_time(&mut self) -> String {
        match self.random.below(12) {
            0..=2 => self.chain_of_some_time(),
            3 | 4 => {
                let condition = self.in_event("timestamp");
                format!("{EVENTS}.exists({condition})")
            }
            5 | 6 => {
                let filter = format!("{EVENTS}[{}]", self.in_event("timestamp"));
                self.of_filtered(&filter)
            }
            7 => format!("{EVENTS}.filter((E) => {})", self.of_variable("E")),
            8 => {
                let outer = self.in_event("timestamp");
                format!("{EVENTS}[{outer}].exists({})", self.in_event("timestamp"))
            }
            9 => {
                let form = self.random.pick(&["sum", "average", "min", "max"]);
                let condition = self.of_variable("E");
                format!("({form} E.price over E from {EVENTS} where {condition}) > 1")
            }
            10 => self.pair(),
            _ => {
                let word = self.random.pick(&["exists", "select", "none", "one", "forall", "all"]);
                let condition = self.of_variable("E");
                let colon = if self.random.percent(30) { " : (E.price > 1)" } else { "" };
                format!("{word} E from {EVENTS} where ({condition}){colon}")
            }
        }
    }

    /// Steps, most of them in a window.
    fn chain_of_some_time(&mut self) -> String {
        let number = self.random.of(&[1, 1, 2, 2, 3]);
        let mut steps = Vec::new();
        for at in 0..number {
            let negated = self.random.percent(15);
            let not = if negated { "NOT " } else { "" };
            let what = match self.random.below(4) {
                0 => self.in_event("timestamp"),
                1 => "price > 1".to_owned(),
                _ => format!("eventType = \"{}\"", self.random.pick(&["a", "b", "c"])),
            };
            let mut step = format!("C{at}: {not}WHAT({what})");
            if self.random.percent(75) {
                step += &format!(" WHEN({})", window(self.random));
            }
            if self.random.percent(15) {
                step += &format!(" WHERE({})", self.in_event("timestamp"));
            }
            steps.push(step + &count(self.random, negated).0);
        }
        format!("chain({EVENTS}, timestamp, [{}])", steps.join(", "))
    }

    /// Two events, one after the other.
    fn pair(&mut self) -> String {
        let (first, second) = (self.of_variable("A"), self.of_variable("B"));
        let order = "B.timestamp occurs after A.timestamp";
        format!(
            "exists A from {EVENTS} where ({first}), B from {EVENTS} where ({second}) and {order}"
        )
    }

    fn of_filtered(&mut self, filter: &str) -> String {
        let end = self.random.pick(&[
            "",
            ".count() >= 2",
            ".count() = 0",
            ".sum(price) > 3",
            ".max(price)",
            ".topN(price, 1).eventType",
            ".head().eventType",
            ".eventType.distinct().count()",
            ".items.price",
            ".groupBy(eventType).keys()",
        ]);
        format!("{filter}{end}")
    }

    /// A condition in the scope of an event.
    fn in_event(&mut self, timestamp: &str) -> String {
        self.in_item(Kind::Event, |writer| writer.timed(timestamp))
    }

    fn of_variable(&mut self, name: &str) -> String {
        let timestamp = format!("{name}.timestamp");
        self.with_variable(name, Kind::Event, |writer| writer.timed(&timestamp))
    }

    /// A condition on a time, most often with others around it.
    fn timed(&mut self, timestamp: &str) -> String {
        let own = format!("{timestamp} occurs {}", window(self.random));
        let other = match self.random.below(3) {
            0 => format!("{timestamp} occurs {}", window(self.random)),
            1 => self.condition(),
            _ => "1 = 1".to_owned(),
        };
        match self.random.below(9) {
            0 => format!("({other}) and {own}"),
            1 => format!("{own} and ({other})"),
            2 => format!("{own} or ({other})"),
            3 => format!("not ({own})"),
            4 => format!("{own} and not ({other})"),
            _ => own,
        }
    }
}
