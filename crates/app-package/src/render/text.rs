//! Findings in rustc's manner.

use super::Sources;
use crate::{Diagnostic, Edit, Report, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

/// Columns that a finding may take.
const WIDTH: usize = 80;

/// Lines of source that a suggestion may show.
const SHOWN: usize = 8;

/// In rustc's manner: each finding with its line, then one line over all.
pub fn render(sources: Sources<'_>, report: &Report, color: bool) -> String {
    let renderer = if color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(WIDTH);
    let mut printed = String::new();
    for found in &report.diagnostics {
        let text = sources.text(&found.file);
        let path = sources.place(&found.file);
        let groups = groups(found, text, &path);
        printed.push_str(&renderer.render(&groups));
        printed.push_str("\n\n");
    }
    printed.push_str(&summary(report));
    printed.push('\n');
    printed
}

fn groups<'a>(found: &'a Diagnostic, text: Option<&'a str>, path: &str) -> Vec<Group<'a>> {
    let (level, word) = match found.severity {
        Severity::Error => (Level::ERROR, "error[M000]: "),
        Severity::Warning => (Level::WARNING, "warning[M000]: "),
    };
    let message = wrapped(&found.message, WIDTH - word.len());
    let title = level.primary_title(message).id(found.code);
    let excerpt = text.and_then(|text| {
        let range = found.range?;
        Some(Excerpt::of(text, range.start, range.end, 1))
    });
    let first = match excerpt {
        Some(excerpt) => title.element(
            Snippet::source(excerpt.text)
                .path(path.to_owned())
                .line_start(excerpt.line)
                .annotation(
                    AnnotationKind::Primary
                        .span(excerpt.start..excerpt.end)
                        .label(found.name),
                ),
        ),
        None => title
            .element(Origin::path(path.to_owned()))
            .element(Level::NOTE.message(format!("the rule is {}", found.name))),
    };
    let fix = wrapped(&found.fix, WIDTH - "  = help: ".len());
    match text.and_then(|text| suggestion(found, text)) {
        Some((excerpt, edits)) => {
            let mut snippet = Snippet::source(excerpt.text)
                .path(path.to_owned())
                .line_start(excerpt.line);
            for edit in edits {
                let start = edit.start - excerpt.offset;
                let end = edit.end - excerpt.offset;
                snippet = snippet.patch(Patch::new(start..end, edit.text.as_str()));
            }
            let help = Level::HELP.secondary_title(wrapped(&found.fix, WIDTH - "help: ".len()));
            vec![first, help.element(snippet)]
        }
        None => vec![first.element(Level::HELP.message(fix))],
    }
}

/// The edits of a finding, if they are in its own file and near each other.
fn suggestion<'a>(found: &'a Diagnostic, text: &'a str) -> Option<(Excerpt<'a>, &'a [Edit])> {
    let edits = found.edits.as_slice();
    if edits.is_empty() || edits.iter().any(|edit| edit.file != found.file) {
        return None;
    }
    let start = edits.iter().map(|edit| edit.start).min()?;
    let end = edits.iter().map(|edit| edit.end).max()?;
    let excerpt = Excerpt::of(text, start, end, SHOWN);
    // An edit that the excerpt does not show whole is told in words alone.
    let whole = excerpt.offset + excerpt.text.len() >= end;
    whole.then_some((excerpt, edits))
}

/// Some whole lines of a text. Spans past the end or inside a character end the renderer: they are
/// cut here, in one place.
struct Excerpt<'a> {
    text: &'a str,
    /// Of its first byte in the whole text.
    offset: usize,
    /// Of its first line, from 1.
    line: usize,
    /// What is marked, in the excerpt.
    start: usize,
    end: usize,
}

impl<'a> Excerpt<'a> {
    /// The lines of a span, at most so many of them.
    fn of(text: &'a str, start: usize, end: usize, lines: usize) -> Self {
        let start = boundary(text, start);
        let end = boundary(text, end.max(start));
        let offset = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let mut stop = offset;
        for _ in 0..lines {
            stop = text[stop..]
                .find('\n')
                .map_or(text.len(), |at| stop + at + 1);
            if stop >= end {
                break;
            }
        }
        let shown = text[offset..stop].trim_end_matches(['\n', '\r']);
        let limit = shown.len();
        Self {
            text: shown,
            offset,
            line: text[..offset].bytes().filter(|byte| *byte == b'\n').count() + 1,
            start: (start - offset).min(limit),
            end: (end - offset).min(limit),
        }
    }
}

/// The nearest start of a character at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Breaks a sentence between words; a word that is longer stands alone.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let line = lines
            .last_mut()
            .map(|line| line.chars().count())
            .unwrap_or_default();
        if line > 0 && line + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else if let Some(last) = lines.last_mut() {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.join("\n")
}

fn summary(report: &Report) -> String {
    let count = |count, one: &str, many: &str| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    };
    let parts: Vec<String> = [
        count(report.errors, "error", "errors"),
        count(report.warnings, "warning", "warnings"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        return "Valid: no errors, no warnings.".to_owned();
    }
    let verdict = if report.is_valid() {
        "Valid"
    } else {
        "Not valid"
    };
    let fixable = match report.fixable {
        0 => String::new(),
        count => format!("; {count} can be fixed with --fix"),
    };
    format!("{verdict}: {}{fixable}.", parts.join(", "))
}
