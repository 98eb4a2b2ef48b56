//! Sequences of events: `chain` (pql.md 9).

use pql_edge::syntax::ast::{Count, Expression, Step};

use super::expression::Walker;
use super::scope::Scope;
use super::value::Value;

impl Walker<'_> {
    /// Whether the steps are found in the events, one strictly after the other.
    pub fn chain(
        &self,
        array: &Expression,
        timestamp: &Expression,
        steps: &[Step],
        scope: &Scope<'_>,
    ) -> bool {
        let array = self.value(array, scope);
        let time_of = |event: &Value| self.value(timestamp, &scope.item(event)).instant();
        let mut events: Vec<(i64, &Value)> =
            array.items().iter().filter_map(|event| Some((time_of(event)?, event))).collect();
        events.sort_by_key(|(time, _)| *time);
        let mut reached = None;
        steps.iter().all(|step| {
            let wanted = count(step);
            if wanted == 0 {
                return true;
            }
            let later = events.iter().filter(|(time, _)| reached.is_none_or(|it| *time > it));
            let mut found = later.filter(|(time, event)| self.is_step(step, *time, event, scope));
            // The earliest possible events leave the most for the steps that follow.
            match found.nth(wanted - 1) {
                Some((time, _)) => {
                    reached = Some(*time);
                    true
                }
                None => false,
            }
        })
    }

    fn is_step(&self, step: &Step, time: i64, event: &Value, scope: &Scope<'_>) -> bool {
        let inside = scope.item(event);
        let when = step.when.as_ref();
        self.truth(&step.what, &inside)
            && step.condition.as_ref().is_none_or(|condition| self.truth(condition, &inside))
            && when.is_none_or(|when| self.occurs(&Value::Instant(time), &when.form, &inside))
    }
}

fn count(step: &Step) -> usize {
    match &step.count {
        None => 1,
        Some(Count::AtLeast(count)) => count.node as usize,
        Some(Count::Compared(..) | Count::Between(..)) => panic!("ranges are not evaluated"),
    }
}
