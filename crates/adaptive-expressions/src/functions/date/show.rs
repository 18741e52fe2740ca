//! Showing points in time: patterns and locales of calls.

use super::super::{invalid, wrong};
use super::calendar::Instant;
use super::parse::{iso, lenient};
use super::{format, parts};
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res};
use crate::value::Val;

/// A timestamp argument.
pub(super) fn timestamp(value: &Val<'_>) -> Result<Instant, EvalError> {
    match value.as_str() {
        Some(text) => iso(text),
        None => Err(EvalError::new(ErrorKind::Type, "expected an ISO timestamp")),
    }
}

/// The pattern of a call that has `count` parameters, the last two being format and locale.
/// Names of months and days are English in every locale, as in the peer.
pub(super) fn pattern(args: &[Val<'_>], count: usize, default: &str) -> Result<String, EvalError> {
    let given = |i: usize| args.get(i).and_then(Val::as_str);
    let format = if args.len() == count {
        match (given(count - 2), given(count - 1)) {
            (Some(_), Some("")) => {
                let message = "an empty text is no locale";
                return Err(EvalError::new(ErrorKind::Argument, message));
            }
            (format, Some(_)) => format,
            (_, None) => None,
        }
    } else if args.len() + 1 == count {
        given(count - 2)
    } else {
        None
    };
    Ok(match format {
        None => default.to_owned(),
        Some("") => format::DEFAULT.to_owned(),
        Some(text) => format::from_dotnet(text),
    })
}

pub(super) fn answer<'a>(
    ev: &mut Evaluator<'a>,
    instant: Option<Instant>,
    args: &[Val<'a>],
    count: usize,
) -> Res<'a> {
    let pattern = pattern(args, count, format::DEFAULT)?;
    ev.budget.make(pattern.len().saturating_mul(9))?;
    Ok(Val::text(match instant {
        Some(instant) => format::format(instant, 0, &pattern),
        None => "Invalid Date".to_owned(),
    }))
}

pub(in crate::functions) fn now(ev: &Evaluator<'_>) -> Instant {
    Instant::new(ev.environment.now_unix_millis).unwrap_or(Instant(0))
}

pub(super) fn utc_now<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let now = now(ev);
    answer(ev, Some(now), args, 2)
}

pub(super) fn format_date_time<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let Some(text) = args[0].as_str() else {
        return wrong("a date");
    };
    match lenient(text) {
        Some(instant) => answer(ev, Some(instant), args, 3),
        None => invalid(format!("`{text}` is no date")),
    }
}

pub(super) fn format_epoch<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let Some(seconds) = args[0].as_number() else {
        return wrong("a number");
    };
    match Instant::from_f64(seconds * 1000.0) {
        Some(instant) => answer(ev, Some(instant), args, 3),
        None => invalid("the time is too far away"),
    }
}

pub(super) fn format_ticks<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let ticks = match &args[0] {
        Val::Big(ticks) => Some(i128::from(*ticks)),
        Val::Num(n) => n
            .abs()
            .partial_cmp(&1e30)
            .filter(|o| o.is_lt())
            .and_then(|_| whole(*n)),
        // An empty text is no ticks.
        Val::Str(text) if text.is_empty() => Some(0),
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
