//! S015, `too-few-properties`.

rule! {
    /// An object has fewer properties than the schema wants.
    "S015" "too-few-properties" Error Both Schema
    mend "Add one of the properties that the schema knows, or remove the object."
}
