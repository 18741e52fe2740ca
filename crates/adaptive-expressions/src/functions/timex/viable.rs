//! The next or last date or time that an incomplete timex can mean, seen from now.

use super::property::Timex;
use crate::error::EvalError;
use crate::eval::{Evaluator, Res};
use crate::functions::date::calendar::{Fields, Instant, is_leap};
use crate::functions::{date, invalid};
use crate::value::Val;

/// Now, in the zone of the second argument or in UTC.
fn local_now(ev: &Evaluator<'_>, args: &[Val<'_>]) -> Result<Fields, EvalError> {
    let now = date::now(ev);
    let Some(name) = args.get(1).and_then(Val::as_str) else {
        return Ok(now.fields());
    };
    let zone = date::find_zone(name)?;
    Ok(Instant(now.0 + date::offset(&zone, now) * 60_000).fields())
}

#[allow(clippy::cast_possible_truncation)]
fn whole(n: Option<f64>) -> i64 {
    n.unwrap_or(0.0) as i64
}

fn viable_date<'a>(ev: &Evaluator<'a>, args: &[Val<'a>], forward: bool) -> Res<'a> {
    let timex = Timex::of(&args[0])?;
    let (month, day) = (whole(timex.month), whole(timex.day_of_month));
    if whole(timex.year) != 0 || month == 0 || day == 0 {
        return invalid("expected a timex of month and day, such as XXXX-10-31");
    }
    let now = local_now(ev, args)?;
    let (wanted, today) = ((month, day), (now.month, now.day));
    let step = if forward { 1 } else { -1 };
    let this_year = if forward {
        wanted >= today
    } else {
        wanted < today
    };
    let mut year = if this_year { now.year } else { now.year + step };
    while wanted == (2, 29) && !is_leap(year) {
        year += step;
    }
    match Fields::day(year, month, day).instant().map(Instant::fields) {
        Some(f) => Ok(Val::text(format!(
            "{:04}-{:02}-{:02}",
            f.year, f.month, f.day
        ))),
        None => invalid("the date is too far away"),
    }
}

pub(super) fn next_date<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    viable_date(ev, args, true)
}

pub(super) fn previous_date<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    viable_date(ev, args, false)
}

fn viable_time<'a>(ev: &Evaluator<'a>, args: &[Val<'a>], forward: bool) -> Res<'a> {
    let text = args[0].as_str().unwrap_or_default();
    let timex = Timex::parse(&text.replacen("XX", "00", 1));
    if !text.contains("TXX:") || !timex.is_time() {
        return invalid("expected a timex of minute and second, such as TXX:15:28");
    }
    let now = local_now(ev, args)?;
    let wanted = (whole(timex.minute), whole(timex.second));
    let current = (now.minute, now.second);
    let hour = match forward {
        true if wanted >= current => now.hour,
        true => (now.hour + 1) % 24,
        false if wanted < current => now.hour,
        false => (now.hour + 23) % 24,
    };
    Ok(Val::text(match wanted {
        (0, 0) => format!("T{hour:02}"),
        (minute, 0) => format!("T{hour:02}:{minute:02}"),
        (minute, second) => format!("T{hour:02}:{minute:02}:{second:02}"),
    }))
}

pub(super) fn next_time<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    viable_time(ev, args, true)
}

pub(super) fn previous_time<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    viable_time(ev, args, false)
}
