//! F007, `file-missing`.

rule! {
    /// A file that the manifest or a plugin names is not in the package.
    ///
    /// ## Why
    ///
    /// Names are compared with case, as they are inside a zip, though the disk at home may not
    /// care.
    "F007" "file-missing" Error Both Documentation
    mend "Add the file, or correct its name."
    ; reads ["file_missing"]
}
