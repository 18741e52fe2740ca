//! M012, `auth-type-misspelled`.

use super::super::Context;
use crate::Problem;
use crate::fix::{Edit, literal, replace};

rule! {
    /// The `authType` is a known one in another spelling, such as `oAuth` or `oauth2.0`.
    ///
    /// ## Why
    ///
    /// Tools of the vendor have written `oAuth`; the schema has `oAuth2.0` alone. Cloakroom
    /// installs such a package and reads what is meant, with a warning. `--fix` writes it.
    "M012" "auth-type-misspelled" Error MessageExtension Schema
    mend "Write oAuth2.0, apiSecretServiceAuth, microsoftEntra or none."
    ; reads ["auth_type_misspelled"]
    ; repair repair
}

fn repair(context: &Context<'_>, problem: &Problem) -> Vec<Edit> {
    let Some(place) = context.place(problem) else {
        return Vec::new();
    };
    let written = place.node.as_str().unwrap_or_default();
    crate::manifest::meant_auth_type(written)
        .map_or_else(Vec::new, |meant| replace(&place, literal(meant)))
}
