//! F003, `file-not-utf8`.

rule! {
    /// A JSON or YAML file is not UTF-8 text.
    "F003" "file-not-utf8" Error Both Documentation
    mend "Save the file as UTF-8."
    ; reads ["file_not_utf8"]
}
