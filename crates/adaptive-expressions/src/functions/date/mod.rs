//! Dates and times.

pub(super) mod calendar;
mod format;
mod parse;
mod parts;
mod windows;
mod zone;

use super::Check::{Count, Order};
use super::Run::Apply;
use super::{Function, invalid, wrong};
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res, Verify};
use crate::syntax::ast::types::{BOOLEAN, NUMBER, OBJECT, STRING};
use crate::value::Val;
use calendar::{Fields, Instant, days_in_month};

pub(super) use parse::{iso, lenient};
pub(super) use zone::{find as find_zone, offset};

const SHIFT: super::Check = Order(&[STRING, NUMBER], &[STRING, STRING]);
const SHIFT_UNIT: super::Check = Order(&[STRING, NUMBER, STRING], &[STRING, STRING]);
const FROM_NOW: super::Check = Order(&[NUMBER, STRING], &[STRING, STRING]);
const WITH_FORMAT: super::Check = Order(&[STRING], &[STRING, STRING]);
const NUMBER_FORMAT: super::Check = Order(&[NUMBER], &[STRING, STRING]);
const ZONED: super::Check = Order(&[STRING, STRING], &[STRING, STRING]);
const ONE: super::Check = Count(1, 1, STRING);
const TICKS: super::Check = Count(1, 1, NUMBER);

