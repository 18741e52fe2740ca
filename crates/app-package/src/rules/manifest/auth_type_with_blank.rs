//! M011, `auth-type-with-blank`.

use super::super::Context;
use crate::Problem;
use crate::fix::{Edit, literal, replace};

rule! {
    /// The `authType` begins or ends with a blank.
    ///
    /// ## Why
    ///
    /// The vendor's own texts have shown `"oAuth2.0 "`, and Teams compares exactly. Cloakroom
    /// installs such a package and reads the type without the blank, with a warning. `--fix`
    /// removes it.
    "M011" "auth-type-with-blank" Error MessageExtension Schema
    mend "Remove the blank."
    ; reads ["auth_type_with_blank"]
    ; repair repair
}

fn repair(context: &Context<'_>, problem: &Problem) -> Vec<Edit> {
    let Some(place) = context.place(problem) else {
        return Vec::new();
    };
    replace(
        &place,
        literal(place.node.as_str().unwrap_or_default().trim()),
    )
}
