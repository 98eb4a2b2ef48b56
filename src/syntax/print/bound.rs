//! Writes what binds variables, event sequences and time conditions.

use alloc::format;

use super::words::{member, name, units};
use super::{Level, Printer, ends_with_this};
use crate::syntax::ast::{
    Aggregate, Count, Declaration, Expression, Node, Period, PeriodForm, Step,
};
use crate::syntax::quantified::INFIX_WORDS;

impl<'t> Printer<'t> {
    /// `select X from a where c : d`
    pub(super) fn quantified(
        &mut self,
        word: &'static str,
        declarations: &'t [Declaration],
        condition: Option<&'t Expression>,
    ) {
        self.group(|it| {
            it.out.text(word);
            it.nested(|it| {
                it.declarations(declarations, condition.is_some());
                if let Some(condition) = condition {
                    it.out.line(" ");
                    it.out.text(": ");
                    it.nested(|it| it.expression(condition, Level::Open));
                }
            });
        });
    }

    /// `sum e over X from a where c`
    pub(super) fn aggregate(
        &mut self,
        word: &'static str,
        value: Option<&'t Expression>,
        declarations: &'t [Declaration],
    ) {
        self.group(|it| {
            it.out.text(word);
            it.nested(|it| {
                if let Some(value) = value {
                    it.out.text(" ");
                    it.aggregated(value);
                    it.out.line(" ");
                    it.out.text("over");
                }
                match (value, declarations) {
                    (Some(_), [_, _, ..]) => it.nested(|it| it.declarations(declarations, false)),
                    _ => it.declarations(declarations, false),
                }
            });
        });
    }

    /// Behind `sum` a sign would be a subtraction from a field called `sum`, a bracket its filter,
    /// an infix word its operator; and a call of `sum` would take the `over` for its own.
    fn aggregated(&mut self, value: &'t Expression) {
        let place = self.out.place();
        let calls = self.aggregate_calls;
        self.expression(value, Level::Additive);
        let first = self.out.first_behind(place);
        let starts_an_operand = first.starts_with(|sign: char| {
            sign.is_alphanumeric() || matches!(sign, '_' | '^' | '$' | '`' | '(')
        });
        let infix = INFIX_WORDS.iter().any(|word| first.eq_ignore_ascii_case(word));
        if !starts_an_operand || infix || self.aggregate_calls > calls {
            self.out.put(place, "(");
            self.out.text(")");
        }
    }

    /// One variable stays on the line of its word; of several each takes a line.
    fn declarations(&mut self, all: &'t [Declaration], colon: bool) {
        for (index, declaration) in all.iter().enumerate() {
            // A condition reaches as far as it can; what follows must not become part of it.
            let followed = colon || index + 1 < all.len();
            let least = if followed { Level::Or } else { Level::Open };
            if let [only] = all {
                self.out.text(" ");
                self.declaration(only, least);
                continue;
            }
            self.out.line(" ");
            self.group(|it| it.nested(|it| it.declaration(declaration, least)));
            self.out.text(if index + 1 < all.len() { "," } else { "" });
        }
    }

    fn declaration(&mut self, declaration: &'t Declaration, least: Level) {
        self.out.text(format!("{} from ", name(&declaration.name)));
        self.expression(&declaration.source, Level::Additive);
        if let Some(condition) = &declaration.condition {
            self.out.line(" ");
            self.out.text("where ");
            self.nested(|it| it.expression(condition, least));
        }
    }

    /// A step a line.
    pub(super) fn chain(
        &mut self,
        array: &'t Expression,
        timestamp: &'t Expression,
        steps: &'t [Step],
    ) {
        self.out.text("chain(");
        self.expression(array, Level::Additive);
        self.out.text(", ");
        self.expression(timestamp, Level::Additive);
        self.out.text(", [");
        self.block_unless(steps.is_empty(), |it| it.separated(steps, Self::step));
        self.out.text("])");
    }

    /// A clause a line, when there are several and they are too long.
    fn step(&mut self, step: &'t Step) {
        let clauses = step.when.is_some() || step.condition.is_some() || step.count.is_some();
        self.group(|it| {
            it.out.text(member(&step.name));
            it.out.text(":");
            it.nested(|it| {
                if clauses {
                    it.out.line(" ");
                    it.clauses(step);
                }
            });
            if !clauses {
                it.out.text(" ");
                it.clauses(step);
            }
        });
    }

    fn clauses(&mut self, step: &'t Step) {
        self.out.text(if step.negated { "NOT WHAT(" } else { "WHAT(" });
        self.block(|it| it.expression(&step.what, Level::Open));
        self.out.text(")");
        if let Some(period) = &step.when {
            self.out.line(" ");
            self.out.text("WHEN(");
            self.block(|it| it.period(period));
            self.out.text(")");
        }
        if let Some(condition) = &step.condition {
            self.out.line(" ");
            self.out.text("WHERE(");
            self.block(|it| it.expression(condition, Level::Open));
            self.out.text(")");
        }
        if let Some(count) = &step.count {
            self.out.line(" ");
            self.out.text(match count {
                Count::AtLeast(count) => format!("COUNT({})", count.node),
                Count::Compared(sign, count) => format!("COUNT({} {})", sign.text(), count.node),
                Count::Between(least, most) => {
                    format!("COUNT(between {} and {})", least.node, most.node)
                }
            });
        }
    }

    pub(super) fn period(&mut self, period: &'t Period) {
        match &period.form {
            PeriodForm::On(reference) => {
                let word = matches!(reference.node, Node::Instant(_) | Node::Calendar { .. });
                self.out.text(if word { "" } else { "on " });
                self.expression(reference, Level::Additive);
            }
            PeriodForm::Toward(direction, reference) => {
                self.out.text(direction.text());
                self.out.text(" ");
                self.expression(reference, Level::Additive);
            }
            PeriodForm::Between(first, last) => {
                self.out.text("between ");
                self.expression(first, Level::Additive);
                self.out.hang(" ");
                self.out.text("and ");
                self.expression(last, Level::Additive);
                self.out.hang_end();
            }
            PeriodForm::Distance { comparison, count, unit, direction, reference } => {
                self.out.text(format!("{} ", comparison.text()));
                let closed = ends_with_this(count);
                self.out.text(if closed { "(" } else { "" });
                self.expression(count, Level::Additive);
                self.out.text(if closed { ")" } else { "" });
                self.out.text(format!(" {} {} ", units(*unit, count), direction.text()));
                self.expression(reference, Level::Additive);
            }
        }
    }
}

/// Whether a call of this name looks like a prefix aggregate.
pub(super) fn is_aggregate(name: &str) -> bool {
    Aggregate::ALL.iter().any(|aggregate| aggregate.text().eq_ignore_ascii_case(name))
}
