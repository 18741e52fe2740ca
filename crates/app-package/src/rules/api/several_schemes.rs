//! O024, `security-of-several-schemes`.

use super::super::Context;
use crate::Reason;
use crate::diagnostic::Diagnostics;

rule! {
    /// Each alternative of an operation's `security` asks for several schemes at once.
    ///
    /// ## Why
    ///
    /// One registration gives one credential. The vendor's parser refuses the operation.
    "O024" "security-of-several-schemes" Error Both Documentation
    mend "Add an alternative with a single scheme."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    super::judged::report(context, &RULE, Reason::MultipleAuthentication, found);
}
