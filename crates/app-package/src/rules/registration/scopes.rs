//! R004, `scope-not-registered`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// An operation wants a scope that the registration does not ask for.
    ///
    /// ## Why
    ///
    /// The token lacks it and the API answers 403. Cloakroom can ask for it later (a step-up);
    /// Teams does not.
    "R004" "scope-not-registered" Warning Both Documentation
    mend "Add the scope to the registration."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    let (Some(registration), Some(api)) = (super::given(context), context.api) else {
        return;
    };
    if registration.scopes.is_empty() {
        return;
    }
    let mut said: Vec<String> = Vec::new();
    for operation in context
        .commands
        .iter()
        .filter_map(|command| command.operation.as_ref())
    {
        for scope in api.security(operation).scopes {
            if registration.scopes.contains(&scope) || said.contains(&scope) {
                continue;
            }
            let place = operation.operation.present("security");
            found.at(
                &RULE,
                &place.unwrap_or_else(|| operation.operation.clone()),
                format!(
                    "{} wants the scope {scope:?}, which the registration does not ask for.",
                    operation.entry.operation_id
                ),
                "Add the scope to the registration.",
            );
            said.push(scope);
        }
    }
}
