//! Compares this crate with recorded answers of another implementation.
//!
//! `cargo run --release -p adaptive-expressions --example conformance -- FILE…`
//!
//! The first line of a file is `{"scopes": {NAME: DATA}}`; each other line is a row
//! `{"expr": TEXT, "scope": NAME, "value": ANSWER}` or, for a failure, `"error": "parse"`,
//! `"evaluate"` or `"throws"`. A row may bring its own `data`. Numbers agree to 1e-12; what JSON
//! cannot say is written `{"$number": "NaN"}` and `{"$bigint": "1"}`.

mod answer;

use std::process::ExitCode;

fn main() -> ExitCode {
    recorded_answers::run(answer::FORMAT, answer::answer)
}
