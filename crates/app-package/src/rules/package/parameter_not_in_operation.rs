//! X002, `parameter-not-in-operation`.

rule! {
    /// A command's parameter names no parameter or body property of its operation that can be sent.
    "X002" "parameter-not-in-operation" Error MessageExtension Documentation
    mend "Use a name of the API description."
    ; reads ["parameter_not_in_operation"]
}
