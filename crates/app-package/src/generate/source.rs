//! The description as it goes into the package.

use std::collections::HashSet;

use serde_json::{Value, json};
use url::Url;

use super::text::slug;
use super::trim::trimmed;
use super::{Chosen, GenerateError, Maker, TARGET, authorization::Authorization, icon, manifest};
use crate::document::Document;
use crate::inspect::{Inspection, OperationReport, Reason, inspect};
use crate::openapi::description::Description;
use crate::openapi::graph::Graph;
use crate::openapi::view::View;
use crate::problem::{Problem, Severity};
use crate::{Limits, PackageFiles};

pub(super) struct Source {
    pub(super) document: Document,
    pub(super) inspection: Inspection,
    /// The text, and whether it is YAML.
    bytes: Vec<u8>,
    yaml: bool,
}

/// An operation of the description.
pub(super) struct Operation<'s, 'a> {
    pub(super) report: &'s OperationReport,
    /// Its id in the package: as written, or made where none is written, it is too long or another
    /// operation has it.
    pub(super) id: String,
    /// The file of its rendering template.
    pub(super) template: String,
    pub(super) item: View<'a>,
    pub(super) view: View<'a>,
}

impl Source {
    /// Reads a description and refuses one of wrong structure, as the validator would refuse the
    /// package. Swagger 2.0 becomes OpenAPI 3.0, and the server is set where one is given.
    pub(super) fn read(
        file: &str,
        bytes: &[u8],
        server: Option<&Url>,
        limits: &Limits,
    ) -> Result<Self, GenerateError> {
        let unreadable = |problem: Box<Problem>| GenerateError::Unreadable(problem);
        let document = Document::parse_either(file, bytes, limits).map_err(unreadable)?;
        let description = read(&document)?;
        let inspection = inspect(file, bytes, limits);
        let errors = &inspection.target(TARGET).errors;
        if let Some(fault) = errors
            .iter()
            .find(|error| error.what == Reason::SpecNotValid)
        {
            let problem = Box::new(inspection.error(fault));
            return Err(GenerateError::Malformed(problem));
        }
        if description.converted() || server.is_some() {
            let mut value = description.root().to_value();
            if let Some(server) = server {
                set_server(&mut value, server)?;
            }
            return Self::written(file, &value, limits);
        }
        let yaml = serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_err();
        Ok(Self {
            inspection,
            document,
            bytes: bytes.to_vec(),
            yaml,
        })
    }

    fn written(file: &str, value: &Value, limits: &Limits) -> Result<Self, GenerateError> {
        let bytes = pretty(value);
        let name = format!("{file}.json");
        let document = Document::parse(&name, &bytes, limits).map_err(GenerateError::Unreadable)?;
        Ok(Self {
            inspection: inspect(&name, &bytes, limits),
            document,
            bytes,
            yaml: false,
        })
    }

