//! What an operation is offered to.

use serde::Serialize;

/// Who would call the operations of a description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// An API-based message extension: GET and POST, a search with parameters, cards as answer.
    MessageExtension,
    /// A Copilot API plugin.
    Plugin,
}

impl Target {
    /// Both.
    pub const ALL: [Self; 2] = [Self::MessageExtension, Self::Plugin];

    /// As it stands in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MessageExtension => "message-extension",
            Self::Plugin => "plugin",
        }
    }

    /// Whether operations of a method are offered at all. Methods are keys of a path item, which
    /// are in lower case.
    pub(super) fn offers(self, method: &str) -> bool {
        match self {
            Self::MessageExtension => matches!(method, "get" | "post"),
            // Teams' tools list `connect` too, though OpenAPI knows no such operation.
            Self::Plugin => METHODS.contains(&method),
        }
    }
}

/// The keys of a path item that are operations.
pub(super) const METHODS: [&str; 9] = [
    "get", "post", "put", "delete", "patch", "head", "options", "trace", "connect",
];
