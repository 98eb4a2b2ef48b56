//! Random regular expressions that are regular, and groups of what they find.

use super::query::{Writer, wrapped};
use super::random::Random;
use super::vocabulary::Kind;

impl Writer<'_> {
    /// A regular expression as it is written in a query; now and then a field.
    pub fn pattern(&mut self) -> String {
        if self.random.percent(12) {
            return self.path(Kind::Text);
        }
        let flags = if self.random.percent(15) { "(?i)" } else { "" };
        let pattern = format!("{flags}{}", alternatives(self.random, 3));
        format!("\"{}\"", pattern.replace('\\', "\\\\"))
    }

    pub fn regex_group(&mut self) -> String {
        let (text, pattern) = (self.tested(), self.pattern());
        let number = match self.random.below(10) {
            0 => self.path(Kind::Number),
            1 => "2.0".to_owned(),
            _ => self.random.of(&[0, 0, 1, 1, 2]).to_string(),
        };
        match self.random.below(4) {
            0 => format!("regexGroup({text}, {pattern}, {number})"),
            _ => format!("{}.regexGroup({pattern}, {number})", wrapped(&text)),
        }
    }
}

fn alternatives(random: &mut Random, depth: usize) -> String {
    let number = random.of(&[1, 1, 1, 2]);
    let all: Vec<String> = (0..number).map(|_| sequence(random, depth)).collect();
    all.join("|")
}

fn sequence(random: &mut Random, depth: usize) -> String {
    let number = random.of(&[1, 1, 2, 3]);
    (0..number).map(|_| piece(random, depth)).collect()
}

fn piece(random: &mut Random, depth: usize) -> String {
    let atom = match random.below(14) {
        0 => return random.pick(&["^", "$", "\\b", "\\B"]).to_owned(),
        1 => ".".to_owned(),
        2 => random.pick(&["\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\.", "\\x61"]).to_owned(),
        3 => {
            let classes =
                ["[a-c]", "[^a]", "[A-Zb]", "[\\d.]", "[^\\w]", "[é-ü]", "[_%]", "[b-]", "[\\W]"];
            random.pick(&classes).to_owned()
        }
        4..=6 if depth > 0 => {
            let open = random.pick(&["(", "(", "(?:", "(?i:", "(?i)(", "(?<n>"]);
            // A name can be given once.
            let open = if open == "(?<n>" && depth < 3 { "(" } else { open };
            format!("{open}{})", alternatives(random, depth - 1))
        }
        _ => random.pick(&["a", "b", "c", "A", "B", "é", "ß", "5", "ab", "_", "%"]).to_owned(),
    };
    let repetition = match random.below(12) {
        0 => "*",
        1 => "+",
        2 => "?",
        3 => random.pick(&["{2}", "{1,2}", "{0,}", "*?", "+?", "??"]),
        _ => "",
    };
    format!("{atom}{repetition}")
}
