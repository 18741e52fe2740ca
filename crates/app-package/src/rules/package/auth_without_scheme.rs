//! X010, `auth-type-without-scheme`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::manifest::meant_auth_type;

rule! {
    /// The manifest's `authType` has no counterpart in what the operation says of `security`.
    ///
    /// ## Why
    ///
    /// `oAuth2.0` wants an `oauth2` or `openIdConnect` scheme, `apiSecretServiceAuth` an `http`
    /// `bearer` scheme (Teams sends the key as `Authorization: Bearer`, wherever an `apiKey` scheme
    /// wants it; Cloakroom sends it there), `microsoftEntra` one of both; and `none` no scheme at
    /// all. Where the two differ, the API answers 401.
    "X010" "auth-type-without-scheme" Warning MessageExtension Documentation
    mend "Let authType and the security of the operation agree."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let Some(extension) = &context.extension else {
        return;
    };
    let authorization = extension.present("authorization");
    let written = match &authorization {
        None => "none",
        // Without a type it has a finding of its own.
        Some(authorization) => authorization.str("authType").unwrap_or_default(),
    };
    let Some(kind) = meant_auth_type(written) else {
        return;
    };
    for (api, _, operation) in context.called() {
        let alternatives = api.security_alternatives(operation);
        let fits = match kind {
            "none" => alternatives.is_empty() || alternatives.iter().any(Vec::is_empty),
            // Said nowhere, it may still be so.
            _ if alternatives.is_empty() => false,
            _ => alternatives
                .iter()
                .flatten()
                .any(|scheme| scheme.fits(kind)),
        };
        if fits {
            continue;
        }
        let names: Vec<&str> = alternatives
            .iter()
            .flatten()
            .map(|scheme| scheme.name.as_str())
            .collect();
        let said = if names.is_empty() {
            "no security".to_owned()
        } else {
            format!("the security {}", names.join(", "))
        };
        let place = operation.operation.present("security");
        found.at(
            &RULE,
            &place.unwrap_or_else(|| operation.operation.clone()),
            format!(
                "authType is {kind}, and {} has {said}.",
                operation.entry.operation_id
            ),
            "Let authType and the security of the operation agree.",
        );
    }
}
