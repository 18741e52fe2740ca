//! M022, `api-specification-missing`.

rule! {
    /// The API-based extension names no `apiSpecificationFile`.
    "M022" "api-specification-missing" Error MessageExtension Documentation
    mend "Add the name of the OpenAPI description in the package."
    ; reads ["api_specification_missing"]
}
