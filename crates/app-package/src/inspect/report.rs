//! The report: what `cloakroom inspect --format json` prints, and the places behind it.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Reason, Target, Warning};
use crate::document::{Document, Span};
use crate::problem::{Problem, Severity};

/// The judgement over a description.
#[derive(Debug)]
pub struct Inspection {
    source: Source,
    targets: [TargetReport; 2],
}

#[derive(Debug)]
enum Source {
    Read(Box<Document>),
    Unreadable(Box<Problem>),
}

/// The judgement for one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetReport {
    /// Errors of the whole file.
    pub errors: Vec<Finding<Reason>>,
    /// Warnings of the whole file.
    pub warnings: Vec<Finding<Warning>>,
    /// All operations of the file, in its order.
    pub operations: Vec<OperationReport>,
}

/// Valid, with warnings, or with errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Nothing to say.
    Valid,
    /// Warnings only.
    Warning,
    /// At least one error: the file can't be used for the target.
    Error,
}

/// The judgement over one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperationReport {
    /// In upper case.
    pub method: String,
    /// The path as written.
    pub path: String,
    /// `operationId`, or the one made from method and path.
    pub operation_id: String,
    /// Why it can't be offered; none if it can.
    pub reasons: Vec<Finding<Reason>>,
}

/// What was found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding<T> {
    /// The reason or warning.
    pub what: T,
    /// Which parameter, which scheme: a sentence more exact than the reason's own.
    pub detail: Option<String>,
    pub(super) span: Span,
}

impl<T> Finding<T> {
    pub(super) fn new(what: T, span: Span) -> Self {
        Self {
            what,
            detail: None,
            span,
        }
    }

    pub(super) fn with(mut self, detail: String) -> Self {
        self.detail = Some(detail);
        self
    }
}

impl Inspection {
    pub(super) fn new(document: Document, targets: [TargetReport; 2]) -> Self {
        Self {
            source: Source::Read(Box::new(document)),
            targets,
        }
    }

    /// A file that is no JSON or YAML has no operations.
    pub(super) fn unreadable(problem: Problem) -> Self {
        let (start, end) = problem.span;
        let span = Span { start, end };
        let report = TargetReport {
            errors: vec![Finding::new(Reason::SpecNotValid, span).with(problem.sentence.clone())],
            warnings: Vec::new(),
            operations: Vec::new(),
        };
        Self {
            source: Source::Unreadable(Box::new(problem)),
            targets: [report.clone(), report],
        }
    }

    /// The judgement for a target.
    pub fn target(&self, target: Target) -> &TargetReport {
        match target {
            Target::MessageExtension => &self.targets[0],
            Target::Plugin => &self.targets[1],
        }
    }

    /// A reason with its place, sentence and fix.
    pub fn error(&self, finding: &Finding<Reason>) -> Problem {
        let what = finding.what;
        self.problem(
            finding,
            Severity::Error,
            what.code(),
            what.sentence(),
            what.fix(),
        )
    }

    /// A warning with its place, sentence and fix.
    pub fn warning(&self, finding: &Finding<Warning>) -> Problem {
        let what = finding.what;
        self.problem(
            finding,
            Severity::Warning,
            what.code(),
            what.sentence(),
            what.fix(),
        )
    }

    fn problem<T>(
        &self,
        finding: &Finding<T>,
        severity: Severity,
        code: &'static str,
        sentence: &str,
        fix: &str,
    ) -> Problem {
        match &self.source {
            Source::Unreadable(problem) => Problem {
                code,
                severity,
                ..(**problem).clone()
            },
            Source::Read(document) => {
                let (line, column) = document.line_column(finding.span.start);
                Problem {
                    severity,
                    pointer: document.pointer_at(finding.span),
                    span: (finding.span.start, finding.span.end),
                    line,
                    column,
                    ..Problem::file(
                        code,
                        &document.file,
                        finding.detail.as_deref().unwrap_or(sentence),
                        fix,
                    )
                }
            }
        }
    }
}

impl TargetReport {
    /// The worst of errors and warnings.
    pub fn status(&self) -> Status {
        match (self.errors.is_empty(), self.warnings.is_empty()) {
            (false, _) => Status::Error,
            (true, false) => Status::Warning,
            (true, true) => Status::Valid,
        }
    }

    /// The operations that can be offered.
    pub fn valid(&self) -> impl Iterator<Item = &OperationReport> {
        self.operations.iter().filter(|operation| operation.valid())
    }
}

impl OperationReport {
    /// Whether it can be offered.
    pub fn valid(&self) -> bool {
        self.reasons.is_empty()
    }
}

impl Serialize for Inspection {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Targets<'a>(&'a Inspection);
        impl Serialize for Targets<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(Some(Target::ALL.len()))?;
                for target in Target::ALL {
                    map.serialize_entry(target.as_str(), self.0.target(target))?;
                }
                map.end()
            }
        }
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("targets", &Targets(self))?;
        map.end()
    }
}

impl Serialize for TargetReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let errors: Vec<&str> = self.errors.iter().map(|found| found.what.code()).collect();
        let warnings: Vec<&str> = self
            .warnings
            .iter()
            .map(|found| found.what.code())
            .collect();
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("status", &self.status())?;
        map.serialize_entry("errors", &errors)?;
        map.serialize_entry("warnings", &warnings)?;
        map.serialize_entry("operations", &self.operations)?;
        map.end()
    }
}

impl Serialize for OperationReport {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reasons: Vec<&str> = self.reasons.iter().map(|found| found.what.code()).collect();
        let mut map = serializer.serialize_map(Some(5))?;
        map.serialize_entry("method", &self.method)?;
        map.serialize_entry("path", &self.path)?;
        map.serialize_entry("operationId", &self.operation_id)?;
        map.serialize_entry("valid", &self.valid())?;
        map.serialize_entry("reasons", &reasons)?;
        map.end()
    }
}
