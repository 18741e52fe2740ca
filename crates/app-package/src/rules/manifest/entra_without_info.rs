//! M020, `entra-without-web-application-info`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// The `authType` is `microsoftEntra`, and `webApplicationInfo` lacks `id` or `resource`.
    ///
    /// ## Why
    ///
    /// They name the app registration at Microsoft Entra and the API (`access_as_user`) for which
    /// the user's token is asked.
    "M020" "entra-without-web-application-info" Error MessageExtension Documentation
    mend "Add webApplicationInfo with id and resource."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    if super::authorization(context, "microsoftEntra").is_none() {
        return;
    }
    let Some(root) = &context.manifest else {
        return;
    };
    let info = root.present("webApplicationInfo");
    for name in ["id", "resource"] {
        let there = info
            .as_ref()
            .and_then(|info| info.str(name))
            .is_some_and(|text| !text.trim().is_empty());
        if !there {
            found.at(
                &RULE,
                info.as_ref().unwrap_or(root),
                format!("microsoftEntra wants webApplicationInfo.{name}."),
                format!("Add webApplicationInfo.{name}."),
            );
            return;
        }
    }
}
