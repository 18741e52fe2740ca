//! Writing dates. A pattern is .NET's, turned into the peer's own, which is then filled in.

use super::calendar::Instant;

const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The pattern of timestamps.
pub(super) const DEFAULT: &str = "YYYY-MM-DDTHH:mm:ss.SSS[Z]";

/// Turns a .NET pattern into the peer's. What cannot be turned stays as it is.
pub(super) fn from_dotnet(pattern: &str) -> String {
    convert(pattern).unwrap_or_else(|| pattern.to_owned())
}

fn convert(pattern: &str) -> Option<String> {
    match pattern {
        "" => return Some(DEFAULT.to_owned()),
        "R" | "r" | "U" | "u" => return None,
        "O" | "o" => return convert("YYYY-MM-DDTHH:mm:ss.SSS0000Z"),
        _ => {}
    }
    let chars: Vec<char> = pattern.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        match c {
            '\\' => {
                out.push(*chars.get(at + 1)?);
                at += 2;
                continue;
            }
            '\'' | '`' => {
                let len = chars[at + 1..].iter().position(|end| *end == c)?;
                out.extend(&chars[at + 1..at + 1 + len]);
                at += len + 2;
                continue;
            }
            _ => {}
        }
        let run = chars[at..].iter().take_while(|next| **next == c).count();
        let (piece, len) = token(c, run)?;
        match piece {
            Some(piece) => out.push_str(piece),
            None => out.push(c),
        }
        at += len;
    }
    Some(out)
}

/// The peer's token of a run of one letter and how much of the run it takes. `None` inside means
/// that the letter stays; outside, that the peer has no token for it.
fn token(c: char, run: usize) -> Option<(Option<&'static str>, usize)> {
    let pick = |tokens: &[&'static str]| Some((Some(tokens[run.min(tokens.len()) - 1]), run));
    match c {
        'd' => pick(&["D", "DD", "ddd", "dddd"]),
        'f' | 'F' if run < 3 => None,
        'f' | 'F' => Some((Some("SSS"), run)),
        'g' => None,
        'h' => pick(&["h", "hh"]),
        'H' => pick(&["H", "HH"]),
        'K' => Some((Some("Z"), 1)),
        'm' => pick(&["m", "mm"]),
        'M' => pick(&["M", "MM", "MMM", "MMMM"]),
        's' => pick(&["s", "ss"]),
        't' => pick(&["A", "A"]),
        'y' => pick(&["YY", "YY", "YYYY", "YYYY"]),
        'z' => pick(&["ZZ", "ZZ", "Z"]),
        '%' => Some((Some(""), 1)),
        _ => Some((None, 1)),
    }
}

/// Fills in a pattern of the peer. `offset` is minutes east of UTC.
pub(super) fn format(instant: Instant, offset: i64, pattern: &str) -> String {
    let local = Instant(instant.0 + offset * 60_000);
    let f = local.fields();
    let bytes = pattern.as_bytes();
    let mut out = String::new();
    let mut at = 0;
    while let Some(c) = pattern[at..].chars().next() {
        if c == '[' {
            // Text in brackets stays, when there is any.
            if let Some(len) = pattern[at + 1..].find(']').filter(|len| *len > 0) {
                out.push_str(&pattern[at + 1..at + 1 + len]);
                at += len + 2;
                continue;
            }
        }
        let longest = match c {
            'Y' | 'M' | 'd' => 4,
            'D' | 'H' | 'h' | 'm' | 's' | 'Z' => 2,
            'a' | 'A' => 1,
            'S' => 3,
            _ => 0,
        };
        let run = bytes[at..]
            .iter()
            .take(longest)
            .take_while(|b| char::from(**b) == c)
            .count();
        let month = usize::try_from(f.month - 1).unwrap_or(0).min(11);
        let day = DAYS[usize::try_from(local.weekday()).unwrap_or(0).min(6)];
        let twelve = if f.hour % 12 == 0 { 12 } else { f.hour % 12 };
        match (c, run) {
            ('Y', 2) => out.push_str(&format!("{:02}", f.year.rem_euclid(100))),
            ('Y', 4) => out.push_str(&format!("{:04}", f.year)),
            ('M', 1) => out.push_str(&f.month.to_string()),
            ('M', 2) => out.push_str(&format!("{:02}", f.month)),
            ('M', 3) => out.push_str(&MONTHS[month][..3]),
            ('M', _) => out.push_str(MONTHS[month]),
            ('D', 1) => out.push_str(&f.day.to_string()),
            ('D', _) => out.push_str(&format!("{:02}", f.day)),
            ('d', 1) => out.push_str(&local.weekday().to_string()),
            ('d', n @ (2 | 3)) => out.push_str(&day[..n]),
            ('d', _) => out.push_str(day),
            ('H', 1) => out.push_str(&f.hour.to_string()),
            ('H', _) => out.push_str(&format!("{:02}", f.hour)),
            ('h', 1) => out.push_str(&twelve.to_string()),
            ('h', _) => out.push_str(&format!("{twelve:02}")),
            ('a', _) => out.push_str(if f.hour < 12 { "am" } else { "pm" }),
            ('A', _) => out.push_str(if f.hour < 12 { "AM" } else { "PM" }),
            ('m', 1) => out.push_str(&f.minute.to_string()),
            ('m', _) => out.push_str(&format!("{:02}", f.minute)),
            ('s', 1) => out.push_str(&f.second.to_string()),
            ('s', _) => out.push_str(&format!("{:02}", f.second)),
            ('S', 3) => out.push_str(&format!("{:03}", f.milli)),
            ('Z', run) => {
                let sign = if offset < 0 { '-' } else { '+' };
                let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
                let colon = if run == 1 { ":" } else { "" };
                out.push_str(&format!("{sign}{hours:02}{colon}{minutes:02}"));
            }
            // One or three `Y`, one or two `S`: the peer leaves the first as it is.
            ('Y', 3) => {
                out.push_str(&format!("{:02}Y", f.year.rem_euclid(100)));
            }
            _ => out.push_str(&pattern[at..at + c.len_utf8() * run.max(1)]),
        }
        at += c.len_utf8() * run.max(1);
    }
    out
}
