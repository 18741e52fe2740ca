//! Timex expressions: dates and times that may be incomplete, such as `XXXX-10-31`.

use crate::access::property;
use crate::error::{ErrorKind, EvalError};
use crate::value::Val;

/// What a timex says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Timex {
    pub(super) now: bool,
    pub(super) year: Option<f64>,
    pub(super) month: Option<f64>,
    pub(super) day_of_month: Option<f64>,
    pub(super) day_of_week: Option<f64>,
    pub(super) week_of_year: Option<f64>,
    pub(super) week_of_month: Option<f64>,
    pub(super) season: bool,
    pub(super) hour: Option<f64>,
    pub(super) minute: Option<f64>,
    pub(super) second: Option<f64>,
    pub(super) part_of_day: bool,
    /// Seconds of the duration, and how many of its unit.
    pub(super) duration: Option<(f64, f64)>,
}

/// Units of durations, greatest first: name, seconds.
const UNITS: [(&str, f64); 7] = [
    ("years", 31_536_000.0),
    ("months", 2_592_000.0),
    ("weeks", 604_800.0),
    ("days", 86_400.0),
    ("hours", 3600.0),
    ("minutes", 60.0),
    ("seconds", 1.0),
];

impl Timex {
    /// Reads a text, or an object with the parts as properties.
    pub(super) fn of(value: &Val<'_>) -> Result<Self, EvalError> {
        if let Some(text) = value.as_str() {
            return Ok(Self::parse(text));
        }
        if value.property_count().or(value.list_len()).unwrap_or(0) == 0 {
            let message = "expected a timex";
            return Err(EvalError::new(ErrorKind::Type, message));
        }
        let number = |name| property(value, name).as_number();
        let present = |name| !matches!(property(value, name), Val::Undefined);
        let hour = number("hour");
        let zero = hour.map(|_| 0.0);
        let duration = UNITS
            .iter()
            .find_map(|(unit, seconds)| number(unit).map(|amount| (*seconds, amount)));
        Ok(Self {
            now: present("now"),
            year: number("year"),
            month: number("month"),
            day_of_month: number("dayOfMonth"),
            day_of_week: number("dayOfWeek"),
            week_of_year: number("weekOfYear"),
            week_of_month: number("weekOfMonth"),
            season: present("season"),
            hour,
            minute: number("minute").or(zero),
            second: number("second").or(zero),
            part_of_day: present("partOfDay"),
            duration,
        })
    }

    /// Reads a text; one that is no timex says nothing.
    pub(super) fn parse(text: &str) -> Self {
        let mut timex = Self::default();
        if text == "PRESENT_REF" {
            timex.now = true;
        } else if text.starts_with('P') {
            timex.duration = duration(text);
        } else if let Some(range) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
            if let [start, _, length] = range.split(',').collect::<Vec<_>>().as_slice() {
                timex.date_time(start);
                timex.duration = duration(length);
            }
        } else {
            timex.date_time(text);
        }
        timex
    }

    fn date_time(&mut self, text: &str) {
        match text.find('T') {
            None => self.date(text),
            Some(at) => {
                self.date(&text[..at]);
                self.time(&text[at..]);
            }
        }
    }

    fn date(&mut self, text: &str) {
        let parts: Vec<&str> = text.split('-').collect();
        let season = |s: &str| matches!(s, "SP" | "SU" | "FA" | "WI");
        let week = |s: &str| s.strip_prefix('W').and_then(two);
        match parts.as_slice() {
            ["XXXX", "WXX", day] => self.day_of_week = digits(day, 1),
            ["XXXX", month, "WXX", week, day] => {
                if let (Some(m), Some(w), Some(d)) = (two(month), digits(week, 1), digits(day, 1)) {
                    (self.month, self.week_of_month, self.day_of_week) =
                        (Some(m), Some(w), Some(d));
                }
            }
            ["XXXX", month] => self.month = two(month),
            ["XXXX", month, last] => match (two(month), two(last), week(last)) {
                (Some(m), Some(d), _) => (self.month, self.day_of_month) = (Some(m), Some(d)),
                (Some(m), _, Some(w)) => (self.month, self.week_of_month) = (Some(m), Some(w)),
                _ => {}
            },
            [one] if season(one) => self.season = true,
            [year] => self.year = digits(year, 4),
            [year, rest @ ..] => {
                let Some(year) = digits(year, 4) else { return };
                let found = match rest {
                    [s] if season(s) => {
                        self.season = true;
                        true
                    }
                    [w] | [w, "WE"] if week(w).is_some() => {
                        self.week_of_year = week(w);
                        true
                    }
                    [month] => {
                        self.month = two(month);
                        self.month.is_some()
                    }
                    [month, day] => match (two(month), two(day)) {
                        (Some(m), Some(d)) => {
                            (self.month, self.day_of_month) = (Some(m), Some(d));
                            true
                        }
                        _ => false,
                    },
                    _ => false,
                };
                if found {
                    self.year = Some(year);
                }
            }
            [] => {}
        }
    }

    fn time(&mut self, text: &str) {
        let inner = &text[1..];
        if matches!(inner, "DT" | "NI" | "MO" | "AF" | "EV") {
            self.part_of_day = true;
            return;
        }
        let parts: Option<Vec<f64>> = inner.split(':').map(two).collect();
        if let Some([hour, rest @ ..]) = parts.as_deref()
            && rest.len() <= 2
        {
            self.hour = Some(*hour);
            self.minute = Some(rest.first().copied().unwrap_or(0.0));
            self.second = Some(rest.get(1).copied().unwrap_or(0.0));
        }
    }

    pub(super) fn is_date(&self) -> bool {
        (self.month.is_some() && self.day_of_month.is_some()) || self.day_of_week.is_some()
    }

    pub(super) fn is_time(&self) -> bool {
        self.hour.is_some() && self.minute.is_some() && self.second.is_some()
    }

    pub(super) fn is_definite(&self) -> bool {
        self.year.is_some() && self.month.is_some() && self.day_of_month.is_some()
    }

    pub(super) fn is_date_range(&self) -> bool {
        ((self.year.is_some() || self.month.is_some()) && self.day_of_month.is_none())
            || self.season
            || self.week_of_year.is_some()
            || self.week_of_month.is_some()
    }
}

fn digits(text: &str, count: usize) -> Option<f64> {
    let fits = text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| text.parse().ok()).flatten()
}

fn two(text: &str) -> Option<f64> {
    digits(text, 2)
}

/// `P3D`, `PT1.5H`: the seconds of the unit and the amount.
fn duration(text: &str) -> Option<(f64, f64)> {
    let (body, time) = match text.strip_prefix("PT") {
        Some(body) => (body, true),
        None => (text.strip_prefix('P')?, false),
    };
    let unit = body.chars().last()?;
    let amount = body.get(..body.len().checked_sub(1)?)?;
    let shape = amount.bytes().all(|b| b.is_ascii_digit() || b == b'.')
        && amount.bytes().filter(|b| *b == b'.').count() <= 1
        && amount.ends_with(|c: char| c.is_ascii_digit());
    let index = match (time, unit) {
        (false, 'Y') => 0,
        (false, 'M') => 1,
        (false, 'W') => 2,
        (false, 'D') => 3,
        (true, 'H') => 4,
        (true, 'M') => 5,
        (true, 'S') => 6,
        _ => return None,
    };
    shape
        .then(|| amount.parse().ok())
        .flatten()
        .map(|amount: f64| (UNITS[index].1, amount))
}
