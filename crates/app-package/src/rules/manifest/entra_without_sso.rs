//! M019, `entra-without-single-sign-on`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::fix::{insert_member, replace};

rule! {
    /// The `authType` is `microsoftEntra`, and `microsoftEntraConfiguration.supportsSingleSignOn`
    /// is not `true`.
    "M019" "entra-without-single-sign-on" Error MessageExtension Documentation
    mend "Add \"microsoftEntraConfiguration\": { \"supportsSingleSignOn\": true }."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let Some(authorization) = super::authorization(context, "microsoftEntra") else {
        return;
    };
    let configuration = authorization.present("microsoftEntraConfiguration");
    let on = configuration
        .as_ref()
        .and_then(|configuration| configuration.bool("supportsSingleSignOn"));
    if on == Some(true) {
        return;
    }
    let flag = configuration
        .as_ref()
        .and_then(|all| all.present("supportsSingleSignOn"));
    let edits = match (&configuration, &flag) {
        (_, Some(flag)) => replace(flag, "true"),
        (Some(configuration), None) => insert_member(configuration, "supportsSingleSignOn", "true"),
        (None, None) => insert_member(
            &authorization,
            "microsoftEntraConfiguration",
            "{ \"supportsSingleSignOn\": true }",
        ),
    };
    let place = flag.or(configuration).unwrap_or(authorization);
    found.fixed(
        &RULE,
        &place,
        "microsoftEntra wants microsoftEntraConfiguration.supportsSingleSignOn to be true.",
        "Write \"microsoftEntraConfiguration\": { \"supportsSingleSignOn\": true }.",
        edits,
    );
}
