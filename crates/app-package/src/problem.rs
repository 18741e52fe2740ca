//! What is wrong with a package, where, and how to mend it.

use std::fmt;

use serde::Serialize;

use crate::document::Cursor;

/// Whether a problem stops the package from being installed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// It works here, but not as its author means, or not in Teams.
    Warning,
    /// It can't be installed.
    Error,
}

/// One finding. `code` is stable and never reused for something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = Finding))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// A stable code in `snake_case` that names the offence.
    pub code: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// The file's name in the package.
    pub file: String,
    /// JSON pointer (RFC 6901) to the value; empty is the whole file.
    pub pointer: String,
    /// Bytes of the file, from and to (exclusive).
    pub span: (usize, usize),
    /// Line, from 1; 0 where the file has none (icons, missing files).
    pub line: u32,
    /// Column in characters, from 1; 0 where the file has none.
    pub column: u32,
    /// What is wrong, one sentence.
    pub sentence: String,
    /// How to mend it, one sentence.
    pub fix: String,
}

impl Problem {
    /// A problem of a whole file.
    pub(crate) fn file(
        code: &'static str,
        file: &str,
        sentence: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self {
            code,
            severity: Severity::Error,
            file: file.to_owned(),
            pointer: String::new(),
            span: (0, 0),
            line: 0,
            column: 0,
            sentence: sentence.into(),
            fix: fix.into(),
        }
    }

    /// A problem at a place of a document.
    pub(crate) fn at(
        code: &'static str,
        cursor: &Cursor<'_>,
        sentence: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        let (line, column) = cursor.document.line_column(cursor.node.span.start);
        Self {
            pointer: cursor.pointer.clone(),
            span: (cursor.node.span.start, cursor.node.span.end),
            line,
            column,
            ..Self::file(code, &cursor.document.file, sentence, fix)
        }
    }

    /// The same as a warning.
    pub(crate) fn warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// `file:line:column` (or less where there is none).
    pub fn place(&self) -> String {
        match (self.line, self.pointer.is_empty()) {
            (0, true) => self.file.clone(),
            (0, false) => format!("{}#{}", self.file, self.pointer),
            (line, _) => format!("{}:{line}:{}", self.file, self.column),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} [{}] {}",
            self.place(),
            self.sentence,
            self.code,
            self.fix
        )
    }
}

/// Why a package can't be installed: at least one problem of severity error, and the warnings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LoadErrors {
    /// All findings, errors first, each group in the order of reading.
    pub problems: Vec<Problem>,
}

impl LoadErrors {
    /// The first error: what one sentence can say of all.
    pub fn first(&self) -> Option<&Problem> {
        self.problems.first()
    }

    /// Whether a problem has this code.
    pub fn has(&self, code: &str) -> bool {
        self.problems.iter().any(|problem| problem.code == code)
    }
}

impl fmt::Display for LoadErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                writeln!(f)?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for LoadErrors {}

/// Collects problems up to a limit.
#[derive(Debug)]
pub(crate) struct Problems {
    list: Vec<Problem>,
    limit: usize,
}

impl Problems {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            list: Vec::new(),
            limit,
        }
    }

    pub(crate) fn push(&mut self, problem: Problem) {
        // An error is never lost to a flood of warnings.
        let room = self.list.len() < self.limit
            || (problem.severity == Severity::Error && !self.has_errors());
        if room && !self.list.contains(&problem) {
            self.list.push(problem);
        }
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }

    /// All problems, whatever their severity, in the order of reading.
    pub(crate) fn all(self) -> Vec<Problem> {
        self.list
    }

    /// The warnings, or all problems if one is an error.
    pub(crate) fn finish(mut self) -> Result<Vec<Problem>, LoadErrors> {
        if !self.has_errors() {
            return Ok(self.list);
        }
        self.list
            .sort_by_key(|problem| std::cmp::Reverse(problem.severity));
        Err(LoadErrors {
            problems: self.list,
        })
    }
}
