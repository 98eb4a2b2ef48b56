//! Decides an event sequence whose steps have upper bounds or refer to each other.

use bumpalo::collections::Vec;

use crate::value::{Arena, Meter};

/// How many steps a search has.
const MAX_STEPS: usize = 6;

/// How many events a step takes.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    /// At least; a step that takes none finds no event itself.
    pub(super) least: i64,
    /// At most.
    pub(super) most: Option<i64>,
    /// Whether its condition varies with the events that steps before found.
    pub(super) varies: bool,
}

/// What the search wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// To know whether the event fits the step.
    Ask { step: usize, event: usize },
    /// Nothing: the sequence is there, or it is not.
    Done(bool),
}

/// The search for positions of the positive steps, those that take an event at least: the last of
/// the events that each takes. It goes from step to step, takes the earliest position first, and
/// comes back for a later one when the steps behind find none.
///
/// Between the position of a positive step and the first event that fits the next one lies a gap;
/// the upper bounds are about the events in the gaps. A position from which the rest was not found
/// is not tried again, unless the rest refers to steps before.
pub(super) struct Search<'a> {
    rules: Vec<'a, Rule>,
    // Of each step: which events fit, as far as it was asked.
    rows: Vec<'a, Row<'a>>,
    // The positive steps that have a position, and the one that is looked for.
    frames: Vec<'a, Frame>,
    // Positions behind which nothing was found, by positive step and event.
    dead: Vec<'a, bool>,
    asked: Option<(usize, usize)>,
    phase: Phase,
    // How far the search came at most, and the step that failed there.
    missed: Option<(usize, usize)>,
}

/// What the events say to the condition of a step.
struct Row<'a> {
    fits: Vec<'a, bool>,
    // The first event that was not asked yet.
    next: usize,
}

