//! F001, `manifest-missing`.

rule! {
    /// The package has no `manifest.json` at its root.
    ///
    /// ## Why
    ///
    /// The manifest leads to every other file. The usual cause is a zip made of a folder instead of
    /// its contents.
    "F001" "manifest-missing" Error Both Documentation
    mend "Put manifest.json at the root of the package: pack the contents of the folder, not the folder."
    ; reads ["manifest_missing"]
}
