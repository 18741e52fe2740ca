//! A template and its data, each a JSON text on a line of its own: both sinks agree.
#![no_main]

use adaptive_cards_templating::{HostValues, Limits, Options, Template};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|text: &str| {
    let (template, data) = text.split_once('\n').unwrap_or((text, "{}"));
    let (Ok(template), Ok(data)) =
        (serde_json::from_str::<Value>(template), serde_json::from_str::<Value>(data))
    else {
        return;
    };
    let limits = Limits { steps: 50_000, depth: 60, output_bytes: 1 << 18, output_nodes: 10_000 };
    let options = Options { limits, ..Options::default() };
    let Ok(template) = Template::compile(&template, &options) else { return };
    let host = HostValues::default();
    let value = template.expand(&data, &host);
    let mut bytes = Vec::new();
    let written = template.expand_bytes(&data, &host, &mut bytes);
    assert_eq!(value.is_ok(), written.is_ok());
    if written.is_ok() {
        serde_json::from_slice::<Value>(&bytes).expect("what was written is JSON");
    }
});
