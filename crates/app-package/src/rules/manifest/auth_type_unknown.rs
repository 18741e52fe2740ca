//! M018, `auth-type-unknown`.

rule! {
    /// The `authType` is not known.
    "M018" "auth-type-unknown" Error MessageExtension Schema
    mend "Write one of the types that the schema lists."
    ; reads ["auth_type_unknown"]
}
