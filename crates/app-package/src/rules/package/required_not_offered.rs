//! X004, `required-parameter-not-offered`.

rule! {
    /// The operation requires a value without a default that the command does not ask for.
    ///
    /// ## Why
    ///
    /// The request could never be made.
    "X004" "required-parameter-not-offered" Error MessageExtension Documentation
    mend "Add the parameter to the command, or a default to the description."
    ; reads ["required_parameter_not_offered"]
}
