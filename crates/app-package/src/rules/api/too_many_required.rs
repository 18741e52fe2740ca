//! O026, `too-many-required-parameters`.

use super::super::Context;
use crate::Reason;
use crate::diagnostic::Diagnostics;

rule! {
    /// An operation requires more than five values without a default.
    ///
    /// ## Why
    ///
    /// A command asks for at most five.
    "O026" "too-many-required-parameters" Error Both Documentation
    mend "Give some of them defaults, or don't require them."
    check check
}

fn check(context: &Context<'_>, found: &mut Diagnostics) {
    super::judged::report(context, &RULE, Reason::TooManyRequired, found);
}
