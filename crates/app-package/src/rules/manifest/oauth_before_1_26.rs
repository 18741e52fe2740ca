//! M013, `oauth-before-1-26`.

use super::super::Context;
use crate::Problem;
use crate::fix::{Edit, literal, replace};

rule! {
    /// The `authType` is `oAuth2.0` in a manifest version whose schema does not have it.
    ///
    /// ## Why
    ///
    /// The schemas of 1.17 to 1.25 list `none`, `apiSecretServiceAuth` and `microsoftEntra`;
    /// `oAuth2.0` came with 1.26 and is in devPreview. Cloakroom installs and serves such a
    /// package, with a warning; Teams refuses it. `--fix` sets `manifestVersion` to 1.26.
    ///
    /// ## Example
    ///
    /// ```json
    /// "manifestVersion": "1.26",
    /// "composeExtensions": [{ "authorization": { "authType": "oAuth2.0" } }]
    /// ```
    "M013" "oauth-before-1-26" Error MessageExtension Schema
    mend "Set manifestVersion and $schema to 1.26."
    ; reads ["oauth_before_1_26"]
    ; repair repair
}

fn repair(context: &Context<'_>, _: &Problem) -> Vec<Edit> {
    let place = context
        .manifest
        .as_ref()
        .and_then(|root| root.present("manifestVersion"));
    place.map_or_else(Vec::new, |place| replace(&place, literal("1.26")))
}
