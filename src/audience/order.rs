//! Who has to be evaluated before whom, and who refers to each other in a circle.

use alloc::collections::VecDeque;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::Audience;
use crate::keys::Map;
use crate::sorted::sort_by_key;

/// What references between audiences demand.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// The audiences that are on no circle, each after those that it refers to.
    pub(super) order: Vec<usize>,
    /// The others.
    pub(super) circles: Vec<Circle>,
}

/// Audiences that all refer to each other, directly or not.
#[derive(Debug)]
pub(super) struct Circle {
    /// All of them, in the order of the definitions.
    pub(super) indices: Vec<usize>,
    /// The ids of the shortest way from the first one back to it; of a long way the ends.
    pub(super) text: String,
}

/// Sorts audiences by their references. Linear in the references, but for the search of ids and
/// the texts of circles.
pub(super) fn order(audiences: &[Audience]) -> Order {
    let refers = |audience: &Audience| !audience.query.program().parts().segments.is_empty();
    if !audiences.iter().any(refers) {
        return Order { order: (0..audiences.len()).collect(), circles: Vec::new() };
    }
    walked(audiences)
}

/// The same where some refer to others; apart, as hosts compile all of a function that is called.
#[inline(never)]
fn walked(audiences: &[Audience]) -> Order {
    let targets = targets(audiences);
    let mut walk = Walk {
        targets: &targets,
        visits: vec![Visit::default(); audiences.len()],
        count: 0,
        open: Vec::new(),
        found: Order::default(),
    };
    for start in 0..audiences.len() {
        walk.from(start);
    }
    let mut found = walk.found;
    for circle in &mut found.circles {
        circle.text = text(&shortest(circle, &targets), audiences);
    }
    found
}

/// The audiences that each one refers to.
fn targets(audiences: &[Audience]) -> Vec<Vec<usize>> {
    let ids = audiences.iter().enumerate().map(|(index, audience)| (&*audience.id, index));
    let mut known = Map::default();
    ids.for_each(|(id, index)| known.insert(id, index));
    let of = |audience: &Audience| {
        let segments = audience.query.program().parts().segments.texts();
        segments.filter_map(|id| known.get(id).copied()).collect()
    };
    audiences.iter().map(of).collect()
}

/// Tarjan's walk over references, with a stack of its own: chains of references may be long.
struct Walk<'t> {
    targets: &'t [Vec<usize>],
    visits: Vec<Visit>,
    // How many audiences were visited.
    count: u32,
    // Visited and not yet known to be on a circle or not.
    open: Vec<usize>,
    found: Order,
}

#[derive(Clone, Copy, Default)]
struct Visit {
    // When it was visited, from 1.
    number: u32,
    // The earliest open one that can be reached from it.
    low: u32,
    open: bool,
}

impl Walk<'_> {
    fn from(&mut self, start: usize) {
        if self.visit(start).number > 0 {
            return;
        }
        self.enter(start);
        // The way to the audience at hand: each with how many of its references were followed.
        let mut way = vec![(start, 0)];
        while let Some((index, followed)) = way.last_mut() {
            let index = *index;
            let target = self.targets.get(index).and_then(|all| all.get(*followed)).copied();
            *followed += 1;
            match target {
                Some(target) if self.visit(target).number == 0 => {
                    self.enter(target);
                    way.push((target, 0));
                }
                Some(target) => {
                    let seen = self.visit(target);
                    if seen.open {
                        self.lower(index, seen.number);
                    }
                }
                None => {
                    way.pop();
                    let low = self.leave(index);
                    if let Some((before, _)) = way.last() {
                        self.lower(*before, low);
                    }
                }
            }
        }
    }

    fn visit(&self, index: usize) -> Visit {
        self.visits.get(index).copied().unwrap_or_default()
    }

    fn enter(&mut self, index: usize) {
        self.count += 1;
        if let Some(visit) = self.visits.get_mut(index) {
            *visit = Visit { number: self.count, low: self.count, open: true };
        }
        self.open.push(index);
    }

    fn lower(&mut self, index: usize, low: u32) {
        if let Some(visit) = self.visits.get_mut(index) {
            visit.low = visit.low.min(low);
        }
    }

    /// All references of the audience were followed. When nothing before it can be reached from it,
    /// it and what is open behind it are done.
    fn leave(&mut self, index: usize) -> u32 {
        let Visit { number, low, .. } = self.visit(index);
        if low == number {
            let from = self.open.iter().rposition(|open| *open == index).unwrap_or(0);
            let mut indices = self.open.split_off(from);
            for done in &indices {
                if let Some(visit) = self.visits.get_mut(*done) {
                    visit.open = false;
                }
            }
            let own = self.targets.get(index).is_some_and(|targets| targets.contains(&index));
            if indices.len() > 1 || own {
                sort_by_key(&mut indices, |index| *index);
                self.found.circles.push(Circle { indices, text: String::new() });
            } else {
                self.found.order.push(index);
            }
        }
        low
    }
}

/// How many ids of a circle are shown, and how many characters of each: every audience on it
/// carries the text.
const SHOWN: usize = 12;
const LETTERS: usize = 100;

fn text(way: &[usize], audiences: &[Audience]) -> String {
    let id = |index: &usize| audiences.get(*index).map_or_else(String::new, |it| shown(&it.id));
    let hidden = way.len().saturating_sub(SHOWN);
    let (first, rest) = way.split_at(way.len().min(SHOWN - 1));
    let mut ids: Vec<String> = first.iter().map(id).collect();
    if hidden > 0 {
        ids.push(format!("… {hidden} more …"));
    }
    ids.extend(rest.iter().skip(hidden).map(id));
    ids.join(" → ")
}

/// An id, or the beginning of a long one.
fn shown(id: &str) -> String {
    match id.char_indices().nth(LETTERS).and_then(|(end, _)| id.get(..end)) {
        Some(beginning) => format!("{beginning}…"),
        None => id.into(),
    }
}

/// The shortest way from the first audience of a circle back to it.
fn shortest(circle: &Circle, targets: &[Vec<usize>]) -> Vec<usize> {
    let Some(first) = circle.indices.first().copied() else {
        return Vec::new();
    };
    // From where each was reached.
    let mut from = Map::default();
    let mut next = VecDeque::from([first]);
    while let Some(index) = next.pop_front() {
        for target in targets.get(index).into_iter().flatten() {
            if circle.indices.binary_search(target).is_ok() && from.get(target).is_none() {
                from.insert(*target, index);
                next.push_back(*target);
            }
        }
    }
    let mut way = vec![first];
    let mut at = from.get(&first).copied();
    while let Some(index) = at.filter(|index| *index != first) {
        way.push(index);
        at = from.get(&index).copied();
    }
    way.push(first);
    way.reverse();
    way
}
