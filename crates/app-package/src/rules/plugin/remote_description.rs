//! P007, `remote-api-description`.

use super::super::Context;
use super::is_remote;
use crate::diagnostic::Diagnostics;

rule! {
    /// The `url` of a runtime's `spec` leads out of the package.
    ///
    /// ## Why
    ///
    /// What is not in the package can change after it was checked; it is neither fetched nor
    /// judged.
    "P007" "remote-api-description" Warning Plugin Ours
    mend "Put the API description into the package."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for runtime in context
        .plugins
        .iter()
        .flat_map(|plugin| super::runtimes(&plugin.root))
    {
        let url = runtime.present("spec").and_then(|spec| spec.present("url"));
        let open_api = runtime.str("type") == Some("OpenApi");
        if let Some(url) = url.filter(|url| open_api && is_remote(url)) {
            found.at(
                &RULE,
                &url,
                "The API description is not in the package and was not judged.",
                "Put the API description into the package and name it here.",
            );
        }
    }
}
