//! What the host gives an expansion besides the data.

use adaptive_expressions::Cultures;
use serde_json::Value;

/// The host's part of the evaluation context. Expressions see the data and this, nothing else
/// (SEC-PKG-08).
#[derive(Debug, Clone, Default)]
pub struct HostValues {
    /// `$host`: values about the host, for example its theme.
    pub host: Value,
    /// The time of this expansion, milliseconds since 1970 UTC: `utcNow` and its relatives.
    pub now_unix_millis: i64,
    /// Seed of `rand` and `newGuid` in this expansion.
    pub seed: u64,
    /// Culture of number formats where an expression names none, for example `en-US`.
    pub locale: Option<String>,
    /// The cultures that number formats know.
    pub cultures: Cultures,
}
