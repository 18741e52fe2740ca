//! F006, `file-over-limits`.

rule! {
    /// A file is nested deeper, or holds more values, than is read.
    ///
    /// ## Why
    ///
    /// Everything from outside has a limit; aliases of YAML count as often as they are used.
    "F006" "file-over-limits" Error Both Ours
    mend "Leave out what the commands don't use."
    ; reads ["document_too_deep", "document_too_large", "yaml_too_many_aliases", "yaml_alias_in_itself"]
}
