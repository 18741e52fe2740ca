//! The rounds, summed up: what counts is the ratio, taken round by round.

use std::fmt;

/// One round: CPU in milliseconds for 1,000 requests, and how fast ours came.
pub(crate) struct Round {
    pub(crate) nginx: f64,
    pub(crate) ours: f64,
    pub(crate) rate: f64,
}

/// Median and extremes.
struct Spread(Vec<f64>);

impl Spread {
    fn of(rounds: &[Round], value: impl Fn(&Round) -> f64) -> Self {
        let mut values: Vec<f64> = rounds.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        Self(values)
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Some(least), Some(most)) = (self.0.first(), self.0.last()) else {
            return f.write_str("nothing measured");
        };
        let places = if *most < 100.0 { 1 } else { 0 };
        let median = self.0[self.0.len() / 2];
        write!(
            f,
            "{median:>8.places$}  ({least:.places$} to {most:.places$})"
        )
    }
}

/// The table as `docs/benchmarks.md` has it.
pub(crate) fn of(rounds: &[Round]) -> String {
    format!(
        "                                        median  (least to most of {} rounds)\n\
         nginx, ms of CPU per 1,000 requests   {}\n\
         cloakroom, ms of CPU per 1,000        {}\n\
         ratio                                 {}\n\
         cloakroom, invokes a second           {}",
        rounds.len(),
        Spread::of(rounds, |round| round.nginx),
        Spread::of(rounds, |round| round.ours),
        Spread::of(rounds, |round| round.ours / round.nginx),
        Spread::of(rounds, |round| round.rate),
    )
}
