//! P005, `reference-id-missing`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// The `auth` of a runtime is of a vault (`OAuthPluginVault`, `ApiKeyPluginVault`) and has no
    /// `reference_id`.
    ///
    /// ## Why
    ///
    /// It says which registration is meant: the same ID that a manifest writes as
    /// `oAuthConfigurationId`. The schemas require it from v2.2 on.
    "P005" "reference-id-missing" Error Plugin Documentation
    mend "Make a registration and write its ID."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for runtime in context
        .plugins
        .iter()
        .flat_map(|plugin| super::runtimes(&plugin.root))
    {
        let Some(auth) = runtime.present("auth") else {
            continue;
        };
        let kind = auth.str("type").or(auth.str("Type")).unwrap_or_default();
        let id = auth.str("reference_id").filter(|id| !id.trim().is_empty());
        if kind.ends_with("PluginVault") && id.is_none() {
            let place = auth.present("reference_id").unwrap_or_else(|| auth.clone());
            found.at(
                &RULE,
                &place,
                format!("{kind} has no reference_id."),
                "Make a registration and write its ID.",
            );
        }
    }
}
