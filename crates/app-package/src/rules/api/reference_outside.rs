//! O003, `reference-outside-package`.

rule! {
    /// A `$ref` leads out of the package: to a URL, an absolute path, or above the root.
    ///
    /// ## Why
    ///
    /// Nothing outside the package is ever fetched or opened. Teams refuses remote references too.
    "O003" "reference-outside-package" Error Both Ours
    mend "Refer to this file (#/components/…) or to a file of the package."
    ; reads ["reference_outside_package"]
}
