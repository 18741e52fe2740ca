//! What each fuzz target checks of an input. libFuzzer calls these functions with inputs that it
//! makes up (`fuzz/libfuzzer`, `make fuzz`), the tests with those it kept (`fuzz/corpus`).
//!
//! A finding is a panic: of the crate itself, or of an assertion here. Running without end, or out
//! of memory, is one too; libFuzzer watches for both.

mod archive;
mod evaluator;
mod json_path;
mod judged;
mod openapi;
mod parser;
mod templating;

pub use archive::archive;
pub use evaluator::evaluator;
pub use json_path::json_path;
pub use judged::{manifest, rendering};
pub use openapi::{openapi_json, openapi_yaml};
pub use parser::parser;
pub use templating::templating;

/// A target: what it is called, and what it does with an input.
pub type Target = (&'static str, fn(&[u8]));

/// All targets. Each has a folder of its name in `fuzz/corpus`.
pub const TARGETS: [Target; 9] = [
    ("parser", parser),
    ("evaluator", evaluator),
    ("templating", templating),
    ("json_path", json_path),
    ("archive", archive),
    ("openapi_json", openapi_json),
    ("openapi_yaml", openapi_yaml),
    ("manifest", manifest),
    ("rendering", rendering),
];

/// The first line and the rest; an input that is no UTF-8 is none.
fn line_and_rest(bytes: &[u8]) -> Option<(&str, &str)> {
    let text = std::str::from_utf8(bytes).ok()?;
    Some(text.split_once('\n').unwrap_or((text, "")))
}
