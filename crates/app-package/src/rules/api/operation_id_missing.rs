//! O020, `operation-id-missing`.

use super::super::Context;
use crate::diagnostic::Diagnostics;
use crate::fix::{insert_member, literal};

rule! {
    /// An operation that a command calls has no `operationId`; the id is made from method and path.
    ///
    /// ## Why
    ///
    /// Another path makes another id, and the command loses its operation. `--fix` writes the id
    /// that is made now.
    "O020" "operation-id-missing" Warning MessageExtension Documentation
    mend "Write the operationId."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for command in &context.commands {
        let Some(operation) = command
            .operation
            .as_ref()
            .filter(|found| found.entry.id_made)
        else {
            continue;
        };
        let id = &operation.entry.operation_id;
        found.fixed(
            &RULE,
            &operation.operation,
            format!("The operation has no operationId; {id} is made of method and path."),
            format!("Add \"operationId\": {id:?}."),
            insert_member(&operation.operation, "operationId", &literal(id)),
        );
    }
}
