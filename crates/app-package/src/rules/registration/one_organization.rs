//! R005, `registration-of-one-organization`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// For the store: the registration is *My organization only*.
    ///
    /// ## Why
    ///
    /// Nobody outside the tenant that made it could sign in. *Any Microsoft 365 organization* is to
    /// be chosen before the package goes to the store.
    "R005" "registration-of-one-organization" Warning Both Documentation
    mend "Set Restrict usage by org to Any Microsoft 365 organization."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let (true, Some(registration)) = (context.options.store, super::given(context)) else {
        return;
    };
    if let (Some(false), Some(place)) = (registration.any_organization, super::named(context)) {
        found.at(
            &RULE,
            &place,
            format!(
                "The registration {} is for its own organization only.",
                registration.id
            ),
            "Set Restrict usage by org to Any Microsoft 365 organization.",
        );
    }
}
