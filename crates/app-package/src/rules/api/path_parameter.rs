//! O014, `path-parameter-undeclared`.

rule! {
    /// The path has a `{parameter}` that the operation does not declare, or not in a kind that can
    /// be sent.
    "O014" "path-parameter-undeclared" Error MessageExtension Documentation
    mend "Declare it as a parameter in path with a schema of a single value."
    ; reads ["path_parameter_undeclared"]
}
