//! X007, `json-path-not-in-response`.

use super::super::Context;
use super::super::api::answer::{Says, follow, rendered};
use super::entry::steps;
use crate::diagnostic::Diagnostics;

rule! {
    /// The `jsonPath` of a template leads to a property that the response schema does not have.
    ///
    /// ## Why
    ///
    /// The path selects nothing, and the user sees no results.
    "X007" "json-path-not-in-response" Warning MessageExtension Ours
    mend "Write the path to the list of results in the response."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for rendered in rendered(context) {
        let Some(place) = rendered.template.present("jsonPath") else {
            continue;
        };
        let Some(path) = steps(place.node.as_str().unwrap_or_default()) else {
            continue;
        };
        if let Says::Lacks(name, known) = follow(rendered.api, &rendered.schema, &path) {
            let lists: Vec<&str> = known.iter().map(String::as_str).collect();
            found.at(
                &RULE,
                &place,
                format!(
                    "The answer of {} has no property {name:?}.",
                    rendered.operation_id
                ),
                format!("The schema has {} there.", lists.join(", ")),
            );
        }
    }
}
