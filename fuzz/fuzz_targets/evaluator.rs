//! Any expression over data of all kinds: evaluating ends within its budget.
#![no_main]

use std::sync::LazyLock;

use adaptive_expressions::{Budget, Environment, Expression, Scope};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

static DATA: LazyLock<Value> = LazyLock::new(|| {
    json!({"n": 7, "f": 2.5, "s": "näive 😀", "l": [3, [1], null], "o": {"a": {"b": [1]}},
        "d": "2024-02-28T13:05:09.123Z", "x": "<r><i id=\"1\">a</i></r>"})
});

fuzz_target!(|text: &str| {
    if let Ok(expression) = Expression::parse(text) {
        let budget = Budget { steps: 50_000, bytes: 1 << 20, depth: 64 };
        let environment = Environment::default();
        if let Ok(value) = expression.evaluate(Scope::new(&DATA), &environment, budget) {
            let _ = value.to_json();
        }
    }
});