pub(super) const FUNCTIONS: &[Function] = &[
    Function {
        name: "addDays",
        returns: STRING,
        check: SHIFT,
        run: Apply(Verify::Any, add_days),
        about: (
            "addDays(timestamp, days, format?, locale?)",
            "A later or earlier time.",
        ),
    },
    Function {
        name: "addHours",
        returns: STRING,
        check: SHIFT,
        run: Apply(Verify::Any, add_hours),
        about: (
            "addHours(timestamp, hours, format?, locale?)",
            "A later or earlier time.",
        ),
    },
    Function {
        name: "addMinutes",
        returns: STRING,
        check: SHIFT,
        run: Apply(Verify::Any, add_minutes),
        about: (
            "addMinutes(timestamp, minutes, format?, locale?)",
            "A later or earlier time.",
        ),
    },
    Function {
        name: "addSeconds",
        returns: STRING,
        check: SHIFT,
        run: Apply(Verify::Any, add_seconds),
        about: (
            "addSeconds(timestamp, seconds, format?, locale?)",
            "A later or earlier time.",
        ),
    },
    Function {
        name: "addToTime",
        returns: STRING,
        check: SHIFT_UNIT,
        run: Apply(Verify::Any, add_to_time),
        about: (
            "addToTime(timestamp, count, unit, format?, locale?)",
            "A later time; units from Second to Year.",
        ),
    },
    Function {
        name: "subtractFromTime",
        returns: STRING,
        check: SHIFT_UNIT,
        run: Apply(Verify::Any, subtract_from_time),
        about: (
            "subtractFromTime(timestamp, count, unit, format?, locale?)",
            "An earlier time.",
        ),
    },
    Function {
        name: "getFutureTime",
        returns: STRING,
        check: FROM_NOW,
        run: Apply(Verify::Any, future_time),
        about: (
            "getFutureTime(count, unit, format?, locale?)",
            "A time after now.",
        ),
    },
    Function {
        name: "getPastTime",
        returns: STRING,
        check: FROM_NOW,
        run: Apply(Verify::Any, past_time),
        about: (
            "getPastTime(count, unit, format?, locale?)",
            "A time before now.",
        ),
    },
    Function {
        name: "utcNow",
        returns: STRING,
        check: Order(&[], &[STRING, STRING]),
        run: Apply(Verify::Any, utc_now),
        about: ("utcNow(format?, locale?)", "The time of the evaluation."),
    },
    Function {
        name: "formatDateTime",
        returns: STRING,
        check: WITH_FORMAT,
        run: Apply(Verify::Any, format_date_time),
        about: (
            "formatDateTime(timestamp, format?, locale?)",
            "A time in a .NET pattern.",
        ),
    },
    Function {
        name: "formatEpoch",
        returns: STRING,
        check: NUMBER_FORMAT,
        run: Apply(Verify::Any, format_epoch),
        about: (
            "formatEpoch(seconds, format?, locale?)",
            "Seconds since 1970 as a time.",
        ),
    },
    Function {
        name: "formatTicks",
        returns: STRING,
        check: NUMBER_FORMAT,
        run: Apply(Verify::Any, format_ticks),
        about: (
            "formatTicks(ticks, format?, locale?)",
            ".NET ticks as a time.",
        ),
    },
    Function {
        name: "convertFromUTC",
        returns: STRING,
        check: ZONED,
        run: Apply(Verify::Any, from_utc),
        about: (
            "convertFromUTC(timestamp, zone, format?, locale?)",
            "The local time of a zone, by its IANA or Windows name.",
        ),
    },
    Function {
        name: "convertToUTC",
        returns: STRING,
        check: ZONED,
        run: Apply(Verify::Any, to_utc),
        about: (
            "convertToUTC(timestamp, zone, format?, locale?)",
            "The UTC time of a local time.",
        ),
    },
    Function {
        name: "startOfDay",
        returns: STRING,
        check: WITH_FORMAT,
        run: Apply(Verify::Any, start_of_day),
        about: (
            "startOfDay(timestamp, format?, locale?)",
            "Midnight before.",
        ),
    },
    Function {
        name: "startOfHour",
        returns: STRING,
        check: WITH_FORMAT,
        run: Apply(Verify::Any, start_of_hour),
        about: (
            "startOfHour(timestamp, format?, locale?)",
            "The full hour before.",
        ),
    },
    Function {
        name: "startOfMonth",
        returns: STRING,
        check: WITH_FORMAT,
        run: Apply(Verify::Any, start_of_month),
        about: (
            "startOfMonth(timestamp, format?, locale?)",
            "The first of the month.",
        ),
    },
    Function {
        name: "dayOfMonth",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Text, parts::day_of_month),
        about: ("dayOfMonth(timestamp)", "1 to 31."),
    },
    Function {
        name: "dayOfWeek",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Text, parts::day_of_week),
        about: ("dayOfWeek(timestamp)", "0 is Sunday."),
    },
    Function {
        name: "dayOfYear",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Text, parts::day_of_year),
        about: ("dayOfYear(timestamp)", "1 to 366."),
    },
    Function {
        name: "month",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Text, parts::month),
        about: ("month(timestamp)", "1 to 12."),
    },
    Function {
        name: "year",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Text, parts::year),
        about: ("year(timestamp)", "The year."),
    },
    Function {
        name: "date",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Text, parts::date),
        about: ("date(timestamp)", "The date as month/day/year."),
    },
    Function {
        name: "getTimeOfDay",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Text, parts::time_of_day),
        about: (
            "getTimeOfDay(timestamp)",
            "midnight, morning, noon, afternoon, evening or night.",
        ),
    },
    Function {
        name: "ticks",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Any, parts::ticks),
        about: ("ticks(timestamp)", ".NET ticks: 100 ns since year 1."),
    },
    Function {
        name: "ticksToDays",
        returns: NUMBER,
        check: TICKS,
        run: Apply(Verify::Any, parts::ticks_to_days),
        about: ("ticksToDays(ticks)", "Days."),
    },
    Function {
        name: "ticksToHours",
        returns: NUMBER,
        check: TICKS,
        run: Apply(Verify::Any, parts::ticks_to_hours),
        about: ("ticksToHours(ticks)", "Hours."),
    },
    Function {
        name: "ticksToMinutes",
        returns: NUMBER,
        check: TICKS,
        run: Apply(Verify::Any, parts::ticks_to_minutes),
        about: ("ticksToMinutes(ticks)", "Minutes."),
    },
    Function {
        name: "dateTimeDiff",
        returns: NUMBER,
        check: Count(2, 2, STRING),
        run: Apply(Verify::Any, parts::difference),
        about: ("dateTimeDiff(a, b)", "Ticks from b to a."),
    },
    Function {
        name: "isDateTime",
        returns: BOOLEAN,
        check: Count(1, 1, OBJECT),
        run: Apply(Verify::Any, parts::is_date_time),
        about: ("isDateTime(value)", "Whether it is a timestamp."),
    },
];

