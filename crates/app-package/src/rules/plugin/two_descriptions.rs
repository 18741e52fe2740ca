//! P006, `url-and-api-description`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// The `spec` of a runtime has both `url` and `api_description`.
    ///
    /// ## Why
    ///
    /// `api_description` wins, and what the file of `url` says is not read. `--fix` does not
    /// choose.
    "P006" "url-and-api-description" Warning Plugin Documentation
    mend "Keep one of them."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for runtime in context
        .plugins
        .iter()
        .flat_map(|plugin| super::runtimes(&plugin.root))
    {
        let Some(spec) = runtime.present("spec") else {
            continue;
        };
        if let (Some(url), Some(_)) = (spec.present("url"), spec.present("api_description")) {
            found.at(
                &RULE,
                &url,
                "The url is not read: api_description wins.",
                "Keep one of url and api_description.",
            );
        }
    }
}
