//! Rows of recorded answers of another implementation: reading, comparing, reporting.
//!
//! A file has one JSON object a line. The first holds the data, `{"data": DATA}` or, by name,
//! `{"scopes": {NAME: DATA}}`; each other line is a row: a question (an expression, a template), the
//! name of its `scope` or `data` of its own, and the answer or an `error`. The class of an error is
//! in `class`, or else is the `error`: `parse`, `evaluate`, or `throws` where the other side threw
//! instead of answering with a failure, which is `evaluate` here. A row with `peer_bug`, or
//! with neither answer nor error, shows a crash of the other side: here it only has to end.

mod compare;
mod read;
#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;

pub use compare::same;

use std::fmt;
use std::process::ExitCode;

use serde_json::Value;

/// Which properties of a row hold the question and the answer.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// The property of the question.
    pub question: &'static str,
    /// The property of the answer.
    pub answer: &'static str,
}

/// An answer, or a failure with its class and what to print about it.
#[derive(Debug, Clone)]
pub enum Answer {
    /// The answer.
    Value(Value),
    /// The question itself is wrong: class `parse`.
    NotParsed(String),
    /// It failed on the data: class `evaluate`.
    Failed(String),
}

impl Answer {
    fn class(&self) -> Option<&'static str> {
        match self {
            Self::Value(_) => None,
            Self::NotParsed(_) => Some("parse"),
            Self::Failed(_) => Some("evaluate"),
        }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.fmt(f),
            Self::NotParsed(message) => write!(f, "error of class parse: {message}"),
            Self::Failed(message) => write!(f, "error of class evaluate: {message}"),
        }
    }
}

/// What a row wants.
#[derive(Debug, Clone)]
enum Expected {
    Value(Value),
    Failure(String),
    /// Any answer.
    End,
}

/// A row with two answers.
#[derive(Debug, Clone)]
pub struct Difference {
    /// Line of the file, from 1.
    pub line: usize,
    /// The question.
    pub question: Value,
    /// The recorded answer: JSON, or the class of the failure.
    pub expected: String,
    /// Our answer.
    pub found: String,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.line, self.question)?;
        writeln!(f, "  expected {}", self.expected)?;
        write!(f, "  found    {}", self.found)
    }
}

/// What comparing a file showed.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// How many rows were compared.
    pub rows: usize,
    /// Those that differ.
    pub differences: Vec<Difference>,
}

/// A line that is no row.
#[derive(Debug, Clone)]
pub struct ReadError {
    /// Line of the file, from 1.
    pub line: usize,
    /// Why.
    pub message: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.line, self.message)
    }
}

impl std::error::Error for ReadError {}

/// Compares every row of `text` with what `answer` says to the question and the data.
///
/// # Errors
/// When a line is no JSON object or has no question.
pub fn compare(
    text: &str,
    format: Format,
    mut answer: impl FnMut(&Value, &Value) -> Answer,
) -> Result<Report, ReadError> {
    let mut report = Report::default();
    read::rows(text, format, |row| {
        report.rows += 1;
        let found = answer(row.question, row.data);
        let agrees = match (&row.expected, &found) {
            (Expected::End, _) => true,
            (Expected::Value(expected), Answer::Value(found)) => same(expected, found),
            (Expected::Failure(class), found) => found.class() == Some(class),
            (Expected::Value(_), _) => false,
        };
        if !agrees {
            report.differences.push(Difference {
                line: row.line,
                question: row.question.clone(),
                expected: match row.expected {
                    Expected::Value(value) => value.to_string(),
                    Expected::Failure(class) => format!("error of class {class}"),
                    Expected::End => String::new(),
                },
                found: found.to_string(),
            });
        }
    })?;
    Ok(report)
}

/// The main function of a conformance runner: compares the files named by the arguments, prints
/// each row that differs and last `N of M rows agree`. Exit code 1 when a row differs, 2 when a
/// file cannot be read.
pub fn run(format: Format, answer: impl Fn(&Value, &Value) -> Answer) -> ExitCode {
    let (mut rows, mut agreed) = (0, 0);
    for path in std::env::args().skip(1) {
        let report = match std::fs::read_to_string(&path) {
            Ok(text) => compare(&text, format, &answer).map_err(|e| format!("{path}:{e}")),
            Err(e) => Err(format!("{path}: {e}")),
        };
        match report {
            Ok(report) => {
                rows += report.rows;
                agreed += report.rows - report.differences.len();
                for difference in report.differences {
                    println!("{path}:{difference}");
                }
            }
            Err(message) => {
                eprintln!("{message}");
                return ExitCode::from(2);
            }
        }
    }
    println!("{agreed} of {rows} rows agree");
    ExitCode::from(u8::from(agreed != rows))
}
