//! Dates as JavaScript has them: milliseconds since 1970 UTC in the Gregorian calendar.

/// The greatest distance from 1970, as in JavaScript.
const MAX_MILLIS: i64 = 8_640_000_000_000_000;
const DAY: i64 = 86_400_000;

/// A point in time, valid in JavaScript.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant(pub(crate) i64);

/// The parts of a date and time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Fields {
    pub(crate) year: i64,
    /// 1 to 12; beyond it when made, to be carried.
    pub(crate) month: i64,
    pub(crate) day: i64,
    pub(crate) hour: i64,
    pub(crate) minute: i64,
    pub(crate) second: i64,
    pub(crate) milli: i64,
}

impl Instant {
    /// `None` outside JavaScript's range.
    pub(crate) fn new(millis: i64) -> Option<Self> {
        (millis.checked_abs()? <= MAX_MILLIS).then_some(Self(millis))
    }

    /// The same from a number, cut to whole milliseconds.
    #[allow(clippy::cast_possible_truncation)]
    pub(crate) fn from_f64(millis: f64) -> Option<Self> {
        (millis.is_finite() && millis.abs() <= 8.64e15).then_some(Self(millis.trunc() as i64))
    }

    pub(crate) fn fields(self) -> Fields {
        let (days, rest) = (self.0.div_euclid(DAY), self.0.rem_euclid(DAY));
        let (year, month, day) = civil(days);
        Fields {
            year,
            month,
            day,
            hour: rest / 3_600_000,
            minute: rest / 60_000 % 60,
            second: rest / 1000 % 60,
            milli: rest % 1000,
        }
    }

    /// 0 is Sunday.
    pub(crate) fn weekday(self) -> i64 {
        (self.0.div_euclid(DAY) + 4).rem_euclid(7)
    }

    pub(crate) fn day_of_year(self) -> i64 {
        self.0.div_euclid(DAY) - days_from_civil(self.fields().year, 1, 1) + 1
    }
}

impl Fields {
    /// Midnight of a day.
    pub(crate) fn day(year: i64, month: i64, day: i64) -> Self {
        Self {
            year,
            month,
            day,
            hour: 0,
            minute: 0,
            second: 0,
            milli: 0,
        }
    }

    /// The point in time; parts beyond their range are carried.
    pub(crate) fn instant(self) -> Option<Instant> {
        if self.year.abs() > 400_000 || self.month.abs() > 5_000_000 {
            return None;
        }
        let months = self.year * 12 + self.month - 1;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        let days = days_from_civil(year, month, 1).checked_add(self.day.checked_sub(1)?)?;
        let millis = days
            .checked_mul(DAY)?
            .checked_add(self.hour.checked_mul(3_600_000)?)?
            .checked_add(self.minute.checked_mul(60_000)?)?
            .checked_add(self.second.checked_mul(1000)?)?
            .checked_add(self.milli)?;
        Instant::new(millis)
    }
}

pub(crate) fn is_leap(year: i64) -> bool {
    (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
}

/// 28 to 31.
pub(crate) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970 of a civil date. Years are counted from March, so that a leap day ends one.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The civil date of a number of days since 1970.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_dates_agree_over_four_centuries() {
        for days in -150_000..150_000 {
            let (year, month, day) = civil(days);
            assert_eq!(days_from_civil(year, month, day), days);
            assert!((1..=days_in_month(year, month)).contains(&day));
        }
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(Instant(0).weekday(), 4);
    }
}
