//! Any text: parsing ends, and what was printed parses again to the same text.
#![no_main]

use adaptive_expressions::Expression;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(expression) = Expression::parse(text) {
        let printed = expression.to_string();
        if let Ok(again) = Expression::parse(&printed) {
            assert_eq!(again.to_string(), printed);
        }
    }
});