/// A timestamp argument.
fn timestamp(value: &Val<'_>) -> Result<Instant, EvalError> {
    match value.as_str() {
        Some(text) => iso(text),
        None => Err(EvalError::new(ErrorKind::Type, "expected an ISO timestamp")),
    }
}

/// The pattern of a call that has `count` parameters, the last two being format and locale.
/// Names of months and days are English in every locale, as in the peer.
fn pattern(args: &[Val<'_>], count: usize, default: &str) -> String {
    let given = |i: usize| args.get(i).and_then(Val::as_str);
    let format = if args.len() == count {
        given(count - 1).and_then(|_| given(count - 2))
    } else if args.len() + 1 == count {
        given(count - 2)
    } else {
        None
    };
    match format {
        None => default.to_owned(),
        Some("") => format::DEFAULT.to_owned(),
        Some(text) => format::from_dotnet(text),
    }
}

fn answer<'a>(
    ev: &mut Evaluator<'a>,
    instant: Option<Instant>,
    args: &[Val<'a>],
    count: usize,
) -> Res<'a> {
    let pattern = pattern(args, count, format::DEFAULT);
    ev.budget.make(pattern.len().saturating_mul(9))?;
    Ok(Val::text(match instant {
        Some(instant) => format::format(instant, 0, &pattern),
        None => "Invalid Date".to_owned(),
    }))
}

/// A field plus a number, cut as JavaScript cuts it.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
fn plus(field: i64, n: f64) -> Option<i64> {
    let sum = (field as f64 + n).trunc();
    (sum.abs() < 1e16).then_some(sum as i64)
}

fn shift<'a>(
    ev: &mut Evaluator<'a>,
    args: &[Val<'a>],
    field: impl Fn(&mut Fields) -> &mut i64,
) -> Res<'a> {
    let (Some(_), Some(n)) = (args[0].as_str(), args[1].as_number()) else {
        return wrong("an ISO timestamp and a number");
    };
    let mut fields = timestamp(&args[0])?.fields();
    let place = field(&mut fields);
    let sum = plus(*place, n);
    *place = sum.unwrap_or_default();
    let moved = sum.and_then(|_| fields.instant());
    answer(ev, moved, args, 4)
}

fn add_days<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    shift(ev, args, |f| &mut f.day)
}

fn add_hours<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    shift(ev, args, |f| &mut f.hour)
}

fn add_minutes<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    shift(ev, args, |f| &mut f.minute)
}

fn add_seconds<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    shift(ev, args, |f| &mut f.second)
}

/// Moves by a count of units; `None` when the unit is unknown. A day that the month lacks becomes
/// its last one.
#[allow(clippy::option_option)] // no such unit, and no such time
fn moved(from: Instant, count: f64, unit: &str) -> Option<Option<Instant>> {
    let mut f = from.fields();
    let months = match unit {
        "Year" => 12.0,
        "Month" => 1.0,
        _ => 0.0,
    };
    if months > 0.0 {
        let clamped = plus(f.month, count * months).and_then(|month| {
            let total = f.year * 12 + month - 1;
            (f.year, f.month) = (total.div_euclid(12), total.rem_euclid(12) + 1);
            f.day = f.day.min(days_in_month(f.year, f.month));
            f.instant()
        });
        return Some(clamped);
    }
    let place = match unit {
        "Day" | "Week" => &mut f.day,
        "Hour" => &mut f.hour,
        "Minute" => &mut f.minute,
        "Second" => &mut f.second,
        _ => return None,
    };
    let count = if unit == "Week" { count * 7.0 } else { count };
    let sum = plus(*place, count);
    *place = sum.unwrap_or_default();
    Some(sum.and_then(|_| f.instant()))
}

fn add_to_time<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let (Some(_), Some(count), Some(unit)) =
        (args[0].as_str(), args[1].as_integer(), args[2].as_str())
    else {
        return wrong("an ISO timestamp, an integer and a unit");
    };
    let from = timestamp(&args[0])?;
    // The peer takes an unknown unit for milliseconds.
    let to = moved(from, count, unit).unwrap_or_else(|| plus(from.0, count).and_then(Instant::new));
    answer(ev, to, args, 5)
}

fn unknown_unit<'a>(unit: &str) -> Res<'a> {
    invalid(format!("`{unit}` is no unit of time"))
}