    pub(super) fn description(&self) -> Result<Description<'_>, GenerateError> {
        read(&self.document)
    }

    /// All operations with their ids in the package.
    pub(super) fn operations<'s, 'a>(&'s self, graph: &'a Graph<'a>) -> Vec<Operation<'s, 'a>> {
        let root = View::root(graph);
        let mut ids = HashSet::new();
        let mut templates = HashSet::new();
        let mut all = Vec::new();
        for report in &self.inspection.target(TARGET).operations {
            let Some(item) = root.get("paths").and_then(|paths| paths.get(&report.path)) else {
                continue;
            };
            let Some(view) = item.get(&report.method.to_lowercase()) else {
                continue;
            };
            let base: String = report.operation_id.chars().take(60).collect();
            let written = report.operation_id.clone();
            let mut id = if written.trim().is_empty() || written.chars().count() > 64 {
                slug(&format!("{}{}", report.method.to_lowercase(), base))
            } else {
                written
            };
            let mut number = 2;
            while !ids.insert(id.clone()) {
                id = format!("{base}{number}");
                number += 1;
            }
            let mut template = slug(&id);
            while !templates.insert(template.to_lowercase()) {
                template.push('_');
            }
            all.push(Operation {
                report,
                id,
                template: format!("responseTemplates/{template}.json"),
                item,
                view,
            });
        }
        all
    }

    /// The files of a package with some of the operations.
    pub(super) fn package(
        &self,
        maker: &Maker<'_, '_>,
        chosen: &[Chosen<'_, '_>],
        authorization: Option<&Authorization>,
    ) -> Result<PackageFiles, GenerateError> {
        let choices = maker.choices;
        let (name, description) = self.copy(maker, chosen)?;
        let mut files = PackageFiles::default();
        let manifest = manifest::write(self, &name, chosen, authorization, choices);
        let accent = manifest["accentColor"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        files.insert("manifest.json".to_owned(), pretty(&manifest));
        files.insert(name, description);
        for chosen in chosen {
            files.insert(
                chosen.operation.template.clone(),
                pretty(&chosen.offer.template),
            );
        }
        for (name, bytes) in icon::all(&accent)? {
            files.insert(name.to_owned(), bytes);
        }
        Ok(files)
    }

    /// The description as it goes into the package: as it is, if all is well already; else with the
    /// ids of the chosen operations written into it, and new ones for others that have the same; and
    /// where it is larger than a file of a package may be, without what no command uses.
    fn copy(
        &self,
        maker: &Maker<'_, '_>,
        chosen: &[Chosen<'_, '_>],
    ) -> Result<(String, Vec<u8>), GenerateError> {
        let Limits {
            file_bytes, nodes, ..
        } = maker.installed;
        let few = self.document.root.count() <= nodes;
        let ids = ids(chosen, maker.operations);
        if ids.is_empty() && few && self.bytes.len() <= file_bytes {
            let ending = if self.yaml { "yaml" } else { "json" };
            let name = format!("apiSpecificationFile/openapi.{ending}");
            return Ok((name, self.bytes.clone()));
        }
        let name = "apiSpecificationFile/openapi.json".to_owned();
        // What is too large as it is could be smaller written anew, but seldom is.
        if few && self.bytes.len() <= file_bytes {
            let bytes = pretty(&with_ids(self.document.root.to_value(), &ids));
            if bytes.len() <= file_bytes {
                return Ok((name, bytes));
            }
        }
        let bytes = pretty(&with_ids(trimmed(maker.graph, chosen), &ids));
        if bytes.len() <= file_bytes {
            return Ok((name, bytes));
        }
        let limit = file_bytes >> 20;
        Err(GenerateError::TooLarge(Box::new(Problem::file(
            "file_too_large",
            &self.document.file,
            format!(
                "What the chosen operations use of the description is larger than the {limit} MB that a file of a package may have."
            ),
            "Choose fewer operations with --operation, or shorten what they refer to.",
        ))))
    }
}

/// The operations whose id in the package is not the one that is written, if it matters: those
/// chosen, and those that have the id of one chosen.
fn ids<'o, 's, 'a>(
    chosen: &[Chosen<'_, '_>],
    operations: &'o [Operation<'s, 'a>],
) -> Vec<&'o Operation<'s, 'a>> {
    let taken = |id: &str| chosen.iter().any(|chosen| chosen.operation.id == id);
    operations
        .iter()
        .filter(|operation| {
            let written = operation.view.str("operationId");
            written != Some(&operation.id) && (taken(&operation.id) || written.is_some_and(taken))
        })
        .collect()
}

/// The description with ids written into it.
fn with_ids(mut description: Value, operations: &[&Operation<'_, '_>]) -> Value {
    for operation in operations {
        let method = operation.report.method.to_lowercase();
        if let Some(Value::Object(members)) = description
            .get_mut("paths")
            .and_then(|paths| paths.get_mut(&operation.report.path))
            .and_then(|item| item.get_mut(&method))
        {
            members.insert("operationId".to_owned(), operation.id.clone().into());
        }
    }
    description
}

fn read(document: &Document) -> Result<Description<'_>, GenerateError> {
    Description::read(document).map_err(|fault| {
        let (line, column) = document.line_column(fault.span.start);
        GenerateError::Unreadable(Box::new(Problem {
            severity: Severity::Error,
            pointer: document.pointer_at(fault.span),
            span: (fault.span.start, fault.span.end),
            line,
            column,
            ..Problem::file(
                "spec-not-valid",
                &document.file,
                fault.sentence,
                "Correct the file at the place named.",
            )
        }))
    })
}

/// Puts the server in the place of all that are named.
fn set_server(value: &mut Value, server: &Url) -> Result<(), GenerateError> {
    if server.scheme() != "https" || server.query().is_some() || server.fragment().is_some() {
        return Err(GenerateError::Server(server.to_string()));
    }
    let url = server.as_str().trim_end_matches('/');
    value["servers"] = json!([{ "url": url }]);
    let Some(Value::Object(paths)) = value.get_mut("paths") else {
        return Ok(());
    };
    for item in paths.values_mut() {
        let Value::Object(item) = item else { continue };
        item.shift_remove("servers");
        for operation in item.values_mut() {
            if let Value::Object(operation) = operation {
                operation.shift_remove("servers");
            }
        }
    }
    Ok(())
}

fn pretty(value: &Value) -> Vec<u8> {
    // Values with text keys can always be written.
    let mut text = serde_json::to_vec_pretty(value).unwrap_or_default();
    text.push(b'\n');
    text
}
