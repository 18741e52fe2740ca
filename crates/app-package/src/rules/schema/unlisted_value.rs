//! S004, `unlisted-value`.

rule! {
    /// A value that is not among those that the schema lists.
    ///
    /// ## Why
    ///
    /// Values are compared exactly, with case and blanks. `--fix` corrects those that differ in
    /// nothing else.
    "S004" "unlisted-value" Error Both Schema
    mend "Write one of the values that the finding lists."
}
