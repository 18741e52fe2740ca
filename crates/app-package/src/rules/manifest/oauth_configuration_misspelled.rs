//! M014, `oauth-configuration-misspelled`.

use super::super::Context;
use crate::Problem;
use crate::fix::{Edit, rename_key};

rule! {
    /// `oAuthConfiguration` or `oAuthConfigurationId` is written in another case.
    ///
    /// ## Why
    ///
    /// The vendor's texts have shown `oauthConfigurationId`; the schema has `oAuthConfigurationId`.
    /// Cloakroom reads both, with a warning. `--fix` writes the name of the schema.
    "M014" "oauth-configuration-misspelled" Error MessageExtension Schema
    mend "Write oAuthConfiguration and oAuthConfigurationId."
    ; reads ["oauth_configuration_id_misspelled"]
    ; repair repair
}

fn repair(context: &Context<'_>, problem: &Problem) -> Vec<Edit> {
    let Some((configuration, name)) = context.parent(problem) else {
        return Vec::new();
    };
    let mut edits = Vec::new();
    if name != "oAuthConfigurationId" {
        edits.extend(rename_key(&configuration, &name, "oAuthConfigurationId"));
    }
    let above = configuration.pointer.rsplit_once('/');
    let outer = above.and_then(|(above, key)| {
        Some((
            context.document(&problem.file)?.cursor().follow(above)?,
            key,
        ))
    });
    if let Some((authorization, key)) = outer.filter(|(_, key)| *key != "oAuthConfiguration") {
        edits.extend(rename_key(&authorization, key, "oAuthConfiguration"));
    }
    edits
}
