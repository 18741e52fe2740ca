//! X008, `operation-claimed-by-two-files`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// Two API descriptions of the package have the same `operationId`, and both are used.
    ///
    /// ## Why
    ///
    /// A manifest command and a plugin function of that name would call different things, or the
    /// same thing by two descriptions of which only one is kept up.
    "X008" "operation-claimed-by-two-files" Error Both Ours
    mend "Keep the operation in one of the files."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    // Where each operation was first described.
    let mut seen: Vec<(String, String)> = Vec::new();
    for name in &context.descriptions() {
        let Some(api) = context.description(name) else {
            continue;
        };
        for operation in api.found() {
            let id = &operation.entry.operation_id;
            match seen
                .iter()
                .find(|(known, file)| known == id && file != name)
            {
                Some((_, file)) => found.at(
                    &RULE,
                    &operation.operation,
                    format!("{file} has an operation {id} too."),
                    "Keep the operation in one of the files.",
                ),
                None => seen.push((id.clone(), name.clone())),
            }
        }
    }
}
