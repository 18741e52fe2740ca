//! T007, `expression-malformed`.

use super::super::Context;
use super::super::card::{each_text, parse};
use crate::diagnostic::Diagnostics;

rule! {
    /// A `${…}` in a template is no expression of the Adaptive Expressions language, or a function
    /// in it has the wrong number of arguments.
    ///
    /// ## Why
    ///
    /// Such a card can't be made at all; the package is not installed.
    "T007" "expression-malformed" Error Both Documentation
    mend "Correct the expression at the place that the finding names."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    each_text(context, &mut |place, text| {
        if let Err(error) = parse(text) {
            let sentence = error.to_string();
            found.at(
                &RULE,
                place,
                format!(
                    "The expression is malformed: {}.",
                    sentence.trim_end_matches('.')
                ),
                "Correct the expression; the functions are those of Adaptive Expressions.",
            );
        }
    });
}
