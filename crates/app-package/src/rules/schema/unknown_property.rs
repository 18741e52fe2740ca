//! S001, `unknown-property`.

rule! {
    /// A property that the schema of this version does not have.
    ///
    /// ## Why
    ///
    /// The schemas of manifests and templates close their objects: Teams refuses a file with a name
    /// that it does not know. Where a later version knows the name, the finding says which; where a
    /// name of this place is nearly the same, `--fix` writes that.
    "S001" "unknown-property" Error Both Schema
    mend "Remove the property, correct its name, or raise the version."
}
