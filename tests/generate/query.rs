//! Random well-formed queries, as text.

use super::random::Random;
use super::vocabulary::{Kind, PARAMETERS, VARIABLES};

/// Writes one query.
pub struct Writer<'r> {
    pub random: &'r mut Random,
    /// The item scopes, the profile first.
    items: Vec<Kind>,
    variables: Vec<(String, Kind)>,
    /// The highest parameter that there is.
    parameters: usize,
    /// The labels of a chain that are names where the text is now.
    pub labels: Vec<String>,
    /// How many more nodes this query may have, about.
    room: i32,
}

/// A whole query.
pub fn query(random: &mut Random) -> String {
    let room = random.of(&[4, 8, 15, 30]);
    let mut writer = Writer::new(random, room);
    if writer.random.percent(10) {
        return writer.with_parameters();
    }
    if writer.random.percent(70) { writer.condition() } else { writer.any() }
}

impl<'r> Writer<'r> {
    pub fn new(random: &'r mut Random, room: i32) -> Writer<'r> {
        Writer {
            random,
            items: vec![Kind::Profile],
            variables: Vec::new(),
            parameters: 9,
            labels: Vec::new(),
            room,
        }
    }
}

impl Writer<'_> {
    /// A query that names its parameters.
    fn with_parameters(&mut self) -> String {
        let names =
            [("P", Kind::Profile), ("Offer", Kind::Order), ("N", Kind::Number), ("L", Kind::Line)];
        self.parameters = self.random.of(&[1, 1, 2, 3, 4]);
        let named = &names[..self.parameters];
        self.variables.extend(named.iter().map(|(name, kind)| ((*name).to_owned(), *kind)));
        let names: Vec<&str> = named.iter().map(|(name, _)| *name).collect();
        format!("({}) => {}", names.join(", "), self.any())
    }

    /// Whether the query is still small enough for another nested part.
    pub fn may_nest(&mut self) -> bool {
        self.room -= 1;
        self.room > 0
    }

    /// Any expression.
    pub fn any(&mut self) -> String {
        match self.random.below(10) {
            0 => self.text(),
            1 => self.number(),
            2 => self.time(),
            3 | 4 => self.array().0,
            5 => self.object(),
            6 => self.path(Kind::Any),
            7 => self.map(),
            8 if self.may_nest() => self.bound(Self::any),
            _ => self.condition(),
        }
    }

    /// The same in parentheses where it could be read in another way; seldom without, for that.
    pub fn operand(&mut self, make: fn(&mut Self) -> String) -> String {
        let text = make(self);
        if is_simple(&text) || self.random.percent(4) { text } else { format!("({text})") }
    }

    /// Something inside the scope of an item.
    pub fn in_item<T>(&mut self, kind: Kind, make: impl FnOnce(&mut Self) -> T) -> T {
        self.items.push(kind);
        let made = make(self);
        self.items.pop();
        made
    }

    /// An expression for the items of an array: in their scope, or a lambda.
    pub fn for_item(&mut self, item: Kind, make: fn(&mut Self) -> String) -> String {
        if self.random.percent(70) {
            return self.in_item(item, make);
        }
        let name = (*self.random.pick(VARIABLES)).to_owned();
        let made = self.with_variable(&name, item, make);
        format!("({name}) => {made}")
    }

    /// Something that sees one more variable.
    pub fn with_variable<T>(
        &mut self,
        name: &str,
        kind: Kind,
        make: impl FnOnce(&mut Self) -> T,
    ) -> T {
        self.variables.push((name.to_owned(), kind));
        let made = make(self);
        self.variables.pop();
        made
    }

