//! Dates and times.

pub(super) mod calendar;
mod format;
mod parse;
mod parts;
mod shift;
mod show;
mod windows;
mod zone;

use super::Check::{Count, Order};
use super::Function;
use super::Run::Apply;
use crate::eval::Verify;
use crate::syntax::ast::types::{BOOLEAN, NUMBER, OBJECT, STRING};

pub(super) use parse::{iso, lenient};
pub(super) use show::now;
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
        run: Apply(Verify::Any, shift::add_days),
        about: (
            "addDays(timestamp, days, format?, locale?)",
            "A later or earlier time.",
        ),
        example: "addDays('2024-02-28T00:00:00.000Z', 2)",
    },
    Function {
        name: "addHours",
        returns: STRING,
        check: SHIFT,
        run: Apply(Verify::Any, shift::add_hours),
        about: (
            "addHours(timestamp, hours, format?, locale?)",
            "A later or earlier time.",
        ),
        example: "addHours('2024-02-28T22:00:00.000Z', 3)",
    },
    Function {
        name: "addMinutes",
        returns: STRING,
        check: SHIFT,
        run: Apply(Verify::Any, shift::add_minutes),
        about: (
            "addMinutes(timestamp, minutes, format?, locale?)",
            "A later or earlier time.",
        ),
        example: "addMinutes('2024-02-28T23:59:00.000Z', 1)",
    },
    Function {
        name: "addSeconds",
        returns: STRING,
        check: SHIFT,
        run: Apply(Verify::Any, shift::add_seconds),
        about: (
            "addSeconds(timestamp, seconds, format?, locale?)",
            "A later or earlier time.",
        ),
        example: "addSeconds('2024-02-28T00:00:00.000Z', -1)",
    },
    Function {
        name: "addToTime",
        returns: STRING,
        check: SHIFT_UNIT,
        run: Apply(Verify::Any, shift::add_to_time),
        about: (
            "addToTime(timestamp, count, unit, format?, locale?)",
            "A later time; units from Second to Year.",
        ),
        example: "addToTime('2024-01-31T00:00:00.000Z', 1, 'Month')",
    },
    Function {
        name: "subtractFromTime",
        returns: STRING,
        check: SHIFT_UNIT,
        run: Apply(Verify::Any, shift::subtract_from_time),
        about: (
            "subtractFromTime(timestamp, count, unit, format?, locale?)",
            "An earlier time.",
        ),
        example: "subtractFromTime('2024-03-01T00:00:00.000Z', 1, 'Day')",
    },
    Function {
        name: "getFutureTime",
        returns: STRING,
        check: FROM_NOW,
        run: Apply(Verify::Any, shift::future_time),
        about: (
            "getFutureTime(count, unit, format?, locale?)",
            "A time after now.",
        ),
        example: "getFutureTime(2, 'Week')",
    },
    Function {
        name: "getPastTime",
        returns: STRING,
        check: FROM_NOW,
        run: Apply(Verify::Any, shift::past_time),
        about: (
            "getPastTime(count, unit, format?, locale?)",
            "A time before now.",
        ),
        example: "getPastTime(1, 'Year', 'yyyy')",
    },
    Function {
        name: "utcNow",
        returns: STRING,
        check: Order(&[], &[STRING, STRING]),
        run: Apply(Verify::Any, show::utc_now),
        about: ("utcNow(format?, locale?)", "The time of the evaluation."),
        example: "utcNow()",
    },
    Function {
        name: "formatDateTime",
        returns: STRING,
        check: WITH_FORMAT,
        run: Apply(Verify::Any, show::format_date_time),
        about: (
            "formatDateTime(timestamp, format?, locale?)",
            "A time in a .NET pattern.",
        ),
        example: "formatDateTime('2024-05-23T13:05:00.000Z', 'dddd, MMMM d, yyyy')",
    },
    Function {
        name: "formatEpoch",
        returns: STRING,
        check: NUMBER_FORMAT,
        run: Apply(Verify::Any, show::format_epoch),
        about: (
            "formatEpoch(seconds, format?, locale?)",
            "Seconds since 1970 as a time.",
        ),
        example: "formatEpoch(1716469500)",
    },
    Function {
        name: "formatTicks",
        returns: STRING,
        check: NUMBER_FORMAT,
        run: Apply(Verify::Any, show::format_ticks),
        about: (
            "formatTicks(ticks, format?, locale?)",
            ".NET ticks as a time.",
        ),
        example: "formatTicks(638520663000000000)",
    },
    Function {
        name: "convertFromUTC",
        returns: STRING,
        check: ZONED,
        run: Apply(Verify::Any, zone::from_utc),
        about: (
            "convertFromUTC(timestamp, zone, format?, locale?)",
            "The local time of a zone, by its IANA or Windows name.",
        ),
        example: "convertFromUTC('2024-05-23T13:05:00.000Z', 'Europe/Berlin')",
    },
    Function {
        name: "convertToUTC",
        returns: STRING,
        check: ZONED,
        run: Apply(Verify::Any, zone::to_utc),
        about: (
            "convertToUTC(timestamp, zone, format?, locale?)",
            "The UTC time of a local time.",
        ),
        example: "convertToUTC('2024-05-23T13:05:00.000', 'Pacific Standard Time')",
    },
    Function {
        name: "startOfDay",
        returns: STRING,
        check: WITH_FORMAT,
        run: Apply(Verify::Any, shift::start_of_day),
        about: (
            "startOfDay(timestamp, format?, locale?)",
            "Midnight before.",
        ),
        example: "startOfDay('2024-05-23T13:05:09.123Z')",
    },
    Function {
        name: "startOfHour",
        returns: STRING,
        check: WITH_FORMAT,
        run: Apply(Verify::Any, shift::start_of_hour),
        about: (
            "startOfHour(timestamp, format?, locale?)",
            "The full hour before.",
        ),
        example: "startOfHour('2024-05-23T13:05:09.123Z')",
    },
    Function {
        name: "startOfMonth",
        returns: STRING,
        check: WITH_FORMAT,
        run: Apply(Verify::Any, shift::start_of_month),
        about: (
            "startOfMonth(timestamp, format?, locale?)",
            "The first of the month.",
        ),
        example: "startOfMonth('2024-05-23T13:05:09.123Z')",
    },
    Function {
        name: "dayOfMonth",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Text, parts::day_of_month),
        about: ("dayOfMonth(timestamp)", "1 to 31."),
        example: "dayOfMonth('2024-05-23T13:05:00.000Z')",
    },
    Function {
        name: "dayOfWeek",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Text, parts::day_of_week),
        about: ("dayOfWeek(timestamp)", "0 is Sunday."),
        example: "dayOfWeek('2024-05-23T13:05:00.000Z')",
    },
    Function {
        name: "dayOfYear",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Text, parts::day_of_year),
        about: ("dayOfYear(timestamp)", "1 to 366."),
        example: "dayOfYear('2024-05-23T13:05:00.000Z')",
    },
    Function {
        name: "month",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Text, parts::month),
        about: ("month(timestamp)", "1 to 12."),
        example: "month('2024-05-23T13:05:00.000Z')",
    },
    Function {
        name: "year",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Text, parts::year),
        about: ("year(timestamp)", "The year."),
        example: "year('2024-05-23T13:05:00.000Z')",
    },
    Function {
        name: "date",
        returns: STRING,
        check: ONE,
        run: Apply(Verify::Text, parts::date),
        about: ("date(timestamp)", "The date as month/day/year."),
        example: "date('2024-05-23T13:05:00.000Z')",
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
        example: "getTimeOfDay('2024-05-23T13:05:00.000Z')",
    },
    Function {
        name: "ticks",
        returns: NUMBER,
        check: ONE,
        run: Apply(Verify::Any, parts::ticks),
        about: ("ticks(timestamp)", ".NET ticks: 100 ns since year 1."),
        example: "ticks('2024-05-23T13:05:00.000Z')",
    },
    Function {
        name: "ticksToDays",
        returns: NUMBER,
        check: TICKS,
        run: Apply(Verify::Any, parts::ticks_to_days),
        about: ("ticksToDays(ticks)", "Days."),
        example: "ticksToDays(864000000000)",
    },
    Function {
        name: "ticksToHours",
        returns: NUMBER,
        check: TICKS,
        run: Apply(Verify::Any, parts::ticks_to_hours),
        about: ("ticksToHours(ticks)", "Hours."),
        example: "ticksToHours(36000000000)",
    },
    Function {
        name: "ticksToMinutes",
        returns: NUMBER,
        check: TICKS,
        run: Apply(Verify::Any, parts::ticks_to_minutes),
        about: ("ticksToMinutes(ticks)", "Minutes."),
        example: "ticksToMinutes(600000000)",
    },
    Function {
        name: "dateTimeDiff",
        returns: NUMBER,
        check: Count(2, 2, STRING),
        run: Apply(Verify::Any, parts::difference),
        about: ("dateTimeDiff(a, b)", "Ticks from b to a."),
        example: "dateTimeDiff('2024-05-23T00:00:01.000Z', '2024-05-23T00:00:00.000Z')",
    },
    Function {
        name: "isDateTime",
        returns: BOOLEAN,
        check: Count(1, 1, OBJECT),
        run: Apply(Verify::Any, parts::is_date_time),
        about: ("isDateTime(value)", "Whether it is a timestamp."),
        example: "isDateTime('2024-05-23T13:05:00.000Z')",
    },
];
