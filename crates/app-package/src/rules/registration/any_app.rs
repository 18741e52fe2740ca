//! R006, `registration-of-any-app`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// For the store: the registration is for *Any Teams app*.
    ///
    /// ## Why
    ///
    /// Whoever writes the registration's ID into a manifest could use it. When testing is done, it
    /// is bound to the app by *Existing Teams app ID*.
    "R006" "registration-of-any-app" Warning Both Documentation
    mend "Set Restrict usage by app to Existing Teams app ID."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let (true, Some(registration)) = (context.options.store, super::given(context)) else {
        return;
    };
    if let (Some(false), Some(place)) = (registration.existing_app, super::named(context)) {
        found.at(
            &RULE,
            &place,
            format!(
                "The registration {} may be used by any app.",
                registration.id
            ),
            "Set Restrict usage by app to Existing Teams app ID.",
        );
    }
}
