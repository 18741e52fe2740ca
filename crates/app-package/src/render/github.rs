//! Workflow commands of GitHub Actions: annotations beside the lines of a pull request.

use std::fmt::Write as _;

use super::Sources;
use crate::{Report, Severity};

/// One command a line.
pub fn render(sources: Sources<'_>, report: &Report) -> String {
    let mut printed = String::new();
    for found in &report.diagnostics {
        let command = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let file = property(&sources.place(&found.file));
        let _ = write!(printed, "::{command} file={file}");
        if let Some(range) = &found.range {
            let _ = write!(printed, ",line={},endLine={}", range.line, range.end_line);
            // Columns are only taken within one line.
            if range.line == range.end_line {
                let _ = write!(
                    printed,
                    ",col={},endColumn={}",
                    range.column, range.end_column
                );
            }
        }
        let title = property(&format!("{} {}", found.code, found.name));
        let text = data(&format!("{} {}", found.message, found.fix));
        let _ = writeln!(printed, ",title={title}::{text}");
    }
    printed
}

fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
