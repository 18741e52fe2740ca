//! T009, `json-path-malformed`.

use adaptive_cards_templating::json_path::{JsonPath, Mode};

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// The `jsonPath` can't be read, or is of a kind that is not run.
    ///
    /// ## Why
    ///
    /// The path is of Newtonsoft's dialect: `results`, `items[0]`, `$.data.items`. Script filters
    /// are refused. An absent path means the root.
    "T009" "json-path-malformed" Error MessageExtension Documentation
    mend "Write the path to the list of results, such as results or $.data.items."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for template in &context.templates {
        let Some(place) = template.cursor().present("jsonPath") else {
            continue;
        };
        let Some(path) = place.node.as_str().filter(|path| !path.trim().is_empty()) else {
            continue;
        };
        if let Err(error) = JsonPath::compile(path, Mode::Newtonsoft) {
            found.at(
                &RULE,
                &place,
                format!("The jsonPath can't be used: {error}."),
                "Write the path to the list of results, such as results or $.data.items.",
            );
        }
    }
}
