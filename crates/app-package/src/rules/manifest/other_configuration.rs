//! M021, `configuration-of-another-auth-type`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::fix::remove_member;

rule! {
    /// The authorization has the configuration of another `authType` than its own.
    ///
    /// ## Why
    ///
    /// The schema says that each is there only when its type is chosen. What is not read misleads
    /// whoever reads the manifest.
    "M021" "configuration-of-another-auth-type" Warning MessageExtension Documentation
    mend "Remove the configuration, or choose its authType."
    check check
}

const CONFIGURATIONS: [(&str, &str); 3] = [
    ("oAuthConfiguration", "oAuth2.0"),
    ("apiSecretServiceAuthConfiguration", "apiSecretServiceAuth"),
    ("microsoftEntraConfiguration", "microsoftEntra"),
];

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let authorization = context
        .extension
        .as_ref()
        .and_then(|all| all.present("authorization"));
    let Some(authorization) = authorization else {
        return;
    };
    let Some(kind) = authorization
        .str("authType")
        .and_then(crate::manifest::meant_auth_type)
    else {
        return;
    };
    for (name, own) in CONFIGURATIONS {
        if let Some(place) = authorization.present(name).filter(|_| own != kind) {
            found.fixed(
                &RULE,
                &place,
                format!("{name} belongs to authType {own}, and the authType is {kind}."),
                format!("Remove {name}, or choose {own}."),
                remove_member(&authorization, name),
            );
        }
    }
}