    /// Declarations for a quantifier or aggregate, and something that sees their variables.
    pub fn declared<T>(
        &mut self,
        most: usize,
        make: impl FnOnce(&mut Self, &str) -> T,
    ) -> (String, T) {
        let before = self.variables.len();
        let number = 1 + self.random.below(most);
        let mut declarations = Vec::new();
        for _ in 0..number {
            let (source, item) = self.array();
            let name = (*self.random.pick(VARIABLES)).to_owned();
            let mut text = format!("{name} from {}", wrapped(&source));
            self.variables.push((name, item));
            if self.random.percent(75) {
                // A condition would swallow what follows it.
                let condition = self.condition();
                text += &format!(" where ({condition})");
            }
            declarations.push(text);
        }
        let last = self.variables.last().map_or(String::new(), |(name, _)| name.clone());
        let made = make(self, &last);
        self.variables.truncate(before);
        (declarations.join(", "), made)
    }

    /// A path to something of a kind; now and then to something else.
    pub fn path(&mut self, wanted: Kind) -> String {
        if self.random.percent(25)
            && let Some(whole) = self.named(wanted)
        {
            return whole;
        }
        let (prefix, kind) = self.place();
        let exact: Vec<&str> = kind
            .fields()
            .iter()
            .filter(|(_, kind)| wanted == Kind::Any || *kind == wanted)
            .map(|(name, _)| *name)
            .collect();
        let all: Vec<&str> = kind.fields().iter().map(|(name, _)| *name).collect();
        let chosen = if exact.is_empty() || self.random.percent(8) { &all } else { &exact };
        if chosen.is_empty() {
            return match prefix.as_str() {
                "" => "this".to_owned(),
                up if up.starts_with('^') => format!("{up}name"),
                variable => variable.to_owned(),
            };
        }
        let name = self.random.pick(chosen);
        match prefix.as_str() {
            "" => name.to_owned(),
            up if up.ends_with('^') && self.random.percent(50) => format!("{up}{name}"),
            other => format!("{other}.{name}"),
        }
    }

    /// A variable or a parameter that is of a kind itself.
    fn named(&mut self, wanted: Kind) -> Option<String> {
        let mut all: Vec<String> = self
            .variables
            .iter()
            .filter(|(_, kind)| *kind == wanted)
            .map(|(name, _)| name.clone())
            .collect();
        if self.random.percent(30) {
            let given = self.given().into_iter().filter(|(_, kind)| *kind == wanted);
            all.extend(given.map(|(name, _)| name.to_owned()));
        }
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        if all.is_empty() { None } else { Some(self.random.pick(&all).to_owned()) }
    }

    /// What the host gives, as far as the query may name it.
    fn given(&self) -> Vec<(&'static str, Kind)> {
        let number = |name: &str| name.strip_prefix('$').and_then(|it| it.parse::<usize>().ok());
        let may = |name: &str| number(name).is_none_or(|number| number <= self.parameters);
        PARAMETERS.iter().copied().filter(|(name, _)| may(name)).collect()
    }

    /// Where a path starts: at the item, an outer one, the profile or a variable.
    fn place(&mut self) -> (String, Kind) {
        let innermost = self.items.len() - 1;
        if !self.variables.is_empty() && self.random.percent(60) {
            let at = self.random.below(self.variables.len());
            return self.variables[at].clone();
        }
        match self.random.below(20) {
            0 | 1 => ("$1".to_owned(), Kind::Profile),
            2 | 3 => ("this".to_owned(), self.items[innermost]),
            4 => {
                let objects: Vec<(&str, Kind)> = self
                    .given()
                    .into_iter()
                    .filter(|(_, kind)| !kind.fields().is_empty())
                    .collect();
                let (name, kind) = self.random.of(&objects);
                (name.to_owned(), kind)
            }
            5..=7 if innermost > 0 => {
                let levels = 1 + self.random.below(innermost);
                ("^".repeat(levels), self.items[innermost - levels])
            }
            _ => (String::new(), self.items[innermost]),
        }
    }

    /// Whether the innermost scope is the item of an array.
    pub fn in_array(&self) -> bool {
        self.items.len() > 1
    }
}

/// Nothing that an operator next to it could tear apart.
fn is_simple(text: &str) -> bool {
    !text.contains(' ') && !text.starts_with(['-', '!'])
}

pub fn wrapped(text: &str) -> String {
    if is_simple(text) { text.to_owned() } else { format!("({text})") }
}
