//! X011, `oauth-flow-not-served`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// The operation's `oauth2` scheme has no `authorizationCode` flow.
    ///
    /// ## Why
    ///
    /// Users sign in by the authorization code flow; the other flows are not served.
    "X011" "oauth-flow-not-served" Warning MessageExtension Documentation
    mend "Add flows.authorizationCode to the scheme."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let Some(api) = context.api else {
        return;
    };
    if context.extension.is_none() || !context.uses_oauth() {
        return;
    }
    let mut said = Vec::new();
    for operation in context
        .commands
        .iter()
        .filter_map(|command| command.operation.as_ref())
    {
        for scheme in api.security_alternatives(operation).into_iter().flatten() {
            if scheme.is_oauth_without_code() && !said.contains(&scheme.name) {
                found.at(
                    &RULE,
                    &scheme.place,
                    format!("The scheme {} has no authorization code flow.", scheme.name),
                    "Add flows.authorizationCode with authorizationUrl, tokenUrl and scopes.",
                );
                said.push(scheme.name);
            }
        }
    }
}