fn subtract_from_time<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let (Some(_), Some(count), Some(unit)) =
        (args[0].as_str(), args[1].as_integer(), args[2].as_str())
    else {
        return wrong("an ISO timestamp, an integer and a unit");
    };
    match moved(timestamp(&args[0])?, -count, unit) {
        Some(to) => answer(ev, to, args, 5),
        None => unknown_unit(unit),
    }
}

fn from_now<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>], sign: f64) -> Res<'a> {
    let (Some(count), Some(unit)) = (args[0].as_integer(), args[1].as_str()) else {
        return wrong("an integer and a unit");
    };
    match moved(now(ev), count * sign, unit) {
        Some(to) => answer(ev, to, args, 4),
        None => unknown_unit(unit),
    }
}

pub(super) fn now(ev: &Evaluator<'_>) -> Instant {
    Instant::new(ev.environment.now_unix_millis).unwrap_or(Instant(0))
}

fn future_time<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    from_now(ev, args, 1.0)
}

fn past_time<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    from_now(ev, args, -1.0)
}

fn utc_now<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let now = now(ev);
    answer(ev, Some(now), args, 2)
}

fn format_date_time<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let Some(text) = args[0].as_str() else {
        return wrong("a date");
    };
    match lenient(text) {
        Some(instant) => answer(ev, Some(instant), args, 3),
        None => invalid(format!("`{text}` is no date")),
    }
}

fn format_epoch<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let Some(seconds) = args[0].as_number() else {
        return wrong("a number");
    };
    match Instant::from_f64(seconds * 1000.0) {
        Some(instant) => answer(ev, Some(instant), args, 3),
        None => invalid("the time is too far away"),
    }
}

fn format_ticks<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let ticks = match &args[0] {
        Val::Big(ticks) => Some(i128::from(*ticks)),
        Val::Num(n) => n
            .abs()
            .partial_cmp(&1e30)
            .filter(|o| o.is_lt())
            .and_then(|_| whole(*n)),
        Val::Str(text) => text.parse().ok(),
        _ => None,
    };
    let millis = ticks.map(|ticks| (ticks - i128::from(parts::TICKS_TO_1970)) / 10_000);
    match millis
        .and_then(|ms| i64::try_from(ms).ok())
        .and_then(Instant::new)
    {
        Some(instant) => answer(ev, Some(instant), args, 3),
        None => invalid("no ticks"),
    }
}

/// A whole number, exactly.
#[allow(clippy::cast_possible_truncation)]
fn whole(n: f64) -> Option<i128> {
    (n.fract() == 0.0).then_some(n as i128)
}

fn from_utc<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let (Some(text), Some(zone)) = (args[0].as_str(), args[1].as_str()) else {
        return wrong("an ISO timestamp and a time zone");
    };
    let (instant, zone) = (iso(text), find_zone(zone)?);
    let instant = instant?;
    let pattern = pattern(args, 4, parts::WITHOUT_ZONE);
    ev.budget.make(pattern.len().saturating_mul(9))?;
    Ok(Val::text(format::format(
        instant,
        offset(&zone, instant),
        &pattern,
    )))
}

fn to_utc<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let (Some(text), Some(zone)) = (args[0].as_str(), args[1].as_str()) else {
        return wrong("a timestamp and a time zone");
    };
    let zone = find_zone(zone)?;
    let local = lenient(text).map(Instant::fields);
    match local.and_then(|local| zone::to_utc(&zone, local)) {
        // The peer drops milliseconds on the way.
        Some(instant) => answer(ev, Some(instant), args, 4),
        None => invalid(format!("`{text}` is no date")),
    }
}

fn start<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>], cut: impl Fn(&mut Fields)) -> Res<'a> {
    let mut fields = timestamp(&args[0])?.fields();
    (fields.minute, fields.second, fields.milli) = (0, 0, 0);
    cut(&mut fields);
    answer(ev, fields.instant(), args, 3)
}

fn start_of_day<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    start(ev, args, |f| f.hour = 0)
}

fn start_of_hour<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    start(ev, args, |_| {})
}

fn start_of_month<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    start(ev, args, |f| (f.hour, f.day) = (0, 1))
}
