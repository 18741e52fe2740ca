//! A path and a document on a line of its own, in both modes: selecting ends within its budget.
#![no_main]

use adaptive_cards_templating::json_path::{JsonPath, Mode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (path, document) = text.split_once('\n').unwrap_or((text, "[[1,{\"a\":2}],\"x\"]"));
    let Ok(document) = serde_json::from_str(document) else { return };
    for mode in [Mode::Rfc9535, Mode::Newtonsoft] {
        if let Ok(path) = JsonPath::compile(path, mode) {
            let _ = path.select(&document, 50_000);
        }
    }
});
