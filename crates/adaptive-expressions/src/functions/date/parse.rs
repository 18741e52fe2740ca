//! Reading dates: strict timestamps, and whatever JavaScript's `Date` reads.

use super::calendar::{Fields, Instant};
use crate::error::{ErrorKind, EvalError};

/// A timestamp as `toISOString` writes it, exactly: `2024-02-28T13:05:09.123Z`.
pub(crate) fn iso(text: &str) -> Result<Instant, EvalError> {
    lenient(text)
        .filter(|instant| iso_text(*instant) == text)
        .ok_or_else(|| {
            let message = "not an ISO timestamp with milliseconds and `Z`";
            EvalError::new(ErrorKind::Argument, message)
        })
}

/// `toISOString`
pub(super) fn iso_text(instant: Instant) -> String {
    let f = instant.fields();
    let year = match f.year {
        0..=9999 => format!("{:04}", f.year),
        year if year < 0 => format!("-{:06}", -year),
        year => format!("+{year:06}"),
    };
    format!(
        "{year}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        f.month, f.day, f.hour, f.minute, f.second, f.milli
    )
}

/// `new Date(text)`; a time without a zone is UTC.
pub(crate) fn lenient(text: &str) -> Option<Instant> {
    iso_like(text).or_else(|| legacy(text))
}

/// A cursor over ASCII.
struct Cursor<'t> {
    rest: &'t [u8],
}

impl Cursor<'_> {
    fn digits(&mut self, count: usize) -> Option<i64> {
        let found = self.rest.get(..count)?;
        if !found.iter().all(u8::is_ascii_digit) {
            return None;
        }
        self.rest = &self.rest[count..];
        Some(found.iter().fold(0, |n, b| n * 10 + i64::from(b - b'0')))
    }

    fn eat(&mut self, bytes: &[u8]) -> Option<u8> {
        let first = *self.rest.first().filter(|b| bytes.contains(b))?;
        self.rest = &self.rest[1..];
        Some(first)
    }
}

/// The format of ECMA-262, section 21.4.1.32.
fn iso_like(text: &str) -> Option<Instant> {
    let mut c = Cursor {
        rest: text.as_bytes(),
    };
    let year = match c.eat(b"+-") {
        Some(b'-') => -c.digits(6).filter(|year| *year != 0)?,
        Some(_) => c.digits(6)?,
        None => c.digits(4)?,
    };
    let mut f = Fields::day(year, 1, 1);
    if c.eat(b"-").is_some() {
        f.month = c.digits(2)?;
        if c.eat(b"-").is_some() {
            f.day = c.digits(2)?;
        }
    }
    let mut offset = 0;
    if c.eat(b"Tt ").is_some() {
        f.hour = c.digits(2)?;
        c.eat(b":")?;
        f.minute = c.digits(2)?;
        if c.eat(b":").is_some() {
            f.second = c.digits(2)?;
            if c.eat(b".").is_some() {
                f.milli = fraction(&mut c)?;
            }
        }
        offset = zone(&mut c)?;
    }
    if !c.rest.is_empty() || !in_range(&f) {
        return None;
    }
    Instant::new(f.instant()?.0 - offset * 60_000)
}

/// Milliseconds; further digits are dropped.
fn fraction(c: &mut Cursor<'_>) -> Option<i64> {
    let len = c.rest.iter().take_while(|b| b.is_ascii_digit()).count();
    let kept = c.digits(len.min(3)).filter(|_| len > 0)?;
    c.rest = &c.rest[len - len.min(3)..];
    Some(kept * [0, 100, 10, 1][len.min(3)])
}

/// Minutes east of UTC; none is UTC.
fn zone(c: &mut Cursor<'_>) -> Option<i64> {
    match c.eat(b"Zz+-") {
        None | Some(b'Z' | b'z') => Some(0),
        Some(sign) => {
            let hours = c.digits(2)?;
            c.eat(b":");
            let minutes = c.digits(2)?;
            Some((hours * 60 + minutes) * if sign == b'-' { -1 } else { 1 })
        }
    }
}

fn in_range(f: &Fields) -> bool {
    (1..=12).contains(&f.month)
        && (1..=31).contains(&f.day)
        && (f.hour < 24 || (f.hour == 24 && f.minute == 0 && f.second == 0 && f.milli == 0))
        && f.minute < 60
        && f.second < 60
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// The formats that engines read besides: `Feb 28, 2024`, `2/28/2024 1:05 PM`, `28 Feb 2024 GMT`.
fn legacy(text: &str) -> Option<Instant> {
    let mut found = Legacy::default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let len = if first.is_ascii_digit() {
            let len = rest.bytes().take_while(u8::is_ascii_digit).count();
            found.number(rest, len)?
        } else if first.is_ascii_alphabetic() {
            let len = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            found.word(&rest[..len].to_ascii_lowercase())?;
            len
        } else if first == '(' {
            rest.find(')').map_or(rest.len(), |at| at + 1)
        } else if matches!(first, '+' | '-') && found.has_time {
            let digits: String = rest[1..]
                .chars()
                .take_while(|c| c.is_ascii_digit() || *c == ':')
                .collect();
            let plain = digits.replace(':', "");
            let n: i64 = plain.parse().ok()?;
            let minutes = if plain.len() <= 2 {
                n * 60
            } else {
                n / 100 * 60 + n % 100
            };
            found.offset = if first == '-' { -minutes } else { minutes };
            1 + digits.len()
        } else if matches!(first, ' ' | ',' | '/' | '-' | '.' | '\t') {
            1
        } else {
            return None;
        };
        rest = rest.get(len..)?;
    }
    found.finish()
}

