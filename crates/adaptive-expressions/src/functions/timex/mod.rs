//! Functions of timex expressions.

mod property;
mod viable;

use property::Timex;

use super::Check::{Count, Order};
use super::Run::Apply;
use super::date::calendar::{Fields, Instant};
use super::{Function, date, invalid};
use crate::eval::{Evaluator, Res, Verify};
use crate::syntax::ast::types::{BOOLEAN, OBJECT, STRING};
use crate::value::Val;

const ONE: super::Check = Count(1, 1, OBJECT);
const ONE_OR_TWO: super::Check = Count(1, 2, STRING);

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "isDefinite",
        returns: BOOLEAN,
        check: ONE,
        run: Apply(Verify::Any, is_definite),
        about: (
            "isDefinite(timex)",
            "Whether year, month and day are known.",
        ),
        example: "isDefinite('2024-05-23')",
    },
    Function {
        name: "isDate",
        returns: BOOLEAN,
        check: ONE,
        run: Apply(Verify::Any, is_date),
        about: ("isDate(timex)", "Whether it says a day."),
        example: "isDate('XXXX-05-23')",
    },
    Function {
        name: "isTime",
        returns: BOOLEAN,
        check: ONE,
        run: Apply(Verify::Any, is_time),
        about: ("isTime(timex)", "Whether it says a time."),
        example: "isTime('T13:05')",
    },
    Function {
        name: "isDuration",
        returns: BOOLEAN,
        check: ONE,
        run: Apply(Verify::Any, is_duration),
        about: ("isDuration(timex)", "Whether it says a duration."),
        example: "isDuration('PT30M')",
    },
    Function {
        name: "isDateRange",
        returns: BOOLEAN,
        check: ONE,
        run: Apply(Verify::Any, is_date_range),
        about: ("isDateRange(timex)", "Whether it says a range of days."),
        example: "isDateRange('2024-W21')",
    },
    Function {
        name: "isTimeRange",
        returns: BOOLEAN,
        check: ONE,
        run: Apply(Verify::Any, is_time_range),
        about: ("isTimeRange(timex)", "Whether it says a part of the day."),
        example: "isTimeRange('TMO')",
    },
    Function {
        name: "isPresent",
        returns: BOOLEAN,
        check: ONE,
        run: Apply(Verify::Any, is_present),
        about: ("isPresent(timex)", "Whether it says now."),
        example: "isPresent('PRESENT_REF')",
    },
    Function {
        name: "resolve",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Any, resolve),
        about: (
            "resolve(timex)",
            "The date, time or seconds of a timex that is complete.",
        ),
        example: "resolve('T14:30')",
    },
    Function {
        name: "getNextViableDate",
        returns: STRING,
        check: ONE_OR_TWO,
        run: Apply(Verify::Any, viable::next_date),
        about: (
            "getNextViableDate(timex, zone?)",
            "The next such month and day.",
        ),
        example: "getNextViableDate('XXXX-12-20')",
    },
    Function {
        name: "getPreviousViableDate",
        returns: STRING,
        check: ONE_OR_TWO,
        run: Apply(Verify::Any, viable::previous_date),
        about: (
            "getPreviousViableDate(timex, zone?)",
            "The last such month and day.",
        ),
        example: "getPreviousViableDate('XXXX-12-20')",
    },
    Function {
        name: "getNextViableTime",
        returns: STRING,
        check: ONE_OR_TWO,
        run: Apply(Verify::Any, viable::next_time),
        about: (
            "getNextViableTime(timex, zone?)",
            "The next such minute and second.",
        ),
        example: "getNextViableTime('TXX:40:20')",
    },
    Function {
        name: "getPreviousViableTime",
        returns: STRING,
        check: ONE_OR_TWO,
        run: Apply(Verify::Any, viable::previous_time),
        about: (
            "getPreviousViableTime(timex, zone?)",
            "The last such minute and second.",
        ),
        example: "getPreviousViableTime('TXX:40:20')",
    },
    Function {
        name: "dateReadBack",
        returns: STRING,
        check: Order(&[STRING, STRING], &[]),
        run: Apply(Verify::Text, date_read_back),
        about: (
            "dateReadBack(timestamp, other)",
            "The other day in words, seen from the first.",
        ),
        example: "dateReadBack('2024-05-23T00:00:00.000Z', '2024-05-24T00:00:00.000Z')",
    },
];

