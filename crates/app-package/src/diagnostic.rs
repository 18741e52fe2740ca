//! What a rule finds: more than a [`Problem`](crate::Problem), which says why a package can't be
//! installed.

use serde::Serialize;

use crate::Severity;
use crate::document::{Cursor, Document, Span};
use crate::fix::Edit;
use crate::rules::{AppliesTo, Authority, Rule};

/// One finding of the validator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnostic {
    /// The rule's code, such as `M013`.
    pub code: &'static str,
    /// The rule's name, such as `oauth-before-1-26`.
    pub name: &'static str,
    /// The rule's severity, or what `--deny` made of it.
    pub severity: Severity,
    /// Whom it concerns.
    pub applies_to: AppliesTo,
    /// Who says so.
    pub authority: Authority,
    /// The file's name in the package.
    pub file: String,
    /// JSON pointer (RFC 6901) to the value; empty is the whole file.
    pub pointer: String,
    /// Where in the file; `null` where it has no text (icons, missing files).
    pub range: Option<Range>,
    /// What is wrong, one sentence.
    pub message: String,
    /// How to mend it, one sentence.
    pub fix: String,
    /// The mechanical fix, if there is one: all edits together.
    pub edits: Vec<Edit>,
}

/// A part of a file's text. A byte-order mark is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Range {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Line of the first byte, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Line of the end, from 1.
    pub end_line: u32,
    /// Column after the last character, from 1.
    pub end_column: u32,
}

impl Range {
    pub(crate) fn of(document: &Document, span: Span) -> Self {
        let (line, column) = document.line_column(span.start);
        let (end_line, end_column) = document.line_column(span.end);
        Self {
            start: span.start,
            end: span.end,
            line,
            column,
            end_line,
            end_column,
        }
    }
}

impl Diagnostic {
    /// `file:line:column` (or less where there is none).
    pub fn place(&self) -> String {
        match (&self.range, self.pointer.is_empty()) {
            (Some(range), _) => format!("{}:{}:{}", self.file, range.line, range.column),
            (None, true) => self.file.clone(),
            (None, false) => format!("{}#{}", self.file, self.pointer),
        }
    }
}

/// Collects diagnostics up to a limit.
#[derive(Debug)]
pub(crate) struct Diagnostics {
    list: Vec<Diagnostic>,
    limit: usize,
}

impl Diagnostics {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            list: Vec::new(),
            limit,
        }
    }

    /// At a value of a document.
    pub(crate) fn at(
        &mut self,
        rule: &'static Rule,
        place: &Cursor<'_>,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.fixed(rule, place, message, fix, Vec::new());
    }

    /// At a value of a document, with a mechanical fix.
    pub(crate) fn fixed(
        &mut self,
        rule: &'static Rule,
        place: &Cursor<'_>,
        message: impl Into<String>,
        fix: impl Into<String>,
        edits: Vec<Edit>,
    ) {
        let range = Range::of(place.document, place.node.span);
        let file = place.document.file.clone();
        let mut diagnostic = new(rule, file, place.pointer.clone(), message, fix);
        diagnostic.range = Some(range);
        diagnostic.edits = edits;
        self.push(diagnostic);
    }

    /// At a whole file, present or not.
    pub(crate) fn file(
        &mut self,
        rule: &'static Rule,
        file: &str,
        message: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.push(new(rule, file.to_owned(), String::new(), message, fix));
    }

    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        // An error is never lost to a flood of warnings.
        let room = self.list.len() < self.limit
            || (diagnostic.severity == Severity::Error
                && self
                    .list
                    .iter()
                    .all(|known| known.severity != Severity::Error));
        if room && !self.list.contains(&diagnostic) {
            self.list.push(diagnostic);
        }
    }

    /// Moves the last finding to another part of its file.
    pub(crate) fn move_last(&mut self, range: Range) {
        if let Some(last) = self.list.last_mut() {
            last.range = Some(range);
        }
    }

    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        self.list
    }
}

pub(crate) fn new(
    rule: &'static Rule,
    file: String,
    pointer: String,
    message: impl Into<String>,
    fix: impl Into<String>,
) -> Diagnostic {
    Diagnostic {
        code: rule.code,
        name: rule.name,
        severity: rule.severity,
        applies_to: rule.applies_to,
        authority: rule.authority,
        file,
        pointer,
        range: None,
        message: message.into(),
        fix: fix.into(),
        edits: Vec::new(),
    }
}
