//! O016, `required-parameter-unsupported`.

rule! {
    /// A required parameter without a default can't be sent: it goes into a header or cookie, or is
    /// a list, an object or a composition.
    "O016" "required-parameter-unsupported" Error MessageExtension Documentation
    mend "Make it optional, or give it a default."
    ; reads ["required_parameter_unsupported"]
}
