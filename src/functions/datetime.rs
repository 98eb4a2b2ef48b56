//! Date and time functions, all in UTC (pql.md 8.3).

use super::{Body, Cost, Function, Missing, Scope};
use crate::types::Type;
use crate::value::{Value, civil, day};

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "date",
        params: &[Type::Integer, Type::Integer, Type::Integer],
        returns: Type::Timestamp,
        missing: Missing::Null,
        doc: "The day with this year, month from 1 and day of the month; null when no calendar \
              has it.",
        examples: &[
            ("date(2020, 3, 14)", r#""2020-03-14T00:00:00.000Z""#),
            ("date(2021, 2, 29)", "null"),
        ],
        body: Body::Native(date),
        ..Function::DEFAULT
    },
    Function {
        name: "currentYear",
        returns: Type::Integer,
        missing: Missing::Otherwise,
        doc: "The year of the execution time.",
        examples: &[("currentYear() > 2000", "true")],
        body: Body::Native(|scope, _| part(Value::Instant(scope.now), |(year, _, _)| year)),
        ..Function::DEFAULT
    },
    Function {
        name: "currentMonth",
        returns: Type::Integer,
        missing: Missing::Otherwise,
        doc: "The month of the execution time, from 1.",
        examples: &[("currentMonth() in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]", "true")],
        body: Body::Native(|scope, _| part(Value::Instant(scope.now), |(_, month, _)| month)),
        ..Function::DEFAULT
    },
    Function {
        name: "currentDayOfMonth",
        returns: Type::Integer,
        missing: Missing::Otherwise,
        doc: "The day of the month of the execution time, from 1.",
        examples: &[("currentDayOfMonth() <= 31", "true")],
        body: Body::Native(|scope, _| part(Value::Instant(scope.now), |(_, _, day)| day)),
        ..Function::DEFAULT
    },
    Function {
        name: "getYear",
        doc: "The year of a time.",
        examples: &[("date(2020, 3, 14).getYear()", "2020")],
        body: Body::Native(|scope, times| of_time(scope, times, |(year, _, _)| year)),
        ..PART_OF_TIME
    },
    Function {
        name: "getMonth",
        doc: "The month of a time, from 1.",
        examples: &[(r#""2020-03-14T23:30:00-02:00".getMonth()"#, "3")],
        body: Body::Native(|scope, times| of_time(scope, times, |(_, month, _)| month)),
        ..PART_OF_TIME
    },
    Function {
        name: "getDayOfMonth",
        doc: "The day of the month of a time, from 1, in UTC.",
        examples: &[(r#""2020-03-14T23:30:00-02:00".getDayOfMonth()"#, "15")],
        body: Body::Native(|scope, times| of_time(scope, times, |(_, _, day)| day)),
        ..PART_OF_TIME
    },
];

const PART_OF_TIME: Function = Function {
    params: &[Type::Timestamp],
    returns: Type::Integer,
    missing: Missing::Null,
    steps: true,
    cost: Cost::Items,
    ..Function::DEFAULT
};

fn date<'a>(_: Scope<'a>, arguments: &[Value<'a>]) -> Value<'a> {
    let [year, month, of_month] = arguments else {
        return Value::Null;
    };
    let found = (|| day(year.integer()?, month.integer()?, of_month.integer()?))();
    found.map_or(Value::Null, |(start, end)| Value::Interval(start, end))
}

fn of_time<'a>(
    scope: Scope<'a>,
    times: &[Value<'a>],
    pick: fn((i64, i64, i64)) -> i64,
) -> Value<'a> {
    scope.each(times.first().copied().unwrap_or_default(), |time| part(time, pick))
}

fn part<'a>(time: Value<'_>, pick: fn((i64, i64, i64)) -> i64) -> Value<'a> {
    time.instant().and_then(civil).map_or(Value::Null, |parts| Value::Integer(pick(parts)))
}
