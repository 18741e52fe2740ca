//! O025, `security-kind-not-offered`.

use super::super::Context;
use crate::Reason;
use crate::diagnostic::Diagnostics;

rule! {
    /// No alternative of an operation's `security` is an API key, a bearer token or OAuth with the
    /// authorization code flow.
    "O025" "security-kind-not-offered" Error Both Documentation
    mend "Add an alternative of such a kind."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    super::judged::report(context, &RULE, Reason::AuthenticationKind, found);
}