fn test<'a>(args: &[Val<'a>], holds: impl Fn(&Timex) -> bool) -> Res<'a> {
    Timex::of(&args[0]).map(|timex| Val::Bool(holds(&timex)))
}

fn is_definite<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    test(args, Timex::is_definite)
}

fn is_date<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    test(args, Timex::is_date)
}

fn is_time<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    test(args, Timex::is_time)
}

fn is_duration<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    test(args, |timex| timex.duration.is_some())
}

fn is_date_range<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    test(args, Timex::is_date_range)
}

fn is_time_range<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    test(args, |timex| timex.part_of_day)
}

fn is_present<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    test(args, |timex| timex.now)
}

/// A timex that needs a reference date fails, as in the peer; one that is a range is nothing.
fn resolve<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let timex = Timex::of(&args[0])?;
    if timex == Timex::default() {
        return invalid("no timex");
    }
    if timex.now {
        // The peer's answer for the present, word for word.
        return Ok(Val::text("undefined "));
    }
    let text = |n: Option<f64>, width: usize| format!("{:0width$}", n.unwrap_or(0.0));
    let day = || {
        let (year, month) = (text(timex.year, 4), text(timex.month, 2));
        format!("{year}-{month}-{}", text(timex.day_of_month, 2))
    };
    let clock = || {
        let (hour, minute) = (text(timex.hour, 2), text(timex.minute, 2));
        format!("{hour}:{minute}:{}", text(timex.second, 2))
    };
    let (definite, time) = (timex.is_definite(), timex.is_time());
    let length = timex.duration.is_some();
    let (date, time_range) = (timex.is_date(), timex.part_of_day || (time && length));
    let date_range = timex.is_date_range() || (date && length);
    if date && (time_range || (time && length)) {
        return Ok(Val::Undefined);
    }
    if definite {
        return Ok(match (time, length) {
            (true, _) => Val::text(format!("{} {}", day(), clock())),
            (_, true) => Val::Undefined,
            _ => Val::text(day()),
        });
    }
    if date_range {
        return match (timex.season, timex.year, timex.month) {
            (true, ..) => Ok(Val::text("not resolved")),
            (_, Some(_), _) => Ok(Val::Undefined),
            _ => invalid("the timex needs a year"),
        };
    }
    if time_range {
        return Ok(Val::Undefined);
    }
    if date {
        return invalid("the timex needs a year");
    }
    match timex.duration {
        Some((seconds, amount)) => Ok(Val::text(ryu_js::Buffer::new().format(seconds * amount))),
        None if time => Ok(Val::text(clock())),
        None => invalid("the timex cannot be resolved"),
    }
}

const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
/// The spelling of the second is the peer's.
const MONTHS: [&str; 12] = [
    "January",
    "Februrary",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn date_read_back<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let read = |i: usize| date::iso(args[i].as_str().unwrap_or_default());
    let (reference, other) = (read(0)?, read(1)?);
    Ok(Val::text(in_words(reference, other)))
}

fn in_words(reference: Instant, other: Instant) -> String {
    let day_number = |instant: Instant| instant.0.div_euclid(86_400_000);
    let distance = day_number(other) - day_number(reference);
    let from_sunday = distance + reference.weekday();
    let day = DAYS[usize::try_from(other.weekday()).unwrap_or(0).min(6)];
    match (distance, from_sunday) {
        (0, _) => "today".to_owned(),
        (1, _) => "tomorrow".to_owned(),
        (-1, _) => "yesterday".to_owned(),
        (_, 0..=6) => format!("this {day}"),
        (_, 7..=13) => format!("next {day}"),
        (_, -7..=-1) => format!("last {day}"),
        _ => {
            let Fields {
                year, month, day, ..
            } = other.fields();
            let ending = match day % 10 {
                1 => "st",
                2 => "nd",
                3 => "rd",
                _ => "th",
            };
            let month = MONTHS[usize::try_from(month - 1).unwrap_or(0).min(11)];
            format!("{day}{ending} {month} {year}")
        }
    }
}
