//! P015, `reference-id-of-another-registration`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// The `reference_id` of a plugin differs from the registration ID that the manifest's message
    /// extension names.
    ///
    /// ## Why
    ///
    /// One registration serves message extensions and plugins alike; with two, the user signs in
    /// twice.
    "P015" "reference-id-of-another-registration" Warning Plugin Documentation
    mend "Write the same registration ID."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let authorization = context
        .extension
        .as_ref()
        .and_then(|all| all.present("authorization"));
    let Some(own) = authorization.as_ref().and_then(|all| {
        all.present("oAuthConfiguration")?
            .str("oAuthConfigurationId")
    }) else {
        return;
    };
    for runtime in context
        .plugins
        .iter()
        .flat_map(|plugin| super::runtimes(&plugin.root))
    {
        let Some(auth) = runtime.present("auth") else {
            continue;
        };
        if auth.str("type") != Some("OAuthPluginVault") {
            continue;
        }
        let Some(place) = auth.present("reference_id") else {
            continue;
        };
        if place
            .node
            .as_str()
            .is_some_and(|id| !id.is_empty() && id != own)
        {
            found.at(
                &RULE,
                &place,
                "The message extension names another registration.",
                format!("Write {own:?}, if both call the same API."),
            );
        }
    }
}
