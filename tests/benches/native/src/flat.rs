//! The limit: a loop over flat operations, paths resolved to slots, strings to numbers, no index.

use std::collections::HashMap;

use serde_json::Value as Json;

use crate::Engine;
use crate::case::{Case, Condition, at};

/// Where the two outcomes of an operation lead when the predicate is decided.
const TRUE: u8 = 254;
const FALSE: u8 = 255;

#[derive(Clone, Copy)]
enum Test {
    Equal(u32),
    AtLeast(f64),
    /// A part of `Flat::lists`.
    In(u32, u16),
    /// One of `Flat::suffixes`.
    EndsWith(u32),
}

/// One condition, and which operation of its predicate comes next.
#[derive(Clone, Copy)]
struct Operation {
    test: Test,
    slot: u8,
    yes: u8,
    no: u8,
}

/// A field of a profile in all its forms.
#[derive(Clone, Default)]
struct Slot {
    id: u32,
    number: f64,
    text: String,
}

pub struct Flat {
    operations: Vec<Operation>,
    /// Where each predicate begins.
    starts: Vec<u32>,
    lists: Vec<u32>,
    suffixes: Vec<String>,
    profiles: Vec<Vec<Slot>>,
}

#[derive(Default)]
struct Builder {
    operations: Vec<Operation>,
    lists: Vec<u32>,
    suffixes: Vec<String>,
    paths: Vec<String>,
    ids: HashMap<String, u32>,
}

impl Flat {
    pub fn new(case: &Case) -> Flat {
        let mut builder = Builder::default();
        let mut starts = Vec::new();
        for rule in &case.rules {
            let start = builder.operations.len();
            starts.push(start as u32);
            builder.add(&rule.condition, start, TRUE, FALSE);
        }
        let profiles = case.profiles.iter().map(|text| builder.slots(text)).collect();
        let Builder { operations, lists, suffixes, .. } = builder;
        Flat { operations, starts, lists, suffixes, profiles }
    }

    fn holds(&self, operation: &Operation, slot: &Slot) -> bool {
        match operation.test {
            Test::Equal(id) => slot.id == id,
            Test::AtLeast(least) => slot.number >= least,
            Test::In(from, count) => {
                let from = from as usize;
                self.lists[from..from + count as usize].contains(&slot.id)
            }
            Test::EndsWith(suffix) => slot.text.ends_with(&*self.suffixes[suffix as usize]),
        }
    }
}

impl Builder {
    /// Writes a condition that leads to `yes` or `no`, places from the start of its predicate.
    fn add(&mut self, condition: &Condition, start: usize, yes: u8, no: u8) {
        let (last, before) = match condition.of.split_last() {
            None => return self.leaf(condition, yes, no),
            Some(parts) => parts,
        };
        for part in before {
            let next = (self.operations.len() - start) as u8 + size(part);
            match &*condition.op {
                "all" => self.add(part, start, next, no),
                _ => self.add(part, start, yes, next),
            }
        }
        self.add(last, start, yes, no);
    }

    fn leaf(&mut self, condition: &Condition, yes: u8, no: u8) {
        let test = match (&*condition.op, &condition.value) {
            ("=", Json::String(text)) => Test::Equal(self.id(text)),
            (">=", value) => Test::AtLeast(value.as_f64().unwrap()),
            ("endsWith", Json::String(text)) => {
                self.suffixes.push(text.clone());
                Test::EndsWith(self.suffixes.len() as u32 - 1)
            }
            ("in", _) => {
                let from = self.lists.len() as u32;
                let ids: Vec<u32> = condition.values.iter().map(|text| self.id(text)).collect();
                self.lists.extend(&ids);
                Test::In(from, ids.len() as u16)
            }
            (other, _) => panic!("no operation {other}"),
        };
        let slot = self.slot(&condition.path);
        self.operations.push(Operation { test, slot, yes, no });
    }

    fn id(&mut self, text: &str) -> u32 {
        let next = self.ids.len() as u32 + 1;
        *self.ids.entry(text.to_owned()).or_insert(next)
    }

    fn slot(&mut self, path: &str) -> u8 {
        let known = self.paths.iter().position(|one| one == path);
        known.unwrap_or_else(|| {
            self.paths.push(path.to_owned());
            self.paths.len() - 1
        }) as u8
    }

    fn slots(&self, text: &str) -> Vec<Slot> {
        let profile: Json = serde_json::from_str(text).unwrap();
        let read = |path: &String| match at(&profile, path) {
            Json::String(text) => Slot {
                id: self.ids.get(text).copied().unwrap_or(0),
                number: f64::NAN,
                text: text.clone(),
            },
            other => Slot { number: other.as_f64().unwrap_or(f64::NAN), ..Slot::default() },
        };
        self.paths.iter().map(read).collect()
    }
}

/// How many operations a condition becomes.
fn size(condition: &Condition) -> u8 {
    if condition.of.is_empty() { 1 } else { condition.of.iter().map(size).sum() }
}

impl Engine for Flat {
    fn inputs(&self) -> &'static [&'static str] {
        &["read"]
    }

    fn evaluate(&mut self, _: &str, profile: usize, found: &mut Vec<usize>) {
        let slots = &self.profiles[profile];
        for (number, start) in self.starts.iter().enumerate() {
            let mut at = 0;
            let truth = loop {
                let operation = &self.operations[*start as usize + at as usize];
                let holds = self.holds(operation, &slots[operation.slot as usize]);
                at = if holds { operation.yes } else { operation.no };
                if at >= TRUE {
                    break at == TRUE;
                }
            };
            if truth {
                found.push(number);
            }
        }
    }
}
