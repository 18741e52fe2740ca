//! F004, `malformed-file`.

rule! {
    /// A file is not valid JSON (RFC 8259) or YAML 1.2.
    ///
    /// ## Why
    ///
    /// Comments and trailing commas are no JSON, and Teams refuses them too. Custom tags and
    /// several documents in one file are YAML that nobody reads alike.
    "F004" "malformed-file" Error Both Documentation
    mend "Correct the syntax at the place that the finding names."
    ; reads ["json_syntax", "yaml_syntax", "yaml_custom_tag", "yaml_several_documents", "yaml_key_not_text", "yaml_merge_not_object", "yaml_empty"]
}
