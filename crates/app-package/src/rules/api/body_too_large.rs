//! O018, `body-too-large`.

rule! {
    /// The schema of the body unfolds to more properties or levels than are looked at.
    "O018" "body-too-large" Error MessageExtension Ours
    mend "Describe only what the command needs."
    ; reads ["body_too_large"]
}