/// A positive step on the way.
#[derive(Clone, Copy, Default)]
struct Frame {
    // The first event later than the position before.
    from: usize,
    // The first event that was not tried as its position.
    next: usize,
    // How many events before `next` fit.
    hits: i64,
    // Its position: the event behind which the next step begins.
    position: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Phase {
    /// Gather what is needed to know of the gap before the step, and of the step.
    Enter,
    /// Take the next position of the step.
    Choose,
    /// Nothing behind the position before.
    Back,
}

impl<'a> Search<'a> {
    pub(super) fn new(arena: &'a Arena) -> Search<'a> {
        Search {
            rules: Vec::new_in(arena),
            rows: Vec::new_in(arena),
            frames: Vec::new_in(arena),
            dead: Vec::new_in(arena),
            asked: None,
            phase: Phase::Enter,
            missed: None,
        }
    }

    pub(super) fn clear(&mut self) {
        self.rules.clear();
        self.rows.clear();
        self.frames.clear();
        self.dead.clear();
        (self.asked, self.phase, self.missed) = (None, Phase::Enter, None);
    }

    /// One step more. A chain has six; a program made by hand that goes in circles gets no more, for
    /// every move of the search looks at all of them.
    pub(super) fn rule(&mut self, rule: Rule, arena: &'a Arena) {
        if self.rules.len() < MAX_STEPS {
            self.rules.push(rule);
            self.rows.push(Row { fits: Vec::new_in(arena), next: 0 });
        }
    }

    /// Which step was asked last, and of which event.
    pub(super) fn asked(&self) -> Option<(usize, usize)> {
        self.asked
    }

    /// How many steps there are.
    pub(super) fn steps(&self) -> usize {
        self.rules.len()
    }

    /// What became of a step of a sequence that was found or not: it is the one that failed on the
    /// way that led furthest, or it stands before it. Of those behind nothing can be said.
    pub(super) fn verdict(&self, step: usize, found: bool) -> Option<bool> {
        match self.missed {
            _ if found => Some(true),
            Some((_, missed)) if step == missed => Some(false),
            Some((_, missed)) if step > missed => None,
            _ => Some(true),
        }
    }

    /// The answer to what was asked last is yes.
    pub(super) fn fits(&mut self) {
        if let Some((step, event)) = self.asked
            && let Some(fits) = self.rows.get_mut(step).and_then(|row| row.fits.get_mut(event))
        {
            *fits = true;
        }
    }

    /// The event that a positive step found.
    pub(super) fn position(&self, step: usize) -> Option<usize> {
        let frame = self.positive().position(|known| known == step)?;
        self.frames.get(frame).map(|frame| frame.position)
    }

    /// Goes on until something has to be known. `times` are those of the events, in their order.
    pub(super) fn advance(&mut self, times: &(impl Times + ?Sized), meter: &Meter) -> Next {
        if self.frames.is_empty() {
            self.begin(times.count());
        }
        loop {
            if !meter.take(1) {
                return Next::Done(false);
            }
            match self.phase {
                Phase::Enter => {
                    if let Some((step, event)) = self.unknown(times.count()) {
                        self.asked = Some((step, event));
                        return Next::Ask { step, event };
                    }
                    self.phase = match self.enter(times, meter) {
                        Some(true) => return Next::Done(true),
                        Some(false) => Phase::Choose,
                        None => Phase::Back,
                    };
                }
                Phase::Choose => self.choose(times, meter),
                Phase::Back => {
                    self.frames.pop();
                    if self.frames.is_empty() {
                        return Next::Done(false);
                    }
                    self.bury(times.count());
                    self.phase = Phase::Choose;
                }
            }
        }
    }

    fn begin(&mut self, events: usize) {
        for row in &mut self.rows {
            row.fits.resize(events, false);
        }
        self.dead.resize(events * self.rules.len(), false);
        self.frames.push(Frame::default());
    }

    /// The positive steps in their order.
    fn positive(&self) -> impl Iterator<Item = usize> {
        self.rules.iter().enumerate().filter(|(_, rule)| rule.least > 0).map(|(step, _)| step)
    }

    /// The step that is looked for; none behind the last positive one.
    fn step(&self) -> Option<usize> {
        self.positive().nth(self.frames.len().checked_sub(1)?)
    }

    /// The positive step before the one that is looked for.
    fn before(&self) -> Option<usize> {
        self.positive().nth(self.frames.len().checked_sub(2)?)
    }

    /// The steps that only have an upper bound, between the step before and the one looked for.
    fn gap(&self) -> impl Iterator<Item = usize> {
        let from = self.before().map_or(0, |step| step + 1);
        let to = self.step().unwrap_or(self.rules.len());
        (from..to).filter(|step| self.rules.get(*step).is_some_and(|rule| rule.most.is_some()))
    }

    /// The next thing to ask before the step can be entered.
    fn unknown(&mut self, events: usize) -> Option<(usize, usize)> {
        let step = self
            .gap()
            .chain(self.step())
            .find(|step| self.rows.get(*step).is_some_and(|row| row.next < events))?;
        let row = self.rows.get_mut(step)?;
        row.next += 1;
        Some((step, row.next - 1))
    }

    /// Checks the upper bounds of the gap: whether the search is at its end, or none when an upper
    /// bound is broken or no event fits.
    fn enter(&mut self, times: &(impl Times + ?Sized), meter: &Meter) -> Option<bool> {
        let from = self.frames.last()?.from;
        let step = self.step();
        // A broken bound is nearer than no event.
        let way = 2 * self.frames.len();
        let until = match step.map(|step| (step, self.first(step, from, times, meter))) {
            None => times.count(),
            Some((_, Some(first))) => {
                let mut earlier = (from..first).rev();
                let last =
                    earlier.find(|event| !meter.take(1) || times.at(*event) < times.at(first));
                last.map_or(from, |last| last + 1)
            }
            Some((step, None)) => return self.miss(way, step),
        };
        let gap = self.gap().find(|step| !self.within(*step, from, until, meter));
        let before = self.before().filter(|before| {
            let from = self.frames.iter().rev().nth(1).map_or(0, |frame| frame.from);
            !self.within(*before, from, until, meter)
        });
        match before.or(gap) {
            Some(broken) => self.miss(way + 1, broken),
            None => Some(step.is_none()),
        }
    }

    /// The first event from one on that fits a step.
    fn first(
        &self,
        step: usize,
        from: usize,
        times: &(impl Times + ?Sized),
        meter: &Meter,
    ) -> Option<usize> {
        (from..times.count()).find(|event| meter.take(1) && self.is_fit(step, *event))
    }

    /// Remembers the step that failed, for explanations.
    fn miss(&mut self, way: usize, step: usize) -> Option<bool> {
        if self.missed.is_none_or(|(furthest, _)| way > furthest) {
            self.missed = Some((way, step));
        }
        None
    }

    /// Whether a step has so few events in a range as it may have.
    fn within(&self, step: usize, from: usize, until: usize, meter: &Meter) -> bool {
        let Some(most) = self.rules.get(step).and_then(|rule| rule.most) else {
            return true;
        };
        // Without work left the answer does not matter.
        let found = (from..until).filter(|event| meter.take(1) && self.is_fit(step, *event));
        i64::try_from(found.count()).is_ok_and(|found| found <= most)
    }

    fn is_fit(&self, step: usize, event: usize) -> bool {
        let row = self.rows.get(step);
        row.and_then(|row| row.fits.get(event)).copied().unwrap_or(false)
    }

    /// Takes the next position of the step and goes on to the step behind.
    fn choose(&mut self, times: &(impl Times + ?Sized), meter: &Meter) {
        let events = times.count();
        let (Some(step), Some(mut frame)) = (self.step(), self.frames.last().copied()) else {
            self.phase = Phase::Back;
            return;
        };
        let least = self.rules.get(step).map_or(1, |rule| rule.least);
        while frame.next < events {
            let event = frame.next;
            frame.next += 1;
            meter.take(1);
            frame.hits += i64::from(self.is_fit(step, event));
            let fits = self.is_fit(step, event) && frame.hits >= least;
            if fits && !self.is_dead(event, events) {
                frame.position = event;
                if let Some(last) = self.frames.last_mut() {
                    *last = frame;
                }
                let later =
                    (event..events).find(|at| !meter.take(1) || times.at(*at) > times.at(event));
                return self.go_on(later.unwrap_or(events));
            }
        }
        self.phase = Phase::Back;
    }

    fn go_on(&mut self, from: usize) {
        self.frames.push(Frame { from, next: from, ..Frame::default() });
        self.phase = Phase::Enter;
        let (first, last) = (self.before().map_or(0, |step| step + 1), self.step());
        let steps = first..last.map_or(self.rules.len(), |step| step + 1);
        for step in steps {
            let varies = self.rules.get(step).is_some_and(|rule| rule.varies);
            if let (true, Some(row)) = (varies, self.rows.get_mut(step)) {
                row.fits.fill(false);
                row.next = from;
            }
        }
    }

    /// The place of a position of the step that is looked for.
    fn grave(&self, event: usize, events: usize) -> usize {
        self.frames.len().saturating_sub(1) * events + event
    }

    fn is_dead(&self, event: usize, events: usize) -> bool {
        self.dead.get(self.grave(event, events)).copied().unwrap_or(false)
    }

    /// Remembers that behind the position just left there is nothing, where that depends on
    /// nothing else: not on an upper bound of the step, which counts from the position before it,
    /// nor on conditions that vary.
    fn bury(&mut self, events: usize) {
        let Some(step) = self.step() else {
            return;
        };
        let bounded = self.rules.get(step).is_some_and(|rule| rule.most.is_some());
        let varies = self.rules.iter().skip(step + 1).any(|rule| rule.varies);
        let Some(frame) = self.frames.last().filter(|_| !bounded && !varies) else {
            return;
        };
        let grave = self.grave(frame.position, events);
        if let Some(dead) = self.dead.get_mut(grave) {
            *dead = true;
        }
    }
}

/// The times of events in their order.
pub(super) trait Times {
    fn count(&self) -> usize;
    fn at(&self, event: usize) -> i64;
}
