//! A description read as OpenAPI 3: its version, and Swagger 2.0 converted.

use super::OpenApiVersion;
use super::graph::Graph;
use super::swagger;
use crate::document::{Document, Node, NodeValue, Span};

/// Why a file is no description at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) span: Span,
    pub(crate) sentence: String,
}

impl Fault {
    pub(crate) fn new(span: Span, sentence: impl Into<String>) -> Self {
        Self {
            span,
            sentence: sentence.into(),
        }
    }
}

/// A description of OpenAPI 3.
#[derive(Debug)]
pub(crate) struct Description<'a> {
    root: Root<'a>,
    version: OpenApiVersion,
}

#[derive(Debug)]
enum Root<'a> {
    Written(&'a Node),
    Converted(Box<Node>),
}

const VERSIONS: [&str; 7] = [
    "3.0.0", "3.0.1", "3.0.2", "3.0.3", "3.0.4", "3.1.0", "3.1.1",
];

impl<'a> Description<'a> {
    /// Reads the version and converts 2.0. The versions, and what is missing or written as a
    /// number, are judged as by npm `@apidevtools/swagger-parser` 10, which Teams' tools use.
    pub(crate) fn read(document: &'a Document) -> Result<Self, Fault> {
        let root = &document.root;
        let NodeValue::Object(members) = &root.value else {
            return Err(Fault::new(
                root.span,
                format!("A description is an object, not {}.", root.kind()),
            ));
        };
        let missing = |name: &str| {
            Err(Fault::new(
                Span {
                    start: root.span.start,
                    end: root.span.start,
                },
                format!("The description has no {name:?}."),
            ))
        };
        let swagger = members.get("swagger").map(|member| &member.value);
        if let Some(version) = swagger.filter(|version| version.value != NodeValue::Null) {
            for name in ["info", "paths"] {
                if !members.contains_key(name) {
                    return missing(name);
                }
            }
            info_version(root)?;
            return match &version.value {
                NodeValue::String(text) if text == "2.0" => {
                    let root = Root::Converted(Box::new(swagger::convert(root)?));
                    Ok(Self {
                        root,
                        version: OpenApiVersion::V3_0,
                    })
                }
                NodeValue::Number(_) => Err(written_as_number(version, "swagger", "2.0")),
                _ => Err(Fault::new(
                    version.span,
                    "Swagger is read in version 2.0 only.",
                )),
            };
        }
        let Some(version) = members.get("openapi").map(|member| &member.value) else {
            return missing("openapi");
        };
        if !members.contains_key("info") {
            return missing("info");
        }
        let V { text, v3_1 } = match &version.value {
            NodeValue::String(text) => V {
                text,
                v3_1: text.starts_with("3.1"),
            },
            NodeValue::Number(_) => return Err(written_as_number(version, "openapi", "3.0.3")),
            _ => {
                return Err(Fault::new(
                    version.span,
                    "The version is a text such as \"3.0.3\".",
                ));
            }
        };
        let webhooks_only = v3_1 && members.contains_key("webhooks");
        if !members.contains_key("paths") && !webhooks_only {
            return missing("paths");
        }
        info_version(root)?;
        if !VERSIONS.contains(&text) {
            return Err(Fault::new(
                version.span,
                format!(
                    "OpenAPI {text:?} is not read; the versions are {}.",
                    VERSIONS.join(", ")
                ),
            ));
        }
        let version = if v3_1 {
            OpenApiVersion::V3_1
        } else {
            OpenApiVersion::V3_0
        };
        Ok(Self {
            root: Root::Written(root),
            version,
        })
    }

    pub(crate) fn version(&self) -> OpenApiVersion {
        self.version
    }

    /// Whether it was written in Swagger 2.0.
    pub(crate) fn converted(&self) -> bool {
        matches!(self.root, Root::Converted(_))
    }

    /// The version, where it is one that Teams doesn't read.
    pub(crate) fn too_new(&self) -> Option<&Node> {
        self.root()
            .get("openapi")
            .filter(|_| self.version == OpenApiVersion::V3_1)
    }

    /// The description in OpenAPI 3.
    pub(crate) fn root(&self) -> &Node {
        match &self.root {
            Root::Written(root) => root,
            Root::Converted(root) => root,
        }
    }

    pub(crate) fn graph(&self) -> Graph<'_> {
        Graph::read(self.root())
    }
}

struct V<'a> {
    text: &'a str,
    v3_1: bool,
}

/// `info.version` unquoted in YAML is a number, which tools refuse.
fn info_version(root: &Node) -> Result<(), Fault> {
    let Some(info) = root.get("info") else {
        return Ok(());
    };
    match info.get("version") {
        Some(version) if matches!(version.value, NodeValue::Number(_)) => {
            Err(written_as_number(version, "info.version", "1.0.0"))
        }
        _ if info.value == NodeValue::Null => Err(Fault::new(info.span, "\"info\" is empty.")),
        _ => Ok(()),
    }
}

fn written_as_number(node: &Node, name: &str, example: &str) -> Fault {
    Fault::new(
        node.span,
        format!("{name:?} is a number; write it in quotation marks, such as \"{example}\"."),
    )
}
