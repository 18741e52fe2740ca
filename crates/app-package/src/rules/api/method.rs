//! O012, `method-not-offered`.

rule! {
    /// A command calls an operation that is neither GET nor POST.
    "O012" "method-not-offered" Error MessageExtension Documentation
    mend "Offer a GET or POST operation."
    ; reads ["method_unsupported"]
}
