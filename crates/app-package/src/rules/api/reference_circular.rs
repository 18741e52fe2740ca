//! O006, `reference-circular`.

rule! {
    /// A `$ref` that a command needs goes in a circle, or over too many others.
    "O006" "reference-circular" Error Both Documentation
    mend "Refer to the schema itself."
    ; reads ["reference_circular"]
}
