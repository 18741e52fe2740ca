//! O002, `openapi-3-1`.

rule! {
    /// The description is written in OpenAPI 3.1 or later.
    ///
    /// ## Why
    ///
    /// Cloakroom reads it; Teams' own tools refuse it.
    "O002" "openapi-3-1" Warning Both Documentation
    mend "Write the description in OpenAPI 3.0."
    ; reads ["openapi_3_1"]
}
