//! What a simulation saw, to be printed and judged.

use std::collections::BTreeMap;

use pql_edge::audience::AudienceSet;

use super::DAYS;
use crate::oracle::audiences::Audiences;
use crate::oracle::lifecycle::Lists;
use crate::sampled;

/// What was seen of one definition.
#[derive(Clone, Copy, Default)]
pub struct Seen {
    memberships: usize,
    entered: usize,
    left: usize,
    newer: usize,
}

/// What was seen of all.
#[derive(Default)]
pub struct Tally {
    pub steps: BTreeMap<&'static str, usize>,
    compared: usize,
    /// Of the set of all, and of the set that forgets.
    pub kept: [usize; 2],
    pub happened: usize,
    seen: Vec<Seen>,
}

impl Tally {
    pub fn note(&mut self, audiences: &Audiences, members: &[bool], lists: &Lists) {
        self.seen.resize(audiences.list.len(), Seen::default());
        self.compared += members.len();
        for (at, audience) in audiences.list.iter().enumerate() {
            let seen = &mut self.seen[at];
            seen.memberships += usize::from(members[at]);
            seen.entered += usize::from(lists.realized.contains(&audience.id));
            seen.left += usize::from(lists.exited.contains(&audience.id));
            seen.newer += usize::from(lists.newer.contains(&audience.id));
        }
    }

    pub fn add(&mut self, other: &Tally) {
        for (name, count) in &other.steps {
            *self.steps.entry(name).or_default() += count;
        }
        self.compared += other.compared;
        self.happened += other.happened;
        for (kept, other) in self.kept.iter_mut().zip(other.kept) {
            *kept += other;
        }
        self.seen.resize(other.seen.len(), Seen::default());
        for (seen, other) in self.seen.iter_mut().zip(&other.seen) {
            seen.memberships += other.memberships;
            seen.entered += other.entered;
            seen.left += other.left;
            seen.newer += other.newer;
        }
    }

    pub fn print(&self, profiles: usize, sets: [&AudienceSet; 2]) {
        let (audiences, _) = sampled::audiences(sampled::is_synchronous);
        let sum = |of: fn(&Seen) -> usize| self.seen.iter().map(of).sum::<usize>();
        println!("{profiles} profiles, {} days, steps: {:?}", DAYS, self.steps);
        println!("{} memberships compared, {} of them in", self.compared, sum(|it| it.memberships));
        let [entered, left, newer] = [sum(|it| it.entered), sum(|it| it.left), sum(|it| it.newer)];
        println!("{entered} entries, {left} exits, {newer} times a newer record was left as it is");
        for (set, kept) in sets.into_iter().zip(self.kept) {
            let (size, lookback) = (set.audiences().len(), set.lookback());
            let share = kept * 100 / self.happened;
            println!("{size} definitions, {lookback:?}: {share} % of the events kept");
        }
        for (label, ids) in sampled::groups() {
            let is_of_group = |at: &usize| ids.contains(&audiences.list[*at].id);
            let of_group: Vec<Seen> =
                (0..self.seen.len()).filter(is_of_group).map(|at| self.seen[at]).collect();
            let sum = |of: fn(&Seen) -> usize| of_group.iter().map(of).sum::<usize>();
            let [entered, left] = [sum(|it| it.entered), sum(|it| it.left)];
            println!("{label:22} {:3} definitions {entered:6} in {left:6} out", of_group.len());
        }
    }

    /// Every definition was entered and left by somebody, and there was enough to forget.
    pub fn check(&self, profiles: usize) {
        let (audiences, texts) = sampled::audiences(sampled::is_synchronous);
        assert_eq!(self.seen.len(), 150);
        let of = |at: usize| (&self.seen[at], &audiences.list[at].id, &texts[at]);
        let stuck = (0..self.seen.len()).map(of).filter(|(it, ..)| it.entered == 0 || it.left == 0);
        let stuck: Vec<String> = stuck
            .map(|(it, id, text)| format!("{} in, {} out: {id} {text}", it.entered, it.left))
            .collect();
        assert!(stuck.is_empty(), "never entered or never left:\n{}", stuck.join("\n"));
        assert!(self.seen.iter().any(|it| it.newer > 0), "no record was ever newer");
        assert!(self.steps["events"] > profiles * 30, "too few events: {:?}", self.steps);
        assert!(self.kept[1] * 2 < self.happened, "the set that forgets keeps nearly everything");
    }
}
