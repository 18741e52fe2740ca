//! X003, `parameter-ambiguous`.

rule! {
    /// A command's parameter names several places of the body.
    "X003" "parameter-ambiguous" Error MessageExtension Ours
    mend "Write the property's names from the body's root, joined by dots."
    ; reads ["parameter_ambiguous"]
}
