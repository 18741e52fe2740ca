//! S006, `text-too-long`.

rule! {
    /// A text has more characters than the schema allows.
    ///
    /// ## Why
    ///
    /// Limits count Unicode characters, not bytes. Teams refuses the file; it does not cut the
    /// text.
    "S006" "text-too-long" Error Both Schema
    mend "Shorten the text to the limit that the finding names."
}
