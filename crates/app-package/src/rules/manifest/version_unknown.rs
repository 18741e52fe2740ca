//! M002, `manifest-version-unknown`.

rule! {
    /// The `manifestVersion` is older than 1.17, or none at all.
    ///
    /// ## Why
    ///
    /// API-based message extensions begin with 1.17. The manifest is judged by the newest schema
    /// then.
    "M002" "manifest-version-unknown" Error Both Documentation
    mend "Set manifestVersion and $schema to 1.26."
    ; reads ["manifest_version_unknown"]
}
