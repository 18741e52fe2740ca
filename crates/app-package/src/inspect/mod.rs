//! What of an OpenAPI description can be offered, to whom, and why not the rest.
//!
//! Each operation is judged as Teams' own tools judge it (npm `@microsoft/m365-spec-parser`
//! 0.3.2, with all kinds of authentication allowed), so that what passes here is accepted there.
//! `docs/openapi.md` lists the codes, and where we differ on purpose.

mod body;
mod operation;
mod parameters;
mod reason;
mod report;
mod response;
mod security;
mod server;
mod target;

use crate::Limits;
use crate::document::{Document, Span};
use crate::openapi::description::Description;
use crate::openapi::structure;
use crate::openapi::view::View;
use crate::problem::Problem;

pub use reason::{Reason, Warning};
pub use report::{Finding, Inspection, OperationReport, Status, TargetReport};
pub use target::Target;

pub(crate) use body::is_object;
pub(crate) use response::{SUCCESS, json as json_media};

impl Limits {
    /// For one description that somebody looks at on his own machine, which may be larger than
    /// what a package may hold: 32 MB and four million values.
    pub fn description() -> Self {
        Self {
            file_bytes: 32 << 20,
            nodes: 4_000_000,
            ..Self::default()
        }
    }
}

/// Judges every operation of a description, for each [`Target`].
///
/// `file` is its name, whose ending tells JSON from YAML. References to other files are not
/// followed. A file that can't be read gives a report without operations; there is no other error.
///
/// ```
/// use app_package::{Limits, Target, inspect};
///
/// let text = br#"{
///   "openapi": "3.0.3", "info": {"title": "Repairs", "version": "1"},
///   "servers": [{"url": "https://repairs.example"}],
///   "paths": {"/repairs": {"get": {"operationId": "listRepairs", "responses": {
///     "200": {"description": "OK", "content": {"application/json": {"schema": {"type": "array"}}}}
///   }}}}
/// }"#;
/// let inspection = inspect("repairs.json", text, &Limits::description());
/// let plugin = inspection.target(Target::Plugin);
/// assert!(plugin.operations[0].valid());
/// let extension = inspection.target(Target::MessageExtension);
/// assert_eq!(extension.operations[0].reasons[0].what.code(), "no-parameter");
/// ```
pub fn inspect(file: &str, bytes: &[u8], limits: &Limits) -> Inspection {
    if bytes.len() > limits.file_bytes {
        let limit = limits.file_bytes >> 20;
        return Inspection::unreadable(Problem::file(
            "file_too_large",
            file,
            format!("The file is larger than {limit} MB."),
            "Leave out the operations that nobody will call.",
        ));
    }
    let document = match Document::parse_either(file, bytes, limits) {
        Ok(document) => document,
        Err(problem) => return Inspection::unreadable(*problem),
    };
    let targets = judge(&document);
    Inspection::new(document, targets)
}

fn judge(document: &Document) -> [TargetReport; 2] {
    let description = match Description::read(document) {
        Ok(description) => description,
        Err(fault) => {
            let fault = Finding::new(Reason::SpecNotValid, fault.span).with(fault.sentence);
            return Target::ALL.map(|target| operation::refused(document, target, &fault));
        }
    };
    let graph = description.graph();
    if let Some(outside) = graph.external() {
        let fault = Finding::new(Reason::RemoteReference, outside.span);
        return Target::ALL.map(|target| {
            let mut report = operation::refused(document, target, &fault);
            // Of the whole file it is a fault like any other that keeps it from being read.
            report.errors = vec![
                Finding::new(Reason::SpecNotValid, outside.span)
                    .with(Reason::RemoteReference.sentence().to_owned()),
            ];
            report
        });
    }
    if let Some(dangling) = graph.dangling() {
        let fault = Finding::new(Reason::SpecNotValid, dangling.span)
            .with("The $ref leads nowhere.".to_owned());
        return Target::ALL.map(|target| operation::refused(document, target, &fault));
    }
    let root = View::root(&graph);
    // Circular descriptions are not looked at so closely by Teams' tools either.
    let fault = if graph.is_circular() {
        None
    } else {
        structure::check(&root, description.version())
    };
    Target::ALL.map(|target| {
        let mut report = operation::judge(&description, &root, target);
        if let Some(fault) = &fault {
            report.errors =
                vec![Finding::new(Reason::SpecNotValid, fault.span).with(fault.sentence.clone())];
            report.warnings.clear();
        }
        report
    })
}

/// The whole file.
const FILE: Span = Span { start: 0, end: 0 };

#[cfg(test)]
mod tests;
