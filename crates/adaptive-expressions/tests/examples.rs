//! The examples of the reference.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use adaptive_expressions::{Error, ErrorKind, evaluate, prebuilt};
use serde_json::json;

#[test]
fn every_function_has_an_example_that_names_it_and_has_a_value() {
    let mut wrong = Vec::new();
    for function in prebuilt() {
        let names: Vec<&str> = std::iter::once(function.name)
            .chain(function.aliases.iter().copied())
            .collect();
        if !names.iter().any(|name| function.example.contains(name)) {
            wrong.push(format!(
                "{} does not show {}",
                function.example, function.name
            ));
        }
        match evaluate(function.example, &json!(null)) {
            Ok(_) => {}
            // The peer cannot evaluate it either.
            Err(Error::Evaluate(error)) if error.kind() == ErrorKind::Unsupported => {}
            Err(error) => wrong.push(format!("{}: {error}", function.example)),
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
