//! O023, `operation-without-parameters`.

use super::super::Context;
use crate::diagnostic::Diagnostics;

rule! {
    /// An operation that a command calls has nothing that a user could be asked for.
    ///
    /// ## Why
    ///
    /// A message extension searches by what the user types; the vendor's parser refuses an
    /// operation without a usable parameter.
    "O023" "operation-without-parameters" Error MessageExtension Documentation
    mend "Add a query parameter, or offer the operation to a plugin instead."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    for (api, _, operation) in context.called() {
        if ["GET", "POST"].contains(&operation.entry.method.as_str())
            && api.usable_parameters(operation) == 0
        {
            found.at(
                &RULE,
                &operation.operation,
                format!(
                    "The operation {} has no parameter to search by.",
                    operation.entry.operation_id
                ),
                "Add a query parameter, or offer the operation to a plugin instead.",
            );
        }
    }
}
