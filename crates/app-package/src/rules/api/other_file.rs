//! O029, `reference-to-another-file`.

use super::super::Context;
use crate::Reason;
use crate::diagnostic::Diagnostics;

rule! {
    /// A `$ref` leads to another file of the package.
    ///
    /// ## Why
    ///
    /// Cloakroom follows it inside the package; the vendor's parser refuses the description.
    "O029" "reference-to-another-file" Error Both Documentation
    mend "Put what it leads to under components of the same file."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    super::judged::report(context, &RULE, Reason::RemoteReference, found);
}
