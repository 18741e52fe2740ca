//! F009, `not-installable`.

rule! {
    /// The package can't be installed, for a reason that no other rule names.
    ///
    /// ## Why
    ///
    /// Validating and installing read a package by the same code. This rule keeps the promise that
    /// what validates can be installed.
    "F009" "not-installable" Error Both Ours
    mend "Mend what the finding says."
}
