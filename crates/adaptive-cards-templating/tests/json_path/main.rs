//! jsonPath: the compliance suite of RFC 9535, the forms of Json.NET, errors and limits.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod errors;
mod filters;
mod limits;
mod newtonsoft;
mod oracle;
mod properties;
mod suite;
mod table;

use adaptive_cards_templating::json_path::{JsonPath, Mode};
use serde_json::{Value, json};

/// More than any selection here needs.
const BUDGET: u64 = 1_000_000;

/// What the path selects, as a list.
fn selected(path: &str, mode: Mode, document: &Value) -> Value {
    let compiled = JsonPath::compile(path, mode).expect(path);
    json!(compiled.select(document, BUDGET).expect(path))
}
