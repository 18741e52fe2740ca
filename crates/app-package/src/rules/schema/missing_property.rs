//! S002, `missing-property`.

rule! {
    /// A property that the schema requires is not there.
    ///
    /// ## Why
    ///
    /// Teams refuses the file without it. `--fix` adds it where the schema leaves only one value
    /// for it.
    "S002" "missing-property" Error Both Schema
    mend "Add the property."
}
