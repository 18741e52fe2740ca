//! Time zones by IANA and Windows names.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::super::{invalid, wrong};
use super::calendar::{Fields, Instant};
use super::format;
use super::parse::{iso, lenient};
use super::parts::WITHOUT_ZONE;
use super::show::{answer, pattern};
use super::windows::WINDOWS;
use crate::error::{ErrorKind, EvalError};
use crate::eval::{Evaluator, Res};
use crate::value::Val;

/// The zone of a name.
pub(in crate::functions) fn find(name: &str) -> Result<TimeZone, EvalError> {
    let iana = WINDOWS
        .binary_search_by_key(&name, |(windows, _)| windows)
        .map_or(name, |i| WINDOWS[i].1);
    let known = iana.contains('/') || WINDOWS.iter().any(|(windows, _)| *windows == name);
    known
        .then(|| TimeZone::get(iana).ok())
        .flatten()
        .ok_or_else(|| EvalError::new(ErrorKind::Argument, format!("`{name}` is no time zone")))
}

/// Minutes east of UTC at a point in time.
pub(in crate::functions) fn offset(zone: &TimeZone, instant: Instant) -> i64 {
    Timestamp::from_millisecond(instant.0).map_or(0, |timestamp| {
        i64::from(zone.to_offset(timestamp).seconds()) / 60
    })
}

/// The point in time of a local date and time; in a gap and in a fold the later reading.
fn utc_of(zone: &TimeZone, local: Fields) -> Option<Instant> {
    let narrow = |n: i64| i8::try_from(n).ok();
    let civil = DateTime::new(
        i16::try_from(local.year).ok()?,
        narrow(local.month)?,
        narrow(local.day)?,
        narrow(local.hour)?,
        narrow(local.minute)?,
        narrow(local.second)?,
        0,
    )
    .ok()?;
    let zoned = zone.to_ambiguous_zoned_datetime(civil).later().ok()?;
    Instant::new(zoned.timestamp().as_millisecond())
}

pub(super) fn from_utc<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let (Some(text), Some(zone)) = (args[0].as_str(), args[1].as_str()) else {
        return wrong("an ISO timestamp and a time zone");
    };
    let (instant, zone) = (iso(text), find(zone)?);
    let instant = instant?;
    let pattern = pattern(args, 4, WITHOUT_ZONE)?;
    ev.budget.make(pattern.len().saturating_mul(9))?;
    Ok(Val::text(format::format(
        instant,
        offset(&zone, instant),
        &pattern,
    )))
}

/// A date of eight digits, which the peer reads here and nowhere else.
fn compact(text: &str) -> Option<Instant> {
    let digits = text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit());
    let (year, day) = text.split_at_checked(4).filter(|_| digits)?;
    let (month, day) = day.split_at(2);
    lenient(&format!("{year}-{month}-{day}"))
}

pub(super) fn to_utc<'a>(ev: &mut Evaluator<'a>, args: &[Val<'a>]) -> Res<'a> {
    let (Some(text), Some(zone)) = (args[0].as_str(), args[1].as_str()) else {
        return wrong("a timestamp and a time zone");
    };
    let zone = find(zone)?;
    let local = lenient(text).or_else(|| compact(text)).map(Instant::fields);
    match local.and_then(|local| utc_of(&zone, local)) {
        // The peer drops milliseconds on the way.
        Some(instant) => answer(ev, Some(instant), args, 4),
        None => invalid(format!("`{text}` is no date")),
    }
}
