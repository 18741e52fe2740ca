//! M010, `auth-type-missing`.

rule! {
    /// The `authorization` names no `authType`.
    "M010" "auth-type-missing" Error MessageExtension Documentation
    mend "Add \"authType\", or leave the authorization out."
    ; reads ["auth_type_missing"]
}
