//! From columns to values, with the place named when a column holds nonsense.

use cloakroom_model::TenantId;
use cloakroom_vault::TokenHash;
use serde_json::Value;

use crate::StoreError;

/// Which row a column is read from, for errors.
#[derive(Clone, Copy)]
pub(crate) struct Of<'a> {
    pub(crate) table: &'static str,
    pub(crate) row: &'a dyn std::fmt::Display,
}

impl Of<'_> {
    pub(crate) fn broken(&self, column: &'static str) -> StoreError {
        StoreError::Inconsistent {
            table: self.table,
            column,
            row: self.row.to_string(),
        }
    }

    pub(crate) fn parse<T: std::str::FromStr>(
        &self,
        column: &'static str,
        text: &str,
    ) -> Result<T, StoreError> {
        text.parse().map_err(|_| self.broken(column))
    }

    pub(crate) fn tenant(&self, text: &str) -> Result<TenantId, StoreError> {
        self.parse("tenant", text)
    }

    pub(crate) fn hash(&self, column: &'static str, bytes: &[u8]) -> Result<TokenHash, StoreError> {
        TokenHash::from_slice(bytes).ok_or_else(|| self.broken(column))
    }

    /// A list of texts, kept as JSON.
    pub(crate) fn texts(
        &self,
        column: &'static str,
        text: &str,
    ) -> Result<Vec<String>, StoreError> {
        serde_json::from_str(text).map_err(|_| self.broken(column))
    }

    /// A map of texts, kept as a JSON object; the order is kept.
    pub(crate) fn pairs(
        &self,
        column: &'static str,
        text: &str,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let Ok(Value::Object(map)) = serde_json::from_str(text) else {
            return Err(self.broken(column));
        };
        map.into_iter()
            .map(|(key, value)| match value {
                Value::String(value) => Ok((key, value)),
                _ => Err(self.broken(column)),
            })
            .collect()
    }
}

/// A list of texts as JSON.
pub(crate) fn texts(values: &[String]) -> String {
    Value::from(values.to_vec()).to_string()
}

/// Pairs as a JSON object.
pub(crate) fn pairs(values: &[(String, String)]) -> String {
    let map: serde_json::Map<String, Value> = values
        .iter()
        .map(|(key, value)| (key.clone(), Value::from(value.clone())))
        .collect();
    Value::Object(map).to_string()
}
