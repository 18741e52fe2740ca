//! R003, `oauth-endpoints-differ`.

use url::Url;

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// The OAuth endpoints that the description declares are not those of the registration.
    ///
    /// ## Why
    ///
    /// Only the registration's are used. Where they differ, one of the two is out of date, and the
    /// API may refuse the tokens of the other.
    "R003" "oauth-endpoints-differ" Warning Both Documentation
    mend "Let both name the same endpoints."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let (Some(registration), Some(api)) = (super::given(context), context.api) else {
        return;
    };
    let mut said = Vec::new();
    for operation in context
        .commands
        .iter()
        .filter_map(|command| command.operation.as_ref())
    {
        for scheme in api.security_alternatives(operation).into_iter().flatten() {
            let Some(flow) = scheme.code_flow() else {
                continue;
            };
            let refresh = registration
                .refresh_endpoint
                .as_ref()
                .or(registration.token_endpoint.as_ref());
            for (name, ours) in [
                (
                    "authorizationUrl",
                    registration.authorization_endpoint.as_ref(),
                ),
                ("tokenUrl", registration.token_endpoint.as_ref()),
                ("refreshUrl", refresh),
            ] {
                let (Some(place), Some(ours)) = (flow.present(name), ours) else {
                    continue;
                };
                let written = place.node.as_str().unwrap_or_default();
                let place_key = (place.document.file.clone(), place.pointer.clone());
                if !same(written, ours) && !said.contains(&place_key) {
                    found.at(
                        &RULE,
                        &place,
                        format!("{name} is {written}, and the registration has {ours}."),
                        "Let both name the same endpoint.",
                    );
                    said.push(place_key);
                }
            }
        }
    }
}

fn same(left: &str, right: &str) -> bool {
    match (Url::parse(left), Url::parse(right)) {
        (Ok(left), Ok(right)) => left == right,
        _ => left == right,
    }
}
