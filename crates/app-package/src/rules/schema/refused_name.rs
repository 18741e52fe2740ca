//! S014, `refused-name`.

rule! {
    /// The name of a property does not have the form that the schema wants.
    "S014" "refused-name" Error Both Schema
    mend "Write a name of the form that the finding describes."
}
