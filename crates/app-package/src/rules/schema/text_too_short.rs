//! S007, `text-too-short`.

rule! {
    /// A text has fewer characters than the schema allows.
    "S007" "text-too-short" Error Both Schema
    mend "Write a text of at least the length that the finding names."
}
