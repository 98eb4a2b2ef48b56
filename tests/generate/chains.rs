//! Random event sequences, with the ranges, exclusions and references that extend the language.

use serde_json::{Value as Json, json};

use super::query::{Writer, wrapped};
use super::random::Random;
use super::vocabulary::Kind;

impl Writer<'_> {
    pub fn chain(&mut self) -> String {
        let (array, field) = match self.random.below(6) {
            0 => ("orders".to_owned(), "at"),
            1 => (wrapped(&self.array_of(Kind::Events)), "timestamp"),
            _ => ("$1.xEvent".to_owned(), "timestamp"),
        };
        let item = if field == "at" { Kind::Order } else { Kind::Event };
        let number = self.random.of(&[1, 1, 2, 2, 3, 4]);
        // The labels of an outer chain are out of reach in the texts that are written here.
        let outer = std::mem::take(&mut self.labels);
        let mut labels = Vec::new();
        let mut steps = Vec::new();
        for at in 0..number {
            let (step, finds) = self.in_item(item, |writer| writer.step(at, &labels));
            steps.push(step);
            if finds {
                labels.push(format!("C{at}"));
            }
        }
        self.labels = outer;
        format!("chain({array}, {field}, [{}])", steps.join(", "))
    }

    /// A step, and whether it finds events, so that later ones may refer to it.
    fn step(&mut self, at: usize, labels: &[String]) -> (String, bool) {
        let what = match self.random.below(4) {
            0 => self.condition(),
            _ => format!("eventType = \"{}\"", self.random.pick(&["a", "b", "c"])),
        };
        let negated = self.random.percent(15);
        let mut step = format!("C{at}: {}WHAT({what})", if negated { "NOT " } else { "" });
        if self.random.percent(35) {
            self.labels = labels.to_vec();
            step += &format!(" WHEN({})", self.period());
            self.labels.clear();
        }
        if self.random.percent(10) {
            step += &format!(" WHERE({})", self.condition());
        }
        let (count, least) = count(self.random, negated);
        (step + &count, least > 0)
    }

    /// An earlier step, or a time of its event.
    pub fn label(&mut self) -> String {
        let labels = self.labels.clone();
        let label = labels[self.random.below(labels.len())].clone();
        if self.random.percent(75) { label } else { format!("{label}.timestamp") }
    }
}

/// How many events a step may have, and at least has.
pub fn count(random: &mut Random, negated: bool) -> (String, i64) {
    let number = random.of(&[0, 1, 1, 2, 2, 3]);
    let more = random.of(&[0, 1, 2]);
    let (count, least, most) = match random.below(12) {
        0 => (format!("{number}"), number, None),
        1 => (format!(">= {number}"), number, None),
        2 => (format!("> {number}"), number + 1, None),
        3 => (format!("<= {number}"), 0, Some(number)),
        4 => (format!("< {}", number + 1), 0, Some(number)),
        5 => (format!("< {number}"), 0, Some(number - 1)),
        6 => (format!("between 0 and {number}"), 0, Some(number)),
        7 if !negated => (format!("= {number}"), number, Some(number)),
        8 if !negated => {
            let most = number + more;
            (format!("between {number} and {most}"), number, Some(most))
        }
        9 if !negated && random.percent(20) => {
            (format!("between {} and {number}", number + 1), number + 1, Some(number))
        }
        _ => return (String::new(), if negated { 0 } else { 1 }),
    };
    let least = match most {
        Some(most) if negated => most + 1,
        None if negated => 0,
        _ => least,
    };
    (format!(" COUNT({count})"), least)
}

/// A chain over the events that `events` makes, dense in what steps have to do with each other.
pub fn sequence(random: &mut Random) -> String {
    let number = random.of(&[1, 2, 2, 3, 3, 4, 5]);
    let (mut steps, mut labels) = (Vec::new(), Vec::new());
    for at in 0..number {
        let negated = random.percent(25);
        let what = random.pick(&["k = \"a\"", "k = \"b\"", "k = \"c\"", "k != \"a\"", "at > 3"]);
        let when = if random.percent(40) { when(random, &labels) } else { String::new() };
        let (count, least) = count(random, negated);
        let not = if negated { "NOT " } else { "" };
        steps.push(format!("C{at}: {not}WHAT({what}){when}{count}"));
        if least > 0 {
            labels.push(format!("C{at}"));
        }
    }
    format!("chain(e, t, [{}])", steps.join(", "))
}

fn when(random: &mut Random, labels: &[String]) -> String {
    if labels.is_empty() {
        return format!(" WHEN(after {})", random.pick(&["at", "\"1970-01-01T00:00:00.002Z\""]));
    }
    let mut label = || labels[random.below(labels.len())].clone();
    let (first, second) = (label(), label());
    let number = random.below(4);
    let period = match random.below(8) {
        0 => format!("<= {number} milliseconds after {first}"),
        1 => format!("> {number} milliseconds after {first}"),
        2 => format!("= {number} milliseconds after {first}"),
        3 => format!("after {first}.at"),
        4 => format!("between {first} and {second}.at"),
        5 => format!("<= {first}.at milliseconds after {second}"),
        6 => format!("before {first}.at"),
        _ => format!("<= {number} milliseconds from {first}.at"),
    };
    format!(" WHEN({period})")
}

/// A profile with events that are close together.
pub fn events(random: &mut Random) -> Json {
    let number = random.below(9);
    let event = |random: &mut Random| {
        let (time, at) = (random.below(9), random.below(9));
        json!({ "k": random.pick(&["a", "b", "c"]), "t": time, "at": at })
    };
    json!({ "e": (0..number).map(|_| event(random)).collect::<Vec<_>>() })
}
