//! O015, `parameter-never-sent`.

rule! {
    /// An optional parameter of the operation can't be sent: it goes into a header or cookie, or is
    /// a list, an object or a composition.
    "O015" "parameter-never-sent" Warning MessageExtension Documentation
    mend "Nothing, if the API does without it."
    ; reads ["parameter_dropped"]
}
