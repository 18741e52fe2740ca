//! O028, `description-malformed`.

use super::super::Context;
use crate::Reason;
use crate::diagnostic::Diagnostics;

rule! {
    /// The file is no valid OpenAPI description of its version.
    ///
    /// ## Why
    ///
    /// The vendor's parser refuses the whole file then, whichever operation the fault is in.
    /// Cloakroom looks at what the commands need.
    "O028" "description-malformed" Error Both Documentation
    mend "Correct the file at the place named."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    super::judged::report(context, &RULE, Reason::SpecNotValid, found);
}
