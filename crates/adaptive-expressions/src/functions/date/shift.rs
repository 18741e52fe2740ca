//! Earlier and later times.

use super::super::{invalid, wrong};
use super::calendar::{Fields, Instant, days_in_month};
use super::show::{answer, now, timestamp};
use crate::eval::{Evaluator, Res};
use crate::value::Val;

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

pub(super) fn add_days<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    shift(ev, args, |f| &mut f.day)
}

pub(super) fn add_hours<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    shift(ev, args, |f| &mut f.hour)
}

pub(super) fn add_minutes<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    shift(ev, args, |f| &mut f.minute)
}

pub(super) fn add_seconds<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
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

pub(super) fn add_to_time<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
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

pub(super) fn subtract_from_time<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
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

pub(super) fn future_time<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    from_now(ev, args, 1.0)
}

pub(super) fn past_time<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    from_now(ev, args, -1.0)
}

fn start<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>], cut: impl Fn(&mut Fields)) -> Res<'a> {
    let mut fields = timestamp(&args[0])?.fields();
    (fields.minute, fields.second, fields.milli) = (0, 0, 0);
    cut(&mut fields);
    answer(ev, fields.instant(), args, 3)
}

pub(super) fn start_of_day<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    start(ev, args, |f| f.hour = 0)
}

pub(super) fn start_of_hour<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    start(ev, args, |_| {})
}

pub(super) fn start_of_month<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    start(ev, args, |f| (f.hour, f.day) = (0, 1))
}
