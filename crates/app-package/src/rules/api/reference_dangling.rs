//! O005, `reference-to-nothing`.

rule! {
    /// A `$ref` that a command needs leads to nothing.
    "O005" "reference-to-nothing" Error Both Documentation
    mend "Correct the pointer, or add what it names."
    ; reads ["reference_not_found"]
}
