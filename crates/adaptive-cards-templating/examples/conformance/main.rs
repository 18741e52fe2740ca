//! Compares this crate with recorded cards of another implementation.
//!
//! `cargo run --release -p adaptive-cards-templating --example conformance -- FILE…`
//!
//! The first line of a file is `{"data": DATA}`; each other line is a row
//! `{"template": TEMPLATE, "card": CARD}` or, for a failure, `"error": MESSAGE` with
//! `"class": "parse"` or `"class": "evaluate"`. A row may bring its own `data`. Numbers agree to
//! 1e-12. A row with `peer_bug`, or without `card` and `error`, is a known fault of the other side:
//! it only has to end.

mod answer;

use std::process::ExitCode;

fn main() -> ExitCode {
    recorded_answers::run(answer::FORMAT, answer::answer)
}
