//! I001, `icon-missing`.

rule! {
    /// An icon that the manifest names is not in the package, or not a `.png`.
    ///
    /// ## Why
    ///
    /// Teams refuses the package. Cloakroom installs it and shows the app without a picture.
    "I001" "icon-missing" Error Both Documentation
    mend "Add the icon."
    ; reads ["icon_missing"]
}
