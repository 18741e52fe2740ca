//! Parts of dates, and ticks.

use super::super::{invalid, wrong};
use super::calendar::Instant;
use super::show::timestamp;
use super::{format, iso, lenient};
use crate::eval::{Evaluator, Res};
use crate::value::Val;

/// .NET ticks from year 1 to 1970.
pub(super) const TICKS_TO_1970: i64 = 621_355_968_000_000_000;
/// The peer's pattern of local times.
pub(super) const WITHOUT_ZONE: &str = "YYYY-MM-DDTHH:mm:ss.SSS0000";

fn part<'a>(args: &[Val<'a>], part: impl Fn(Instant) -> i64) -> Res<'a> {
    #[allow(clippy::cast_precision_loss)]
    timestamp(&args[0]).map(|instant| Val::Num(part(instant) as f64))
}

pub(super) fn day_of_month<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    part(args, |instant| instant.fields().day)
}

pub(super) fn day_of_week<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    part(args, Instant::weekday)
}

pub(super) fn day_of_year<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    part(args, Instant::day_of_year)
}

pub(super) fn month<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    part(args, |instant| instant.fields().month)
}

pub(super) fn year<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    part(args, |instant| instant.fields().year)
}

pub(super) fn date<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::text(format::format(
        timestamp(&args[0])?,
        0,
        "M/DD/YYYY",
    )))
}

pub(super) fn time_of_day<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let text = args[0].as_str().unwrap_or_default();
    let instant = match (iso(text), lenient(text)) {
        (Ok(instant), _) => instant,
        (Err(_), Some(local)) if format::format(local, 0, WITHOUT_ZONE) == text => local,
        // A date in another form has no time of day, but is no error.
        (Err(_), Some(_)) => return Ok(Val::Undefined),
        (Err(_), None) => return invalid(format!("`{text}` is no date")),
    };
    let f = instant.fields();
    Ok(Val::text(match f.hour * 100 + f.minute {
        0 => "midnight",
        1..=1199 => "morning",
        1200 => "noon",
        1201..=1799 => "afternoon",
        1800..=2200 => "evening",
        _ => "night",
    }))
}

pub(super) fn ticks<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let millis = timestamp(&args[0])?.0;
    match millis
        .checked_mul(10_000)
        .and_then(|ticks| ticks.checked_add(TICKS_TO_1970))
    {
        Some(ticks) => Ok(Val::Big(ticks)),
        None => invalid("the time is too far away"),
    }
}

#[allow(clippy::cast_precision_loss)]
fn in_units<'a>(args: &[Val<'a>], ticks_per_unit: f64) -> Res<'a> {
    match &args[0] {
        Val::Big(ticks) => Ok(Val::Num(*ticks as f64 / ticks_per_unit)),
        value => match value.as_integer() {
            Some(ticks) => Ok(Val::Num(ticks / ticks_per_unit)),
            None => wrong("an integer of ticks"),
        },
    }
}

pub(super) fn ticks_to_days<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    in_units(args, 864_000_000_000.0)
}

pub(super) fn ticks_to_hours<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    in_units(args, 36_000_000_000.0)
}

pub(super) fn ticks_to_minutes<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    in_units(args, 600_000_000.0)
}

#[allow(clippy::cast_precision_loss)]
pub(super) fn difference<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let (a, b) = (timestamp(&args[0])?, timestamp(&args[1])?);
    Ok(Val::Num((a.0 - b.0) as f64 * 10_000.0))
}

pub(super) fn is_date_time<'a>(_: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    Ok(Val::Bool(
        args[0].as_str().is_some_and(|text| iso(text).is_ok()),
    ))
}
