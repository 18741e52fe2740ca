//! M001, `manifest-not-an-object`.

rule! {
    /// The manifest is no JSON object with members.
    "M001" "manifest-not-an-object" Error Both Schema
    mend "Start from the manifest of the documentation."
    ; reads ["manifest_not_an_object"]
}