#[derive(Default)]
struct Legacy {
    numbers: Vec<(i64, usize)>,
    month: Option<i64>,
    time: [i64; 4],
    has_time: bool,
    afternoon: Option<bool>,
    offset: i64,
}

impl Legacy {
    /// A number, or a time that begins with it; how many bytes were read.
    fn number(&mut self, rest: &str, len: usize) -> Option<usize> {
        let n: i64 = rest[..len].parse().ok()?;
        if rest.as_bytes().get(len) != Some(&b':') || self.has_time {
            self.numbers.push((n, len));
            return Some(len);
        }
        self.has_time = true;
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != ':' && c != '.');
        let time = &rest[..end.unwrap_or(rest.len())];
        let (clock, millis) = time.split_once('.').unwrap_or((time, ""));
        for (place, part) in self.time.iter_mut().zip(clock.split(':').take(3)) {
            *place = part.parse().ok()?;
        }
        if !millis.is_empty() {
            self.time[3] = format!("{millis:0<3}").get(..3)?.parse().ok()?;
        }
        Some(time.len())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let month = word
            .get(..3)
            .and_then(|w| MONTHS.iter().position(|m| *m == w));
        // As in V8: any word may stand before the first number; after it only those that say
        // something.
        let started = !self.numbers.is_empty() || self.has_time;
        match word {
            "am" if self.has_time => self.afternoon = Some(false),
            "pm" if self.has_time => self.afternoon = Some(true),
            "gmt" | "utc" | "ut" | "z" if started => self.offset = 0,
            "est" | "cdt" if started => self.offset = -300,
            "edt" if started => self.offset = -240,
            "cst" | "mdt" if started => self.offset = -360,
            "mst" | "pdt" if started => self.offset = -420,
            "pst" if started => self.offset = -480,
            _ if month.is_some() => self.month = month.and_then(|m| i64::try_from(m + 1).ok()),
            _ if !started => {}
            _ => return None,
        }
        Some(())
    }

    fn finish(self) -> Option<Instant> {
        let (year, month, day) = match (self.month, self.numbers.as_slice()) {
            (Some(month), [(a, long), (b, _)]) if *long > 2 => ((*a, *long), month, *b),
            (Some(month), [(a, _), (b, len)]) => ((*b, *len), month, *a),
            (Some(month), [(a, len)]) if *len > 2 => ((*a, *len), month, 1),
            (Some(month), [(a, _)]) => ((2001, 4), month, *a),
            (None, [(a, len), (b, _), (c, _)]) if *len > 2 => ((*a, *len), *b, *c),
            (None, [(a, _), (b, _), (c, len)]) => ((*c, *len), *a, *b),
            (None, [(a, len), (b, _)]) if *len > 2 => ((*a, *len), *b, 1),
            (None, [(a, _), (b, _)]) => ((2001, 4), *a, *b),
            (None, [(month @ 1..=12, _)]) => ((2001, 4), *month, 1),
            (None, [(year, len)]) if *year > 31 => ((*year, *len), 1, 1),
            _ => return None,
        };
        let year = match year {
            (n, 1 | 2) if n < 50 => n + 2000,
            (n, 1 | 2) => n + 1900,
            (n, _) => n,
        };
        let mut f = Fields::day(year, month, day);
        [f.hour, f.minute, f.second, f.milli] = self.time;
        match self.afternoon {
            Some(_) if !(1..=12).contains(&f.hour) => return None,
            Some(pm) => f.hour = f.hour % 12 + if pm { 12 } else { 0 },
            None => {}
        }
        let valid = (1..=12).contains(&f.month)
            && (1..=31).contains(&f.day)
            && f.hour <= 24
            && f.minute < 60
            && f.second < 60;
        if !valid {
            return None;
        }
        Instant::new(f.instant()?.0 - self.offset * 60_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_engines_read_them() {
        let read = |text| lenient(text).map(iso_text);
        let day = Some("2024-02-28T00:00:00.000Z".to_owned());
        for text in [
            "2024-02-28",
            "Feb 28, 2024",
            "2/28/2024",
            "28 February 2024",
            "2024/2/28",
        ] {
            assert_eq!(read(text), day, "{text}");
        }
        let time = Some("2024-02-28T13:05:09.120Z".to_owned());
        for text in ["2024-02-28T13:05:09.12", "2024-02-28T15:05:09.1200+02:00"] {
            assert_eq!(read(text), time, "{text}");
        }
        assert_eq!(
            read("Wed, 28 Feb 2024 13:05:00 GMT"),
            read("2/28/2024 1:05 PM")
        );
        assert_eq!(read("nope"), None);
        assert_eq!(read("2024-13-01"), None);
    }
}
