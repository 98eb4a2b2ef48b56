//! The functions of pql.md 10, receiver first.

use pql_edge::syntax::ast::{Aggregate, Expression};

use super::calendar::{self, Civil};
use super::expression::Walker;
use super::scope::Scope;
use super::value::Value;
use super::{ranking, regex, sets, strings};

/// Functions whose second argument is evaluated for every item.
const OVER_ITEMS: &[&str] =
    &["filter", "exists", "sum", "average", "min", "max", "map", "groupBy", "topN", "bottomN"];

impl Walker<'_> {
    pub fn call(&self, name: &str, operands: &[&Expression], scope: &Scope<'_>) -> Value {
        if let Some(watch) = self.watch {
            let of_items = OVER_ITEMS.contains(&name);
            let argument = |(at, it): (usize, &&Expression)| {
                (!of_items || at != 1).then(|| self.value(it, scope))
            };
            watch(name, &operands.iter().enumerate().map(argument).collect::<Vec<_>>());
        }
        if let Some(result) = self.call_over_items(name, operands, scope) {
            return result;
        }
        if let Some(result) = self.call_with_bodies(name, operands, scope) {
            return result;
        }
        if name == "if" {
            let branch = if self.truth(operands[0], scope) { 1 } else { 2 };
            return self.value(operands[branch], scope);
        }
        let values: Vec<Value> = operands.iter().map(|it| self.value(it, scope)).collect();
        if let Some(result) = string_test(name, &values) {
            return Value::Boolean(result);
        }
        if let Some(result) = set_test(name, &values) {
            return Value::Boolean(result);
        }
        match name {
            "isNull" => Value::Boolean(values[0].is_null()),
            "isNotNull" => Value::Boolean(!values[0].is_null()),
            "intersection" => sets::intersection(&values[0], &values[1]),
            "distinct" => sets::distinct(&values[0]),
            "head" => values[0].items().first().cloned().unwrap_or(Value::Null),
            "count" => count(&values[0], |item| !item.is_null()),
            "countWithNull" => count(&values[0], |_| true),
            "countOnlyNull" => count(&values[0], Value::is_null),
            "distinctCountWithNull" => Value::Integer(sets::number_of_different(&values[0])),
            "regexGroup" => regex::group(&values[0], &values[1], &values[2]),
            "modelInstances" => self.model_instances(&values),
            "get" => values[1].as_str().map_or(Value::Null, |key| values[0].field(key)),
            "keys" => values[0].step(keys),
            "values" => values[0].step(map_values),
            "inSegment" => self.in_segment(&values),
            _ => self.time_function(name, &values),
        }
    }

    /// Functions that ask or count the items of an array.
    fn call_over_items(
        &self,
        name: &str,
        operands: &[&Expression],
        scope: &Scope<'_>,
    ) -> Option<Value> {
        let aggregate = |which| Some(self.method_aggregate(which, operands, scope));
        match name {
            "filter" => Some(Value::list(self.filtered(operands[0], operands[1], scope))),
            "exists" => {
                let found = self.filtered(operands[0], operands[1], scope);
                Some(Value::Boolean(!found.is_empty()))
            }
            "sum" => aggregate(Aggregate::Sum),
            "average" => aggregate(Aggregate::Average),
            "min" => aggregate(Aggregate::Min),
            "max" => aggregate(Aggregate::Max),
            _ => None,
        }
    }

    /// Functions that make something new of the items.
    fn call_with_bodies(
        &self,
        name: &str,
        operands: &[&Expression],
        scope: &Scope<'_>,
    ) -> Option<Value> {
        Some(match name {
            "map" => self.map(operands[0], operands[1], scope),
            "groupBy" => self.group_by(operands[0], operands[1], scope),
            "topN" => self.ranked(ranking::LARGEST_FIRST, operands, scope),
            "bottomN" => self.ranked(ranking::SMALLEST_FIRST, operands, scope),
            _ => return None,
        })
    }

    /// `modelInstances(uri)`, `modelInstances(uri, query)`: what the host gives under both texts.
    fn model_instances(&self, texts: &[Value]) -> Value {
        let key: String = texts.iter().filter_map(Value::as_str).collect();
        self.parameters.field(&key)
    }

    fn in_segment(&self, values: &[Value]) -> Value {
        let own = Value::string("ups");
        let namespace = values.get(1).unwrap_or(&own);
        let (Some(id), Some(namespace)) = (values[0].as_str(), namespace.as_str()) else {
            return Value::Boolean(false);
        };
        let fresh = self.fresh.filter(|_| namespace.eq_ignore_ascii_case("ups"));
        let known = fresh.and_then(|fresh| fresh.get(id).copied());
        let stored = || self.stored.is_member(id, namespace, self.now);
        Value::Boolean(known.unwrap_or_else(stored))
    }

    fn time_function(&self, name: &str, values: &[Value]) -> Value {
        let today = calendar::civil(self.now);
        match name {
            "currentMonth" => Value::Integer(today.month),
            "currentYear" => Value::Integer(today.year),
            "currentDayOfMonth" => Value::Integer(today.day),
            "getMonth" => part(&values[0], |date| date.month),
            "getYear" => part(&values[0], |date| date.year),
            "getDayOfMonth" => part(&values[0], |date| date.day),
            "date" => date(values).unwrap_or(Value::Null),
            other => panic!("the oracle does not know `{other}`"),
        }
    }
}

