//! T008, `unknown-function`.

use adaptive_expressions::{Part, prebuilt};

use super::super::Context;
use super::super::card::{each_text, parse};
use crate::diagnostic::Diagnostics;

rule! {
    /// An expression calls a function that Adaptive Expressions don't have.
    ///
    /// ## Why
    ///
    /// The text stays as it is written, `${…}` included, and the user sees it.
    "T008" "unknown-function" Error Both Documentation
    mend "Write the name of a prebuilt function."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    each_text(context, &mut |place, text| {
        let Ok(parts) = parse(text) else {
            return;
        };
        for part in &parts {
            let Part::Expression(expression) = part else {
                continue;
            };
            for name in expression.unknown_functions() {
                let nearest = prebuilt()
                    .into_iter()
                    .map(|known| known.name)
                    .find(|known| {
                        strsim::jaro_winkler(&known.to_lowercase(), &name.to_lowercase()) > 0.9
                    });
                let fix = match nearest {
                    Some(nearest) => format!("Did you mean {nearest}?"),
                    None => "Write the name of a prebuilt function.".to_owned(),
                };
                let message = format!("Adaptive Expressions have no function {name:?}.");
                found.at(&RULE, place, message, fix);
            }
        }
    });
}
