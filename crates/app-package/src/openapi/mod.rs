//! OpenAPI descriptions: a thin view over the spanned tree, for 2.0, 3.0 and 3.1 alike.
//!
//! A typed model would stop at its first error and lose the positions. Here only what a command
//! needs is looked at, where it stands, and whatever else a description holds does no harm.

mod body;
pub(crate) mod description;
mod facts;
pub(crate) mod graph;
mod parameters;
pub(crate) mod placeholder;
mod reference;
mod resolve;
mod schema;
mod security;
mod server;
pub(crate) mod structure;
mod swagger;
pub(crate) mod view;

use serde::Serialize;

use crate::document::{Cursor, Document};
use crate::problem::{Problem, Problems};
use crate::{Limits, PackageFiles};

pub(crate) use reference::join;
pub(crate) use resolve::command_operation;

/// Which OpenAPI a description is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum OpenApiVersion {
    /// Swagger 2.0.
    #[serde(rename = "2.0")]
    V2,
    /// 3.0.x.
    #[serde(rename = "3.0")]
    V3_0,
    /// 3.1.x and later 3.x.
    #[serde(rename = "3.1")]
    V3_1,
}

/// An API description with the files it refers to. All of them were read before anything is
/// resolved; nothing else can be reached from it.
#[derive(Clone, Debug)]
pub struct OpenApi {
    /// The description itself first, then the files it refers to.
    documents: Vec<Document>,
    version: OpenApiVersion,
}

/// An operation of a description, of any method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationEntry {
    /// In upper case.
    pub method: String,
    /// The path template as written.
    pub path: String,
    /// `operationId`, or the one made from method and path.
    pub operation_id: String,
    /// Whether it was made.
    pub id_made: bool,
}

/// An operation where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Found<'a> {
    pub(crate) entry: OperationEntry,
    pub(crate) path_item: Cursor<'a>,
    pub(crate) operation: Cursor<'a>,
}

/// The keys of a path item that are operations.
pub(crate) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

impl OpenApi {
    /// Reads a description and every file of the package that it refers to.
    ///
    /// # Errors
    /// All problems of syntax, version and references, at least one of them an error.
    pub fn read(
        files: &PackageFiles,
        file: &str,
        limits: &Limits,
    ) -> Result<(Self, Vec<Problem>), crate::LoadErrors> {
        let mut problems = Problems::new(limits.problems);
        let api = Self::read_into(files, file, limits, &mut problems);
        let warnings = problems.finish()?;
        match api {
            Some(api) => Ok((api, warnings)),
            // Without an error there is a description.
            None => Err(crate::LoadErrors { problems: warnings }),
        }
    }

    pub(crate) fn read_into(
        files: &PackageFiles,
        file: &str,
        limits: &Limits,
        problems: &mut Problems,
    ) -> Option<Self> {
        let documents = reference::read_all(files, file, limits, problems)?;
        let version = version(&documents.first()?.cursor(), problems)?;
        Some(Self { documents, version })
    }

    /// Which OpenAPI it is written in.
    pub fn version(&self) -> OpenApiVersion {
        self.version
    }

    /// All operations in the order of the description. Path items that can't be resolved have
    /// none.
    pub fn operations(&self) -> Vec<OperationEntry> {
        self.found().into_iter().map(|found| found.entry).collect()
    }

    pub(crate) fn root(&self) -> Option<Cursor<'_>> {
        self.documents.first().map(Document::cursor)
    }

    pub(crate) fn found(&self) -> Vec<Found<'_>> {
        let mut all = Vec::new();
        let paths = self.root().and_then(|root| root.get("paths"));
        for (path, item) in paths.map(|paths| paths.members()).unwrap_or_default() {
            let Ok(path_item) = self.resolve(item) else {
                continue;
            };
            for (key, operation) in path_item.members() {
                if !METHODS.contains(&key) || operation.members().is_empty() {
                    continue;
                }
                let id = operation
                    .str("operationId")
                    .filter(|id| !id.trim().is_empty());
                all.push(Found {
                    entry: OperationEntry {
                        method: key.to_uppercase(),
                        path: path.to_owned(),
                        operation_id: id.map_or_else(|| made_id(key, path), str::to_owned),
                        id_made: id.is_none(),
                    },
                    path_item: path_item.clone(),
                    operation,
                });
            }
        }
        all
    }
}

/// The id that the vendor's tools make for an operation without one: `GET /a/{b}` is `getAB`.
pub(crate) fn made_id(method: &str, path: &str) -> String {
    let mut id = method.to_lowercase();
    for segment in path.split(['.', '/', '{']) {
        let mut chars = segment.chars().filter(|char| *char != '}');
        id.extend(chars.next().into_iter().flat_map(char::to_uppercase));
        id.extend(chars);
    }
    id
}

fn version(root: &Cursor<'_>, problems: &mut Problems) -> Option<OpenApiVersion> {
    let written = |key| {
        root.present(key).map(|place| {
            // Unquoted in YAML it is a number: `swagger: 2.0`.
            let text = match &place.node.value {
                crate::NodeValue::String(text) => text.clone(),
                crate::NodeValue::Number(number) => number.to_string(),
                _ => String::new(),
            };
            (place, text)
        })
    };
    if let Some((place, text)) = written("openapi") {
        if text == "3.0" || text.starts_with("3.0.") {
            return Some(OpenApiVersion::V3_0);
        }
        if text.starts_with("3.") {
            problems.push(
                Problem::at(
                    "openapi_3_1",
                    &place,
                    format!("OpenAPI {text} is read here, but not by Teams."),
                    "Write the description in OpenAPI 3.0.",
                )
                .warning(),
            );
            return Some(OpenApiVersion::V3_1);
        }
    } else if written("swagger").is_some_and(|(_, text)| text.starts_with('2')) {
        return Some(OpenApiVersion::V2);
    }
    problems.push(Problem::at(
        "openapi_version_unknown",
        root,
        "The file is no OpenAPI description of version 2.0, 3.0 or 3.1.",
        "Name an OpenAPI file in apiSpecificationFile, with \"openapi\": \"3.0.3\".",
    ));
    None
}

#[cfg(test)]
mod tests;
