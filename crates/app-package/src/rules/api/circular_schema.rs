//! O027, `schema-within-itself`.

use super::super::Context;
use crate::Reason;
use crate::diagnostic::Diagnostics;

rule! {
    /// An operation uses a schema that contains itself.
    ///
    /// ## Why
    ///
    /// The vendor's parser refuses the operation. Cloakroom reads the first level of such a schema.
    "O027" "schema-within-itself" Error Both Documentation
    mend "Cut the circle with a schema of its own for the inner level."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    super::judged::report(context, &RULE, Reason::CircularReference, found);
}