fn string_test(name: &str, values: &[Value]) -> Option<bool> {
    Some(match name {
        "equals" => strings::equals(values, true),
        "notEqualTo" | "notEquals" => strings::equals(values, false),
        "like" => strings::like(&values[0], &values[1]),
        "matches" => regex::matches(&values[0], &values[1]),
        "startsWith" => strings::test(values, |text, part| text.starts_with(part)),
        "doesNotStartWith" => strings::test(values, |text, part| !text.starts_with(part)),
        "endsWith" => strings::test(values, |text, part| text.ends_with(part)),
        "doesNotEndWith" => strings::test(values, |text, part| !text.ends_with(part)),
        "contains" => strings::test(values, |text, part| text.contains(part)),
        "doesNotContain" => strings::test(values, |text, part| !text.contains(part)),
        _ => return None,
    })
}

fn set_test(name: &str, values: &[Value]) -> Option<bool> {
    Some(match name {
        "in" => sets::is_in(&values[0], &values[1]),
        "notIn" => sets::is_not_in(&values[0], &values[1]),
        "includes" => sets::is_in(&values[1], &values[0]),
        "intersects" => sets::intersects(&values[0], &values[1]),
        "subsetOf" => sets::is_subset(&values[0], &values[1]),
        "supersetOf" => sets::is_superset(&values[0], &values[1]),
        _ => return None,
    })
}

/// How many items of an array are as wanted.
fn count(array: &Value, wanted: impl Fn(&Value) -> bool) -> Value {
    Value::Integer(array.items().iter().filter(|item| wanted(item)).count() as i64)
}

fn keys(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            Value::list(object.fields.keys().map(|key| Value::string(key)).collect())
        }
        _ => Value::Null,
    }
}

fn map_values(value: &Value) -> Value {
    match value {
        Value::Object(object) => Value::list(object.fields.values().cloned().collect()),
        _ => Value::Null,
    }
}

/// A part of the date of a time, or of every one of several.
fn part(times: &Value, take: impl Fn(Civil) -> i64 + Copy) -> Value {
    times.step(|time| match time.instant().map(calendar::civil) {
        Some(date) if (-9_999..=9_999).contains(&date.year) => Value::Integer(take(date)),
        _ => Value::Null,
    })
}

/// `date(year, month, day)`: that day, or nothing when the calendar has no such day.
fn date(values: &[Value]) -> Option<Value> {
    let date = Civil {
        year: values[0].as_whole()?,
        month: values[1].as_whole()?,
        day: values[2].as_whole()?,
    };
    let start = calendar::midnight(Some(date).filter(|date| calendar::exists(*date))?);
    Some(Value::Interval(start, start + calendar::DAY))
}
