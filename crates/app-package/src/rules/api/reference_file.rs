//! O004, `reference-file-missing`.

rule! {
    /// A `$ref` leads to a file that is not in the package.
    "O004" "reference-file-missing" Error Both Documentation
    mend "Put the file into the package, or the schema into this file."
    ; reads ["reference_file_missing"]
}
