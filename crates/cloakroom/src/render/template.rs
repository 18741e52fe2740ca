//! The template file: what kind it is, and where its parts stand.

use std::path::Path;

use adaptive_cards_templating::CompileError;
use adaptive_cards_templating::json_path::JsonPathError;
use anyhow::{Context as _, Result, anyhow, bail};
use app_package::{Document, Limits, NodeValue};
use cloakroom_host::{Rendering, RenderingError};
use serde_json::Value;

/// Which of the two templates of a response rendering template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Card,
    Preview,
}

impl Part {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Preview => "preview",
        }
    }

    fn property(self) -> &'static str {
        match self {
            Self::Card => "responseCardTemplate",
            Self::Preview => "previewCardTemplate",
        }
    }
}

/// A template as it was read.
#[derive(Debug)]
pub(super) struct Source {
    document: Document,
    text: String,
}

impl Source {
    /// Reads it. A fault is told with file, line and column.
    pub(super) fn read(path: &Path) -> Result<Self> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| name.clone())?;
        let document = Document::parse(&name, &bytes, &Limits::default()).map_err(|problem| {
            anyhow!("{}: {} {}", problem.place(), problem.sentence, problem.fix)
        })?;
        if !matches!(document.root.value, NodeValue::Object(_)) {
            let kind = document.root.kind();
            bail!("{name}:1:1: a template is an object, and this is {kind}");
        }
        let text = String::from_utf8(bytes).context(name)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned();
        Ok(Self { document, text })
    }

    /// Whether it is a response rendering template.
    pub(super) fn is_response(&self) -> bool {
        [Part::Card, Part::Preview]
            .iter()
            .any(|part| self.document.root.get(part.property()).is_some())
    }

    /// Compiles it as installing an app does.
    pub(super) fn compile(&self) -> Result<Rendering> {
        let root = &self.document.root;
        let compiled = if self.is_response() {
            let path = root.get("jsonPath").and_then(|path| path.as_str());
            let path = path.filter(|path| !path.trim().is_empty());
            Rendering::of_response(&self.part(Part::Card)?, &self.part(Part::Preview)?, path)
        } else {
            Rendering::of_card(&root.to_value())
        };
        compiled.map_err(|error| {
            let what = match &error {
                RenderingError::Card(error) => self.compile_error(Part::Card, error),
                RenderingError::Preview(error) => self.compile_error(Part::Preview, error),
                RenderingError::JsonPath(error) => self.json_path_error(error),
            };
            anyhow!(what)
        })
    }

    fn part(&self, part: Part) -> Result<Value> {
        let name = part.property();
        match self.document.root.get(name) {
            Some(node) if matches!(node.value, NodeValue::Object(_)) => Ok(node.to_value()),
            Some(node) => bail!(
                "{}: {name} is {}, not an object",
                self.place(&format!("/{name}")),
                node.kind()
            ),
            None => bail!("{}: the template has no {name}", self.place("")),
        }
    }

    fn compile_error(&self, part: Part, error: &CompileError) -> String {
        let pointer = self.pointer(part, &error.pointer);
        let place = self.place_within(&pointer, error.source.span.start as usize);
        format!("{place}: {}", error.source.message)
    }

    fn json_path_error(&self, error: &JsonPathError) -> String {
        match error {
            JsonPathError::Syntax { column, reason } => {
                let path = self
                    .document
                    .find("/jsonPath")
                    .and_then(|path| path.as_str());
                let before = path
                    .unwrap_or_default()
                    .chars()
                    .take(column.saturating_sub(1));
                let offset = before.map(char::len_utf8).sum();
                format!("{}: {reason}", self.place_within("/jsonPath", offset))
            }
            other => format!("{}: {other}", self.place("/jsonPath")),
        }
    }

    /// A pointer into one of the templates as a pointer into the file.
    pub(super) fn pointer(&self, part: Part, pointer: &str) -> String {
        if self.is_response() {
            format!("/{}{pointer}", part.property())
        } else {
            pointer.to_owned()
        }
    }

    /// `file:line:column` of a value.
    pub(super) fn place(&self, pointer: &str) -> String {
        let (line, column) = self.line_column(pointer, 0);
        format!("{}:{line}:{column}", self.document.file)
    }

    /// The line of a value.
    pub(super) fn line(&self, pointer: &str) -> u32 {
        self.line_column(pointer, 0).0
    }

    /// `file:line:column` of a byte of a string's meaning. Behind an escape the bytes of meaning
    /// and text are not the same; then it is the string's begin.
    fn place_within(&self, pointer: &str, offset: usize) -> String {
        let escaped = self.document.find(pointer).is_none_or(|node| {
            let text = self.text.get(node.span.start..node.span.end);
            text.is_none_or(|text| !text.starts_with('"') || text.contains('\\'))
        });
        let (line, column) = self.line_column(pointer, if escaped { 0 } else { offset + 1 });
        format!("{}:{line}:{column}", self.document.file)
    }

    fn line_column(&self, pointer: &str, offset: usize) -> (u32, u32) {
        let start = self
            .document
            .find(pointer)
            .map_or(0, |node| node.span.start);
        self.document.line_column(start + offset)
    }
}
