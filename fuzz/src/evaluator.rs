use std::sync::LazyLock;

use adaptive_expressions::{Budget, Environment, Expression, Scope};
use serde_json::{Value, json};

/// Something of every kind.
static DATA: LazyLock<Value> = LazyLock::new(|| {
    json!({
        "n": 7, "f": 2.5, "m": -3, "big": 9_007_199_254_740_993_i64, "huge": 1e300,
        "b": true, "z": null, "s": "näive 😀", "e": "",
        "l": [3, [1], null, "x"], "p": [{"k": 2, "t": "b"}, {"k": 1, "t": "a"}],
        "o": {"a": {"b": [1]}, "0": "zero"},
        "d": "2024-02-28T13:05:09.123Z", "t": "XXXX-WXX-3T10",
        "x": "<r a=\"1\"><i id=\"1\">a</i><i/></r>", "j": "{\"a\":[1,{\"b\":null}]}",
        "u": "https://example.com:8443/a%20b?q=1#f", "q": "${n + 1} of ${s}"
    })
});

/// Any expression over data of all kinds: evaluating ends within its budget, and answers the same
/// when it is asked again.
pub fn evaluator(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(expression) = Expression::parse(text) else {
        return;
    };
    let environment = Environment {
        now_unix_millis: 1_709_125_509_123,
        seed: 42,
        ..Environment::default()
    };
    let budget = Budget {
        steps: 50_000,
        bytes: 1 << 20,
        depth: 64,
    };
    let evaluate = || {
        expression
            .evaluate(Scope::new(&DATA), &environment, budget)
            .map(|value| value.to_json())
            .map_err(|error| error.kind())
    };
    assert_eq!(evaluate(), evaluate());
}
