use adaptive_cards_templating::json_path::{JsonPath, Mode};
use serde_json::{Value, json};

use crate::line_and_rest;

/// A path on the first line, a document after it, in both modes: compiling and selecting end,
/// and what was printed compiles to the same path.
pub fn json_path(bytes: &[u8]) {
    let Some((path, document)) = line_and_rest(bytes) else {
        return;
    };
    let document: Value = serde_json::from_str(document)
        .unwrap_or_else(|_| json!([[1, {"a": 2}], "x", {"a": {"b": null, "c": "xyz"}}]));
    for mode in [Mode::Rfc9535, Mode::Newtonsoft] {
        let Ok(compiled) = JsonPath::compile(path, mode) else {
            continue;
        };
        let printed = compiled.to_string();
        match JsonPath::compile(&printed, mode) {
            Ok(again) => assert_eq!(again, compiled, "printed as {printed}"),
            Err(error) => panic!("printed as {printed}: {error}"),
        }
        let _ = compiled.select(&document, 50_000);
    }
}
