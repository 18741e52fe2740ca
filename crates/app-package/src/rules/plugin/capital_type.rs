//! P004, `auth-type-in-capitals`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::fix::{remove_member, rename_key};

rule! {
    /// The `auth` of a runtime says `Type` where the schema has `type`.
    ///
    /// ## Why
    ///
    /// The schema knows both spellings and requires `type`. `--fix` renames it where `type` is not
    /// there too.
    "P004" "auth-type-in-capitals" Warning Plugin Documentation
    mend "Write type."
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
        if let Some(place) = auth.get("Type") {
            let edits = match auth.get("type") {
                Some(_) => remove_member(&auth, "Type"),
                None => rename_key(&auth, "Type", "type"),
            };
            found.fixed(&RULE, &place, "Type is read as type.", "Write type.", edits);
        }
    }
}
